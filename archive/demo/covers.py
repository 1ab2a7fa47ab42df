"""Put a drawn cover into a sound file, as players and phones do."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path

from archive.demo.drawing import raster
from archive.demo.order import Order
from archive.demo.pictures import MOTIFS

_COVER_PX = 800
_FRONT = 3  # Source: ID3v2.4 §4.14, picture type "Cover (front)".
_OF_TUNES = {
    "percussion": "drum",
    "plucked": "lute",
    "piped": "organ",
    "fluted": "flutes",
    "shaken": "rattles",
    "together": "night-ring",
}


def add_cover(order: Order, path: Path) -> None:
    """Add a cover that fits the tune, where the format carries one."""
    writer = _WRITERS.get(order.extension)
    if writer is None:
        return
    draw = MOTIFS[_OF_TUNES[order.motif]]
    image, data = raster(draw(order.seed), min(_COVER_PX, order.detail.picture_px)), io.BytesIO()
    image.save(data, "JPEG", quality=84)
    writer(path, data.getvalue())


def _into_mp3(path: Path, jpeg: bytes) -> None:
    from mutagen.id3 import APIC, ID3

    tags = ID3(path)
    tags.add(APIC(encoding=3, mime="image/jpeg", type=_FRONT, desc="cover", data=jpeg))
    tags.save(path)


def _into_flac(path: Path, jpeg: bytes) -> None:
    from mutagen.flac import FLAC, Picture

    sound, picture = FLAC(path), Picture()
    picture.type, picture.mime, picture.data = _FRONT, "image/jpeg", jpeg
    sound.add_picture(picture)
    sound.save()


def _into_opus(path: Path, jpeg: bytes) -> None:
    from mutagen.flac import Picture
    from mutagen.oggopus import OggOpus

    sound, picture = OggOpus(path), Picture()
    picture.type, picture.mime, picture.data = _FRONT, "image/jpeg", jpeg
    sound["metadata_block_picture"] = [base64.b64encode(picture.write()).decode()]
    sound.save()


_WRITERS: dict[str, Callable[[Path, bytes], None]] = {
    "mp3": _into_mp3,
    "flac": _into_flac,
    "opus": _into_opus,
}
