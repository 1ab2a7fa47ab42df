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
SCHEME_NAMES = {
    "agent-roles": _l("Vai trò của người"),
    "bc-labels": _l("Nhãn văn hóa sinh học"),
    "costumes": _l("Trang phục"),
    "element-kinds": _l("Loại di sản"),
    "element-roles": _l("Di sản có mặt thế nào"),
    "ich-types": _l("Loại hình theo luật"),
    "instruments": _l("Nhạc cụ"),
    "item-kinds": _l("Loại tư liệu"),
    "movements": _l("Động tác"),
    "notices": _l("Lời nhắn của kho"),
    "peoples": _l("Dân tộc"),
    "relations": _l("Quan hệ giữa tư liệu"),
    "tk-labels": _l("Nhãn tri thức truyền thống"),
    "unesco-domains": _l("Lĩnh vực theo UNESCO"),
    "work-types": _l("Loại tác phẩm"),
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


def scheme_name(scheme: str) -> str:
    """Return what a scheme is called; the code of one that somebody brought by SKOS."""
    return str(SCHEME_NAMES.get(scheme, scheme))


def text_fields(kind: str) -> list[tuple[str, object]]:
    """Return name and label of the texts that a form of this kind asks for."""
    wanted = ("description", "scope_note") if kind == "term" else tuple(_FIELDS)[:-1]
    return [(name, _FIELDS[name]) for name in wanted]
