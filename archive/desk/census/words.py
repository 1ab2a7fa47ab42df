"""Say what a keeper should know of a format, and where its name and its content disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

# Source: ISO/IEC 10918-1 (JPEG), 11172-3 (MP3), 14496-3 (AAC), RFC 6716 (Opus), 3GPP TS 26.071
# (AMR): what these leave out cannot be had back.
_LOSSY = frozenset({"jpeg", "mp3", "m4a", "opus", "amr", "3gp"})
_REMARKS = {
    # Source: EBU Tech 3306 (RF64), https://tech.ebu.ch/docs/tech/tech3306v1_0.pdf
    "wav": _l("WAV thường chỉ chứa tới 4 GB; bản dài hơn cần RF64."),
    # Source: GIF89a §18, one colour table of at most 256 entries.
    "gif": _l("Mỗi hình có nhiều nhất 256 màu."),
    # Source: ISO 19005 (PDF/A), the part of PDF made for keeping.
    "pdf": _l("Để giữ lâu dài nên có thêm bản PDF/A."),
}


def remarks(format_key: str, puid: str) -> tuple[str, ...]:
    """Return what a keeper should know of a format, each with its source in this module."""
    found = [_("Nén mất chi tiết: nếu có bản chưa nén, xin giữ cả bản ấy.")]
    said = found if format_key in _LOSSY else []
    if format_key in _REMARKS:
        said = [*said, str(_REMARKS[format_key])]
    if not puid:
        said = [*said, _("PRONOM không nhận ra: xin xem lại tệp.")]
    return tuple(said)


def notice_words(warnings: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return, in words, what name, content and decoder of a file disagree about."""
    words = {
        "extension-mismatch": _l("Đuôi tên tệp không khớp với nội dung: %(detail)s."),
        "fallback-decoder": _l("Bộ đọc thường không mở được; kho dùng bộ đọc khác."),
        "stream-undecodable": _l("Có phần không giải mã được: %(detail)s."),
        "channels-unknown": _l("Tệp không ghi số kênh âm thanh."),
    }
    found = []
    for warning in warnings:
        text = words.get(str(warning.get("code", "")))
        if text is not None:
            found.append(str(text) % {"detail": str(warning.get("detail", ""))[:80]})
    return tuple(dict.fromkeys(found))
