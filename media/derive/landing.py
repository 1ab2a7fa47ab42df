"""Land renditions so that a name stands for a whole file or for none.

Source: rename(2), fsync(2); a cache that a crash may cost, but never a half picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from media.values import Made


class Landing:
    """The folder that renditions of one step come down in."""

    def __init__(self, folder: Path) -> None:
        """Prepare `folder`, made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._waiting: list[tuple[Path, Made]] = []

    def begin(self, made: Made) -> Path:
        """Return a temporary path to be filled, which `settle` will rename to `made.name`."""
        path = self._folder / f".{made.name}.{os.getpid()}.part"
        self._waiting.append((path, made))
        return path

    def add(self, made: Made, write: Callable[[Path], object]) -> None:
        """Let `write` fill the temporary path of `made`."""
        write(self.begin(made))

    def note(self, name: str, **facts: float) -> None:
        """Add what was only known after writing, such as `duration_s`."""
        self._waiting = [
            (path, replace(made, **facts) if made.name == name else made)  # type: ignore[arg-type]
            for path, made in self._waiting
        ]

    def settle(self) -> tuple[Made, ...]:
        """Make every file durable under its name; return them with their sizes."""
        for path, _ in self._waiting:
            _sync(path, os.O_RDONLY)
        done = []
        for path, made in self._waiting:
            size_bytes = path.stat().st_size
            path.replace(self._folder / made.name)
            done.append(replace(made, size_bytes=size_bytes))
        _sync(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        self._waiting = []
        return tuple(done)

    def clear(self) -> None:
        """Remove what was begun and never settled."""
        for path, _ in self._waiting:
            path.unlink(missing_ok=True)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
