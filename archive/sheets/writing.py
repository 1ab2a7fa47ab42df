"""What an item says, column by column, as the sheet's reader understands it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.catalogue.diff import PRESETS
from archive.records import Audience, ItemRecord, Link, Narrative, Preset
from archive.sheets.cells import escaped, joined, named_role
from archive.sheets.columns import FIELDS, TEXTS, Target
from archive.sheets.names import NOUNS, Names

ALL_OF = "tất cả"
_FIRST = ("id", "inventory_number", "kind")


def written(record: ItemRecord, target: Target, names: Names) -> str:
    """Return the cell of an item in a column."""
    field = target.field
    match FIELDS[field].shape:
        case "text":
            return joined(map(escaped, getattr(record, field).get(target.language, ())))
        case "told":
            return joined(_told(record.narratives, target.language, names))
        case "links":
            return joined(_link(one, field, names) for one in _links(record, target))
        case "names":
            book = names.book(field)
            found = (book.written(one) for one in getattr(record, field))
            return joined(escaped(one, is_list=True) for one in found)
        case "languages" | "levels" | "subjects":
            words = names.codes[field].words
            found = (words.get(one, one) for one in getattr(record, field))
            return joined(escaped(one, is_list=True) for one in found)
        case "lines":
            return joined(escaped(one, is_list=True) for one in record.former_ids)
        case "access":
            return _access(record, field, names)
        case _:
            return _single(record, field, names)


def _single(record: ItemRecord, field: str, names: Names) -> str:
    match field:
        case "kind":
            return names.codes["kind"].words[record.kind.value]
        case "event":
            return names.book("event").written(record.event) if record.event else ""
        case "date":
            return record.date.as_written if record.date else ""
        case "edtf":
            return (record.date.edtf or "") if record.date else ""
        case "files":
            return joined(escaped(file.name, is_list=True) for file in record.current_files)
        case "action":
            return ""
        case _:
            return getattr(record, field) or ""


def _links(record: ItemRecord, target: Target) -> Iterable[Link]:
    links: tuple[Link, ...] = getattr(record, target.field)
    return [one for one in links if one.role == target.role] if target.role else links


def _link(link: Link, field: str, names: Names) -> str:
    name = link.name
    if link.id and field in NOUNS:
        name = names.book(field).written(link.id)
    elif link.id:
        name = link.id
    return named_role(name, link.role, names.roles(field).words)


def _told(narratives: Iterable[Narrative], language: str, names: Names) -> Iterator[str]:
    for narrative in narratives:
        voice = narrative.voice
        name = names.book("agents").written(voice.id) if voice.id else voice.name
        for text in narrative.text.get(language, ()):
            yield f"{escaped(name).replace('::', ':')} :: {escaped(text)}"


def _access(record: ItemRecord, field: str, names: Names) -> str:
    rules = {"access": record.access.see, "know": record.access.know, "take": record.access.take}
    audience = rules[field]
    return _audience(audience, names) if audience is not None else ""


def _audience(audience: Audience, names: Names) -> str:
    if opened := audience.season or audience.embargo:
        always = audience.model_copy(update={"season": None, "embargo": None})
        return f"{_audience(always, names)} @ {opened}"
    word = getattr(PRESETS[audience.preset.value], "_args")[0]  # noqa: B009 - always Vietnamese
    if audience.preset is not Preset.COMMUNITY:
        return str(word)
    book = names.book("communities")
    said = joined(escaped(book.written(one), is_list=True) for one in audience.communities)
    return f"{word} ({ALL_OF}): {said}" if audience.all_of else f"{word}: {said}"


def columns_of(records: Iterable[ItemRecord]) -> list[Target]:
    """Return the columns that say everything that may be changed of these items."""
    languages: dict[str, dict[str, None]] = {name: {"vi": None} for name in TEXTS}
    for record in records:
        for name in TEXTS:
            languages[name] |= dict.fromkeys(_languages(record, name))
    return [
        target
        for name in (*_FIRST, *(one for one in FIELDS if one not in {*_FIRST, "action"}))
        for target in (
            [Target(name, language) for language in languages[name]]
            if name in TEXTS
            else [Target(name)]
        )
    ]


def _languages(record: ItemRecord, name: str) -> Iterator[str]:
    if name == "narratives":
        for narrative in record.narratives:
            yield from narrative.text
    else:
        yield from getattr(record, name)
