"""What commands share: ready engines, progress on stderr, JSON on stdout."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from archive import schema
from archive.cli import settings
from archive.engines import Engines, open_engines
from archive.errors import ArchiveError


class NotInitialisedError(ArchiveError):
    """The data folder has no database of this version yet."""

    code = "not-initialised"

    def __str__(self) -> str:
        """Say which command helps."""
        return "this archive is not set up yet, or is of an older version: run `kho init`"


@contextmanager
def opened(*, must_be_ready: bool = True) -> Iterator[Engines]:
    """Yield the engines of the environment's settings, closed at the end."""
    engines = open_engines(settings())
    try:
        if must_be_ready and not schema.is_current(engines.db):
            raise NotInitialisedError
        yield engines
    finally:
        engines.close()


def say(words: str) -> None:
    """Talk to the person at the terminal."""
    click.echo(words, err=True)


def emit(value: Any) -> None:  # noqa: ANN401 - anything that JSON holds
    """Write one JSON line to stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


class Meter:
    """Progress on one line of stderr, at most five times a second, with the time left."""

    def __init__(self, words: str) -> None:
        """Start the clock."""
        self.words, self.began, self.shown = words, time.monotonic(), 0.0

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show how far it is."""
        instant = time.monotonic()
        if instant - self.shown < 0.2 and done != total:  # noqa: PLR2004 - five times a second
            return
        self.shown = instant
        sys.stderr.write(f"\r{self.words}: {done}{self._rest(done, total, instant)}\033[K")
        sys.stderr.flush()

    def _rest(self, done: int, total: int | None, instant: float) -> str:
        if not total:
            return ""
        left_s = (instant - self.began) / max(done, 1) * (total - done)
        return f"/{total}, {left_s:.0f} s"

    def end(self) -> None:
        """Finish the line."""
        if self.shown:
            sys.stderr.write("\n")
