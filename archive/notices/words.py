"""Words for what notices say."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from archive.notices.models import NoticeKind

KINDS: Mapping[NoticeKind, object] = {
    NoticeKind.RETURNED: _l("Được trả lại"),
    NoticeKind.COMMENTED: _l("Có nhận xét"),
    NoticeKind.ASSIGNED: _l("Giao cho bạn duyệt"),
    NoticeKind.AWAITING: _l("Chờ bạn duyệt"),
    NoticeKind.PUBLISHED: _l("Đã công bố"),
    NoticeKind.PLAN_FAILED: _l("Chưa công bố được theo lịch"),
}
