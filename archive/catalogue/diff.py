"""What changed between two records, field by field, in words that people read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from flask_babel import lazy_gettext as _l

from archive.catalogue.captions.changes import changes
from archive.catalogue.labels import text_in
from archive.catalogue.pointers import TARGETS, pointers
from archive.catalogue.schooling import LEVELS, SUBJECTS
from archive.discover.words import AGENT_KINDS, ELEMENT_KINDS, ITEM_KINDS, PLACE_KINDS, ROLES
from archive.discover.words import said as words_for
from archive.languages import language_name
from archive.records import (
    Access,
    Audience,
    DateValue,
    FileRecord,
    ItemRecord,
    Link,
    Name,
    Narrative,
    Record,
    Source,
)
from archive.records.embargoes import embargo_day
from archive.records.seasons import season_days

Names = Mapping[tuple[str, str], str]

LABELS: dict[str, Any] = {
    "status": _l("Trạng thái"),
    "kind": _l("Loại tư liệu"),
    "title": _l("Tên"),
    "names": _l("Các tên"),
    "alternative": _l("Tên khác"),
    "description": _l("Mô tả"),
    "narratives": _l("Lời kể"),
    "elements": _l("Di sản"),
    "agents": _l("Người"),
    "members": _l("Thành viên"),
    "places": _l("Nơi ghi"),
    "event": _l("Sự kiện"),
    "date": _l("Ngày ghi"),
    "peoples": _l("Dân tộc"),
    "communities": _l("Cộng đồng"),
    "languages": _l("Ngôn ngữ"),
    "terms": _l("Nhạc cụ, trang phục, động tác, từ khóa"),
    "collections": _l("Bộ sưu tập"),
    "items": _l("Tư liệu trong bộ"),
    "relations": _l("Tư liệu liên quan"),
    "rights": _l("Quyền sử dụng"),
    "credit_line": _l("Ghi nguồn"),
    "notices": _l("Nhãn cộng đồng"),
    "consents": _l("Giấy đồng ý"),
    "access": _l("Ai được xem?"),
    "inventory_number": _l("Số kiểm kê"),
    "shelfmark": _l("Ký hiệu kho"),
    "former_ids": _l("Số hiệu cũ"),
    "source_note": _l("Nguồn gốc"),
    "carrier": _l("Vật mang tin"),
    "levels": _l("Cấp học"),
    "subjects": _l("Môn học"),
    "files": _l("Tệp"),
    "file_order": _l("Thứ tự tệp"),
    "timed": _l("Lời theo thời gian"),
    "cover": _l("Ảnh bìa"),
    "withdrawn_reason": _l("Lý do rút"),
    "slug": _l("Địa chỉ trang"),
    "born": _l("Năm sinh"),
    "died": _l("Năm mất"),
    "honours": _l("Danh hiệu"),
    "taught_by": _l("Học từ"),
    "within": _l("Thuộc"),
    "latitude": _l("Vĩ độ"),
    "longitude": _l("Kinh độ"),
    "protocol": _l("Quy ước cộng đồng"),
    "contact": _l("Liên hệ"),
    "note": _l("Ghi chú"),
    "sources": _l("Nguồn dẫn"),
}
PRESETS = {
    "public": _l("Công khai"),
    "school": _l("Trường học"),
    "community": _l("Cộng đồng"),
    "staff": _l("Riêng cán bộ"),
}
STATUSES = {
    "draft": _l("Bản nháp"),
    "review": _l("Chờ duyệt"),
    "published": _l("Đã công bố"),
    "withdrawn": _l("Đã rút"),
}
_NAMED_AS = {
    "preferred": _l("tên chính"),
    "variant": _l("tên khác"),
    "hidden": _l("chỉ để tìm"),
}
# Fields that hold codes, with the words for them.
_WORDS: dict[str, Mapping[Any, object]] = {
    "status": STATUSES,
    "kind": {**ITEM_KINDS, **ELEMENT_KINDS, **AGENT_KINDS, **PLACE_KINDS},
    "levels": LEVELS,
    "subjects": SUBJECTS,
}
_TARGETS: Mapping[str, str] = {**TARGETS, "cover": "file"}
_SILENT = {
    "version",
    "updated_at",
    "updated_by",
    "created_at",
    "created_by",
    "published_at",
    "from_file",
    "owner",
    "is_demo",
    "id",
    "type",
}


class Told(str):
    """A line that ends in words of a language that may not be the reader's."""

    __slots__ = ("language", "words")

    language: str
    words: str

    @classmethod
    def of(cls, before: str, words: str, language: str) -> Told:
        """Return what stands before the words, with them."""
        told = cls(before + words)
        told.language, told.words = language, words
        return told


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed: what only the one record says, and what only the other."""

    field: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def removed(self) -> tuple[str, ...]:
        """What stands no more."""
        return tuple(text for text in self.before if text not in self.after)

    @property
    def added(self) -> tuple[str, ...]:
        """What is new."""
        return tuple(text for text in self.after if text not in self.before)


def differences(
    before: Record, after: Record, names: Names, language: str = "vi"
) -> tuple[Difference, ...]:
    """Return the fields in which two records of one noun differ, in the order of the record.

    The order of an item's files is a field of its own, `file_order`. Pointers to records that
    `names` does not hold are left out.
    """
    named = {**names, **file_names((after, before), language)}
    return tuple(_differences(before, after, named, language))


def _differences(
    before: Record, after: Record, names: Names, language: str
) -> Iterator[Difference]:
    for field in type(after).model_fields:
        old, new = getattr(before, field, None), getattr(after, field)
        if field in _SILENT or old == new:
            continue
        label = str(LABELS.get(field, field))
        told_before = tuple(said(field, old, names, language))
        told_after = tuple(said(field, new, names, language))
        if field == "files":
            if set(told_before) != set(told_after):
                yield Difference(field, label, told_before, told_after)
            yield from _order_of_files(before, after, names)
            yield from _words_of_files(before, after)
        elif told_before != told_after:
            yield Difference(field, label, told_before, told_after)


def _order_of_files(before: Record, after: Record, names: Names) -> Iterator[Difference]:
    """Yield the order of the files that stand in both records, where it changed."""
    if not isinstance(before, ItemRecord) or not isinstance(after, ItemRecord):
        return
    old, new = ([file.id for file in record.current_files] for record in (before, after))
    orders = [one for one in old if one in new], [one for one in new if one in old]
    if orders[0] != orders[1]:
        told = [(", ".join(names["file", one] for one in order),) for order in orders]
        yield Difference("file_order", str(LABELS["file_order"]), *told)


def _words_of_files(before: Record, after: Record) -> Iterator[Difference]:
    """Yield the lines of captions that changed, file by file."""
    if not isinstance(before, ItemRecord) or not isinstance(after, ItemRecord):
        return
    for file in after.files:
        old = before.file(file.id)
        if old is not None and old.timed != file.timed:
            found = changes(old.timed, file.timed)
            label = f"{LABELS['timed']}: {file.name}"
            yield Difference("timed", label, found.removed, found.added)


def file_names(records: Iterable[Record], language: str) -> dict[tuple[str, str], str]:
    """Name the files of records; those that share a name are told apart by a number."""
    named: dict[tuple[str, str], str] = {}
    for record in records:
        for file in record.files if isinstance(record, ItemRecord) else ():
            if ("file", file.id) not in named:
                named["file", file.id] = _unused(_file_name(file, language), named.values())
    return named


def _file_name(file: FileRecord, language: str) -> str:
    label = text_in(file.label, language)[1]
    return f"{file.name} ({label})" if label else file.name


def _unused(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name} [{number}]" for number in count(2))
    return next(one for one in chain((name,), numbered) if one not in taken)


def linked(*records: Record) -> set[tuple[str, str]]:
    """Return every record (type, id) that these point to, so that it can be named."""
    return {
        (pointer.target_type, pointer.target_id)
        for record in records
        for pointer in pointers(record)
    }


def said(field: str, value: Any, names: Names, language: str) -> Iterator[str]:  # noqa: ANN401 - any field of a record
    """Yield the value of a field as lines of text."""
    if value is None or value == "":
        return
    if field in _WORDS:
        codes = value if isinstance(value, tuple) else (value,)
        yield from (words_for(_WORDS[field], str(code)) for code in codes)
    elif field == "languages":
        yield from (language_name(tag, language) for tag in value)
    elif isinstance(value, dict):
        yield from _texts(value, language)
    elif isinstance(value, tuple):
        for member in value:
            yield from _member(field, member, names, language)
    else:
        yield from _member(field, value, names, language)


def _texts(value: dict[str, Any], language: str) -> Iterator[str]:
    for tag, texts in value.items():
        for text in texts if isinstance(texts, list) else [texts]:
            yield Told.of(f"{language_name(tag, language)}: ", text, tag)


def _member(field: str, value: Any, names: Names, language: str) -> Iterator[str]:  # noqa: ANN401 - any part of a record
    match value:
        case Link():
            yield from _link(field, value, names)
        case Name():
            about = f"{language_name(value.language, language)}, {_NAMED_AS[value.status.value]}"
            yield f"{value.text} ({about})"
        case DateValue():
            yield " = ".join(filter(None, (value.as_written, value.edtf)))
        case Access():
            yield from _access(value)
        case FileRecord():
            yield from _file(value, language)
        case Narrative():
            yield from _texts(value.text, language)
        case Source():
            yield value.text
        case str():
            yield from _pointed(field, value, names) if field in _TARGETS else (value,)
        case _:
            yield str(value)


def _link(field: str, link: Link, names: Names) -> Iterator[str]:
    said = _pointed(field, link.id, names) if link.id else (link.name,)
    for name in said:
        yield f"{name} ({words_for(ROLES, link.role)})" if link.role else name


def _pointed(field: str, target_id: str, names: Names) -> Iterator[str]:
    """Yield what is pointed to; of what the reader may not know, not even that it is there."""
    if name := names.get((_TARGETS.get(field, ""), target_id)):
        yield name


def _access(value: Access) -> Iterator[str]:
    for label, audience in (
        (_l("Xem"), value.see),
        (_l("Biết là có"), value.know),
        (_l("Tải bản gốc"), value.take),
    ):
        if audience is not None:
            yield f"{label}: {_audience(audience)}"


def _audience(audience: Audience) -> str:
    said = " + ".join([str(PRESETS[audience.preset.value]), *audience.communities])
    if audience.embargo:
        since = _l("từ %(day)s", day=embargo_day(audience.embargo))
        return f"{said} ({since})"
    return f"{said} ({' – '.join(season_days(audience.season))})" if audience.season else said


def _file(file: FileRecord, language: str) -> Iterator[str]:
    about = [*_texts(file.label, language), *_texts(file.alt, language)]
    if file.access is not None:
        about += _access(file.access)
    if file.language:
        about.append(language_name(file.language, language))
    mark = " ⤳" if file.replaced_by else ""
    named = f"{file.name}{mark}"
    yield Told.of(f"{named} ", f"({'; '.join(about)})", "mul") if about else named
