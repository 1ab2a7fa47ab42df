"""The commands `serve` and `worker`: web, worker and indexer, watched over by one parent."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

import click

from archive import schema
from archive.cli import settings
from archive.command_line import NotInitialisedError, opened, say
from archive.engines import Engines, open_engines
from archive.settings import Settings

log = logging.getLogger(__name__)
_FORK = multiprocessing.get_context("fork")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--demo", is_flag=True, help="Set up with the marked demonstration first.")
def serve_command(host: str, port: int, *, demo: bool) -> None:
    """Run web, worker and indexer on one machine."""
    _prepare(port, demo=demo)
    children = [_Child("indexer", _run_indexer)]
    children += [_Child("worker", _run_worker) for _ in range(max(1, settings().workers))]
    for child in children:
        child.start()
    keeper = threading.Thread(target=_keep_alive, args=(children,), daemon=True)
    keeper.start()
    try:
        _run_web(settings(), host, port)
    finally:
        for child in children:
            child.stop()


@click.command("worker")
@click.option("--drain", is_flag=True, help="Stop when nothing is left to do.")
def worker_command(*, drain: bool) -> None:
    """Run one worker alone; --drain also applies what waits for the index."""
    if not drain:
        _run_worker()
        return
    from archive.indexing.indexer import Indexer
    from archive.tasks.handlers import HANDLERS
    from archive.tasks.worker import Worker

    with opened() as engines:
        done = Worker(engines, HANDLERS).drain()
        Indexer(engines).drain()
    say(f"{done} việc đã xong")


def _prepare(port: int, *, demo: bool) -> None:
    """Set up what is missing and reconcile, before anything is served."""
    from archive.preserve.reconcile import recovered_at_start
    from archive.setting_up.commands import prepare

    with opened(must_be_ready=False) as engines:
        if demo or not schema.is_current(engines.db):
            prepare(engines, demo=demo, port=port)
        recovered_at_start(engines)


def _run_web(chosen: Settings, host: str, port: int) -> None:
    from waitress import create_server

    from archive.app import create_app

    uploads = chosen.data / "uploads"
    uploads.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(uploads)  # bodies are spooled on the data disk, not in /tmp
    server = create_server(
        create_app(chosen),
        host=host,
        port=port,
        threads=chosen.threads,
        connection_limit=2000,
        channel_timeout=20,
        asyncore_use_poll=True,
        max_request_body_size=chosen.upload_limit_bytes,
        ident=None,
        trusted_proxy="*" if chosen.trusted_proxies else None,
        clear_untrusted_proxy_headers=True,
    )
    signal.signal(signal.SIGTERM, _stop)
    say(f"Kho Xòe: http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    server.run()


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _run_indexer() -> None:
    from archive.indexing.indexer import Indexer

    _until_stopped(Indexer)


def _run_worker() -> None:
    from archive.preserve.housekeeping import Housekeeper
    from archive.tasks.handlers import HANDLERS
    from archive.tasks.worker import Worker

    def make(engines: Engines) -> Worker:
        threading.Thread(target=Housekeeper(engines).run, daemon=True).start()
        return Worker(engines, HANDLERS)

    _until_stopped(make)


def _until_stopped(make: Callable[[Engines], Any]) -> None:
    """Run a loop with engines of this process until SIGTERM or until the parent is gone."""
    engines = open_engines(settings())
    if not schema.is_current(engines.db):
        raise NotInitialisedError
    loop = make(engines)
    signal.signal(signal.SIGTERM, lambda *_: loop.stopping.set())
    signal.signal(signal.SIGINT, lambda *_: loop.stopping.set())
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent and not loop.stopping.is_set():
            time.sleep(1)
        loop.stopping.set()

    threading.Thread(target=watch, daemon=True).start()
    loop.run()
    engines.close()


class _Child:
    """A process that is started again when it dies."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.name, self.run = name, run
        self.process: BaseProcess | None = None
        self.is_stopping = False

    def start(self) -> None:
        self.process = _FORK.Process(target=self.run, name=f"kho-{self.name}")
        self.process.start()

    def stop(self) -> None:
        self.is_stopping = True
        if self.process is not None:
            self.process.terminate()
            self.process.join(10)

    def revive(self) -> None:
        if not self.is_stopping and self.process is not None and not self.process.is_alive():
            log.error("%s ended with %s and is started again", self.name, self.process.exitcode)
            self.start()


def _keep_alive(children: list[_Child]) -> None:
    while True:
        time.sleep(1)
        for child in children:
            child.revive()
