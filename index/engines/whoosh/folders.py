"""Which folder holds the index in use."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from index.engines.whoosh.toc import sync_folder

_CURRENT = "CURRENT"


class Folders:
    """Name the folders of an index."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """Give the folder in use, None before the first change."""
        try:
            name = (self.root / _CURRENT).read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return self.root / name if name.isdigit() else None

    @property
    def was_used(self) -> bool:
        """Say whether there is anything here, so that an empty answer means damage."""
        return any(child.name.isdigit() for child in self._children())

    def begin_next(self) -> Path:
        """Make the folder of the next generation; what a killed rebuild left is removed."""
        current = self.current()
        for child in self._children():
            if child.name.isdigit() and child != current:
                shutil.rmtree(child, ignore_errors=True)
        number = int(current.name) + 1 if current else 1
        folder = self.root / f"{number:04d}"
        folder.mkdir(parents=True)
        sync_folder(self.root)
        return folder

    def switch_to(self, folder: Path) -> Path | None:
        """Use another folder from now on; give the one used before."""
        old = self.current()
        fresh = self.root / f"{_CURRENT}.new"
        with fresh.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.root / _CURRENT)
        sync_folder(self.root)
        return old

    def _children(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return list(self.root.iterdir())
        return []
