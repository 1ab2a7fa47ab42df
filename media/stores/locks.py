"""Lock names against every thread and process of this machine.

One file, one byte of it for each name: nothing piles up, however many objects there are. POSIX
record locks belong to a process and fall when it dies, so that a killed writer leaves none.

Source: POSIX.1-2017, fcntl(), "File locks".
"""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from media.errors import LockTimeoutError

TIMEOUT_S = 60.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.001, 0.02


@dataclass(slots=True)
class _Held:
    thread: int
    depth: int = 1


@dataclass(slots=True)
class Locks:
    """Hold the locks of one process on one lock file."""

    path: Path
    _pid: int = 0
    _fd: int = -1
    _held: dict[int, _Held] = field(default_factory=dict)
    _changed: threading.Condition = field(
        default_factory=lambda: threading.Condition(threading.RLock())
    )

    @contextmanager
    def hold(self, name: str, timeout_s: float = TIMEOUT_S) -> Iterator[None]:
        """Hold the lock of this name; the same thread may take it again.

        Raises:
            LockTimeoutError: another thread or process held it all the time.
        """
        self.take(name, timeout_s)
        try:
            yield
        finally:
            self.release(name)

    def take(self, name: str, timeout_s: float = TIMEOUT_S) -> None:
        """Take the lock; each call needs its `release`."""
        byte, deadline = _byte_of(name), time.monotonic() + timeout_s
        try:
            if not self._take_in_process(byte, deadline):
                self._take_in_system_or_forget(byte, deadline)
        except TimeoutError:
            raise LockTimeoutError(name, timeout_s) from None

    def release(self, name: str) -> None:
        """Give back the lock taken last under this name."""
        byte = _byte_of(name)
        with self._changed:
            held = self._held[byte]
            held.depth -= 1
            if not held.depth:
                fcntl.lockf(self._fd, fcntl.LOCK_UN, 1, byte)
                self._forget(byte)

    def _forget(self, byte: int) -> None:
        with self._changed:
            del self._held[byte]
            # Closing any descriptor of the file drops all locks of the process: there is only
            # one, and it is closed when no lock is held.
            if not self._held:
                os.close(self._fd)
                self._fd = -1
            self._changed.notify_all()

    def _take_in_process(self, byte: int, deadline: float) -> bool:
        """Return whether this thread held the lock before."""
        with self._changed:
            self._forget_after_fork()
            held = self._held.get(byte)
            if held is not None and held.thread == threading.get_ident():
                held.depth += 1
                return True
            if not self._changed.wait_for(
                lambda: byte not in self._held, max(0.0, deadline - time.monotonic())
            ):
                raise TimeoutError
            if self._fd < 0:
                self._fd = os.open(self.path, os.O_RDWR)
            self._held[byte] = _Held(threading.get_ident())
            return False

    def _take_in_system_or_forget(self, byte: int, deadline: float) -> None:
        try:
            self._take_in_system(byte, deadline)
        except BaseException:
            self._forget(byte)
            raise

    def _take_in_system(self, byte: int, deadline: float) -> None:
        # Waiting inside the system would let it see deadlocks between threads that are none.
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                fcntl.lockf(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except (BlockingIOError, PermissionError):
                if time.monotonic() >= deadline:
                    raise TimeoutError from None
                time.sleep(wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
            else:
                return

    def _forget_after_fork(self) -> None:
        # A forked child inherits our tables, but not one of the locks.
        if self._pid != os.getpid():
            self._held.clear()
            self._pid, self._fd = os.getpid(), -1


def _byte_of(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 2


_TABLES: dict[str, Locks] = {}
_TABLES_LOCK = threading.Lock()


def locks_at(path: Path) -> Locks:
    """Return the one table of locks that this process has for a lock file, which it makes."""
    path.touch()
    with _TABLES_LOCK:
        return _TABLES.setdefault(os.path.realpath(path), Locks(path))
