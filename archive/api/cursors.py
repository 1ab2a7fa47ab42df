"""Cursors: how a program reads everything that a search finds, whatever comes meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from urllib.parse import urlencode

from archive.discover.forms import SearchForm
from archive.errors import InvalidRecordError
from index.values import Results

PIECE = 200
START = "*"


def after(cursor: str) -> str:
    """Return the group behind which a cursor stands; `*` stands before everything.

    Raises:
        InvalidRecordError: it is none of ours.
    """
    if cursor in {"", START}:
        return ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise InvalidRecordError({"cursor": [cursor[:80]]}) from None


def links(
    address: str, said: Sequence[tuple[str, str]], form: SearchForm, results: Results
) -> dict[str, str]:
    """Return the address of this piece and, where the piece is full, of the next.

    Args:
        address: where the API searches.
        said: what is asked, without the place in the results.
        form: the search with `after` and `limit`.
        results: the piece.
    """
    found = {"self": _address(address, said, form, form.after)}
    if len(results.hits) == form.limit:
        found["next"] = _address(address, said, form, results.hits[-1].group)
    return found


def _address(address: str, said: Sequence[tuple[str, str]], form: SearchForm, group: str) -> str:
    cursor = base64.urlsafe_b64encode(group.encode()).decode().rstrip("=") or START
    return f"{address}?{urlencode([*said, ('limit', form.limit), ('cursor', cursor)])}"
