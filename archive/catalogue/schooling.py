"""School levels and subjects by which teachers look for items."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LEVELS = {
    "preschool": _l("Mầm non"),
    "primary": _l("Tiểu học"),
    "lower-secondary": _l("Trung học cơ sở"),
    "upper-secondary": _l("Trung học phổ thông"),
    "adult": _l("Câu lạc bộ, lớp cộng đồng"),
}
SUBJECTS = {
    "music": _l("Âm nhạc"),
    "art": _l("Mĩ thuật"),
    "physical-education": _l("Giáo dục thể chất"),
    "literature": _l("Ngữ văn, Tiếng Việt"),
    "ethnic-language": _l("Tiếng dân tộc thiểu số"),
    "history-geography": _l("Lịch sử và Địa lí"),
    "local-education": _l("Giáo dục địa phương"),
    "experience": _l("Hoạt động trải nghiệm"),
    "technology": _l("Công nghệ"),
}
