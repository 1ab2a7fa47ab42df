"""The page that asks for a code, and the page where people set their second factor up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import requires, viewer
from archive.accounts import entering
from archive.accounts.factors import codes, queries, service
from archive.accounts.models import User
from archive.accounts.service import note_refusal, remove_factor
from archive.errors import MissingRecordError, WrongCodeError, status_of
from archive.permissions import Permission
from archive.security import limiter, throttled_as
from archive.web import engines

blueprint = Blueprint("factors", __name__)


def _tried() -> str:
    return f"{throttled_as()} {viewer().id or entering.halfway().get('user', '')}"


@blueprint.get("/sign-in/code")
def ask() -> Any:  # noqa: ANN401 - a page or a redirect
    """Ask for the code of the telephone, or one from paper."""
    if not entering.halfway():
        return redirect(url_for("accounts.sign_in"))
    return render_template("factors/ask.html", problem="")


@blueprint.post("/sign-in/code")
@limiter.limit("10 per minute; 60 per hour", key_func=_tried)
def ask_post() -> Any:  # noqa: ANN401 - a page or a redirect
    """Let in whoever knows the code."""
    try:
        with engines().db.writing() as db:
            user = _person(db)
            service.check(db, user, request.form.get("code", ""), key=_key())
    except WrongCodeError as error:
        with engines().db.writing() as db:
            note_refusal(db, _person(db).username, error.code)
        return render_template("factors/ask.html", problem=error.words), status_of(error)
    return entering.let_in(user, entering.halfway().get("target"))


@blueprint.get("/account/second-factor")
def factor() -> Any:  # noqa: ANN401 - a page or a redirect
    """Show whether a code is asked for, or how to set one up."""
    if not viewer().is_signed_in and not entering.halfway():
        return redirect(url_for("accounts.sign_in", next=url_for("factors.factor")))
    with engines().db.writing() as db:
        page = _page_of(db, _person(db))
    return render_template("factors/factor.html", problem="", **page)


@blueprint.post("/account/second-factor")
@limiter.limit("10 per minute; 60 per hour", key_func=_tried)
def confirm() -> Any:  # noqa: ANN401 - a page
    """Let the second factor hold from now on, and show the codes to be printed once."""
    try:
        with engines().db.writing() as db:
            user = _person(db)
            printed = service.confirm(db, user, request.form.get("code", ""), key=_key())
    except WrongCodeError as error:
        with engines().db.writing() as db:
            page = _page_of(db, _person(db))
        return render_template("factors/factor.html", problem=error.words, **page), 422
    return _paper(user, printed)


@blueprint.post("/account/second-factor/codes")
@limiter.limit("10 per minute; 60 per hour", key_func=_tried)
def new_codes() -> Any:  # noqa: ANN401 - a page or a redirect
    """Print new recovery codes, for whoever has the telephone at hand."""
    try:
        with engines().db.writing() as db:
            user = _checked(db)
            printed = service.new_recovery_codes(db, user)
    except WrongCodeError as error:
        flash(error.words, "error")
        return redirect(url_for("factors.factor"), 303)
    return render_template("factors/paper.html", codes=printed, user=user, goes_on="")


@blueprint.post("/account/second-factor/remove")
@limiter.limit("10 per minute; 60 per hour", key_func=_tried)
def remove() -> Any:  # noqa: ANN401 - a redirect
    """Take one's second factor away, with a code of it."""
    try:
        with engines().db.writing() as db:
            user = _checked(db)
            service.remove(db, user, actor=user.username)
    except WrongCodeError as error:
        flash(error.words, "error")
        return redirect(url_for("factors.factor"), 303)
    flash(_("Từ nay đăng nhập chỉ cần mật khẩu."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/desk/users/<username>/second-factor/remove")
@requires(Permission.MANAGE_USERS)
def remove_of(username: str) -> Any:  # noqa: ANN401 - a redirect
    """Take away the second factor of somebody who lost telephone and paper."""
    with engines().db.writing() as db:
        remove_factor(db, username, actor=viewer().username)
    flash(_("Đã bỏ mã thứ hai của tài khoản này."))
    return redirect(url_for("accounts.users"), 303)


def _paper(user: User, printed: list[str]) -> str:
    """Show the codes once; who stood halfway is let in, since a code was given just now."""
    target = entering.halfway().get("target")
    goes_on = "" if viewer().is_signed_in else entering.let_in(user, target).location or ""
    return render_template("factors/paper.html", codes=printed, user=user, goes_on=goes_on)


def _page_of(db: Session, user: User) -> dict[str, Any]:
    if queries.has_factor(db, user.id):
        return {"user": user, "left": queries.recovery_codes_left(db, user.id), "secret": ""}
    secret = service.begin(db, user, key=_key())
    return {"user": user, "secret": secret, "picture": codes.picture(secret, user.username)}


def _person(db: Session) -> User:
    user = entering.person(db)
    if user is None:
        raise MissingRecordError("user", "")
    return user


def _checked(db: Session) -> User:
    """Return who is signed in, and has just given a code."""
    user = db.get(User, viewer().id)
    if user is None:
        raise MissingRecordError("user", "")
    service.check(db, user, request.form.get("code", ""), key=_key())
    return user


def _key() -> str:
    return engines().settings.secret_key
