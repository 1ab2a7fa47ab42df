"""The columns that a sheet may have: what each is called, and which field of an item it fills.

Headers are compared without case and marks. `@lang` says the language of a text, `[0]` numbers
parallel columns, `dcterms:` and the like are prefixes of Omeka S and the Internet Archive.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask_babel import lazy_gettext as _l

from archive.catalogue.labels import fold_label
from archive.languages import is_valid_tag, parse_tag

_HEADER = re.compile(
    r"(?P<name>.+?)\s*(?:\[\d+\])?\s*(?:@\s*(?P<lang>[A-Za-z0-9-]+))?\s*(?:§\w+)?", re.DOTALL
)
_DATA_TYPE = re.compile(r"\^\^\S+")
_PREFIX = re.compile(r"^(?:dcterms|dc|dcmi|schema|bibo|foaf|o|ia)\s*:\s*", re.IGNORECASE)
# Omeka S names languages by three letters as well.
_THREE_LETTERS = {"vie": "vi", "eng": "en", "fra": "fr", "fre": "fr", "lao": "lo", "tha": "th"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item as a column."""

    name: str
    label: object
    shape: str
    headers: tuple[str, ...]
    example: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column fills: a field, the language of a text, the role of people."""

    field: str
    language: str = ""
    role: str = ""

    def __str__(self) -> str:
        """Return the target as a mapping keeps it: `title@vi`, `agents:creator`."""
        return (
            self.field
            + (f"@{self.language}" if self.language else "")
            + (f":{self.role}" if self.role else "")
        )

    @classmethod
    def read(cls, text: str) -> Target | None:
        """Return the target that a mapping names, None for a column that is left out."""
        found, _, role = text.partition(":")
        name, _, language = found.partition("@")
        return cls(name, language, role) if name in FIELDS else None


_ALL = (
    Field("action", _l("Việc cần làm"), "action", ("việc", "hành động", "action"), "tạo mới"),
    Field("id", _l("Mã tư liệu"), "id", ("id", "mã", "mã tư liệu", "kho id")),
    Field(
        "inventory_number",
        _l("Số kiểm kê"),
        "line",
        ("số kiểm kê", "số hiệu hiện vật", "inventory number", "call number"),
        "BT 1234",
    ),
    Field(
        "kind",
        _l("Loại tư liệu"),
        "kind",
        ("loại", "loại tư liệu", "kind", "type", "mediatype", "resource class"),
        "Ảnh",
    ),
    Field(
        "title",
        _l("Tên"),
        "text",
        ("tiêu đề", "tên", "nhan đề", "tên tư liệu", "tên gọi", "title", "name"),
        "Xòe vòng ở lễ hội xuân",
    ),
    Field("alternative", _l("Tên khác"), "text", ("tên khác", "alternative", "alternative title")),
    Field(
        "description",
        _l("Mô tả"),
        "text",
        ("mô tả", "nội dung", "tóm tắt", "description", "abstract", "notes"),
        "Người trong bản xòe quanh đống lửa.",
    ),
    Field("narratives", _l("Lời kể"), "told", ("lời kể", "narratives", "narrative")),
    Field(
        "elements",
        _l("Di sản"),
        "links",
        ("di sản", "điệu xòe", "điệu múa", "elements", "element", "heritage element"),
    ),
    Field("event", _l("Sự kiện"), "event", ("sự kiện", "event")),
    Field(
        "date",
        _l("Ngày ghi"),
        "date",
        (
            *("ngày", "ngày ghi", "ngày chụp", "ngày quay", "niên đại", "thời gian", "năm"),
            *("date", "created", "issued", "date created", "year"),
        ),
        "khoảng 1985",
    ),
    Field("edtf", _l("Ngày ghi (EDTF)"), "edtf", ("edtf", "date edtf", "ngày edtf")),
    Field(
        "places",
        _l("Nơi ghi"),
        "links",
        ("nơi", "nơi ghi", "địa điểm", "nơi chụp", "places", "place", "spatial", "coverage"),
    ),
    Field(
        "agents",
        _l("Người"),
        "links",
        ("người", "nhân vật", "nghệ nhân", "agents", "people", "person"),
        "Lò Văn Mẫu (người hát)",
    ),
    Field("peoples", _l("Dân tộc"), "names", ("dân tộc", "peoples", "ethnic group"), "Thái"),
    Field("communities", _l("Cộng đồng"), "names", ("cộng đồng", "communities", "community")),
    Field(
        "languages",
        _l("Ngôn ngữ"),
        "languages",
        ("ngôn ngữ", "tiếng", "languages", "language"),
        "Tiếng Việt",
    ),
    Field(
        "terms",
        _l("Nhạc cụ, trang phục, động tác, từ khóa"),
        "links",
        (
            *("từ khóa", "nhạc cụ", "trang phục", "động tác"),
            *("terms", "subject", "subjects", "keywords", "keyword", "tags"),
        ),
    ),
    Field(
        "collections",
        _l("Bộ sưu tập"),
        "names",
        ("bộ sưu tập", "collections", "collection", "ispartof", "is part of", "item set"),
    ),
    Field("relations", _l("Tư liệu liên quan"), "links", ("tư liệu liên quan", "relation")),
    Field("source_note", _l("Nguồn gốc"), "text", ("nguồn gốc", "nguồn", "source", "provenance")),
    Field(
        "carrier",
        _l("Vật mang tin"),
        "text",
        ("vật mang tin", "chất liệu", "carrier", "medium"),
    ),
    Field(
        "rights",
        _l("Quyền sử dụng"),
        "rights",
        ("quyền sử dụng", "bản quyền", "giấy phép", "rights", "license", "licence", "licenseurl"),
        "CC BY-NC 4.0",
    ),
    Field("credit_line", _l("Ghi nguồn"), "text", ("ghi nguồn", "credit line", "credit")),
    Field("notices", _l("Nhãn cộng đồng"), "names", ("nhãn cộng đồng", "notices", "labels")),
    Field(
        "access",
        _l("Ai được xem?"),
        "access",
        ("ai được xem", "quyền xem", "access", "access rights", "accessrights"),
        "Công khai",
    ),
    Field("know", _l("Ai được biết?"), "access", ("ai được biết", "know")),
    Field("take", _l("Ai được tải bản gốc?"), "access", ("ai được tải bản gốc", "take")),
    Field("levels", _l("Cấp học"), "levels", ("cấp học", "levels", "education level")),
    Field("subjects", _l("Môn học"), "subjects", ("môn học", "school subjects")),
    Field("shelfmark", _l("Ký hiệu kho"), "line", ("ký hiệu kho", "shelfmark")),
    Field(
        "former_ids",
        _l("Số hiệu cũ"),
        "lines",
        ("số hiệu cũ", "mã cũ", "former ids", "former id", "identifier"),
    ),
    Field("files", _l("Tệp"), "files", ("tệp", "tên tệp", "file", "files", "filename", "media")),
)
FIELDS: Mapping[str, Field] = {field.name: field for field in _ALL}
TEXTS = tuple(field.name for field in _ALL if field.shape in {"text", "told"})
# Columns of other houses that name people by what they did.
_BY_ROLE = {
    "creator": "creator",
    "contributor": "performer",
    "publisher": "publisher",
    "author": "author",
    "photographer": "photographer",
    "người chụp": "photographer",
    "người quay": "videographer",
    "người hát": "singer",
    "người kể": "narrator",
    "tác giả": "author",
    "người tạo": "creator",
    "người sưu tầm": "collector",
    "người ghi âm": "recordist",
}
# Columns of our own export that tell what stands and change nothing.
INFORMATION = frozenset({"version", "status", "phiên bản", "trạng thái"})


@cache
def _by_header() -> Mapping[str, Target]:
    known = {fold_label(header): Target(field.name) for field in _ALL for header in field.headers}
    names = {fold_label(field.name.replace("_", " ")): Target(field.name) for field in _ALL}
    known = {**names, **known}
    by_role = {fold_label(name): Target("agents", role=role) for name, role in _BY_ROLE.items()}
    return known | by_role


def recognise(header: str) -> Target | None:
    """Return what a column fills by its header, or None where that is not known."""
    said = _HEADER.fullmatch(_DATA_TYPE.sub("", header).strip())
    if said is None:
        return None
    target = _by_header().get(fold_label(_PREFIX.sub("", said["name"]).replace("_", " ")))
    tag = said["lang"] or ""
    tag = _THREE_LETTERS.get(tag.lower(), tag)
    if target is None or (tag and not is_valid_tag(tag)):
        return None
    if target.field not in TEXTS:
        return target
    return Target(target.field, str(parse_tag(tag)) if tag else "vi")


def is_information(header: str) -> bool:
    """Tell whether a column only tells what stands, so that leaving it out loses nothing."""
    return fold_label(header) in {fold_label(name) for name in INFORMATION}


def header_of(target: Target) -> str:
    """Return the Vietnamese header under which a field is exported."""
    name = FIELDS[target.field].headers[0]
    return f"{name}@{target.language}" if target.language else name
