"""What can go wrong with rounds."""

from __future__ import annotations

from flask_babel import gettext as _

from archive.errors import InvalidRecordError


class ChangedSinceError(InvalidRecordError):
    """A round cannot be taken back whole: a noun that it made or changed was changed again."""

    code = "changed-since"

    def __init__(self, title: str) -> None:
        """Keep what the noun is called."""
        super().__init__({"state": [title]})
        self.title = title

    @property
    def words(self) -> str:
        """Name the noun, and say what to do first."""
        return _(
            "“%(title)s” đã được sửa sau lần này nên không hoàn tác cả lần được."
            " Xin khôi phục bản trước đó của mục ấy rồi thử lại.",
            title=self.title,
        )
