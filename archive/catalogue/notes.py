"""What was noted when something was saved, in the reader's language.

Notes are kept as they were written, in Vietnamese. Those that the archive writes itself can be said
in another language; what a person added to them stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from archive.language import current_language

_WHOLE: Mapping[str, object] = {
    "Thêm": _l("Đã thêm"),
    "Sửa mô tả": _l("Đã sửa mô tả"),
    "Gửi duyệt": _l("Đã gửi duyệt"),
    "Công bố": _l("Đã công bố"),
    "Sửa từ vựng": _l("Đã sửa từ vựng"),
    "Nhập từ SKOS": _l("Đã nhập từ SKOS"),
    "Bộ từ vựng ban đầu": _l("Bộ từ vựng ban đầu"),
    "Bản minh họa": _l("Bản minh họa"),
    "Tư liệu minh họa": _l("Tư liệu minh họa"),
    "Tìm lại được sau sự cố, để ở bản nháp": _l("Tìm lại được sau sự cố, để ở bản nháp"),
}
_WITH_WORDS: Mapping[str, object] = {
    "Thêm tệp": _l("Đã thêm tệp %(words)s"),
    "Lấy lại bản": _l("Đã lấy lại bản %(words)s"),
    "Trả lại:": _l("Đã trả lại: %(words)s"),
    "Rút khỏi kho:": _l("Đã rút khỏi kho: %(words)s"),
    "Đưa trở lại kho:": _l("Đã đưa trở lại kho: %(words)s"),
}
_REPLACED = re.compile(r"Thay tệp (?P<old>.+) bằng (?P<new>.+)")
_REPLACED_WORDS = _l("Đã thay tệp %(old)s bằng %(new)s")


def note_words(note: str) -> str:
    """Return what was noted, and by which part of the archive, in the reader's language."""
    if current_language() == "vi":
        return note
    if note in _WHOLE:
        return str(_WHOLE[note])
    if found := _REPLACED.fullmatch(note):
        return str(_REPLACED_WORDS) % found.groupdict()
    for start, words in _WITH_WORDS.items():
        if note.startswith(f"{start} "):
            return str(words) % {"words": note[len(start) + 1 :]}
    return note
