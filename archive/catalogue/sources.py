"""Files outside the archive: what stands under some paths, and what their disk gives of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from archive.catalogue.files.names import is_hidden
from archive.errors import ArchiveError
from media.errors import FileRefusedError

_CAPTIONS = {".vtt", ".srt"}


class MissingPathError(ArchiveError):
    """A path to be taken in does not exist."""

    code = "path-missing"

    def __init__(self, path: str) -> None:
        """Keep the path."""
        super().__init__(path)
        self.path = path


class SourceUnreadableError(FileRefusedError):
    """A stick or a disk does not give a file's bytes; the others go on."""

    code = "source-unreadable"

    def __init__(self, name: str, detail: str) -> None:
        """Keep the file's name and what the system said."""
        super().__init__(f"{name}: {detail}")
        self.name, self.detail = name, detail


class Source:
    """A file outside the archive; what its disk says is told apart from our own disk's errors."""

    def __init__(self, path: Path) -> None:
        """Open a file; SourceUnreadableError where its disk does not give it."""
        self.path = path
        try:
            self.file = path.open("rb")
        except OSError as error:
            raise SourceUnreadableError(path.name, error.strerror or "") from error

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes."""
        try:
            return self.file.read(size)
        except OSError as error:
            raise SourceUnreadableError(self.path.name, error.strerror or "") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()


@dataclass(frozen=True, slots=True)
class Found:
    """What stands under some paths: files to take in, and how many were passed over."""

    files: tuple[tuple[Path, int], ...]
    skipped: int

    @property
    def total_bytes(self) -> int:
        """Add up the sizes."""
        return sum(size for _, size in self.files)


def find_files(paths: Iterable[Path]) -> Found:
    """Return the files under these paths; links, hidden and system files are passed over.

    Raises:
        MissingPathError: A path does not exist.
    """
    found: dict[Path, int] = {}
    skipped = Counter[str]()
    for path in paths:
        if not path.exists():
            raise MissingPathError(str(path))
        for file in _walk(path, skipped):
            found[file] = file.stat().st_size
    # Captions come after the recordings that they run beside.
    ordered = sorted(found.items(), key=lambda one: (one[0].suffix.lower() in _CAPTIONS, one[0]))
    return Found(tuple(ordered), skipped.total())


def _walk(path: Path, skipped: Counter[str]) -> Iterator[Path]:
    if path.is_file():
        yield path.absolute()
        return
    for folder, folders, names in os.walk(path, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _is_walked(here / name))
        for name in sorted(names):
            file = here / name
            if is_hidden(name) or file.is_symlink() or not file.is_file():
                skipped["file"] += 1
            else:
                yield file.absolute()


def _is_walked(folder: Path) -> bool:
    return not is_hidden(folder.name) and not folder.is_symlink()
