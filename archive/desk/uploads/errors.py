"""What can go wrong while a file travels, one class a reason, in tus's own statuses."""

from __future__ import annotations

from flask_babel import gettext as _

from archive.errors import HTTP_STATUS, ArchiveError


class TusVersionError(ArchiveError):
    """A client speaks another version of tus than ours."""

    code = "tus-version"


class TusRequestError(ArchiveError):
    """A header of a tus request is missing or makes no sense."""

    code = "tus-request-bad"

    def __init__(self, header: str) -> None:
        """Keep the header's name."""
        super().__init__(header)
        self.header = header

    @property
    def words(self) -> str:
        """Name the header."""
        return _("Phần mềm gửi tệp ghi sai mục %(header)s.", header=self.header)


class TusContentTypeError(ArchiveError):
    """A chunk does not come as `application/offset+octet-stream`."""

    code = "tus-content-type"


class OffsetConflictError(ArchiveError):
    """A chunk begins where the bytes that are here do not end."""

    code = "upload-offset-conflict"

    def __init__(self, given: int, expected: int) -> None:
        """Keep both offsets."""
        super().__init__(given, expected)
        self.given, self.expected = given, expected

    @property
    def words(self) -> str:
        """Say that the client only has to ask."""
        return _("Phần gửi không nối tiếp phần đã có. Máy sẽ hỏi lại rồi gửi tiếp.")


class ChunkTooLargeError(ArchiveError):
    """One request brings more bytes than a chunk may have."""

    code = "chunk-too-large"

    def __init__(self, limit_bytes: int) -> None:
        """Keep the limit."""
        super().__init__(limit_bytes)
        self.limit_bytes = limit_bytes

    @property
    def words(self) -> str:
        """Say how large a chunk may be."""
        return _("Mỗi phần gửi tối đa %(n)s MB.", n=self.limit_bytes // 1024**2)


class ChecksumMismatchError(ArchiveError):
    """The bytes that arrived are not those that were announced; they were dropped."""

    code = "upload-checksum-mismatch"

    @property
    def words(self) -> str:
        """Say what to do."""
        return _("Tệp đổi trong lúc gửi, hoặc đường truyền làm hỏng. Xin chọn lại tệp để gửi lại.")


class UploadBusyError(ArchiveError):
    """Another request writes to this upload, or takes it in, at this moment."""

    code = "upload-busy"

    @property
    def words(self) -> str:
        """Ask for patience."""
        return _("Tệp này đang được nhận ở một yêu cầu khác. Xin đợi giây lát.")


class UploadQuotaError(ArchiveError):
    """All that one account has under way would be more than is allowed."""

    code = "upload-quota-full"

    def __init__(self, limit_bytes: int, open_bytes: int) -> None:
        """Keep the limit and what is under way already."""
        super().__init__(limit_bytes, open_bytes)
        self.limit_bytes, self.open_bytes = limit_bytes, open_bytes

    @property
    def words(self) -> str:
        """Say what to do first."""
        return _("Bạn đang gửi dở quá nhiều. Xin gửi xong, hoặc bỏ bớt các tệp gửi dở.")


HTTP_STATUS |= {
    TusVersionError: 412,
    TusRequestError: 400,
    TusContentTypeError: 415,
    OffsetConflictError: 409,
    ChunkTooLargeError: 413,
    ChecksumMismatchError: 460,
    UploadBusyError: 423,
    UploadQuotaError: 413,
}
