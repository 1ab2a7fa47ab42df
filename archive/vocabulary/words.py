"""The words of the vocabulary room's forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

NAME_STATUSES = {
    "preferred": _l("Tên chính"),
    "variant": _l("Tên khác"),
    "hidden": _l("Chỉ để tìm, không hiện"),
}
KIND_NAMES = {
    "dance": _l("Điệu múa"),
    "work": _l("Tác phẩm"),
    "festival": _l("Lễ hội"),
    "craft": _l("Nghề thủ công"),
    "script": _l("Chữ viết"),
    "song": _l("Dân ca"),
    "performance": _l("Trình diễn"),
    "game": _l("Trò chơi"),
    "text": _l("Sách cổ, truyện thơ"),
    "knowledge": _l("Tri thức"),
}
_FIELDS = {
    "description": _l("Mô tả"),
    "meaning": _l("Ý nghĩa"),
    "occasion": _l("Dịp và thời gian"),
    "bearers": _l("Người thực hành"),
    "transmission": _l("Truyền dạy"),
    "threats": _l("Nguy cơ"),
    "safeguarding": _l("Việc bảo vệ"),
    "notes": _l("Ghi chú"),
    "scope_note": _l("Phạm vi dùng"),
}


def text_fields(kind: str) -> list[tuple[str, object]]:
    """Return name and label of the texts that a form of this kind asks for."""
    wanted = ("description", "scope_note") if kind == "term" else tuple(_FIELDS)[:-1]
    return [(name, _FIELDS[name]) for name in wanted]
