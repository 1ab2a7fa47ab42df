"""The commands `serve` and `worker`: web, worker and indexer, watched over by one parent."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from importlib import import_module
from typing import Any

import click

from archive.cli import settings
from archive.command_line import opened, say
from archive.engines import Engines, open_engines
from archive.errors import ArchiveError
from archive.last_port import note_port
from archive.processes import (
    Child,
    Keeper,
    exit_code_of,
    fork,
    spare_memory,
    when_told_to_stop,
)
from archive.settings import Settings

_BACKLOG = 1024
# What more than one of the processes needs: imported once, before they part.
_SHARED = (
    "archive.app",
    "archive.indexing.indexer",
    "archive.tasks.handlers",
    "archive.preserve.housekeeping",
    "index.engines.whoosh.engine",
    "waitress",
)


class PortTakenError(ArchiveError):
    """Another program listens on the port already."""

    code = "port-taken"

    def __init__(self, host: str, port: int) -> None:
        """Keep the address."""
        super().__init__(host, port)
        self.host, self.port = host, port

    def __str__(self) -> str:
        """Say which option helps."""
        return f"cannot listen on {self.host}:{self.port}; choose another with --port"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--demo", is_flag=True, help="Set up with the marked demonstration first.")
def serve_command(host: str, port: int, *, demo: bool) -> None:
    """Run web, worker and indexer on one machine."""
    spare_memory()
    chosen = settings()
    with closing(_listen(host, port)) as listening:
        port = listening.getsockname()[1]  # with --port 0 the system chooses one
        note_port(chosen.data, port)
        preparing = fork(partial(_prepare, port, demo=demo), "kho-init")
        _import_shared()
        if code := exit_code_of(preparing):
            sys.exit(code)
        workers = max(1, chosen.workers)
        Keeper(
            [
                Child("web", partial(_run_web, chosen, listening)),
                Child("indexer", _run_indexer),
                *(Child("worker", _run_worker) for _ in range(workers)),
            ]
        ).run()


@click.command("worker")
@click.option("--drain", is_flag=True, help="Stop when nothing is left to do.")
def worker_command(*, drain: bool) -> None:
    """Run one worker alone; --drain also applies what waits for the index."""
    if not drain:
        with opened():
            pass  # it is set up, or we have said that it is not
        _run_worker()
        return
    from archive.indexing.indexer import Indexer
    from archive.tasks.handlers import HANDLERS
    from archive.tasks.worker import Worker

    with opened() as engines:
        done = Worker(engines, HANDLERS).drain()
        Indexer(engines).drain()
    say(f"{done} việc đã xong")


def _listen(host: str, port: int) -> socket.socket:
    """Open the port before anything else: one that is taken is told of at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError:
        raise PortTakenError(host, port) from None


def _import_shared() -> None:
    from archive.app import FEATURES

    for name in (*_SHARED, *FEATURES):
        import_module(name)


def _prepare(port: int, *, demo: bool) -> None:
    """Reconcile and set up what is missing, before anything is served."""
    from archive.setting_up.commands import prepare

    with opened(must_be_ready=False) as engines:
        prepare(engines, demo=demo, port=port)


def _run_web(chosen: Settings, listening: socket.socket) -> None:
    from waitress.server import create_server

    from archive.app import create_app

    uploads = chosen.data / "uploads"
    uploads.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(uploads)  # bodies are spooled on the data disk, not in /tmp
    server = create_server(
        create_app(chosen),
        sockets=[listening],
        threads=chosen.threads,
        backlog=_BACKLOG,
        connection_limit=2000,
        channel_timeout=20,
        asyncore_use_poll=True,
        max_request_body_size=chosen.upload_limit_bytes,
        ident=None,
        # ProxyFix believes as many hops as there are proxies of ours, and needs their headers;
        # without a proxy of ours they say that somebody else relays.
        clear_untrusted_proxy_headers=False,
    )
    # waitress ends its loop on SystemExit, lets requests at work finish, and closes.
    signal.signal(signal.SIGUSR1, _leave)
    when_told_to_stop(lambda: os.kill(os.getpid(), signal.SIGUSR1))
    host, port = listening.getsockname()[:2]
    say(f"Kho Xòe: http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    server.run()


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _run_indexer() -> None:
    from archive.indexing.indexer import Indexer

    _until_stopped(Indexer)


def _run_worker() -> None:
    from archive.catalogue.renditions import renew_outdated
    from archive.preserve.housekeeping import Housekeeper
    from archive.tasks.handlers import HANDLERS
    from archive.tasks.worker import Lanes

    def make(engines: Engines) -> Lanes:
        threading.Thread(target=Housekeeper(engines).run, daemon=True).start()
        renew_outdated(engines)
        return Lanes(engines, HANDLERS)

    _until_stopped(make)


def _until_stopped(make: Callable[[Engines], Any]) -> None:
    """Run a loop with engines of this process until SIGTERM or until the parent is gone."""
    engines = open_engines(settings())
    loop = make(engines)
    when_told_to_stop(loop.stopping.set)
    loop.run()
    engines.close()
