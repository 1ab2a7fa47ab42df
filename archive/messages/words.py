"""Words for what messages are about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from archive.messages.models import MessageKind

KINDS = {
    MessageKind.QUESTION: _l("Hỏi hoặc góp ý"),
    MessageKind.CORRECTION: _l("Chỗ này ghi chưa đúng"),
    MessageKind.REMOVAL: _l("Xin gỡ xuống hoặc giới hạn người xem"),
    MessageKind.PRIVACY: _l("Dữ liệu cá nhân của tôi"),
}
