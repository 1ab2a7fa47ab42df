"""Call other people's decoders so that whatever they raise becomes data.

Source: measured over damaged files, Pillow raised 61 kinds of exception and mutagen 3 beside
its own; only `Exception` covers them, and here is the one place that says so.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TypeVar

from media.errors import MediaError
from media.values import Notice

Value = TypeVar("Value")

DETAIL_LENGTH = 300
# Where a file lies on our disk is nobody's business.
_PATHS = re.compile(r"""(["'])/.*?\1""")


def words(error: BaseException) -> str:
    """Return one short line saying what a library complained of."""
    said = _PATHS.sub("the file", f"{type(error).__name__}: {error}".replace("\n", " "))
    return said[:DETAIL_LENGTH]


_OUT_OF_MEMORY = ("out of memory", "cannot allocate memory", "unable to allocate")


def _memory(error: Exception) -> bool:
    """Tell whether a library met the memory limit and called it otherwise."""
    return any(sign in str(error).lower() for sign in _OUT_OF_MEMORY)


def _quietly(call: Callable[[], Value]) -> Value:
    # What a library only warns of, it has read; our own notices say what matters.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()


def attempt(call: Callable[[], Value], wrap: Callable[[Exception], MediaError]) -> Value:
    """Return what `call` returns; raise `wrap(error)` for whatever a library raised."""
    try:
        return _quietly(call)
    except (MediaError, MemoryError):
        raise
    except Exception as error:
        if _memory(error):
            raise MemoryError from error
        raise wrap(error) from error


def value_or_none(call: Callable[[], Value], notices: list[Notice], code: str) -> Value | None:
    """Return what `call` returns, or None and a notice `code` when it raised."""
    try:
        return _quietly(call)
    except (MediaError, MemoryError):
        raise
    except Exception as error:
        if _memory(error):
            raise MemoryError from error
        notices.append(Notice(code, words(error)))
        return None
