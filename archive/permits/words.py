"""Words of requests."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from archive.permits.models import PermitState

STATES = {
    PermitState.ASKED: _l("Đang chờ trả lời"),
    PermitState.GRANTED: _l("Được phép"),
    PermitState.REFUSED: _l("Không được"),
    PermitState.REVOKED: _l("Đã thu lại"),
    PermitState.ENDED: _l("Đã hết: tư liệu vừa được thu hẹp"),
}
PROBLEMS = {
    "purpose": _l("Xin cho biết bạn cần tệp này để làm gì."),
    "until": _l("Xin chọn một ngày từ hôm nay trở đi."),
    "reason": _l("Xin ghi lý do, để người xin hiểu."),
    "consents": _l("Người có mặt trong tệp không còn đồng ý, nên không cho phép được."),
}
