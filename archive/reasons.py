"""Why a file was refused or a rendition failed, in plain words: what is wrong, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from media.errors import MediaError


def evidence_of(error: MediaError) -> dict[str, Any]:
    """Return what an error knows of its file, as JSON values."""
    return {
        name: value if isinstance(value, int | float | bool) else str(value)
        for name, value in vars(error).items()
        if name != "said"
    }


def words_of(code: str, evidence: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a reason's code and its evidence."""
    known = evidence or {}
    if code == "broken-file":
        return _broken(str(known.get("reason", "")))
    if code == "decoder-killed":
        return _killed(str(known.get("reason", "")))
    if code == "unsupported-format":
        return _unsupported(str(known.get("guess", "")))
    if code == "bad-captions":
        return _bad_captions(str(known.get("reason", "")), known.get("line", 1))
    return _plain_words().get(code) or _("Không nhận được tệp này. Xin hỏi người quản trị kho.")


def _bad_captions(reason: str, line: object) -> str:
    if reason == "doctype":
        return _("Tệp ELAN có phần DOCTYPE, kho không nhận vì an toàn. Xin bỏ phần ấy.")
    if reason == "too-many":
        return _("Tệp có quá nhiều dòng để đọc an toàn. Xin chia thành nhiều tệp.")
    if reason == "time-units":
        return _("Tệp ELAN không tính giờ bằng phần nghìn giây. Xin lưu lại bằng ELAN mới hơn.")
    return _(
        "Phụ đề sai mẫu ở dòng %(line)s. Xin sửa rồi gửi lại tệp VTT, SRT hoặc EAF.", line=line
    )


def _unsupported(guess: str) -> str:
    if guess and guess != "unknown":
        return _(
            "Kho chưa nhận loại tệp %(guess)s. Xin xuất ra JPEG, PNG, TIFF, PDF, MP3 hoặc MP4.",
            guess=guess.upper(),
        )
    return _("Kho không nhận ra loại tệp này. Xin gửi ảnh, ghi âm, video, PDF hoặc phụ đề.")


def _broken(reason: str) -> str:
    words = {
        "empty": _("Tệp rỗng, không có gì bên trong. Xin chép lại từ máy gốc."),
        "truncated": _("Tệp bị cụt, thiếu phần cuối. Xin chép lại từ máy gốc rồi gửi lại."),
        "no-pixels": _("Tệp ảnh không có hình bên trong. Xin xuất lại ảnh."),
        "no-streams": _("Tệp không có tiếng và hình. Xin xuất lại bản ghi."),
        "no-pages": _("Tệp PDF không có trang nào. Xin xuất lại."),
        "no-cues": _("Tệp phụ đề không có dòng nào. Xin kiểm tra lại."),
        "encrypted": _("Tệp bị khóa bằng mật khẩu. Xin bỏ mật khẩu rồi gửi lại."),
        "too-large": _("Khuôn hình quá lớn để đọc an toàn. Xin xuất bản nhỏ hơn."),
        "unreadable": _("Máy không đọc được tệp. Xin chép lại rồi gửi lại."),
    }
    return words.get(reason) or _("Tệp bị hỏng. Xin chép lại từ máy gốc rồi gửi lại.")


def _killed(reason: str) -> str:
    words = {
        "memory": _("Đọc tệp này cần quá nhiều bộ nhớ. Xin xuất bản nhỏ hơn."),
        "time": _("Đọc tệp này quá lâu. Xin xuất lại, hoặc cắt ngắn bớt."),
    }
    return words.get(reason) or _("Phần đọc tệp dừng giữa chừng. Tệp có thể bị hỏng.")


def _plain_words() -> dict[str, str]:
    return {
        "unsupported-codec": _(
            "Kho chưa đọc được cách nén tiếng, hình của tệp này. Xin xuất ra MP4 (H.264, AAC)."
        ),
        "source-unreadable": _("Ổ đĩa hoặc thẻ nhớ không đọc được tệp này. Xin thử ổ khác."),
        "rendition-failed": _("Chưa tạo được bản xem của tệp này. Bản gốc vẫn nguyên vẹn."),
        "captions-alone": _(
            "Chưa thấy bản ghi cùng tên. Xin gửi kèm video hoặc ghi âm, hoặc thêm ở trang mô tả."
        ),
        "captions-of-nothing": _("Tư liệu này không có video hoặc ghi âm để gắn phụ đề."),
        "storage-full": _("Máy chủ hết chỗ chứa. Xin báo người quản trị kho."),
        "storage-failed": _("Ổ đĩa của máy chủ không ghi được. Xin báo người quản trị kho."),
        "stream-too-long": _("Tệp quá lớn. Xin chia nhỏ hoặc chép thẳng vào máy chủ."),
        "missing-object": _("Không thấy bản gốc trong kho lưu trữ. Xin báo người quản trị kho."),
        "missing-file": _("Không thấy bản gốc trong kho lưu trữ. Xin báo người quản trị kho."),
        "broken-object": _("Bản lưu trữ bị hỏng. Xin báo người quản trị kho kiểm tra ngay."),
        "sandbox-closed": _("Máy chủ đang khởi động lại. Xin thử lại sau ít phút."),
        "unknown-task": _("Kho chưa biết làm việc này. Xin báo người quản trị kho."),
        "worker-died": _("Việc này làm máy dừng nhiều lần. Xin báo người quản trị kho."),
        "lock-timeout": _("Có người khác đang lưu tư liệu này. Xin thử lại sau ít phút."),
    }
