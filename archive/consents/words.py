"""Words of the ledger."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from archive.records import ConsentForm, ConsentUse

USES = {
    ConsentUse.WEB.value: _l("Đăng lên mạng cho mọi người"),
    ConsentUse.CLASS.value: _l("Dùng trong lớp học"),
    ConsentUse.RESEARCH.value: _l("Nghiên cứu"),
    ConsentUse.PRINT.value: _l("In sách, in tranh"),
}
FORMS = {
    ConsentForm.SCAN.value: _l("Giấy có chữ ký"),
    ConsentForm.SOUND.value: _l("Lời nói được ghi âm"),
    ConsentForm.WITNESS.value: _l("Nói trước người làm chứng"),
}
PROBLEMS = {
    "person": _l("Xin ghi tên người đồng ý."),
    "uses": _l("Xin chọn ít nhất một cách dùng."),
    "form": _l("Xin chọn cách đồng ý."),
    "access": _l(
        "Tư liệu đang mở hơn điều người này đồng ý. Xin thu hẹp người xem trước, rồi ghi vào sổ."
    ),
    "files": _l("Tư liệu không có tệp này. Xin tải lại trang."),
    "given_on": _l("Xin ghi ngày như 30/11/2026."),
    "expires_on": _l("Xin ghi ngày như 30/11/2026, sau ngày đồng ý."),
}
