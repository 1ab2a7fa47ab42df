"""Read what can be read of a file that the archive does not take in: headers, tags, packets.

Who sorts what was kept aside sees the camera, the date, the size and the title all the same.
Source: the clauses named in headers.py, ifd.py, iptc.py and xmp.py.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from media.border import value_or_none
from media.errors import MediaError
from media.extract import containers, headers, ifd, image, iptc
from media.extract.described import described
from media.extract.fields import image_fields
from media.formats import FORMATS
from media.streams import DEMUXERS
from media.values import Description, Identification, Kind, Notice

_TIFF_LIKE = ("tiff", "dng", "cr2", "orf", "rw2", "camera-raw")
_FILMS = ("flv", "realmedia")
_PICTURES = ("psd", *_TIFF_LIKE)
_BLOCK_BYTES = 4 * 1024 * 1024


def describe(path: Path, name: str, key: str) -> Description | None:
    """Return what the headers of a refused file say, or None when they say nothing."""
    notices: list[Notice] = []
    known = FORMATS.get(key)
    is_picture = key in _PICTURES or (known is not None and known.kind is Kind.IMAGE)
    if is_picture:
        return value_or_none(lambda: _picture(path, key, notices), notices, "headers-unreadable")
    if key in DEMUXERS:
        return _quiet(path, name, key)
    return None


def _identified(path: Path, key: str, kind: Kind) -> Identification:
    known = FORMATS.get(key)
    kind = known.kind if known else kind
    media_type = known.media_type if known else "application/octet-stream"
    return Identification(kind, key, media_type, path.suffix.lower(), "", path.stat().st_size)


def _picture(path: Path, key: str, notices: list[Notice]) -> Description:
    heard = image.Heard(notices=notices)
    facts = value_or_none(lambda: headers.read(path, key), notices, "headers-unreadable") or {}
    image.listen_to_file(path, key, heard)
    value_or_none(lambda: _listen_to_exif(path, key, heard), notices, "exif-unreadable")
    if key == "psd":
        value_or_none(lambda: _listen_to_psd(path, heard), notices, "resources-unreadable")
    facts["orientation"] = image.orientation_of(heard.main.get(274), heard)
    profile = value_or_none(
        lambda: image.icc_of_file(path, key, heard.main), notices, "profile-unreadable"
    )
    facts["icc_profile"] = image.icc_name(profile or b"")
    raw = image.raw_of(heard)
    ident = _identified(path, key, Kind.IMAGE)
    return described(ident, facts | image_fields(heard, key), raw, notices)


def _listen_to_exif(path: Path, key: str, heard: image.Heard) -> None:
    for block in containers.exif_blocks(path, key):
        listen_to_tags(ifd.read(io.BytesIO(block)), heard)
    if key in _TIFF_LIKE:
        with path.open("rb") as stream:
            listen_to_tags(ifd.read(stream), heard)


def listen_to_tags(found: ifd.Directories, heard: image.Heard) -> None:
    """Add the tags of a TIFF structure to what was heard."""
    heard.main = {**found.main, **heard.main}
    heard.exif = {**found.exif, **heard.exif}
    heard.gps = {**found.gps, **heard.gps}
    if not heard.iptc:
        heard.iptc = image.tiff_iptc(found.main)


def _listen_to_psd(path: Path, heard: image.Heard) -> None:
    with path.open("rb") as stream:
        stream.seek(26)
        stream.seek(int.from_bytes(stream.read(4), "big"), 1)
        size = int.from_bytes(stream.read(4), "big")
        blocks = dict(iptc.resources(stream.read(min(size, _BLOCK_BYTES))))
    heard.iptc = iptc.parse(blocks.get(0x0404, b""))
    heard.main[34675] = blocks.get(0x040F, b"")
    if 0x0422 in blocks:
        listen_to_tags(ifd.read(io.BytesIO(blocks[0x0422])), heard)


def _quiet(path: Path, name: str, key: str) -> Description | None:
    """Return what the container of sound or film says though nothing in it can be decoded."""
    from media.extract import sound, video

    ident = _identified(path, key, Kind.VIDEO if key in _FILMS else Kind.SOUND)
    read: Any = video.describe if ident.kind is Kind.VIDEO else sound.describe
    try:
        return value_or_none(lambda: read(path, name, ident), [], "")
    except MediaError:
        return value_or_none(lambda: sound.by_headers(path, ident), [], "")
