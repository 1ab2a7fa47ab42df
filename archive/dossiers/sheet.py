"""The inventory sheet of an element: the rows that every form of it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import text_in
from archive.discover.names import links_to, names_of
from archive.discover.words import ELEMENT_KINDS, ICH_TYPES, INSCRIPTIONS
from archive.discover.words import said as words_of
from archive.dossiers.queries import Dossier
from archive.dossiers.words import found_words, mark
from archive.dossiers.words import said as told
from archive.languages import language_name
from archive.records import ElementRecord, NameStatus

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An element as a sheet of paper tells it."""

    title: str
    name: str
    rows: tuple[Row, ...]
    checks: tuple[Row, ...]
    is_demo: bool


def sheet_of(session: Session, dossier: Dossier, viewer: Viewer, language: str) -> Sheet:
    """Return the sheet of an element with what its reader may see."""
    record = dossier.record
    keys = {("term", one) for one in record.peoples}
    keys |= {("place", link.id) for link in record.places if link.id}
    names = names_of(session, keys, viewer, language)
    peoples = "; ".join(title for title, *_rest in links_to(names, "term", record.peoples))
    ids = [link.id for link in record.places if link.id]
    places = [title for title, *_rest in links_to(names, "place", ids)]
    places += [link.name for link in record.places if not link.id]
    rows = [
        *_facts(record, language),
        (_("Dân tộc"), peoples),
        (_("Nơi thực hành"), "; ".join(places)),
    ]
    rows += _texts(record, language)
    return Sheet(
        title=_("Phiếu kiểm kê di sản văn hóa phi vật thể"),
        name=_name(record, language),
        rows=tuple((label, text) for label, text in rows if text),
        checks=tuple(_check_rows(dossier)),
        is_demo=record.is_demo,
    )


def _name(record: ElementRecord, language: str) -> str:
    return next(iter((*record.names_in(language), *record.names_in("vi"))), record.id)


def _facts(record: ElementRecord, language: str) -> Iterator[Row]:
    shown = [name for name in record.names if name.status is not NameStatus.HIDDEN]
    names = (f"{name.text} ({language_name(name.language, language)})" for name in shown)
    yield _("Các tên"), "\n".join(names)
    yield _("Loại"), words_of(ELEMENT_KINDS, record.kind)
    yield _("Loại hình"), words_of(ICH_TYPES, record.ich_type) if record.ich_type else ""


def _texts(record: ElementRecord, language: str) -> Iterator[Row]:
    for label, texts in (
        (_("Thời gian, dịp"), record.occasion),
        (_("Mô tả"), record.description),
        (_("Ý nghĩa, giá trị"), record.meaning),
        (_("Chủ thể, người nắm giữ"), record.bearers),
        (_("Truyền dạy"), record.transmission),
        (_("Nguy cơ"), record.threats),
        (_("Biện pháp bảo vệ"), record.safeguarding),
    ):
        yield label, text_in(texts, language)[1]
    listed = (
        ", ".join(filter(None, (words_of(INSCRIPTIONS, one.list), one.decision, one.date)))
        for one in record.inscriptions
    )
    yield _("Danh sách, danh mục"), "\n".join(listed)
    yield _("Nguồn dẫn"), "\n".join(source.text for source in record.sources)


def _check_rows(dossier: Dossier) -> Iterator[Row]:
    for check in dossier.checks:
        asked = check.requirement
        words = found_words(check)
        yield (
            f"{mark(check)} {told(asked.title)}",
            ". ".join(filter(None, (words, told(asked.source)))),
        )
