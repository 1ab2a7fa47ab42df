"""The words of a hit that the query is about, cut from SQL and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from archive.catalogue.files.models import Segment
from archive.records import ItemRecord, LanguageMap, NamedRecord, Record
from index.snippets import Marking, Snippet, beginning, marked_ranges, snippet
from index.values import Texts

_LONGEST = 150
_ITEM = ("description", "source_note", "carrier")
_NAMED = ("description", "meaning", "occasion", "notes", "honours", "scope_note", "note")


def marked_title(title: str, marking: Marking | None, language: str) -> Markup:
    """Return a title with the query's words marked."""
    if marking is None or marking.is_empty:
        return escape(title)
    return _marked(title, marked_ranges(title, marking, language))


def snippet_of(
    record: Record,
    marking: Marking | None,
    segments: Iterable[Segment] = (),
    file_texts: Iterable[str] = (),
    language: str = "vi",
) -> Markup:
    """Return the best piece of a record's texts, of a segment, or the beginning.

    Of pieces that are as good, and for the beginning, the reader's language comes first.
    """
    texts = tuple(sorted(texts_of(record), key=lambda text: text[0] != language))
    spoken: Texts = tuple((segment.language, segment.text) for segment in segments)
    written: Texts = tuple(("", text) for text in file_texts)
    found = None
    if marking is not None and not marking.is_empty:
        found = snippet(texts, marking, _LONGEST) or snippet((*spoken, *written), marking, _LONGEST)
    return _piece(found or beginning(texts, _LONGEST))


def texts_of(record: Record) -> Texts:
    """Return the texts of a record that may stand on its card, each with its language."""
    names = _ITEM if isinstance(record, ItemRecord) else _NAMED
    pairs = [pair for name in names for pair in _pairs(getattr(record, name, {}))]
    if isinstance(record, ItemRecord):
        pairs += [pair for narrative in record.narratives for pair in _pairs(narrative.text)]
    if isinstance(record, NamedRecord):
        pairs += [
            pair for texts in getattr(record, "profile", {}).values() for pair in _pairs(texts)
        ]
    return tuple(pairs)


def _pairs(texts: LanguageMap | Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, values in texts.items() for text in values]


def _piece(found: Snippet | None) -> Markup:
    if found is None:
        return Markup()
    before = "…" if found.starts_inside else ""
    after = "…" if found.ends_inside else ""
    return escape(before) + _marked(found.text, found.ranges) + escape(after)


def _marked(text: str, ranges: Iterable[tuple[int, int]]) -> Markup:
    said, done = Markup(), 0
    for start, end in ranges:
        said += escape(text[done:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        done = end
    return said + escape(text[done:])
