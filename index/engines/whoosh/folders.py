"""Which folder holds the index in use."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from index.engines.whoosh.toc import DurableStorage, latest_generation, sync_folder

_CURRENT = "CURRENT"


class Folders:
    """Name the folders of an index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.named = root / _CURRENT

    def current(self) -> Path | None:
        """Give the folder in use, None before the first change."""
        try:
            name = self.named.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return self.root / name if name.isdigit() else None

    def newest_whole(self) -> Path | None:
        """Give the newest folder with a commit, for when `CURRENT` is lost; None in a new index."""
        numbered = sorted(child for child in self._children() if child.name.isdigit())
        whole = [child for child in numbered if latest_generation(DurableStorage(child)) >= 0]
        return whole[-1] if whole else None

    def begin_next(self) -> Path:
        """Make the folder of the next generation; what a killed rebuild left is removed."""
        named = self.current()
        in_use = named if named and named.is_dir() else self.newest_whole()
        for child in self._children():
            if child.name.isdigit() and child != in_use:
                shutil.rmtree(child, ignore_errors=True)
        number = int(in_use.name) + 1 if in_use else 1
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
        fresh.replace(self.named)
        sync_folder(self.root)
        return old

    def _children(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return list(self.root.iterdir())
        return []
