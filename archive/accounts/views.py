"""Signing in and out, one-time links, one's account, and the admin's list of people."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from archive.access import forget_viewer, requires, viewer
from archive.accounts import entering, queries, service
from archive.accounts.factors.queries import has_factor, owners_of_factors
from archive.accounts.forms import NewUserForm, SignInForm, new_passwords, read_role
from archive.accounts.models import User
from archive.accounts.sessions.interface import ServerSession
from archive.errors import ArchiveError, InsecureSignInError, SignInFailedError, status_of
from archive.exchange.addresses import whole
from archive.filters import role_name
from archive.permissions import Permission, Role
from archive.security import limiter, throttled_as
from archive.web import engines, local_path

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/sign-in")
def sign_in() -> Any:  # noqa: ANN401 - a page or a redirect
    """Show the sign-in form, or lead on who is signed in already."""
    if viewer().is_signed_in:
        return redirect(local_path(request.args.get("next"), entering.start_page()))
    return render_template("accounts/sign_in.html", form=SignInForm(), problem="")


def _tried() -> str:
    """Return whose attempts on which account are counted together.

    Behind the one address of a school nobody locks out the others by mistyping a password.
    """
    return f"{throttled_as()} {SignInForm.read(request.form).account}"


@blueprint.post("/sign-in")
@limiter.limit("100 per minute; 1000 per hour")
@limiter.limit("10 per minute; 60 per hour", key_func=_tried)
def sign_in_post() -> Any:  # noqa: ANN401 - a page or a redirect
    """Sign in."""
    form = SignInForm.read(request.form)
    try:
        # A password takes a tenth of a second to check: nobody who saves waits for it.
        with engines().db.reading() as db:
            user = service.sign_in(db, form.username, form.password)
        service.check_channel(user, is_private=_is_private())
        with engines().db.writing() as db:
            service.renew_hash(db, user, form.password)
    except (SignInFailedError, InsecureSignInError) as error:
        with engines().db.writing() as db:
            service.note_refusal(db, form.username, error.code)
        page = render_template("accounts/sign_in.html", form=form, problem=error.words)
        return page, status_of(error)
    return entering.enter(user, request.args.get("next"))


def _is_private() -> bool:
    """Tell whether nobody between the browser and this machine can read along.

    Behind a proxy that no setting names everybody seems to be this machine itself.
    """
    if request.is_secure:
        return True
    is_relayed = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    if is_relayed and not engines().settings.trusted_proxies:
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session on the server too."""
    logout_user()
    session.clear()
    cast("ServerSession", session).renew()
    forget_viewer()
    flash(_("Bạn đã đăng xuất."))
    return redirect(url_for("discover.home"))


@blueprint.get("/welcome/<secret>")
def welcome(secret: str) -> str:
    """Show whose one-time link this is and ask for a password."""
    with engines().db.reading() as db:
        user = service.link_owner(db, secret)
    return render_template("accounts/welcome.html", user=user, secret=secret, problem="")


@blueprint.post("/welcome/<secret>")
@limiter.limit("20 per minute")
def welcome_post(secret: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Set the password and sign in."""
    try:
        with engines().db.writing() as db:
            user = service.use_link(db, secret, new_passwords(request.form))
            service.check_channel(user, is_private=_is_private())
    except ArchiveError as error:
        return _welcome_again(secret, error)
    flash(_("Xin chào! Mật khẩu của bạn đã được đặt."))
    return entering.enter(user)


def _welcome_again(secret: str, error: ArchiveError) -> tuple[str, int]:
    with engines().db.reading() as db:
        user = service.link_owner(db, secret)
    page = render_template("accounts/welcome.html", user=user, secret=secret, problem=error.words)
    return page, 422


@blueprint.get("/account")
def account() -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one's own account."""
    if not viewer().is_signed_in:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.account")))
    with engines().db.reading() as db:
        user = db.get_one(User, viewer().id)
        page = _own_page(db, user)
    return render_template("accounts/account.html", secret="", **page)


@blueprint.post("/account/tokens")
@limiter.limit("20 per hour")
def add_token() -> Any:  # noqa: ANN401 - a page or a redirect
    """Make a bearer token of the API and show it once."""
    if not viewer().is_signed_in:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.account")))
    with engines().db.writing() as db:
        user = db.get_one(User, viewer().id)
        may_upload = request.form.get("upload") == "1"
        secret = service.make_token(db, user, request.form.get("name", ""), may_upload=may_upload)
        page = _own_page(db, user)
    return render_template("accounts/account.html", secret=secret, **page)


def _own_page(db: Session, user: User) -> dict[str, Any]:
    held = queries.tokens_of_user(db, user)
    return {"user": user, "api_tokens": held, "has_factor": has_factor(db, user.id)}


@blueprint.post("/account/tokens/<token_hash>/delete")
def delete_token(token_hash: str) -> Any:  # noqa: ANN401 - a redirect
    """Take a bearer token back; it stops working at once."""
    with engines().db.writing() as db:
        service.delete_token(db, viewer().id, token_hash)
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/password")
@limiter.limit("10 per minute")
def change_password() -> Any:  # noqa: ANN401 - a page or a redirect
    """Change one's password, knowing the old one."""
    try:
        with engines().db.writing() as db:
            user = service.sign_in(db, viewer().username, request.form.get("old", ""))
            service.set_password(db, user, new_passwords(request.form))
    except ArchiveError as error:
        flash(error.words, "error")
        return redirect(url_for("accounts.account"))
    entering.start_session(user)
    flash(_("Mật khẩu đã đổi. Các máy khác đã đăng xuất."))
    return redirect(url_for("accounts.account"))


@blueprint.get("/desk/users")
@requires(Permission.MANAGE_USERS)
def users() -> str:
    """List the accounts."""
    return render_template("accounts/users.html", link="", **_users_page())


@blueprint.post("/desk/users")
@requires(Permission.MANAGE_USERS)
def add_user() -> Any:  # noqa: ANN401 - a page or a redirect
    """Add an account and show its one-time link once."""
    form = NewUserForm.read(request.form)
    actor = viewer().username
    with engines().db.writing() as db:
        user = service.add_user(
            db, form.username, role=form.role, display_name=form.display_name, actor=actor
        )
        secret = service.make_link(db, user.username, actor=actor)
    return _users_with_link(secret)


@blueprint.post("/desk/users/<username>/link")
@requires(Permission.MANAGE_USERS)
def new_link(username: str) -> str:
    """Make a new one-time link and show it once."""
    with engines().db.writing() as db:
        secret = service.make_link(db, username, actor=viewer().username)
    return _users_with_link(secret)


@blueprint.post("/desk/users/<username>/role")
@requires(Permission.MANAGE_USERS)
def change_role(username: str) -> Response:
    """Give an account another role."""
    role = read_role(request.form)
    with engines().db.writing() as db:
        service.change_role(db, username, role, actor=viewer().username)
    flash(_("Đã lưu."))
    return redirect(url_for("accounts.users"))


@blueprint.post("/desk/users/<username>/state")
@requires(Permission.MANAGE_USERS)
def change_state(username: str) -> Response:
    """Disable an account, or let it in again."""
    change = service.enable if request.form.get("enabled") == "1" else service.disable
    with engines().db.writing() as db:
        change(db, username, actor=viewer().username)
    flash(_("Đã lưu."))
    return redirect(url_for("accounts.users"))


def _users_with_link(secret: str) -> str:
    link = whole(url_for("accounts.welcome", secret=secret))
    return render_template("accounts/users.html", link=link, **_users_page())


def _users_page() -> dict[str, Any]:
    with engines().db.reading() as db:
        found = {"users": queries.all_users(db), "with_factor": owners_of_factors(db)}
    return {**found, **_roles()}


def _roles() -> dict[str, Any]:
    roles = [role for role in Role if role is not Role.VISITOR]
    return {"roles": roles, "role_options": [(role.value, role_name(role.value)) for role in roles]}
