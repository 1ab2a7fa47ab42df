"""Words for the fixed values of the catalogue, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from archive.records import ItemKind

ITEM_KINDS = {
    ItemKind.IMAGE: _l("Ảnh"),
    ItemKind.SOUND: _l("Ghi âm"),
    ItemKind.VIDEO: _l("Video"),
    ItemKind.TEXT: _l("Văn bản"),
    ItemKind.OBJECT: _l("Hiện vật"),
}
ELEMENT_KINDS = {
    "dance": _l("Điệu múa"),
    "work": _l("Tác phẩm có tác giả"),
    "festival": _l("Lễ hội, nghi lễ"),
    "craft": _l("Nghề thủ công"),
    "script": _l("Chữ viết"),
    "text": _l("Sách, văn bản"),
    "song": _l("Bài hát, điệu hát"),
    "performance": _l("Nghệ thuật trình diễn"),
    "game": _l("Trò chơi"),
    "knowledge": _l("Tri thức dân gian"),
    "custom": _l("Tập quán"),
}
PLACE_KINDS = {
    "province": _l("Tỉnh"),
    "city": _l("Thành phố cũ"),
    "district": _l("Huyện cũ"),
    "town": _l("Thị xã cũ"),
    "township": _l("Thị trấn cũ"),
    "ward": _l("Phường"),
    "commune": _l("Xã"),
    "village": _l("Bản"),
    "mountain": _l("Núi"),
    "river": _l("Sông suối"),
}
AGENT_KINDS = {"person": _l("Người"), "group": _l("Nhóm, tập thể")}
TYPES = {
    "item": _l("Tư liệu"),
    "element": _l("Di sản"),
    "agent": _l("Người"),
    "place": _l("Nơi"),
    "event": _l("Sự kiện"),
    "collection": _l("Bộ sưu tập"),
    "term": _l("Từ vựng"),
}
TABS = {
    "item": _l("Tư liệu (%(n)s)"),
    "element": _l("Di sản (%(n)s)"),
    "agent": _l("Người (%(n)s)"),
    "place": _l("Nơi (%(n)s)"),
    "event": _l("Sự kiện (%(n)s)"),
    "collection": _l("Bộ sưu tập (%(n)s)"),
    "term": _l("Từ vựng (%(n)s)"),
}
ROLES = {
    "creator": _l("Người tạo"),
    "performer": _l("Người trình diễn"),
    "dancer": _l("Người múa"),
    "singer": _l("Người hát"),
    "instrumentalist": _l("Nhạc công"),
    "teacher": _l("Người truyền dạy"),
    "learner": _l("Người học"),
    "narrator": _l("Người kể"),
    "ritual-master": _l("Thầy cúng, thầy mo"),
    "maker": _l("Người làm"),
    "weaver": _l("Người dệt"),
    "scribe": _l("Người chép"),
    "author": _l("Tác giả"),
    "composer": _l("Nhạc sĩ"),
    "music-editor": _l("Người biên tập âm nhạc"),
    "choreographer": _l("Biên đạo"),
    "stager": _l("Người dàn dựng"),
    "photographer": _l("Người chụp"),
    "videographer": _l("Người quay"),
    "recordist": _l("Người ghi âm"),
    "interviewer": _l("Người phỏng vấn"),
    "interviewee": _l("Người trả lời phỏng vấn"),
    "collector": _l("Người sưu tầm"),
    "transcriber": _l("Người ghi lời"),
    "translator": _l("Người dịch"),
    "describer": _l("Người mô tả"),
    "donor": _l("Người tặng"),
    "owner": _l("Chủ sở hữu"),
    "rights-holder": _l("Chủ thể quyền"),
    "publisher": _l("Nơi xuất bản"),
}
PROFILES = {
    "movement": _l("Động tác"),
    "formation": _l("Đội hình"),
    "props": _l("Đạo cụ"),
    "beat": _l("Nhịp"),
    "accompaniment": _l("Nhạc đệm"),
    "costume": _l("Trang phục"),
    "place_note": _l("Nơi thực hành"),
}
SCHEMES = {
    "instruments": _l("Nhạc cụ"),
    "costumes": _l("Trang phục"),
    "movements": _l("Động tác"),
    "peoples": _l("Dân tộc"),
}
ICH_TYPES = {
    "oral": _l("Biểu đạt và truyền thống truyền khẩu"),
    "performing": _l("Nghệ thuật trình diễn dân gian"),
    "custom": _l("Tập quán xã hội và tín ngưỡng"),
    "festival": _l("Lễ hội truyền thống"),
    "knowledge": _l("Tri thức dân gian"),
    "craft": _l("Nghề thủ công truyền thống"),
}
INSCRIPTIONS = {
    "unesco-representative": _l("Danh sách Di sản văn hóa phi vật thể đại diện của nhân loại"),
    "national": _l("Danh mục di sản văn hóa phi vật thể quốc gia"),
    "provincial": _l("Danh mục kiểm kê của tỉnh"),
}
RELATIONS = {
    "related": _l("Liên quan"),
    "draws-on": _l("Lấy chất liệu từ"),
    "part-of": _l("Thuộc về"),
}
FACETS = {
    "element": _l("Di sản"),
    "people": _l("Dân tộc"),
    "place": _l("Nơi ghi"),
    "kind": _l("Loại tư liệu"),
    "decade": _l("Thập niên"),
    "instrument": _l("Nhạc cụ"),
    "rights": _l("Tôi dùng được không?"),
}
FILTERS = {
    **FACETS,
    "collection": _l("Bộ sưu tập"),
    "agent": _l("Người"),
    "language": _l("Ngôn ngữ"),
}
SORTS = {
    "relevance": _l("Phù hợp nhất"),
    "added": _l("Mới vào kho"),
    "date": _l("Cũ trước"),
    "-date": _l("Mới ghi trước"),
    "title": _l("Theo tên"),
}


def said(words: Mapping[Any, object], value: str) -> str:
    """Return the words of a value, or the value itself where it has none."""
    return str(words.get(value, value))
