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
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.(?:vi|en))?")


@dataclass(frozen=True, slots=True)
class Guide:
    """One page of help."""

    path: str
    title: str
    html: str
    folder: str

    @property
    def is_tutorial(self) -> bool:
        """Whether the page teaches by doing."""
        return self.folder == "tutorials"


def docs_folder() -> Path:
    """Return where the documents are."""
    inside = _HERE / "docs"
    return inside if inside.is_dir() else _HERE.parent / "docs"


def all_guides(folder: Path | None = None) -> tuple[Guide, ...]:
    """Return every page of help, tutorials first, in the order of their paths."""
    root = folder or docs_folder()
    files = [path for name in FOLDERS for path in sorted((root / name).rglob("*.md"))]
    return tuple(_read(path, root) for path in files)


def guide(path: str, folder: Path | None = None) -> Guide | None:
    """Return the page of a path such as `officers/upload` or `tutorials/teacher`, or None."""
    parts = path.strip("/").split("/")
    if not all(_NAME.fullmatch(part) for part in parts):
        return None
    root = folder or docs_folder()
    candidates = [root.joinpath(*parts)] + [root.joinpath(name, *parts) for name in FOLDERS]
    for candidate in candidates:
        file = candidate.with_name(candidate.name + ".md")
        if file.is_file() and file.relative_to(root).parts[0] in FOLDERS:
            return _read(file, root)
    return None


def _read(path: Path, root: Path) -> Guide:
    said = path.relative_to(root).with_suffix("").as_posix()
    title, html = _rendered(path, path.stat().st_mtime_ns)
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
        token.attrSet("href", re.sub(r"\.md(?=$|#)", "", href))


def _title(tokens: list[Token]) -> str:
    for token, after in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return after.content
    return ""
