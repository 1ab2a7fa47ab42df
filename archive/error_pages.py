"""Turn errors into pages in the reader's language, and into problem+json for the API."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from werkzeug.exceptions import HTTPException

from archive.access import sign_in_page, viewer
from archive.errors import ArchiveError, InvalidTokenError, NotAllowedError, status_of
from archive.language import current_language

log = logging.getLogger(__name__)
Answer = tuple[Any, int] | Response


def register_error_pages(app: Flask) -> None:
    """Attach one handler for our own errors, one for HTTP's, one for surprises."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _surprise)


def _archive_error(error: ArchiveError) -> Any:  # noqa: ANN401 - any response
    wants_sign_in = isinstance(error, NotAllowedError) and not viewer().is_signed_in
    if wants_sign_in and not _is_for_programs() and request.method == "GET":
        return sign_in_page()
    status = 401 if wants_sign_in else status_of(error)
    response, status = answer(status, error.code, error.words, error=error)
    if again_s := getattr(error, "retry_after_s", 0):
        response.headers["Retry-After"] = str(again_s)
    if isinstance(error, InvalidTokenError):
        # Source: RFC 6750, 3.1.
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    elif status == 401 and _is_for_programs():  # noqa: PLR2004 - the status that asks who is there
        response.headers["WWW-Authenticate"] = "Bearer"
    return response, status


def _csrf_error(error: CSRFError) -> Any:  # noqa: ANN401 - any response
    words = _("Trang này để lâu quá nên hết hạn. Xin tải lại trang rồi gửi lại.")
    return answer(400, "form-expired", words, error=error)


def _http_error(error: HTTPException) -> Any:  # noqa: ANN401 - any response
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are raised too
        return error
    found = answer(error.code, f"http-{error.code}", _words_of(error.code), error=error)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "content-range"}:
            found[0].headers[name] = value
    return found


def _surprise(error: Exception) -> Any:  # noqa: ANN401 - any response
    log.error("unexpected error at %r", request.path, exc_info=error)
    return answer(500, "unexpected", _words_of(500), error=error)


def _words_of(status: int) -> str:
    words = {
        400: _("Máy chủ không hiểu yêu cầu này. Xin quay lại trang trước và thử lại."),
        404: _("Không tìm thấy trang này. Xin xem lại địa chỉ, hoặc tìm trong kho."),
        405: _("Trang này không nhận kiểu yêu cầu đó."),
        413: _("Tệp gửi lên quá lớn. Xin chia nhỏ hoặc chép thẳng vào máy chủ."),
        429: _("Thử quá nhiều lần. Xin đợi một phút rồi thử lại."),
        501: _("Địa chỉ này không trả lời theo định dạng đó."),
        500: _("Máy chủ gặp lỗi bất ngờ. Lỗi đã được ghi lại, chưa có gì bị mất."),
    }
    return words.get(status, _("Có lỗi xảy ra. Xin thử lại."))


def answer(status: int, code: str, words: str, *, error: Exception) -> tuple[Response, int]:
    """Return an error as a page, or as RFC 9457 problem+json where the API was asked."""
    if _is_for_programs():
        return _problem(status, code, words, error), status
    page = _page(status, code, words, error)
    return Response(page, status, content_type="text/html; charset=utf-8"), status


def _page(status: int, code: str, words: str, error: Exception) -> str:
    facts = {"status": status, "code": code, "words": words, "error": error}
    try:
        return render_template(f"errors/{status}.html", **facts)
    except TemplateNotFound:
        facts |= {"code": status, "title": _("Có lỗi xảy ra")}
        return render_template("errors/_page.html", **facts)


def _problem(status: int, code: str, words: str, error: Exception) -> Response:
    problems = getattr(error, "problems", None)
    body = {"type": f"urn:kho:error:{code}", "title": words, "status": status, "code": code}
    response = jsonify({**body, **({"problems": problems} if problems else {})})
    response.status_code = status
    response.content_type = "application/problem+json"
    response.content_language.add(current_language())
    response.vary.add("Accept-Language")
    return response


def _is_for_programs() -> bool:
    roots = ("/api/", "/iiif/", "/uploads/")
    return request.path.startswith(roots) or request.path in {"/oembed", "/uploads"}
