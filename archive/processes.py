"""The processes of `kho serve`: children that are started again when they die, under one parent.

The parent imports what all of them need, forks, and then only watches: it has no thread, no open
database and no lock that a fork could tear, and its pages are shared by all of its children
(measured: one copy of the imported modules instead of three).
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import click

from archive.errors import ArchiveError
from media.errors import MediaError

log = logging.getLogger(__name__)

STOP_S = 8.0  # then a child is killed, so that all is over within ten seconds
_LOOK_EVERY_S = 0.2
_STEADY_S = 10.0
_LONGEST_PAUSE_S = 30.0
# Source: mallopt(3), prctl(2).
_M_ARENA_MAX = -8
_PR_SET_NAME = 15

# Who forked this process: asked of the system later, it may be gone by then and unknown.
_started_by: list[int] = []


@dataclass(slots=True)
class Child:
    """A process that is started again when it dies, each time in a row a little later."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started_at: float = 0.0
    start_at: float = 0.0
    deaths_in_a_row: int = 0

    def start(self) -> None:
        """Fork the process."""
        self.started_at = time.monotonic()
        self.pid = fork(self.run, f"kho-{self.name}")

    def died(self, status: int) -> None:
        """Note the end and when to start again."""
        steady = time.monotonic() - self.started_at > _STEADY_S
        self.deaths_in_a_row = 1 if steady else self.deaths_in_a_row + 1
        pause_s = min(2.0 ** (self.deaths_in_a_row - 1) - 1, _LONGEST_PAUSE_S)
        self.pid, self.start_at = 0, time.monotonic() + pause_s
        code = os.waitstatus_to_exitcode(status)
        log.error("%s ended with %s and is started again in %.0f s", self.name, code, pause_s)


@dataclass(slots=True)
class Keeper:
    """Start children, revive those that die, and stop all of them on SIGTERM or SIGINT."""

    children: Sequence[Child]
    told: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Watch over the children until told to stop."""
        # A handler that only notes the signal cannot meet a lock that its thread holds.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda got, _frame: self.told.append(got))
        gc.collect()
        gc.freeze()  # what is shared now is left alone by the children's collectors
        try:
            while not self.told:
                self._look()
                time.sleep(_LOOK_EVERY_S)
        finally:
            self._stop()

    def _look(self) -> None:
        for child in self.children:
            if child.pid and (ended := os.waitpid(child.pid, os.WNOHANG))[0]:
                child.died(ended[1])
            if not child.pid and time.monotonic() >= child.start_at:
                child.start()

    def _stop(self) -> None:
        running = {child.pid for child in self.children if child.pid}
        _send(running, signal.SIGTERM)
        until = time.monotonic() + STOP_S
        while running and time.monotonic() < until:
            running = {pid for pid in running if not os.waitpid(pid, os.WNOHANG)[0]}
            time.sleep(_LOOK_EVERY_S / 4)
        _send(running, signal.SIGKILL)
        for pid in running:
            os.waitpid(pid, 0)


def _send(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)


def fork(run: Callable[[], None], name: str) -> int:
    """Run a function in a process of its own; return its id to the parent.

    Args:
        run: What the process does.
        name: What `ps` calls it, where the system has names for processes.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _started_by[:] = [parent]
        _be_child(run, name)
    return pid


def _be_child(run: Callable[[], None], name: str) -> NoReturn:
    """Run and leave; nothing of the parent's own ending may happen in a child."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        _call_libc("prctl", _PR_SET_NAME, name.encode())
        run()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except (ArchiveError, MediaError) as error:
        click.echo(f"kho: {error}", err=True)
    except BaseException:
        log.exception("a process of kho failed")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def exit_code_of(pid: int) -> int:
    """Wait for a process and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def when_told_to_stop(stop: Callable[[], None]) -> None:
    """Call `stop` in a thread when SIGTERM or SIGINT comes, or when the parent is gone."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: told.append(got))
    parent = _started_by[0] if _started_by else os.getppid()

    def watch() -> None:
        while not told and os.getppid() == parent:
            time.sleep(_LOOK_EVERY_S)
        stop()

    threading.Thread(target=watch, name="kho-watch", daemon=True).start()


def spare_memory() -> None:
    """Keep this process and its children small; call it before numpy is imported.

    glibc gives up to eight arenas a core to threads and never returns them; OpenBLAS starts a
    thread a core that nothing here needs.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _call_libc("mallopt", _M_ARENA_MAX, 2)


def _call_libc(function: str, *arguments: int | bytes) -> None:
    """Call what only some systems have; without it things are merely less comfortable."""
    found = getattr(ctypes.CDLL(None), function, None)
    if found is not None:
        found(*arguments)
