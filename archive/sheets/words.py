"""Words of the sheets' page: actions, states, why a file cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from archive.bulk.models import EntryState, RoundState
from archive.reasons import words_of
from archive.sheets.applying import Action

ACTIONS: Mapping[str, object] = {
    Action.CREATE.value: _l("Tạo mới"),
    Action.UPDATE.value: _l("Sửa: ô có chữ thay giá trị cũ, ô trống để nguyên"),
    Action.APPEND.value: _l("Thêm vào: chỉ thêm giá trị chưa có"),
    Action.REPLACE.value: _l("Thay hết: ô trống cũng xóa giá trị cũ"),
    Action.SKIP.value: _l("Bỏ qua"),
}
SHORT_ACTIONS: Mapping[str, object] = {
    Action.CREATE.value: _l("tạo mới"),
    Action.UPDATE.value: _l("sửa"),
    Action.APPEND.value: _l("thêm vào"),
    Action.REPLACE.value: _l("thay hết"),
    Action.SKIP.value: _l("bỏ qua"),
}
HINTS: Mapping[str, object] = {
    "action": _l(
        "Việc của hàng này: tạo mới, sửa, thêm vào, thay hết, bỏ qua."
        " Để trống thì theo lựa chọn chung."
    ),
    "inventory_number": _l("Số kiểm kê của hiện vật. Mỗi tư liệu một số."),
    "kind": _l("Ảnh, Ghi âm, Video, Văn bản hoặc Hiện vật."),
    "title": _l("Tên tư liệu. Tên tiếng khác ghi ở cột riêng, như tiêu đề@en, tiêu đề@blt-Tavt."),
    "elements": _l("Di sản trong từ vựng. Nhiều giá trị cách nhau bằng dấu |"),
    "date": _l("Ghi như bạn biết: 12/02/2025, 1998, khoảng 1960, thập niên 80, 10/1 âm lịch."),
    "agents": _l(
        "Tên kèm vai trò trong ngoặc: Lò Văn A (người hát). Nhiều người cách nhau bằng dấu |"
    ),
    "access": _l("Công khai, Trường học, Riêng cán bộ, hoặc Cộng đồng: tên cộng đồng."),
    "files": _l("Tên tệp gửi kèm bảng tính này. Nhiều tệp cách nhau bằng dấu |"),
}
STATES: Mapping[str, object] = {
    RoundState.READY.value: _l("Chưa chạy"),
    RoundState.RUNNING.value: _l("Đang làm"),
    RoundState.DONE.value: _l("Đã xong"),
    RoundState.STOPPED.value: _l("Đã dừng"),
    RoundState.UNDOING.value: _l("Đang hoàn tác"),
    RoundState.UNDONE.value: _l("Đã hoàn tác"),
}
OUTCOMES: Mapping[str, object] = {
    EntryState.WAITING.value: _l("chưa làm"),
    EntryState.DONE.value: _l("đã làm"),
    EntryState.SAME.value: _l("không có gì đổi"),
    EntryState.REFUSED.value: _l("không làm được"),
    EntryState.UNDONE.value: _l("đã hoàn tác"),
    EntryState.KEPT.value: _l("giữ nguyên vì đã có người sửa"),
}
REASONS: Mapping[str, object] = {
    "version-stale": _l("Có người vừa sửa tư liệu này."),
    "changed-since": _l("Có người đã sửa tư liệu này sau đó."),
    "no-earlier-version": _l("Không còn phiên bản trước để trả lại."),
    "record-missing": _l("Tư liệu này không còn."),
    "record-withdrawn": _l("Tư liệu này đã được rút khỏi kho."),
    "not-allowed": _l("Bạn chưa được sửa tư liệu này."),
    "not-publishable": _l("Tư liệu đã công bố sẽ thiếu phần bắt buộc."),
    "widening": _l("Mở rộng người được xem mà chưa có ai đồng ý."),
    "file-missing": _l("Không thấy tệp của hàng này."),
    "file-known": _l("Tệp của hàng này đã có trong kho."),
    "row-changed": _l("Hàng này không còn đọc được như lúc xem trước."),
}
_UNREADABLE: Mapping[str, object] = {
    "too-large": _l("Bảng tính lớn quá. Xin chia thành nhiều tệp, mỗi tệp dưới 20.000 hàng."),
    "old-excel": _l("Tệp này là Excel đời cũ (.xls). Xin mở và lưu lại thành .xlsx."),
    "no-sheet": _l("Đây không phải bảng tính. Kho nhận tệp .xlsx và .csv."),
    "empty": _l("Bảng tính không có hàng nào."),
    "encoding": _l("Không đọc được chữ trong tệp. Xin lưu lại thành CSV UTF-8."),
    "csv": _l("Tệp CSV hỏng ở dòng %(detail)s: dấu nháy không khép."),
    "xlsx": _l("Tệp Excel bị hỏng hoặc có mật khẩu (%(detail)s)."),
    "cell-too-long": _l("Có ô dài quá mức Excel chứa được. Xin tải dạng CSV."),
    "gone": _l("Không còn giữ tệp bảng tính này. Xin gửi lại."),
}


def unreadable_words(reason: str, detail: str) -> str:
    """Return why a file cannot be read, and what to do."""
    return str(_UNREADABLE.get(reason, _UNREADABLE["no-sheet"])) % {"detail": detail}


def reason_words(reason: str) -> str:
    """Return why one item was left as it is."""
    return str(REASONS.get(reason) or words_of(reason))
