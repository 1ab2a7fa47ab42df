"""Tell what of an item still stands as its file said it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from archive.catalogue.labels import fold_label
from archive.discover.names import Key, Named
from archive.records import ItemRecord, LanguageMap, Link, NamedRecord

_LONGEST = 500


def is_text_as_read(record: ItemRecord, field: str) -> bool:
    """Tell whether a text of an item is still the one that was read from its file."""
    read = _plain(record.from_file.get(field, ""))
    texts: LanguageMap = getattr(record, field)
    return bool(read) and read in {
        _plain(text[:_LONGEST]) for values in texts.values() for text in values
    }


def is_date_as_read(record: ItemRecord) -> bool:
    """Tell whether the date of an item is still the one that was read from its file."""
    read = _plain(record.from_file.get("date", ""))
    return record.date is not None and bool(read) and _plain(record.date.as_written) == read


def are_agents_as_read(
    record: ItemRecord, links: Iterable[Link], names: Mapping[Key, Named]
) -> bool:
    """Tell whether every one of these people was named by the file."""
    read = {fold_label(name) for name in record.from_file.get("agents", "").split(";")} - {""}
    return all(not read.isdisjoint(map(fold_label, _called(link, names))) for link in links)


def _called(link: Link, names: Mapping[Key, Named]) -> list[str]:
    """Return every name that a link may go by."""
    named = names.get(("agent", link.id or ""))
    record = named.record if named is not None else None
    known = [name.text for name in record.names] if isinstance(record, NamedRecord) else []
    return [name for name in (link.name, *known) if name.strip()]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
