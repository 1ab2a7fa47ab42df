"""Words of changes over a search."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from archive.sheets.words import REASONS

OPERATIONS: Mapping[str, object] = {
    "set": _l("Đặt thành"),
    "add": _l("Thêm"),
    "remove": _l("Bỏ"),
    "clear": _l("Xóa hết"),
    "find": _l("Tìm chữ và thay"),
}
HEADINGS: Mapping[str, object] = {
    "sheet": _l("Nhập từ bảng tính"),
    "change": _l("Sửa hàng loạt"),
    "merge": _l("Gộp hai mục"),
    "split": _l("Tách một mục"),
}
_LEFT_OUT: Mapping[str, object] = {
    "not-seen": _l("không còn, hoặc bạn không được xem"),
    "value-bad": _l("giá trị không dùng được"),
}


def change_words(code: str) -> str:
    """Return why items are left as they are."""
    return str(_LEFT_OUT.get(code) or REASONS.get(code, code))
