"""What can go wrong with a vocabulary, one class a reason."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from archive.errors import ArchiveError, InvalidRecordError


class StarterDataError(ArchiveError):
    """The shipped data files contradict themselves; all problems are collected."""

    code = "starter-data-broken"

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep every problem found."""
        super().__init__(problems)
        self.problems = tuple(problems)

    @property
    def words(self) -> str:
        """Count the problems."""
        return _("Bộ từ vựng khởi đầu có %(count)s chỗ hỏng.", count=len(self.problems))


class SkosSyntaxError(InvalidRecordError):
    """A text is no SKOS in Turtle that we can take; `line` is where it breaks, if known."""

    code = "skos-not-understood"

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Keep the reason's code and the line."""
        super().__init__({"file": (reason,)})
        self.reason, self.line = reason, line

    @property
    def words(self) -> str:
        """Say which line to look at."""
        if self.line is None:
            return _("Không đọc được tệp từ vựng này. Xin dùng tệp SKOS dạng Turtle (.ttl).")
        return _("Tệp từ vựng hỏng ở dòng %(line)s. Xin sửa rồi gửi lại.", line=self.line)
