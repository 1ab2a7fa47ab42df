"""Templates mirror views, none is orphaned, and none brings in what the security policy forbids."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.guards.source import ROOT, committed_files, modules

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
NAMED = re.compile(r"""["']([\w./-]+\.(?:html|xml|txt|svg|json))["']""")
RENDERERS = {"render_template", "stream_template", "get_template", "render"}

# Addresses that name a licence, a statement or a vocabulary; nothing is fetched from them.
VOCABULARIES = (
    *("creativecommons.org", "rightsstatements.org", "localcontexts.org", "schema.org"),
    *("www.w3.org", "purl.org", "iiif.io", "www.openarchives.org", "a9.com", "www.sitemaps.org"),
)
FOREIGN = re.compile(
    r"""(?:href|src|srcset|action|poster|data)\s*=\s*["']?\s*(?:https?:)?//([^/"'\s>]+)"""
)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
INLINE = {
    "style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "handler": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "inline script": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*\"application/(?:ld\+)?json\")",
        re.IGNORECASE,
    ),
}


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@cache
def _rendered() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (module, pattern of template names) of each template that code asks for by name."""
    return tuple(_read_from_code())


def _read_from_code() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"\w[\w/-]*\.(?:html|xml|txt|svg)", node.value):
                    yield module.name, re.compile(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr) and (pattern := _pattern(node)):
                yield module.name, pattern


def _pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"
        for part in node.values
    ]
    written = "".join(parts)
    is_template = written.endswith((r"\.html", r"\.xml")) and not written.startswith("/")
    return re.compile(written) if is_template else None


def _is_page_part(name: str) -> bool:
    return any(part.startswith("_") for part in name.split("/"))


def test_every_template_that_code_names_exists():
    names = {_name(path) for path in TEMPLATES}

    missing = [
        f"{module} renders {pattern.pattern}"
        for module, pattern in _rendered()
        if "/" in pattern.pattern and not any(map(pattern.fullmatch, names))
    ]

    assert missing == []


def test_every_template_that_a_template_names_exists():
    names = {_name(path) for path in TEMPLATES}

    missing = [
        f"{_name(path)} names {wanted}"
        for path in TEMPLATES
        for wanted in _loaded_by(path)
        if wanted not in names
    ]

    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_is_orphaned(path):
    by_code = any(pattern.fullmatch(_name(path)) for _, pattern in _rendered())
    by_template = any(_name(path) in _loaded_by(other) for other in TEMPLATES if other != path)

    assert by_code or by_template


def test_views_render_only_their_own_features_templates():
    wrong = [
        f"{module} renders {pattern.pattern}"
        for module, pattern in _rendered()
        if "views" in module and not _is_of(module, pattern.pattern.replace("\\", ""))
    ]

    assert wrong == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_holds_nothing_inline(path):
    text = COMMENT.sub("", path.read_text("utf-8"))

    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_page_names_no_other_host(path):
    hosts = FOREIGN.findall(COMMENT.sub("", path.read_text("utf-8")))

    assert [host for host in hosts if not host.endswith(VOCABULARIES) and "{" not in host] == []


def test_styles_and_scripts_of_our_own_fetch_from_no_other_host():
    pattern = re.compile(r"""(?:url\(|@import|import\s|fetch\()\s*["']?(?:https?:)?//[^"')\s]+""")
    own = [path for path in committed_files() if path.suffix in {".css", ".js"}]

    found = [
        f"{path.name}: {address}" for path in own for address in pattern.findall(path.read_text())
    ]

    assert found == []


@cache
def _loaded_by(path: Path) -> frozenset[str]:
    text = COMMENT.sub("", path.read_text("utf-8"))
    statements = re.findall(r"\{%-?\s*(?:extends|include|import|from)\s+(.*?)%\}", text, re.DOTALL)
    return frozenset(name for statement in statements for name in NAMED.findall(statement))


def _is_of(module: str, template: str) -> bool:
    """Whether a view of archive/<feature>/[<part>/]views.py renders <feature>/… or <part>/…"""
    folders = [part for part in module.split("/")[1:-1] if part != "views"]
    own = {*folders, "_macros", "errors"}
    return "/" not in template or template.split("/", maxsplit=1)[0] in own
