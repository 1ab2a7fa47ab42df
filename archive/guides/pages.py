"""Read the guides from Markdown: from docs/ in a checkout, from archive/docs in a wheel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_HERE = Path(__file__).parents[1]
FOLDERS = ("tutorials", "guides")
READERS = ("officers", "teachers", "researchers", "operators")
# Guides lead on to these pages; the list of the help does not name them.
_SERVED = (*FOLDERS, "reference", "explanation")
_DEEPEST = 4
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class Guide:
    """One page of help."""

    path: str
    title: str
    html: str
    folder: str

    @property
    def reader(self) -> str:
        """For whom the guide is, as its folder says; "" for a tutorial."""
        parts = self.path.split("/")
        return parts[1] if self.folder == "guides" and len(parts) > 2 else ""  # noqa: PLR2004


def docs_folder() -> Path:
    """Return where the documents are."""
    inside = _HERE / "docs"
    return inside if inside.is_dir() else _HERE.parent / "docs"


def all_guides(folder: Path | None = None, language: str = "vi") -> tuple[Guide, ...]:
    """Return every page of help, tutorials first, then the guides reader by reader."""
    root = folder or docs_folder()
    files = [path for name in FOLDERS for path in sorted((root / name).rglob("*.md"))]
    guides = (_read(path, root, language) for path in files if "." not in path.stem)
    return tuple(sorted(guides, key=_shelf))


def _shelf(one: Guide) -> int:
    order = ("", *READERS)
    return order.index(one.reader) if one.reader in order else len(order)


def guide(path: str, folder: Path | None = None, language: str = "vi") -> Guide | None:
    """Return the page of a path such as `officers/upload` or `tutorials/teacher`, or None."""
    parts = path.strip("/").split("/")
    if len(parts) > _DEEPEST or not all(_NAME.fullmatch(part) for part in parts):
        return None
    root = folder or docs_folder()
    candidates = [root.joinpath(*parts)] + [root.joinpath(name, *parts) for name in FOLDERS]
    for candidate in candidates:
        file = candidate.with_name(candidate.name + ".md")
        if file.is_file() and file.relative_to(root).parts[0] in _SERVED:
            return _read(file, root, language)
    return None


def _read(path: Path, root: Path, language: str) -> Guide:
    """Return the page of `x.md`, in English that of `x.en.md` where there is one."""
    said = path.relative_to(root).with_suffix("").as_posix()
    twin = path.with_name(f"{path.stem}.{language}.md")
    file = twin if twin.is_file() else path
    title, html = _rendered(file, file.stat().st_mtime_ns)
    return Guide(said, title or path.stem, html, said.split("/", 1)[0])


@lru_cache(maxsize=200)
def _rendered(path: Path, _changed_ns: int) -> tuple[str, str]:
    """Return the title and the HTML of a file; a changed file is read again."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text("utf-8"))
    for token in tokens:
        for child in token.children or ():
            _lead(child)
    return _title(tokens), str(markdown.renderer.render(tokens, markdown.options, {}))


def _lead(token: Token) -> None:
    """Make links between Markdown files links between pages."""
    if token.type != "link_open":
        return
    href = str(token.attrGet("href") or "")
    if ":" not in href and not href.startswith("/"):
        token.attrSet("href", re.sub(r"(?:\.en)?\.md(?=$|#)", "", href))


def _title(tokens: list[Token]) -> str:
    for token, after in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return after.content
    return ""
