"""Check logical paths and choose the paths under which their content is stored."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from media.errors import InvalidObjectIdError, InvalidPathError

_LONGEST_SEGMENT_BYTES = 200
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$|^ ')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def check_object_id(object_id: str) -> None:
    """Refuse an identifier that is empty or that no JSON file can hold.

    Raises:
        InvalidObjectIdError: it is so.
    """
    if not object_id or not _is_text(object_id):
        raise InvalidObjectIdError(object_id)


def check_logical_paths(paths: Iterable[str]) -> None:
    """Refuse paths that a version may not have together.

    Raises:
        InvalidPathError: for the first that breaks a rule.

    Source: OCFL 1.1, 3.5.3.1 Version, https://ocfl.io/1.1/spec/#version, E051–E053, E095.
    """
    known = set(paths)
    for path in known:
        parts = path.split("/")
        if not _is_text(path) or "\x00" in path:
            raise InvalidPathError(path, "not text")
        if {"", ".", ".."} & set(parts):
            raise InvalidPathError(path, "an element is empty, . or ..")
        above = {"/".join(parts[:count]) for count in range(1, len(parts))}
        if conflict := above & known:
            raise InvalidPathError(path, f"{min(conflict)!r} is a file")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def content_names(paths: Iterable[str]) -> dict[str, str]:
    """Choose for each logical path a name that every file system can hold.

    A name stays as it is wherever it can, so that people can read the store without us; a
    segment that is too long, or that Windows forbids, is replaced by its digest and extension.
    """
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        name = "/".join(_safe(part) for part in path.split("/"))
        if _folded(name) in taken:
            folder, slash, last = name.rpartition("/")
            name = folder + slash + _digested(path, last)
        taken.add(_folded(name))
        chosen[path] = name
    return chosen


def _safe(part: str) -> str:
    too_long = len(part.encode()) > _LONGEST_SEGMENT_BYTES
    return _digested(part, part) if too_long or _UNSAFE.search(part) or _reserved(part) else part


def _reserved(part: str) -> bool:
    return _RESERVED.match(part) is not None


def _digested(path: str, name: str) -> str:
    suffix = PurePosixPath(name).suffix
    plain = re.fullmatch(r"\.[A-Za-z0-9]{1,10}", suffix) is not None
    return hashlib.sha256(path.encode()).hexdigest()[:32] + (suffix if plain else "")


def _folded(name: str) -> str:
    # Two names may not differ only by case or by the form of their accents: other file systems
    # would take them for one.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
