"""Gather what the page of one item shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.files.queries import renditions_of
from archive.catalogue.items.as_read import are_agents_as_read, is_date_as_read, is_text_as_read
from archive.catalogue.items.files import Download, Sheet, downloads_of, sheets_of
from archive.catalogue.items.recordings import Passage, Recording, recordings_of
from archive.catalogue.labels import titled
from archive.catalogue.pointers import pointers
from archive.catalogue.rights import PlainWords, plain_words
from archive.catalogue.schooling import LEVELS, SUBJECTS
from archive.discover.cards import Card, date_text, seen_files
from archive.discover.citation import Citation, makers_of
from archive.discover.names import Key, Named, href_of, links_to, names_of
from archive.discover.related import related_cards
from archive.discover.words import ITEM_KINDS, ROLES, SCHEMES, said
from archive.filters import best
from archive.languages import language_name
from archive.permits.queries import files_to_ask_for
from archive.records import FileRole, ItemRecord, Link


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the description list: links, or words; `from_file` if it stands as a file said."""

    label: str
    links: tuple[tuple[str, str, str], ...] = ()
    text: str = ""
    from_file: bool = False


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything that the template of an item shows."""

    record: ItemRecord
    title: str
    title_lang: str
    other_titles: tuple[tuple[str, str], ...]
    kind_label: str
    date: str
    sheets: tuple[Sheet, ...]
    recordings: tuple[Recording, ...]
    downloads: tuple[Download, ...]
    facts: tuple[Fact, ...]
    voices: tuple[tuple[str, dict[str, list[str]]], ...]
    notices: tuple[tuple[str, str, str], ...]
    rights: PlainWords
    citation: Citation
    related: tuple[Card, ...]
    names: Mapping[Key, Named]
    is_waiting: bool
    closed_files: bool

    @property
    def is_description_as_read(self) -> bool:
        """Whether the description is the one that a file brought."""
        return is_text_as_read(self.record, "description")

    @property
    def sheet(self) -> Sheet | None:
        """The picture that is shown large."""
        return next((sheet for sheet in self.sheets if sheet.current), None)


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, in which language, at which file and at which passage of a recording."""

    viewer: Viewer
    language: str
    url: str
    file: str = ""
    passage: Passage = field(default_factory=Passage)


def item_page(session: Session, record: ItemRecord, looking: Looking) -> ItemPage:
    """Return the page of an item that the viewer may see."""
    viewer, language = looking.viewer, looking.language
    files = seen_files(record, viewer)
    originals = [file for file in files if file.role is FileRole.ORIGINAL]
    captions = [file for file in files if file.role is FileRole.CAPTIONS]
    renditions = renditions_of(session, [file.id for file in files])
    names = names_of(session, _linked(record), viewer, language)
    tag, title = titled(record, language)
    href = href_of(record)
    recordings = recordings_of(originals, captions, renditions, language, looking.passage)
    sheets = sheets_of(originals, renditions, href, language, looking.file)
    return ItemPage(
        record=record,
        title=title or _("Chưa có tên"),
        title_lang=tag,
        other_titles=_other_titles(record, tag),
        kind_label=str(ITEM_KINDS[record.kind]),
        date=date_text(record.date, language),
        sheets=sheets,
        recordings=recordings,
        downloads=downloads_of(record, files, renditions, viewer),
        facts=tuple(facts_of(record, names, language)),
        voices=_voices(record, names),
        notices=links_to(names, "term", record.notices),
        rights=_rights(record, language),
        citation=citation_of(record, names, language, looking.url),
        related=related_cards(session, record, viewer, language),
        names=names,
        is_waiting=bool(originals) and not renditions,
        closed_files=bool(files_to_ask_for(record, viewer)),
    )


def _linked(record: ItemRecord) -> set[Key]:
    voices = {("agent", voice.voice.id) for voice in record.narratives if voice.voice.id}
    keys = {(pointer.target_type, pointer.target_id) for pointer in pointers(record)}
    return {key for key in keys | voices if key[0] != "consent"}


def _other_titles(record: ItemRecord, shown: str) -> tuple[tuple[str, str], ...]:
    titles = [
        (text, tag)
        for texts in (record.title, record.alternative)
        for tag, values in texts.items()
        for text in values
        if not (texts is record.title and tag == shown)
    ]
    return tuple(titles)


def _rights(record: ItemRecord, language: str) -> PlainWords:
    credit = best(record.credit_line)
    return plain_words(record.rights, "en" if language == "en" else "vi", credit_line=credit)


def _voices(
    record: ItemRecord, names: Mapping[Key, Named]
) -> tuple[tuple[str, dict[str, list[str]]], ...]:
    return tuple((_name(voice.voice, "agent", names)[0], voice.text) for voice in record.narratives)


def _name(link: Link, record_type: str, names: Mapping[Key, Named]) -> tuple[str, str, str]:
    """Return a link as text and address; only as it was written where there is no record."""
    named = names.get((record_type, link.id or ""))
    if named is not None:
        return named.link
    return ("", "", "") if link.id else (link.name, "", "")


def _links(
    links: Iterable[Link], record_type: str, names: Mapping[Key, Named]
) -> tuple[tuple[str, str, str], ...]:
    return tuple(named for link in links if (named := _name(link, record_type, names))[0])


def facts_of(record: ItemRecord, names: Mapping[Key, Named], language: str) -> Iterable[Fact]:
    """Yield the rows of the description list that say something."""
    rows = [
        Fact(_("Di sản"), _links(record.elements, "element", names)),
        Fact(_("Dân tộc"), links_to(names, "term", record.peoples)),
        Fact(_("Nơi ghi"), _links(record.places, "place", names)),
        Fact(_("Ngày ghi"), text=_date(record, language), from_file=is_date_as_read(record)),
        Fact(_("Sự kiện"), links_to(names, "event", [record.event] if record.event else [])),
        *_people(record, names),
        *_terms(record, names),
        Fact(
            _("Ngôn ngữ"), text=", ".join(language_name(tag, language) for tag in record.languages)
        ),
        Fact(_("Cộng đồng"), links_to(names, "community", record.communities)),
        Fact(_("Bộ sưu tập"), links_to(names, "collection", record.collections)),
        Fact(_("Nguồn gốc"), text=best(record.source_note)),
        Fact(_("Vật mang"), text=best(record.carrier)),
        Fact(_("Môn học"), text=_worded(SUBJECTS, record.subjects)),
        Fact(_("Lớp"), text=_worded(LEVELS, record.levels)),
        Fact(_("Số kiểm kê"), text=record.inventory_number or ""),
        Fact(_("Ký hiệu kho"), text=record.shelfmark or ""),
        Fact(_("Mã tư liệu"), text=record.id),
    ]
    return (row for row in rows if row.links or row.text)


def _date(record: ItemRecord, language: str) -> str:
    date = record.date
    if date is None:
        return ""
    said_text = date_text(date, language)
    written = date.as_written
    return (
        f"{said_text} ({written})" if written and written != said_text != date.edtf else said_text
    )


def _people(record: ItemRecord, names: Mapping[Key, Named]) -> Iterable[Fact]:
    by_role: dict[str, list[Link]] = defaultdict(list)
    for link in record.agents:
        by_role[link.role or "performer"].append(link)
    for role, links in by_role.items():
        is_read = are_agents_as_read(record, links, names)
        yield Fact(said(ROLES, role), _links(links, "agent", names), from_file=is_read)


def _terms(record: ItemRecord, names: Mapping[Key, Named]) -> Iterable[Fact]:
    by_scheme: dict[str, list[Link]] = defaultdict(list)
    for link in record.terms:
        named = names.get(("term", link.id or ""))
        by_scheme[named.kind if named and named.kind in SCHEMES else ""].append(link)
    for scheme, links in sorted(by_scheme.items()):
        label = said(SCHEMES, scheme) if scheme else _("Từ khóa")
        yield Fact(label, _links(links, "term", names))


def citation_of(
    record: ItemRecord, names: Mapping[Key, Named], language: str, url: str
) -> Citation:
    """Return what a citation of the item is made of."""
    agents = ((link.role or "performer", _name(link, "agent", names)[0]) for link in record.agents)
    date = record.date
    return Citation(
        id=record.id,
        title=titled(record, language)[1],
        kind=record.kind,
        kind_label=str(ITEM_KINDS[record.kind]),
        url=url,
        makers=makers_of((role, name) for role, name in agents if name),
        year=str(date.year_from) if date and date.year_from is not None else "",
        number=record.inventory_number or record.shelfmark or "",
        language=next(iter(record.languages), ""),
        description=best(record.description),
        rights=_rights(record, language).label,
    )


def _worded(words: Mapping[str, object], codes: Iterable[str]) -> str:
    """Return codes as the words that people use, joined."""
    return ", ".join(str(words.get(code, code)) for code in codes)
