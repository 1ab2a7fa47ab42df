"""What can go wrong when nouns are merged, split or moved."""

from __future__ import annotations

from flask_babel import gettext as _

from archive.errors import InvalidRecordError


class NotMergeableError(InvalidRecordError):
    """Two nouns cannot become one, or one cannot become two or stand elsewhere, like that."""

    code = "not-mergeable"

    def __init__(self, reason: str) -> None:
        """Keep the reason's code."""
        super().__init__({"into": (reason,)})
        self.reason = reason

    @property
    def words(self) -> str:
        """Say what stands against it, and what to do first."""
        return {
            "itself": _("Đây là cùng một mục. Xin chọn mục khác."),
            "not-published": _("Chỉ gộp được hai mục đang được dùng."),
            "other-scheme": _("Hai mục thuộc hai nhóm khác nhau nên không gộp được."),
            "code": _("Mục của nhóm này là mã mà kho dùng để chạy. Không gộp, không tách được."),
            "closed": _(
                "Mục sắp bị gộp kín hơn mục giữ lại."
                " Gộp thì tên của nó lộ ra. Xin đổi quyền xem trước."
            ),
            "circle": _(
                "Hai mục này cách nhau vài bậc. Gộp thì mục ở giữa đứng trên chính nó."
                " Xin chuyển mục ở giữa trước."
            ),
            "stewards": _(
                "Gộp hai cộng đồng thì thành viên hai bên xem được tư liệu của nhau."
                " Chỉ người giữ quyền của cả hai, hoặc quản trị kho, làm được."
            ),
            "nothing-chosen": _("Xin chọn ít nhất một tên cho mục mới."),
            "all-chosen": _("Mục cũ phải còn ít nhất một tên."),
        }[self.reason]
