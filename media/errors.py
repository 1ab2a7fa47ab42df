"""Name each reason for which the media package may refuse, with its evidence.

`code` is a stable kebab-case slug; words for people come from the archive's translations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Said = Mapping[str, Any] | None


class MediaError(Exception):
    """Be the root of every error of `media`; `code` is a stable kebab-case reason."""

    code: ClassVar[str] = "media"


# Files: what identification, extraction and the decoders say of one file.


class FileRefusedError(MediaError):
    """Be the root of the reasons that lie in the file itself.

    `said` is what the headers of the refused file say all the same, as `Description.as_dict`.
    """

    code: ClassVar[str] = "file-refused"
    said: Said = None


class UnsupportedFormatError(FileRefusedError):
    """The content is of no format on the allow-list."""

    code: ClassVar[str] = "unsupported-format"

    def __init__(
        self, name: str, guess: str = "unknown", puid: str = "", *, said: Said = None
    ) -> None:
        """Keep the file's name, our guess (`psd`, `svg`, …) and its PRONOM id."""
        super().__init__(f"{name}: unsupported format ({guess})")
        self.name = name
        self.guess = guess
        self.puid = puid
        self.said = said


class UnsupportedCodecError(FileRefusedError):
    """The container is known, but its sound and picture are coded in a way that we cannot read."""

    code: ClassVar[str] = "unsupported-codec"

    def __init__(self, name: str, format_key: str, kind: str, *, said: Said = None) -> None:
        """Keep the container's format and what cannot be read: `audio` or `video`."""
        super().__init__(f"{name}: no decoder for the {kind} ({format_key})")
        self.name = name
        self.format_key = format_key
        self.kind = kind
        self.said = said


class BrokenFileError(FileRefusedError):
    """The content is of a known format, but it cannot be read."""

    code: ClassVar[str] = "broken-file"

    def __init__(
        self, name: str, reason: str, format_key: str = "", detail: str = "", *, said: Said = None
    ) -> None:
        """Keep the reason: one of `BROKEN_REASONS`."""
        super().__init__(f"{name}: {reason} ({format_key}) {detail}".rstrip())
        self.name = name
        self.reason = reason
        self.format_key = format_key
        self.detail = detail
        self.said = said


BROKEN_REASONS = (
    "empty",
    "truncated",
    "damaged",
    "no-pixels",
    "no-streams",
    "no-pages",
    "no-cues",
    "encrypted",
    "too-large",
    "unreadable",
)


class DecoderKilledError(FileRefusedError):
    """The limited process that read the file was stopped: memory, time or crash."""

    code: ClassVar[str] = "decoder-killed"

    def __init__(self, name: str, reason: str, detail: str = "") -> None:
        """Keep which limit was met (`memory`, `time`, `crash`)."""
        super().__init__(f"{name}: the decoder was stopped ({reason}) {detail}".rstrip())
        self.name = name
        self.reason = reason
        self.detail = detail


class RenditionFailedError(FileRefusedError):
    """The file was read, but this rendition could not be made of it."""

    code: ClassVar[str] = "rendition-failed"

    def __init__(self, name: str, rendition: str, detail: str = "") -> None:
        """Keep which rendition failed and what the library said."""
        super().__init__(f"{name}: {rendition} could not be made: {detail}")
        self.name = name
        self.rendition = rendition
        self.detail = detail


class BadCaptionsError(FileRefusedError):
    """A caption file breaks the grammar of WebVTT, SRT or ELAN beyond reading."""

    code: ClassVar[str] = "bad-captions"

    def __init__(self, line: int, reason: str, *, said: Said = None) -> None:
        """Keep the line (from 1) and the reason."""
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
        self.said = said


class SandboxClosedError(MediaError):
    """The sandbox was closed while a file was waiting for it."""

    code: ClassVar[str] = "sandbox-closed"


# Storage: what the storage of record says.


class StorageError(MediaError):
    """Be the root of what can go wrong with the storage of record."""

    code: ClassVar[str] = "storage"


class UnknownStorageError(StorageError):
    """Refuse a storage URL of a kind that this installation cannot open."""

    code: ClassVar[str] = "unknown-storage"

    def __init__(self, url: str) -> None:
        """Keep the address."""
        super().__init__(f"no store knows the address {url!r}")
        self.url = url


class UnusableRootError(StorageError):
    """Refuse a folder that is not an OCFL storage root that we can write to."""

    code: ClassVar[str] = "unusable-root"

    def __init__(self, root: str, reason: str) -> None:
        """Keep the folder and the reason."""
        super().__init__(f"{root}: {reason}")
        self.root = root
        self.reason = reason


class StorageFullError(StorageError):
    """Say that the disk or the quota is full; nothing half written is left."""

    code: ClassVar[str] = "storage-full"

    def __init__(self, free_bytes: int) -> None:
        """Keep how many bytes are left."""
        super().__init__(f"the storage is full ({free_bytes} bytes free)")
        self.free_bytes = free_bytes


class StorageFailedError(StorageError):
    """Say that the storage itself refused (read-only, input/output error, no permission)."""

    code: ClassVar[str] = "storage-failed"

    def __init__(self, key: str, reason: str) -> None:
        """Keep the key and the reason."""
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


class LockTimeoutError(StorageError):
    """Say that another writer held the object for too long."""

    code: ClassVar[str] = "lock-timeout"

    def __init__(self, name: str, timeout_s: float) -> None:
        """Keep the name and how long we waited."""
        super().__init__(f"{name} was still locked after {timeout_s} s")
        self.name = name
        self.timeout_s = timeout_s


class StreamTooLongError(StorageError):
    """Refuse a stream that brings more bytes than its limit."""

    code: ClassVar[str] = "stream-too-long"

    def __init__(self, limit_bytes: int) -> None:
        """Keep the limit."""
        super().__init__(f"the stream is longer than {limit_bytes} bytes")
        self.limit_bytes = limit_bytes


class MissingKeyError(StorageError):
    """Say that the storage holds nothing under this key."""

    code: ClassVar[str] = "missing-key"

    def __init__(self, key: str) -> None:
        """Keep the key."""
        super().__init__(f"nothing is stored at {key!r}")
        self.key = key


class ExistingFolderError(StorageError):
    """Refuse to write over a folder that is there already."""

    code: ClassVar[str] = "existing-folder"

    def __init__(self, key: str) -> None:
        """Keep the key."""
        super().__init__(f"{key!r} is there already")
        self.key = key


class StagedFileChangedError(StorageError):
    """Refuse a staged file that is gone or no longer has the size that was hashed."""

    code: ClassVar[str] = "staged-file-changed"

    def __init__(self, path: str) -> None:
        """Keep the path."""
        super().__init__(f"the staged file {path} changed after it was hashed")
        self.path = path


class InvalidPathError(StorageError):
    """Refuse a logical path that OCFL does not allow."""

    code: ClassVar[str] = "invalid-path"

    def __init__(self, path: str, reason: str) -> None:
        """Keep the path and the reason."""
        super().__init__(f"{path!r}: {reason}")
        self.path = path
        self.reason = reason


class InvalidObjectIdError(StorageError):
    """Refuse an object identifier that cannot be stored."""

    code: ClassVar[str] = "invalid-object-id"

    def __init__(self, object_id: str) -> None:
        """Keep the object's identifier."""
        super().__init__(f"{object_id!r} cannot name an object")
        self.object_id = object_id


class NaiveInstantError(StorageError):
    """Refuse an instant that does not say its time zone."""

    code: ClassVar[str] = "naive-instant"

    def __init__(self, instant: object) -> None:
        """Keep the instant."""
        super().__init__(f"{instant!r} has no time zone")
        self.instant = instant


class MissingObjectError(StorageError):
    """Say that the repository has no such object."""

    code: ClassVar[str] = "missing-object"

    def __init__(self, object_id: str) -> None:
        """Keep the object's identifier."""
        super().__init__(f"no object {object_id!r}")
        self.object_id = object_id


class ExistingObjectError(StorageError):
    """Refuse to create an object that exists."""

    code: ClassVar[str] = "existing-object"

    def __init__(self, object_id: str) -> None:
        """Keep the object's identifier."""
        super().__init__(f"object {object_id!r} exists")
        self.object_id = object_id


class MissingVersionError(StorageError):
    """Say that the object has no such version."""

    code: ClassVar[str] = "missing-version"

    def __init__(self, object_id: str, number: int) -> None:
        """Keep the object's identifier and the version's number."""
        super().__init__(f"object {object_id!r} has no version {number}")
        self.object_id = object_id
        self.number = number


class MissingFileError(StorageError):
    """Say that this version of the object has no such file."""

    code: ClassVar[str] = "missing-file"

    def __init__(self, object_id: str, logical_path: str) -> None:
        """Keep the object's identifier and the logical path."""
        super().__init__(f"object {object_id!r} has no file {logical_path!r}")
        self.object_id = object_id
        self.logical_path = logical_path


class StaleVersionError(StorageError):
    """Refuse a new version of an object that changed since it was read."""

    code: ClassVar[str] = "stale-version"

    def __init__(self, object_id: str, *, expected: int, found: int) -> None:
        """Keep the object's identifier, the version expected and the one found."""
        super().__init__(f"object {object_id!r} is at version {found}, not {expected}")
        self.object_id = object_id
        self.expected = expected
        self.found = found


class BrokenObjectError(StorageError):
    """Say that an object's inventory cannot be trusted; ``repair`` may cure it."""

    code: ClassVar[str] = "broken-object"

    def __init__(self, object_id: str, reasons: Iterable[str]) -> None:
        """Keep the object's identifier and the reasons."""
        self.object_id = object_id
        self.reasons = tuple(reasons)
        super().__init__(f"object {object_id!r}: {'; '.join(self.reasons)}")


class DivergedObjectError(StorageError):
    """Refuse to copy versions onto an object that has another history."""

    code: ClassVar[str] = "diverged-object"

    def __init__(self, object_id: str, number: int) -> None:
        """Keep the object's identifier and the version in which the two differ."""
        super().__init__(f"object {object_id!r} differs in version {number}")
        self.object_id = object_id
        self.number = number


class MissingTrashError(StorageError):
    """Say that the trash holds nothing under this name."""

    code: ClassVar[str] = "missing-trash"

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"the trash holds no {name!r}")
        self.name = name


# Ranges: what an HTTP request asks of a file.


class UnsatisfiableRangeError(MediaError):
    """Say that no byte of a requested range exists (HTTP 416)."""

    code: ClassVar[str] = "unsatisfiable-range"

    def __init__(self, size_bytes: int) -> None:
        """Keep the file's length."""
        super().__init__(f"no byte of the range is within {size_bytes} bytes")
        self.size_bytes = size_bytes
