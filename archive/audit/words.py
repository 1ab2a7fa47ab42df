"""Words for what the log of activities names by codes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from archive.discover.words import TYPES

ACTIONS = {
    "save": _l("Đã lưu bản mới"),
    "submit": _l("Đã gửi duyệt"),
    "publish": _l("Đã công bố"),
    "send-back": _l("Đã trả lại"),
    "withdraw": _l("Đã rút khỏi kho"),
    "reinstate": _l("Đã đưa trở lại kho"),
    "recovered": _l("Đã tìm lại sau sự cố"),
    "rolled-forward": _l("Đã lưu nốt việc dở sau sự cố"),
    "rebuilt": _l("Đã dựng lại từ kho lưu trữ"),
    "refuse-file": _l("Đã giữ riêng một tệp"),
    "delete-refused-file": _l("Đã xóa tệp giữ riêng"),
    "drop-upload": _l("Đã bỏ một tệp gửi dở"),
    "user-added": _l("Đã thêm tài khoản"),
    "user-enabled": _l("Đã mở lại tài khoản"),
    "user-disabled": _l("Đã khóa tài khoản"),
    "role-changed": _l("Đã đổi vai trò"),
    "link-made": _l("Đã tạo liên kết đăng nhập"),
    "password-set": _l("Đã đặt mật khẩu"),
    "signed-in": _l("Đã đăng nhập"),
    "sign-in-refused": _l("Đăng nhập bị từ chối"),
    "factor-added": _l("Đã bật mã thứ hai"),
    "factor-removed": _l("Đã bỏ mã thứ hai"),
    "recovery-codes-made": _l("Đã làm tờ mã dự phòng"),
    "recovery-code-used": _l("Đã dùng một mã dự phòng"),
    "school-invited": _l("Đã mời một trường"),
    "invitation-closed": _l("Đã đóng mã mời"),
    "joined": _l("Đã lập tài khoản bằng mã mời"),
    "sheet-added": _l("Đã lập tài khoản theo danh sách"),
    "message-came": _l("Có thư của người xem"),
    "message-settled": _l("Đã làm xong một thư"),
    "message-reopened": _l("Đã mở lại một thư"),
    "read-restricted": _l("Đã mở xem tư liệu giới hạn"),
    "consent-given": _l("Đã ghi sự đồng ý"),
    "consent-withdrawn": _l("Đã rút sự đồng ý"),
    "consent-ended": _l("Sự đồng ý đã hết hạn"),
    "token-made": _l("Đã tạo mã truy cập"),
    "token-deleted": _l("Đã thu hồi mã truy cập"),
}
OWNERS = {
    **TYPES,
    "community": _l("Cộng đồng"),
    "list": _l("Danh sách"),
    "lesson": _l("Bài học"),
    "consent": _l("Giấy đồng ý"),
    "user": _l("Tài khoản"),
    "invitation": _l("Mã mời"),
    "message": _l("Thư của người xem"),
    "aside": _l("Tệp giữ riêng"),
    "upload": _l("Tệp gửi dở"),
}
