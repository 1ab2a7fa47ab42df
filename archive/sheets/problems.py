"""What is wrong in a sheet: the cell, the reason, what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_REASONS: Mapping[str, object] = {
    "not-known": _l("Kho chưa có “%(value)s”."),
    "ambiguous": _l("Nhiều mục cùng mang tên “%(value)s”. Xin ghi thêm mã, như “Tên · mã”."),
    "role-unknown": _l("Không hiểu vai trò “%(value)s”."),
    "code-unknown": _l("“%(value)s” không có trong danh sách của cột này."),
    "date-not-understood": _l("Ngày “%(value)s”: %(more)s"),
    "access-unknown": _l(
        "Không hiểu “%(value)s”. Xin ghi Công khai, Trường học, Cộng đồng: tên, hoặc Riêng cán bộ."
    ),
    "grades-crossed": _l("Người được tải phải được xem, người được xem phải được biết."),
    "action-unknown": _l(
        "Không hiểu việc “%(value)s”. Xin ghi tạo mới, sửa, thêm vào, thay hết hoặc bỏ qua."
    ),
    "formula": _l(
        "Ô này là công thức chưa có kết quả. Xin mở bằng Excel rồi lưu lại, hoặc gõ giá trị."
    ),
    "cell-error": _l("Ô này chứa lỗi của bảng tính (%(value)s)."),
    "too-long": _l("Ô này dài quá 20.000 ký tự."),
    "item-missing": _l("Không tìm thấy tư liệu “%(value)s” để sửa."),
    "item-unnamed": _l(
        "Chưa biết sửa tư liệu nào. Xin ghi mã tư liệu, số kiểm kê hoặc số hiệu cũ."
    ),
    "item-exists": _l("Đã có tư liệu mang số “%(value)s”. Xin đổi số, hoặc chọn việc “sửa”."),
    "several-items": _l("Nhiều tư liệu cùng mang số “%(value)s”. Xin ghi mã tư liệu."),
    "twice": _l("“%(value)s” đã có ở hàng %(more)s."),
    "id-malformed": _l("“%(value)s” không phải mã tư liệu của kho."),
    "title-missing": _l("Chưa có tên. Xin ghi vào cột tiêu đề."),
    "withdrawn": _l("Tư liệu này đã được rút khỏi kho."),
    "not-allowed": _l("Bạn chưa được sửa tư liệu này."),
    "not-publishable": _l("Tư liệu đã công bố không được thiếu: %(value)s."),
    "widening": _l("Hàng này mở rộng người được xem. Xin đánh dấu đồng ý ở dưới."),
    "file-missing": _l("Không thấy tệp “%(value)s” trong thư mục tệp."),
    "no-separator": _l("Lời kể xin ghi “Tên người :: lời kể”."),
}
WARNINGS: Mapping[str, object] = {
    "column-unknown": _l("Chưa biết cột “%(value)s” là gì. Cột này sẽ không được nhập."),
    "written-as-is": _l("Kho chưa biết “%(value)s”, sẽ giữ nguyên như đã viết."),
    "surplus-cell": _l("Hàng này có ô nằm ngoài các cột có tên: “%(value)s”."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in a row, in a column (0 for the row as a whole)."""

    row: int
    column: int
    code: str
    value: str = ""
    near: str = ""
    more: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether the row may be taken in all the same."""
        return self.code in WARNINGS

    @property
    def cell(self) -> str:
        """The address of the cell, as the spreadsheet shows it."""
        return f"{letters(self.column)}{self.row}" if self.column else str(self.row)

    @property
    def words(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        said = str(_REASONS.get(self.code) or WARNINGS.get(self.code) or self.code)
        text = said % {"value": self.value[:80], "more": self.more}
        return f"{text} {_('Có phải “%(near)s”?', near=self.near)}" if self.near else text

    def as_dict(self) -> dict[str, object]:
        """Return the problem as a machine reads it."""
        named = {"row": self.row, "cell": self.cell, "code": self.code, "value": self.value}
        return {**named, "near": self.near, "words": self.words, "warning": self.is_warning}


class CellError(Exception):
    """A cell does not hold what it should."""

    def __init__(self, code: str, value: str = "", near: str = "", more: str = "") -> None:
        """Keep the reason's code and what it is about."""
        super().__init__(code, value)
        self.code, self.value, self.near, self.more = code, value, near, more


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1: A, Z, AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
