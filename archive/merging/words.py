"""Words of the pages that merge and split nouns."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from archive.vocabulary.words import NAME_STATUSES

STATUSES: Mapping[str, object] = NAME_STATUSES
POINTING: Mapping[str, object] = {
    "item": _l("Tư liệu"),
    "element": _l("Di sản"),
    "agent": _l("Người, nhóm"),
    "place": _l("Nơi"),
    "event": _l("Sự kiện"),
    "community": _l("Cộng đồng"),
    "collection": _l("Bộ sưu tập"),
    "term": _l("Thuật ngữ"),
    "list": _l("Danh sách di sản"),
    "lesson": _l("Bài học"),
    "consent": _l("Giấy đồng ý"),
}
