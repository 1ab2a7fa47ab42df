"""Words of the yearly report: what is counted, and the names of the values."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.catalogue.diff import PRESETS
from archive.discover.words import ITEM_KINDS
from archive.filters import number
from archive.language import current_language
from archive.languages import language_name
from archive.statistics.queries import Report

TITLES: Mapping[str, object] = {
    "year": _l("Theo năm công bố"),
    "kind": _l("Theo loại tư liệu"),
    "element": _l("Theo di sản"),
    "people": _l("Theo dân tộc"),
    "place": _l("Theo nơi ghi"),
    "language": _l("Theo ngôn ngữ"),
    "access": _l("Theo người được xem"),
    "recording": _l("Số giờ ghi âm, ghi hình"),
}


def value_words(key: str, value: str) -> str:
    """Return a value as the reader's language calls it."""
    if key == "language":
        return language_name(value, current_language())
    words: Mapping[str, object] = {
        "kind": {kind.value: said for kind, said in ITEM_KINDS.items()},
        "recording": {kind.value: said for kind, said in ITEM_KINDS.items()},
        "access": PRESETS,
    }.get(key, {})
    return str(words.get(value, value))


def figures(found: Report) -> list[tuple[str, float]]:
    """Return the figures that stand before the tables."""
    return [
        (_("Tư liệu đã công bố"), found.items),
        (_("Tệp gốc"), found.files),
        (_("Giờ ghi âm, ghi hình"), round(found.recorded_s / 3600, 2)),
        (_("Lượt xem"), found.views),
        (_("Lượt tải bản gốc"), found.downloads),
    ]


def rows_of(found: Report) -> list[tuple[str, str, float]]:
    """Return the whole report as rows: table, value, count."""
    head = [(_("Chung"), name, value) for name, value in figures(found)]
    return head + [
        (str(TITLES[table.key]), value_words(table.key, value), count)
        for table in found.tables
        for value, count in table.rows
    ]


def count_words(value: float) -> str:
    """Return a count without a fraction where it has none."""
    return number(int(value) if float(value).is_integer() else value)
