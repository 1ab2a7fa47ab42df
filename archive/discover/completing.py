"""Completion: what is offered while somebody types, each offer with its name, kind and page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Viewer, may_view, tokens
from archive.discover.names import Named, names_of
from archive.discover.search_page import kind_label
from archive.discover.words import ITEM_KINDS
from archive.engines import Engines
from archive.errors import SearchUnavailableError
from archive.records import ItemRecord
from index.errors import SearchError
from index.values import Completion


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to finish what is being typed, and what it leads to.

    Args:
        title: what the thing is called on its page, where the text is another of its names.
    """

    text: str
    language: str
    type: str
    id: str
    kind: str
    label: str
    href: str
    title: str = ""


def offers(
    engines: Engines, session: Session, text: str, viewer: Viewer, language: str, limit: int
) -> tuple[Offer, ...]:
    """Return what goes on from the typed; what SQL does not let the viewer know is left out.

    Raises:
        SearchUnavailableError: the index cannot answer now.
    """
    try:
        found = engines.index.complete(text, tokens(viewer), language, limit)
    except SearchError as problem:
        raise SearchUnavailableError from problem
    keys = [(one.type, one.id.partition(":")[2]) for one in found]
    names = names_of(session, keys, viewer, language)
    return tuple(
        _offer(one, names[key], viewer)
        for one, key in zip(found, keys, strict=True)
        if key in names
    )


def _offer(found: Completion, named: Named, viewer: Viewer) -> Offer:
    kind, label = named.kind, kind_label(named)
    if isinstance(named.record, ItemRecord):
        # Of an item that one may know of and not see, the title is all that is told.
        is_seen = may_view(viewer, named.record)
        kind = named.kind if is_seen else ""
        label = str(ITEM_KINDS[named.record.kind]) if is_seen else label
    title = "" if named.title == found.text else named.title
    return Offer(found.text, found.language, named.type, named.id, kind, label, named.href, title)
