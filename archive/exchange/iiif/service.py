"""Find the picture that an image service speaks of, with how much of it this viewer gets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Grade, Viewer
from archive.catalogue import renditions
from archive.catalogue.files import queries as files
from archive.catalogue.files.models import File, Rendition
from archive.catalogue.files.service import make_again
from archive.engines import Engines
from archive.errors import (
    BadImageRequestError,
    MissingFileBytesError,
    MissingRecordError,
    PictureBusyError,
    PictureDamagedError,
)
from archive.exchange.iiif import queries
from media import iiif, regions
from media.derive.plan import PAGE_WIDTHS, TILES, is_tiled
from media.iiif import Asked, Bounds, Size, Version
from media.iiif_errors import BrokenPyramidError, DrawingBusyError, ImageRequestError
from media.iiif_info import info

# Who may see renditions, but not take the original, gets no finer a picture than those are.
SEEN_PX = PAGE_WIDTHS[-1]
_IDENTIFIER = re.compile(r"(?P<file>[0-9A-Za-z]{1,10})(?:-(?P<page>[1-9]\d{0,5}))?")


@dataclass(frozen=True, slots=True)
class Served:
    """A picture as one viewer gets it."""

    path: Path
    size: Size
    bounds: Bounds
    etag: str
    is_public: bool
    is_tiled: bool
    rights: str = ""

    def source(self) -> regions.Source:
        """Return what its parts are drawn from.

        Raises:
            FileNotFoundError: the cache has lost it.
            BrokenPyramidError: the cache holds something else.
        """
        if self.is_tiled:
            return regions.tiles(self.path, self.size)
        return regions.Plain(str(self.path), self.size)


def served(
    engines: Engines, identifier: str, viewer: Viewer, *, with_rights: bool = False
) -> Served:
    """Return the picture that an identifier names: of an image file, or a page of a document.

    Raises:
        MissingRecordError: There is none, or none that the viewer may know.
        NotAllowedError: The viewer may know it, but not see it.
        MissingFileBytesError: It is still being prepared.
        PictureDamagedError: The cache has lost it, or holds it damaged; it is made anew.
    """
    found = _IDENTIFIER.fullmatch(identifier)
    if found is None:
        raise MissingRecordError("image", identifier)
    with engines.db.reading() as session:
        row = queries.file_to_show(session, found["file"], viewer)
        made = queries.pictures_of(session, row.id)
        if row.kind not in ("image", "document") or (row.kind == "image") is bool(found["page"]):
            raise MissingRecordError("image", identifier)
        one = _page(made, found["page"]) if found["page"] else _picture(row, made)
        is_whole = queries.may_take(session, row, viewer)
        is_public = files.is_public(session, row, Grade.SEE)
        rights = queries.rights_uri(session, row) if with_rights else ""
    if one is None:
        make_again(engines, row)
        raise MissingFileBytesError(row.id, "info.json")
    if not renditions.is_kept(engines, one):
        make_again(engines, row)
        raise PictureDamagedError(row.id, one.name)
    return Served(
        renditions.cached(engines, row.id, one.name),
        (one.width_px or 1, one.height_px or 1),
        iiif.FREE if is_whole else Bounds(SEEN_PX),
        one.etag,
        is_public,
        one.name == TILES,
        rights,
    )


def _picture(row: File, made: Mapping[str, Rendition]) -> Rendition | None:
    if is_tiled(row.width_px or 1, row.height_px or 1) or TILES in made:
        return made.get(TILES)
    return max(
        (one for one in made.values() if one.media_type == "image/jpeg"),
        key=lambda one: one.width_px or 0,
        default=None,
    )


def _page(made: Mapping[str, Rendition], number: str) -> Rendition | None:
    return made.get(f"pdf-page-{number}.jpg")


def described(picture: Served, version: Version, address: str) -> dict[str, Any]:
    """Return the `info.json` of a picture that stands at an address."""
    return info(version, address, picture.size, picture.bounds, picture.rights)


def asked(picture: Served, version: Version, parts: tuple[str, str, str, str, str]) -> Asked:
    """Return what the parts of an image's address mean.

    Raises:
        BadImageRequestError: One of them cannot be given.
    """
    try:
        return iiif.asked(version, picture.size, parts, picture.bounds)
    except ImageRequestError as error:
        raise BadImageRequestError(error.code, error.text) from error


def drawn(engines: Engines, identifier: str, picture: Served, what: Asked) -> bytes:
    """Draw a part of a picture.

    Raises:
        PictureDamagedError: The cache has lost the picture, or holds it damaged; it is made anew.
        PictureBusyError: Too many others have something drawn.
    """
    file_id = identifier.partition("-")[0]
    try:
        return regions.draw(picture.source(), what)
    except DrawingBusyError as error:
        raise PictureBusyError from error
    except (BrokenPyramidError, FileNotFoundError) as error:
        forget(engines, file_id, picture)
        raise PictureDamagedError(file_id, picture.path.name) from error


def tag_of(etag: str, path: str) -> str:
    """Return the ETag of a part: of the bytes that it is drawn from, and of what is asked."""
    return hashlib.sha256(f"{etag}/{path}".encode()).hexdigest()[:32]


def forget(engines: Engines, file_id: str, picture: Served) -> None:
    """Drop a damaged picture of the cache and have it made again."""
    picture.path.unlink(missing_ok=True)
    with engines.db.reading() as session:
        row = _row(session, file_id)
    if row is not None:
        make_again(engines, row)


def _row(session: Session, file_id: str) -> File | None:
    return session.get(File, file_id)
