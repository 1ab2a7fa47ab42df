"""The worker: lease a task, run its handler, say how it went."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from archive.engines import Engines
from archive.tasks import service
from archive.tasks.models import Task
from media.errors import FileRefusedError, MediaError

log = logging.getLogger(__name__)

Progress = Callable[[int], None]
Handler = Callable[[Engines, dict[str, Any], Progress], None]
PROGRESS_EVERY_S = 2.0


class LostLeaseError(Exception):
    """Another worker has taken the task over, or it was cancelled; this one lets go."""


class ToldToStopError(Exception):
    """The process is to end; the task goes back as if it had not been begun."""


class Worker:
    """Run tasks one after another until told to stop."""

    def __init__(
        self, engines: Engines, handlers: Mapping[str, Handler], *, only_short: bool = False
    ) -> None:
        """Take the engines that handlers work with, and the handlers by task name.

        One that takes `only_short` tasks is there when a long one keeps the others busy.
        """
        self.only_short = only_short
        self.engines, self.handlers = engines, handlers
        self.name = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = threading.Event()

    def run(self, idle_s: float = 0.5) -> None:
        """Work until `stopping` is set; a database that does not answer is asked again."""
        while not self.stopping.is_set():
            try:
                worked = self.run_one()
            except Exception:
                log.exception("the worker failed and goes on")
                worked = False
            if not worked:
                self.stopping.wait(idle_s)

    def run_one(self) -> bool:
        """Run the next task; False when there is none."""
        with self.engines.db.writing() as session:
            task = service.lease_next(session, self.name, only_short=self.only_short)
        if task is None:
            return False
        self._carry_out(task)
        return True

    def drain(self) -> int:
        """Run tasks until none is due; return how many ran."""
        ran = 0
        while self.run_one():
            ran += 1
        return ran

    def _carry_out(self, task: Task) -> None:
        handler = self.handlers.get(task.name)
        if handler is None:
            self._give_back(task, "unknown-task", may_retry=False)
            return
        try:
            with _Lease(self, task) as lease:
                handler(self.engines, task.arguments, lease.report)
        except LostLeaseError:
            log.warning("task %s was cancelled or taken over", task.id)
        except ToldToStopError:
            with self.engines.db.writing() as session:
                service.hand_over(session, task.id, self.name)
        except MediaError as error:
            # What is wrong with a file stays wrong; a full disk or a busy store may pass.
            self._give_back(task, error.code, may_retry=not isinstance(error, FileRefusedError))
        except Exception as error:
            log.exception("task %s (%s) failed", task.id, task.name)
            self._give_back(task, f"{type(error).__name__}: {error}", may_retry=True)
        else:
            with self.engines.db.writing() as session:
                service.finish(session, task.id, self.name)

    def _give_back(self, task: Task, problem: str, *, may_retry: bool) -> None:
        with self.engines.db.writing() as session:
            service.give_back(session, task.id, self.name, problem, may_retry=may_retry)


class Lanes:
    """Two workers side by side: one takes every task, one only what somebody waits for."""

    def __init__(self, engines: Engines, handlers: Mapping[str, Handler]) -> None:
        """Take what the workers take."""
        self.stopping = threading.Event()
        self._workers = [
            Worker(engines, handlers, only_short=only_short) for only_short in (False, True)
        ]
        for worker in self._workers:
            worker.stopping = self.stopping

    def run(self) -> None:
        """Work until `stopping` is set and both have let go of their tasks."""
        beside = threading.Thread(target=self._workers[1].run)
        beside.start()
        self._workers[0].run()
        beside.join()


class _Lease:
    """Keep a lease alive while a handler runs; progress is saved at most every 2 s."""

    def __init__(self, worker: Worker, task: Task) -> None:
        self.worker, self.task = worker, task
        self.progress_pct = 0
        self.saved_at = time.monotonic()
        self.is_lost = False
        self.done = threading.Event()
        self.keeper = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self.keeper.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.done.set()
        self.keeper.join()

    def report(self, progress_pct: int) -> None:
        self.progress_pct = progress_pct
        if time.monotonic() - self.saved_at >= PROGRESS_EVERY_S:
            self._renew()
        if self.is_lost:
            raise LostLeaseError
        if self.worker.stopping.is_set():
            raise ToldToStopError

    def _keep(self) -> None:
        while not self.done.wait(service.LEASE_S / 3):
            try:
                self._renew()
            except Exception:
                log.exception("the lease of task %s was not renewed", self.task.id)

    def _renew(self) -> None:
        self.saved_at = time.monotonic()
        with self.worker.engines.db.writing() as session:
            held = service.renew(session, self.task.id, self.worker.name, self.progress_pct)
        self.is_lost = not held
