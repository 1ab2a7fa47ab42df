"""Words of review: why something is sent back, and on which fields one comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from archive.catalogue.diff import LABELS
from archive.records import ItemRecord

REASONS: Mapping[str, object] = {
    "title": _l("Tên chưa rõ"),
    "description": _l("Mô tả còn thiếu hoặc chưa đúng"),
    "place-date": _l("Thiếu nơi ghi hoặc ngày ghi"),
    "people": _l("Chưa ghi ai trong tư liệu"),
    "rights": _l("Quyền sử dụng chưa rõ"),
    "consent": _l("Chưa có sự đồng ý của người trong tư liệu"),
    "community": _l("Cần hỏi cộng đồng trước"),
    "quality": _l("Tệp mờ, hỏng hoặc không đúng"),
    "duplicate": _l("Trùng với tư liệu đã có"),
}
# What the machine keeps or an officer does not write is no field to comment on.
_NOT_ASKED = {"status", "withdrawn_reason", "consents", "slug", "sources"}
FIELDS: Mapping[str, object] = {
    name: LABELS[name]
    for name in ItemRecord.model_fields
    if name in LABELS and name not in _NOT_ASKED
}


def reason_text(codes: Sequence[str], words: str) -> str:
    """Return why something is sent back, as the history keeps it: in Vietnamese, on one line."""
    with force_locale("vi"):
        told = [str(REASONS[code]) for code in codes if code in REASONS]
    return ". ".join(filter(None, ["; ".join(told), " ".join(words.split())]))[:250]
