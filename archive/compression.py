"""Send text compressed to those who can take it, and let browsers keep what never changes."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

from flask import Flask, Response, request

from archive.assets import Assets

_SMALLEST_BYTES = 1024
_LEVEL = 6
_MOST_PADDING = 64
_TEXT = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/ld+json",
        "application/problem+json",
        "application/xml",
        "application/atom+xml",
        "application/opensearchdescription+xml",
        "image/svg+xml",
    }
)
FOREVER = "public, max-age=31536000, immutable"


def compress_answers(app: Flask, assets: Assets) -> None:
    """Compress pages and static files of an application, and say how long to keep the latter.

    Bytes of the archive itself (`/files/…`) are left alone: they are compressed already, and
    a range must be one of the bytes that the checksum is of.
    """
    kept: dict[tuple[str, str], bytes] = {}

    @app.after_request
    def shrink(response: Response) -> Response:
        if request.endpoint == "static":
            _say_how_long(response, assets)
        if not _is_text(response) or (response.direct_passthrough and request.endpoint != "static"):
            return response
        response.vary.add("Accept-Encoding")
        if _may_shrink(response):
            _shrink(response, app, kept)
        return response


def _say_how_long(response: Response, assets: Assets) -> None:
    name = (request.view_args or {}).get("filename", "")
    if response.status_code in (200, 206, 304):
        forever = assets.is_named_by_content(name, request.args.get("v", ""))
        response.headers["Cache-Control"] = FOREVER if forever else "no-cache"


def _is_text(response: Response) -> bool:
    kind = response.mimetype or ""
    return kind in _TEXT or kind.startswith("text/")


def _may_shrink(response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and "Range" not in request.headers
        and "Content-Encoding" not in response.headers
        and (response.content_length or _SMALLEST_BYTES) >= _SMALLEST_BYTES
        and request.accept_encodings["gzip"] > 0
    )


def _shrink(response: Response, app: Flask, kept: dict[tuple[str, str], bytes]) -> None:
    if request.endpoint == "static":
        small = _small_file(response, app, kept)
    elif not response.is_streamed and len(whole := response.get_data()) >= _SMALLEST_BYTES:
        small = _small_page(whole)
    else:
        return
    response.direct_passthrough = False
    response.set_data(small)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    etag, _is_weak = response.get_etag()
    if etag:
        # The same page in other bytes: a weak validator says just that (RFC 9110, 8.8.1).
        response.set_etag(etag, weak=True)


def _small_file(response: Response, app: Flask, kept: dict[tuple[str, str], bytes]) -> bytes:
    """Return a static file compressed as well as may be, once for each of its versions."""
    name = (request.view_args or {})["filename"]
    key = (name, response.get_etag()[0] or "")
    if key not in kept:
        kept[key] = gzip.compress(Path(app.static_folder or "", name).read_bytes(), 9, mtime=0)
    response.close()  # the open file that would have been sent
    response.response = []
    return kept[key]


def _small_page(whole: bytes) -> bytes:
    """Return a page compressed, its length blurred by a name in the header of gzip.

    A page may hold words of the asker beside a token, and the length of both compressed could
    tell of the token. Our tokens are signed anew with the time of each second, the cookie is
    `SameSite=Lax`, and the random padding hides the one byte that such a guess would measure.
    Source: Gluck, Harris, Prado, "BREACH" (2013); Palacios et al., "HTB: Heal the Breach" (2022).
    """
    padding = "x" * random.SystemRandom().randint(1, _MOST_PADDING)
    small = io.BytesIO()
    with gzip.GzipFile(padding, "wb", _LEVEL, small, mtime=0) as packed:
        packed.write(whole)
    return small.getvalue()
