"""Where the desk shows each noun."""

from __future__ import annotations

from flask import url_for

_ITEM, _VOCABULARY = ("item",), ("element", "term")
_NOUNS = ("agent", "place", "event", "community", "collection")


def desk_href(kind: str, record_id: str) -> str:
    """Return the address of a record's form at the desk; "" where it has none."""
    if kind in _ITEM:
        return url_for("desk.item", item_id=record_id)
    if kind in _VOCABULARY:
        return url_for("vocabulary.edit", kind=kind, record_id=record_id)
    if kind in _NOUNS:
        return url_for("desk.noun", kind=kind, record_id=record_id)
    return ""
