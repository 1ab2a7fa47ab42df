"""Say what a file truly is: an allow-list of signatures first, then a decoder's word.

Call it in the sandbox (`Sandbox.identify`) for files of strangers: it decodes.
Source: ARCHITECTURE §5 and §7; PRONOM ids by siegfried's signatures (pygfried).
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from media import completeness, confirm
from media.errors import BrokenFileError, UnsupportedFormatError
from media.formats import FORMATS, HEAD_BYTES, Format, sniff
from media.limits import CEILINGS, Ceilings
from media.values import Identification, Notice

_TEXTS = ("text", "utf-16-text")
_END_BYTES = 4 * 1024 * 1024


def identify(path: Path, name: str, ceilings: Ceilings = CEILINGS) -> Identification:
    """Return what the file at `path`, which its owner calls `name`, truly is.

    Raises:
        UnsupportedFormatError: the signature is of nothing that we take.
        BrokenFileError: the signature is known, but the content cannot be decoded.
    """
    known = FORMATS[accepted_signature(path, name)]
    missing = completeness.missing_bytes(path, known.key)
    if missing:
        raise BrokenFileError(name, "truncated", known.key, f"{missing} bytes are missing")
    found = confirm.confirm(path, name, known, ceilings)
    return Identification(
        kind=found.kind,
        format=found.format.key,
        media_type=found.media_type,
        extension=found.extension,
        puid=puid(path),
        size_bytes=path.stat().st_size,
        warnings=(*_extension_notices(name, found.format), *found.notices),
    )


def accepted_signature(path: Path, name: str) -> str:
    """Return the format key that the first bytes claim, by reading nothing but them."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise BrokenFileError(name, "empty")
    key = sniff(head)
    if key in _TEXTS and Path(name).suffix.lower() == ".txt":
        return "txt"  # nothing but its name tells a transcript from any other text
    if key not in FORMATS:
        raise UnsupportedFormatError(name, key)
    return key


def puid(path: Path) -> str:
    """Return the PRONOM id, or nothing where PRONOM has no opinion.

    Of a large file only both ends are shown to the scanner: signatures stand there, and it maps
    the whole file into memory (measured: 1 s for 200 MB of zeros, the memory limit at 2 GB).
    """
    import pygfried

    try:
        with _ends(path) as short:
            found = pygfried.identify(str(short))
    except (OSError, ValueError, pygfried.GoError):
        return ""
    return found if isinstance(found, str) and found != "UNKNOWN" else ""


@contextlib.contextmanager
def _ends(path: Path) -> Iterator[Path]:
    """Yield the path of a file with both ends of a large one, or the path of a small one."""
    size = path.stat().st_size
    if size <= 4 * _END_BYTES:
        yield path
        return
    with path.open("rb") as stream, tempfile.NamedTemporaryFile() as short:
        short.write(stream.read(_END_BYTES))
        stream.seek(size - _END_BYTES)
        short.write(stream.read(_END_BYTES))
        short.flush()
        yield Path(short.name)


def _extension_notices(name: str, found: Format) -> tuple[Notice, ...]:
    extension = Path(name).suffix.lower()
    if extension in found.extensions:
        return ()
    return (Notice("extension-mismatch", f"{extension or '(none)'} is {found.key}"),)
