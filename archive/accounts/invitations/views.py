"""The page where teachers join with a code, and the pages where schools are invited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.accounts import entering
from archive.accounts.factors.codes import square
from archive.accounts.forms import new_passwords
from archive.accounts.invitations import queries, service
from archive.accounts.invitations.forms import INVITED, InvitationForm, JoinForm, names_of_sheet
from archive.db import now
from archive.errors import ArchiveError, status_of
from archive.exchange.addresses import whole
from archive.filters import role_name
from archive.permissions import Permission
from archive.security import limiter
from archive.web import engines

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/join")
def join() -> str:
    """Show the form where somebody makes an account with the code of a school."""
    form = JoinForm(code=request.args.get("code", "")[:60])
    return render_template("invitations/join.html", form=form, problem="")


@blueprint.post("/join")
@limiter.limit("30 per minute; 200 per hour")
def join_post() -> Any:  # noqa: ANN401 - a page or a redirect
    """Make the account and let its owner in."""
    form = JoinForm.read(request.form)
    try:
        with engines().db.writing() as db:
            user = service.join(db, form, new_passwords(request.form))
    except ArchiveError as error:
        page = render_template("invitations/join.html", form=form, problem=error.words)
        return page, status_of(error)
    flash(_("Xin chào! Lần sau bạn đăng nhập bằng tên “%(name)s”.", name=user.username))
    return entering.enter(user)


@blueprint.get("/desk/invitations")
@requires(Permission.MANAGE_USERS)
def invitations() -> str:
    """List the schools that were invited."""
    return _page()


@blueprint.post("/desk/invitations")
@requires(Permission.MANAGE_USERS)
def invite() -> str:
    """Invite a school, and show its code once, ready to be printed."""
    form = InvitationForm.read(request.form)
    with engines().db.writing() as db:
        invitation, code = service.invite(db, form, actor=viewer().username)
    address = whole(url_for("invitations.join", code=code))
    return render_template(
        "invitations/poster.html",
        invitation=invitation,
        code=code,
        address=address,
        picture=square(address),
    )


@blueprint.post("/desk/invitations/<invitation_id>/close")
@requires(Permission.MANAGE_USERS)
def close(invitation_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Take an invitation back."""
    with engines().db.writing() as db:
        service.close(db, invitation_id, actor=viewer().username)
    flash(_("Mã mời đã đóng. Tài khoản đã lập vẫn dùng được."))
    return redirect(url_for("invitations.invitations"), 303)


@blueprint.post("/desk/invitations/sheet")
@requires(Permission.MANAGE_USERS)
def sheet() -> str:
    """Make accounts for a sheet of names, and show their links once, ready to be cut out."""
    names, school = names_of_sheet(request.form.get("names", "")), request.form.get("school", "")
    with engines().db.writing() as db:
        made = service.add_sheet(db, names, role=INVITED[0], school=school, actor=viewer().username)
    cards = [(row, whole(url_for("accounts.welcome", secret=row.secret))) for row in made]
    pictured = [(row, address, square(address)) for row, address in cards]
    return render_template("invitations/sheet.html", cards=pictured, school=school[:200])


def _page() -> str:
    with engines().db.reading() as db:
        found = queries.invitations(db)
    roles = [(role.value, role_name(role.value)) for role in INVITED]
    return render_template(
        "invitations/invitations.html", found=found, role_options=roles, today=now()
    )
