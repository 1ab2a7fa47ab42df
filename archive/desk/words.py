"""Words for the codes that the desk shows: states, problems, what is missing, tasks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.db import now
from archive.filters import instant
from archive.reasons import words_of
from archive.tasks.models import Task, TaskState

GROUPS = {
    "about": _l("Tư liệu này là gì"),
    "when": _l("Ở đâu, khi nào"),
    "who": _l("Ai trong tư liệu"),
    "rights": _l("Quyền sử dụng"),
    "files": _l("Tệp"),
}
LACKS = {
    "title-missing": _l("Chưa có tên."),
    "description-missing": _l("Chưa có mô tả, cũng chưa chọn di sản."),
    "elements-missing": _l("Chưa chọn di sản."),
    "date-missing": _l("Chưa có ngày ghi."),
    "places-missing": _l("Chưa có nơi ghi."),
    "agents-missing": _l("Chưa ghi ai trong tư liệu."),
    "rights-missing": _l("Chưa chọn quyền sử dụng."),
    "consent-missing": _l("Có người trong tư liệu không đồng ý mở như vậy. Xin xem sổ đồng ý."),
    "files-missing": _l("Chưa có tệp nào."),
    "alt-missing": _l("Ảnh chưa có lời tả cho người khiếm thị."),
    "captions-missing": _l("Video chưa có phụ đề."),
}
PROBLEMS = {
    **LACKS,
    "unknown": _l("Xin chọn một giá trị trong danh sách."),
    "access-unknown": _l("Xin chọn ai được xem."),
    "community-missing": _l("Xin chọn ít nhất một cộng đồng."),
    "grades-crossed": _l("Người được tải phải được xem, người được xem phải được biết."),
    "embargo-unreadable": _l("Xin ghi ngày mở đủ ngày, tháng, năm, như 15/3/2027."),
    "season-and-embargo": _l("Xin chọn một: mở theo mùa, hoặc mở từ một ngày."),
    "season-unreadable": _l("Xin ghi cả ngày đầu và ngày cuối của mùa, như 15/3."),
    "degrees": _l("Xin ghi số độ, như 21.33."),
    "empty": _l("Xin ghi lý do."),
    "draft": _l("Tư liệu đang là bản nháp."),
    "review": _l("Tư liệu đang chờ duyệt."),
    "published": _l("Tư liệu đã công bố."),
    "withdrawn": _l("Tư liệu đã được rút khỏi kho."),
    "time": _l("Giờ viết như 1:02.500."),
    "ends-before": _l("Kết thúc trước lúc bắt đầu."),
    "too-many": _l("Tệp này đã có quá nhiều lớp."),
    "day": _l("Xin ghi một ngày, như 2026-12-31."),
    "past": _l("Ngày này đã qua. Xin chọn một ngày sắp tới, hoặc công bố ngay."),
}
ODDITIES = {
    "overlap": _l("Chồng lên dòng trước."),
    "beyond": _l("Dài hơn bản ghi."),
    "untimed": _l("Chưa có giờ."),
}
TIER_KINDS = {
    "captions": _l("Phụ đề"),
    "transcript": _l("Lời gốc"),
    "romanised": _l("Phiên âm"),
    "translation": _l("Bản dịch"),
    "movement": _l("Động tác"),
    "chapters": _l("Chương"),
}
# Floor plans that are drawn (templates/_macros/glyphs.html), under the names of their dances.
PLANS = {
    "xoe-vong": "Xòe vòng",
    "xoe-moi-lau": "Khắm khăn mơi lảu",
    "xoe-pha-xi": "Phá xí",
    "xoe-nhom-khan": "Nhôm khăn",
    "xoe-don-hon": "Đổn hôn",
    "xoe-kham-khen": "Khắm khen",
    "xoe-om-lom": "Ỏm lọm tốp mư",
    "vu-dieu-ket-doan": "Vũ điệu kết đoàn",
}
OUTCOMES = {
    "taken": ("saved", _l("Đã lưu thành bản nháp")),
    "known": ("duplicate", _l("Đã có trong kho")),
    "refused": ("refused", _l("Không nhận được")),
}
TASKS = {
    "previews": _l("Làm ảnh xem trước"),
    "players": _l("Làm bản xem và nghe"),
    "large": _l("Làm video lớn"),
    "": _l("Làm lại bản xem theo cách mới"),
}
# Tasks that make no renditions, by their names.
OTHER_TASKS = {
    "bulk-run": _l("Làm hàng loạt"),
    "bulk-undo": _l("Hoàn tác lần làm hàng loạt"),
    "publish-planned": _l("Công bố vào ngày đã đặt"),
    "send-notices": _l("Gửi thư báo tin"),
}
STATES = {
    TaskState.WAITING: _l("Đang chờ tới lượt"),
    TaskState.RUNNING: _l("Đang làm"),
    TaskState.DONE: _l("Đã xong"),
    TaskState.FAILED: _l("Chưa làm được"),
    TaskState.CANCELLED: _l("Đã bỏ"),
}
NOUNS = {
    "agent": _l("Người, nhóm"),
    "event": _l("Sự kiện"),
    "community": _l("Cộng đồng"),
    "collection": _l("Bộ sưu tập"),
    "place": _l("Nơi"),
}


def problem_words(codes: Sequence[str]) -> str:
    """Return the sentence for a field's problem: a code, with what it is about."""
    if not codes:
        return ""
    if codes[0] == "not-known":
        names = ", ".join(f"“{name}”" for name in codes[1:])
        return _(
            "Kho chưa có %(names)s. Xin chọn trong danh sách, hoặc đánh dấu thêm mới.", names=names
        )
    return " ".join(str(PROBLEMS.get(code, code)) for code in codes)


def task_words(task: Task) -> str:
    """Return what a task does."""
    if task.name in OTHER_TASKS:
        return str(OTHER_TASKS[task.name])
    part = str(task.arguments.get("part", ""))
    return str(TASKS.get(part) or TASKS["previews"])


def state_words(task: Task) -> str:
    """Return where a task stands, honestly: a try that failed and will be made again, too."""
    if task.state is TaskState.FAILED:
        return f"{STATES[task.state]}. {trouble_words(task)}"
    if task.state is TaskState.WAITING and not task.attempts and task.due_at > now():
        return _("Sẽ làm lúc %(when)s", when=instant(task.due_at))
    if task.state is TaskState.WAITING and task.attempts:
        return _("Lần %(count)s chưa được, sẽ thử lại.", count=task.attempts)
    return str(STATES[task.state])


def trouble_words(task: Task) -> str:
    """Return why a task failed, in words; an unforeseen error keeps its own for the operator."""
    known = words_of(task.problem)
    unknown = words_of("")
    return known if known != unknown else _("Máy gặp lỗi bất ngờ. Xin báo người quản trị kho.")
