"""Model a power cut: what was not synced may be there afterwards, or not, or in part.

The model is harsher than any file system with a journal: each name in a folder and the content
of each file survives by itself, unless it was synced. Everything goes through `os`, as in
`makers_crashes`.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media.stores import durable
from tests.makers_crashes import CHANGING


@dataclass
class Medium:
    """Know what of a folder has reached the medium."""

    root: Path
    files: dict[int, bytes] = field(default_factory=dict)
    folders: dict[int, dict[str, int]] = field(default_factory=dict)

    def sync_everything(self) -> None:
        """Take the folder as it is now for synced."""
        for parent, _, names in os.walk(self.root):
            self._sync(Path(parent))
            for name in names:
                self._sync(Path(parent, name))

    def _sync(self, path: Path) -> None:
        number = path.stat().st_ino
        if path.is_dir():
            self.folders[number] = _names(path)
        else:
            self.files[number] = path.read_bytes()

    def sync(self, fd: int) -> None:
        """Take an open file or folder for synced."""
        self._sync(Path(f"/proc/self/fd/{fd}").resolve())

    def begin(self, path: Path) -> None:
        """Forget what was known of the number that a new file or folder was given."""
        number = path.stat().st_ino
        self.files.pop(number, None)
        self.folders.pop(number, None)

    def cut(self, target: Path, chance: random.Random | None) -> None:
        """Write what is left after a power cut: only what was synced, or by chance more."""
        now = _Now(self.root)
        self._write(self.root.stat().st_ino, target, now, chance)

    def _write(self, number: int, target: Path, now: "_Now", chance: random.Random | None) -> None:
        def more() -> bool:
            return chance is not None and chance.random() < 0.5

        if number not in now.folders and number not in self.folders:
            fresh = now.files.get(number, b"")
            target.write_bytes(fresh if more() else self.files.get(number, b""))
            return
        target.mkdir()
        old, new = self.folders.get(number, {}), now.folders.get(number, {})
        for name in sorted({*old, *new}):
            child = (new if more() else old).get(name)
            if child is not None:
                self._write(child, target / name, now, chance)


class _Now:
    """Be the folder as it stands, by the numbers of its files and folders."""

    def __init__(self, root: Path) -> None:
        self.files: dict[int, bytes] = {}
        self.folders: dict[int, dict[str, int]] = {}
        for parent, _, names in os.walk(root):
            self.folders[Path(parent).stat().st_ino] = _names(Path(parent))
            for name in names:
                path = Path(parent, name)
                self.files[path.stat().st_ino] = path.read_bytes()


def _names(folder: Path) -> dict[str, int]:
    return {path.name: path.lstat().st_ino for path in folder.iterdir()}


@contextmanager
def on(medium: Medium, after_each: Callable[[], None]) -> Iterator[None]:
    """Tell the medium of every call that changes it, and look at it after each."""
    real = {name: getattr(os, name) for name in CHANGING}
    syncfs, quiet = durable._SYNCFS, [False]

    def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            if quiet[0] or (name == "open" and not args[1] & os.O_CREAT):
                return result
            quiet[0] = True
            note(name, args)
            after_each()
            quiet[0] = False
            return result

        return call

    def note(name: str, args: tuple[Any, ...]) -> None:
        if name == "fsync":
            medium.sync(args[0])
        elif name == "syncfs":
            medium.sync_everything()
        elif name in {"open", "mkdir"}:
            medium.begin(Path(args[0]))

    for name, function in real.items():
        setattr(os, name, watched(name, function))
    durable._SYNCFS = watched("syncfs", syncfs) if syncfs else None
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)
        durable._SYNCFS = syncfs
