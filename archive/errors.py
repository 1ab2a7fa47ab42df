"""What can go wrong, one class a reason, and the one table from reason to HTTP status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _


class ArchiveError(Exception):
    """The root of the archive's errors: a stable `code` and words for the reader."""

    code = "archive-error"

    @property
    def words(self) -> str:
        """What happened and what to do next, in the reader's language."""
        return _("Có lỗi xảy ra. Xin thử lại.")

    def __str__(self) -> str:
        """Return the code with its evidence, for logs and for the command line."""
        evidence = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{self.code}: {evidence}" if evidence else self.code


class SettingError(ArchiveError):
    """A `KHO_…` variable makes no sense."""

    code = "setting-not-understood"

    def __init__(self, name: str, value: str) -> None:
        """Keep the variable's name and what it held."""
        super().__init__(name, value)
        self.name, self.value = name, value

    @property
    def words(self) -> str:
        """Name the variable."""
        return _("Không hiểu thiết lập %(name)s.", name=self.name)


class MissingRecordError(ArchiveError):
    """No such record, or none that this viewer may know of."""

    code = "record-missing"

    def __init__(self, kind: str, record_id: str) -> None:
        """Keep what was looked for."""
        super().__init__(kind, record_id)
        self.kind, self.record_id = kind, record_id

    @property
    def words(self) -> str:
        """Say that it is not here, without saying why."""
        return _("Không tìm thấy trang này. Xin xem lại địa chỉ, hoặc tìm trong kho.")


class WithdrawnRecordError(ArchiveError):
    """The record was public once and has been withdrawn: its tombstone stands."""

    code = "record-withdrawn"

    def __init__(self, kind: str, record_id: str, reason: str) -> None:
        """Keep what was withdrawn and the reason that was given."""
        super().__init__(kind, record_id, reason)
        self.kind, self.record_id, self.reason = kind, record_id, reason

    @property
    def words(self) -> str:
        """Say that it has been withdrawn."""
        return _("Tư liệu này đã được rút khỏi kho.")


class NotAllowedError(ArchiveError):
    """The viewer lacks a permission."""

    code = "not-allowed"

    def __init__(self, permission: str) -> None:
        """Keep the permission that is lacking."""
        super().__init__(permission)
        self.permission = permission

    @property
    def words(self) -> str:
        """Say whom to ask."""
        return _("Tài khoản của bạn chưa được làm việc này. Xin hỏi người quản trị kho.")


class StaleVersionError(ArchiveError):
    """Somebody saved a newer version in between; nothing was overwritten."""

    code = "version-stale"

    def __init__(self, record_id: str, base: int | None, current: int) -> None:
        """Keep the version that the change started from and the one that stands now."""
        super().__init__(record_id, base, current)
        self.record_id, self.base, self.current = record_id, base, current

    @property
    def words(self) -> str:
        """Say that nothing is lost."""
        return _(
            "Có người vừa lưu bản mới hơn. Bản của bạn vẫn còn ở đây: xin xem hai bản khác nhau"
            " chỗ nào rồi lưu lại."
        )


class InvalidRecordError(ArchiveError):
    """Fields do not hold what they should; all problems are collected."""

    code = "record-invalid"

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Keep the problems by field."""
        super().__init__(problems)
        self.problems = {field: tuple(said) for field, said in problems.items()}

    @property
    def words(self) -> str:
        """Count the problems."""
        count = len(self.problems)
        return _("Còn %(count)s ô cần sửa. Xin xem các ô được đánh dấu.", count=count)


class NotPublishableError(InvalidRecordError):
    """A draft lacks what a published item must have."""

    code = "not-publishable"


class MissingFileBytesError(ArchiveError):
    """A file's bytes or its rendition are not there (yet)."""

    code = "file-missing"

    def __init__(self, file_id: str, name: str) -> None:
        """Keep the file and what was asked of it."""
        super().__init__(file_id, name)
        self.file_id, self.name = file_id, name

    @property
    def words(self) -> str:
        """Say that it may come later."""
        return _("Tệp này chưa có, hoặc đang được chuẩn bị. Xin thử lại sau ít phút.")


class BadImageRequestError(ArchiveError):
    """One part of the address of a IIIF image asks for what cannot be given."""

    code = "image-request-bad"

    def __init__(self, reason: str, text: str) -> None:
        """Keep which part it is, as a code, and what stood there."""
        super().__init__(reason, text)
        self.reason, self.text = reason, text

    @property
    def words(self) -> str:
        """Name the part."""
        return _("Phần “%(text)s” trong địa chỉ ảnh không dùng được.", text=self.text[:60])


class RefusedFileError(ArchiveError):
    """An uploaded file was not taken in; it is kept aside with the reason."""

    code = "file-refused"

    def __init__(self, name: str, reason: str) -> None:
        """Keep the file's name and the code of the reason."""
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    @property
    def words(self) -> str:
        """Say that the file is kept aside."""
        return _("Tệp “%(name)s” không nhận được và được giữ riêng.", name=self.name)


class DiskFullError(ArchiveError):
    """There is not enough room for what is about to be sent."""

    code = "disk-full"

    def __init__(self, needed_bytes: int, free_bytes: int) -> None:
        """Keep how much was needed and how much there is."""
        super().__init__(needed_bytes, free_bytes)
        self.needed_bytes, self.free_bytes = needed_bytes, free_bytes

    @property
    def words(self) -> str:
        """Say whom to tell."""
        return _("Máy chủ sắp hết chỗ chứa. Chưa có gì bị mất: xin báo người quản trị kho.")


class SignInFailedError(ArchiveError):
    """User name and password do not match, or the account is disabled."""

    code = "sign-in-failed"

    @property
    def words(self) -> str:
        """Never say which of the two was wrong."""
        return _("Tên đăng nhập hoặc mật khẩu chưa đúng. Xin thử lại.")


class WrongCodeError(ArchiveError):
    """The second factor's code is wrong, too old, or was used before."""

    code = "code-wrong"

    @property
    def words(self) -> str:
        """Say which codes are good."""
        return _("Mã chưa đúng hoặc đã dùng rồi. Xin gõ mã đang hiện trên điện thoại.")


class InvalidTokenError(ArchiveError):
    """A bearer token is unknown, has run out, or its account is disabled."""

    code = "token-invalid"

    @property
    def words(self) -> str:
        """Say how to get a new one."""
        return _("Mã truy cập không dùng được nữa. Xin tạo mã mới ở trang Tài khoản của tôi.")


class InsecureSignInError(ArchiveError):
    """Staff sign in over HTTPS, or on the machine itself; never in clear over a network."""

    code = "sign-in-insecure"

    @property
    def words(self) -> str:
        """Say what to do instead."""
        return _(
            "Cán bộ chỉ đăng nhập qua HTTPS hoặc ngay trên máy chủ, để không ai đọc trộm mật khẩu."
            " Xin báo người quản trị kho."
        )


class LastAdminError(ArchiveError):
    """The last enabled admin can neither be disabled nor given another role."""

    code = "last-admin"

    @property
    def words(self) -> str:
        """Say what to do first."""
        return _("Kho cần ít nhất một người quản trị. Xin cử người khác trước.")


class WeakPasswordError(ArchiveError):
    """A new password is too short or too well known."""

    code = "password-weak"

    def __init__(self, reason: str) -> None:
        """Keep the reason: `short` or `common`."""
        super().__init__(reason)
        self.reason = reason

    @property
    def words(self) -> str:
        """Say what to choose instead."""
        return _("Mật khẩu cần ít nhất 12 ký tự và không quá dễ đoán. Xin chọn câu dài hơn.")


class ExpiredLinkError(ArchiveError):
    """A one-time link was used before, or its time is over."""

    code = "link-expired"

    @property
    def words(self) -> str:
        """Say how to get a new one."""
        return _("Liên kết này đã dùng rồi hoặc đã hết hạn. Xin người quản trị gửi liên kết mới.")


class ExpiredInvitationError(ArchiveError):
    """There is no such invitation, or it is used up, closed or over."""

    code = "invitation-expired"

    @property
    def words(self) -> str:
        """Say whom to ask."""
        return _("Mã mời này không dùng được. Xin xem lại từng chữ, hoặc hỏi người phát mã.")


class NameTakenError(ArchiveError):
    """A user name, slug or identifier is in use already."""

    code = "name-taken"

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name

    @property
    def words(self) -> str:
        """Ask for another name."""
        return _("Tên “%(name)s” đã có người dùng. Xin chọn tên khác.", name=self.name)


class PictureDamagedError(ArchiveError):
    """The cache held a picture damaged, or lost it; it is being made anew."""

    code = "picture-damaged"
    retry_after_s = 30

    def __init__(self, file_id: str, name: str) -> None:
        """Keep the file and the name of what was damaged."""
        super().__init__(file_id, name)
        self.file_id, self.name = file_id, name

    @property
    def words(self) -> str:
        """Say that it repairs itself."""
        return _("Hình này đang được làm lại. Xin thử lại sau ít phút.")


class PictureBusyError(ArchiveError):
    """Too many parts of pictures are asked for at once."""

    code = "picture-busy"
    retry_after_s = 5

    @property
    def words(self) -> str:
        """Ask to come again."""
        return _("Nhiều người đang xem hình cùng lúc. Xin thử lại sau vài giây.")


class SearchUnavailableError(ArchiveError):
    """The index is being rebuilt and cannot answer yet."""

    code = "search-unavailable"

    @property
    def words(self) -> str:
        """Say that it repairs itself."""
        return _("Mục lục tìm kiếm đang được dựng lại. Xin thử lại sau ít phút.")


class TooManySearchesError(ArchiveError):
    """Somebody keeps as many searches as are allowed."""

    code = "too-many-searches"

    def __init__(self, most: int) -> None:
        """Keep how many are allowed."""
        super().__init__(most)
        self.most = most

    @property
    def words(self) -> str:
        """Ask to let one go."""
        return _("Bạn đã lưu %(n)s lần tìm. Xin bỏ bớt rồi lưu lại.", n=self.most)


HTTP_STATUS: dict[type[ArchiveError], int] = {
    MissingRecordError: 404,
    WithdrawnRecordError: 410,
    NotAllowedError: 403,
    StaleVersionError: 409,
    InvalidRecordError: 422,
    NotPublishableError: 422,
    MissingFileBytesError: 404,
    BadImageRequestError: 400,
    RefusedFileError: 422,
    DiskFullError: 507,
    SignInFailedError: 401,
    WrongCodeError: 401,
    InvalidTokenError: 401,
    InsecureSignInError: 403,
    LastAdminError: 409,
    WeakPasswordError: 422,
    ExpiredLinkError: 410,
    ExpiredInvitationError: 410,
    NameTakenError: 409,
    PictureDamagedError: 503,
    PictureBusyError: 503,
    SearchUnavailableError: 503,
    TooManySearchesError: 409,
}


def status_of(error: ArchiveError) -> int:
    """Return the HTTP status of an error, from the one table."""
    return next((HTTP_STATUS[kind] for kind in type(error).__mro__ if kind in HTTP_STATUS), 500)
