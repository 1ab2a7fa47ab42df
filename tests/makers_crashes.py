"""Stop a process at every call that changes the disk, or have the disk be full there.

Everything that the storage writes goes through functions of `os`, and all of them are counted.
Run as a script it forks a child for each call, which dies at that call as kill -9 would have it:
no handler runs, nothing is flushed.
"""

import errno
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media.ocfl import Repository
from media.stores import durable
from tests.makers_ocfl import BY, a_repository

CHANGING = ("mkdir", "rename", "replace", "link", "unlink", "rmdir", "write", "fsync", "open")
KILLED = 9

# --- What is done -----------------------------------------------------------------------------


def _staged(repository: Repository, data: bytes) -> Any:
    return repository.stage(io.BytesIO(data))


def _create(repository: Repository) -> None:
    files = {"record.json": b"{}", "masters/1/anh xòe.jpg": _staged(repository, b"p" * 5000)}
    repository.create("item:new", files, **BY)


def _new_version(repository: Repository) -> None:
    add = {"record.json": b"changed", "masters/2/b.jpg": _staged(repository, b"q" * 5000)}
    repository.new_version("item:old", add=add, remove=["events.jsonl"], **BY)


def _bulk(repository: Repository) -> None:
    with repository.bulk() as batch:
        for number in range(3):
            batch.create(f"item:bulk{number}", {"record.json": b"%d" % number}, **BY)
        batch.new_version("item:old", add={"record.json": b"changed"}, **BY)


def _purge(repository: Repository) -> None:
    repository.purge("item:old")


def _restore(repository: Repository) -> None:
    repository.restore(next(iter(repository.purged())).name)


def _repair(repository: Repository) -> None:
    repository.repair("item:old")


def _copy(repository: Repository) -> None:
    folder = repository.storage.root.parent / "other"
    repository.copy_from(a_repository(folder), "item:old")
    repository.copy_from(a_repository(folder), "item:far")


def _old(repository: Repository) -> None:
    repository.create("item:old", {"record.json": b"1", "events.jsonl": b"e"}, **BY)
    repository.new_version("item:old", add={"masters/1/a.jpg": b"p"}, **BY)


def _old_in_trash(repository: Repository) -> None:
    _old(repository)
    repository.purge("item:old")


def _old_half_written(repository: Repository) -> None:
    """Leave the newest version as a writer leaves it that is stopped after its first rename."""
    _old(repository)
    folder = repository.storage.root / repository.layout.folder_of("item:old")
    for path in ("inventory.json", "inventory.json.sha256"):
        shutil.copy(folder / "v1" / path, folder / path)


def _old_and_a_newer_copy(repository: Repository) -> None:
    _old(repository)
    other = a_repository(repository.storage.root.parent / "other")
    other.copy_from(repository, "item:old")
    other.new_version("item:old", add={"record.json": b"changed"}, **BY)
    other.create("item:far", {"record.json": b"far"}, **BY)
    other.new_version("item:far", add={"record.json": b"farther"}, **BY)


SCENARIOS: dict[str, tuple[Callable[[Repository], None], Callable[[Repository], None]]] = {
    "create": (_old, _create),
    "new_version": (_old, _new_version),
    "bulk": (_old, _bulk),
    "purge": (_old, _purge),
    "restore": (_old_in_trash, _restore),
    "repair": (_old_half_written, _repair),
    "copy": (_old_and_a_newer_copy, _copy),
}

# --- Where it stops ---------------------------------------------------------------------------


@dataclass
class Counter:
    """Count the calls that change the disk, and do something at one of them."""

    at: int
    strike: Callable[[], None]
    half: bool = False
    again: frozenset[str] = frozenset()
    count: int = 0

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and not args[1] & os.O_CREAT:
                return real(*args, **kwargs)
            self.count += 1
            if self.count == self.at or (self.count > self.at and name in self.again):
                if self.half and name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                self.strike()
            return real(*args, **kwargs)

        return counted


@contextmanager
def counting(counter: Counter) -> Iterator[Counter]:
    """Send every call that changes the disk through the counter."""
    real = {name: getattr(os, name) for name in CHANGING}
    syncfs = durable._SYNCFS
    for name, function in real.items():
        setattr(os, name, counter.wrap(name, function))
    if syncfs is not None:
        durable._SYNCFS = counter.wrap("syncfs", syncfs)
    try:
        yield counter
    finally:
        for name, function in real.items():
            setattr(os, name, function)
        durable._SYNCFS = syncfs


def full_disk_at(at: int) -> Counter:
    """Count up to a call at which the disk is full; from then on nothing new finds room."""
    return Counter(at, _no_room, again=frozenset({"mkdir", "open", "write", "link"}))


def _no_room() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def die() -> None:
    """End at once, as kill -9 does."""
    os._exit(KILLED)


def _run_and_die(folder: Path, scenario: str, at: int, *, half: bool) -> bool:
    """Run a scenario in a child that dies at a call; tell whether it died."""
    child = os.fork()
    if child == 0:
        repository = a_repository(folder)
        with counting(Counter(at, die, half=half)):
            SCENARIOS[scenario][1](repository)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in {0, KILLED}:
        message = f"the child ended with {status} at {at}"
        raise RuntimeError(message)
    return status == KILLED


def sweep(folder: Path, scenario: str) -> int:
    """Leave in `folder` what each death left; return how many there were."""
    start = folder / "start"
    SCENARIOS[scenario][0](a_repository(start))
    for at in range(1, 10_000):
        shutil.copytree(start, folder / str(at))
        if not _run_and_die(folder / str(at), scenario, at, half=at % 2 == 0):
            return at - 1
    message = "it never ended"
    raise RuntimeError(message)


if __name__ == "__main__":
    sys.stdout.write(f"{sweep(Path(sys.argv[1]), sys.argv[2])}\n")
