"""Pages as answers: what may be kept by a browser and what must not."""

from __future__ import annotations

from flask import Response, redirect, request

from archive.access import viewer


def page(html: str, *, is_public: bool = True, status: int = 200) -> Response:
    """Return a page; a restricted one is never stored, the others are asked after by ETag."""
    response = Response(html, status, content_type="text/html; charset=utf-8")
    return kept(response, is_public=is_public)


def listing(html: str, status: int = 200) -> Response:
    """Return a page that lists records: a secret where somebody is signed in."""
    return page(html, is_public=not viewer().is_signed_in, status=status)


def kept(response: Response, *, is_public: bool) -> Response:
    """Say how long an answer may be kept, and answer 304 where the asker has it already."""
    if not is_public:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Accept"))
    if response.status_code == 200:  # noqa: PLR2004 - only whole answers have a tag
        response.add_etag()
        response.make_conditional(request)
    return response


def moved(href: str) -> Response:
    """Lead on to where a record stands now, for good."""
    return redirect(href, 301)  # type: ignore[return-value]
