"""Show a record's page as somebody else gets it: a guest, a teacher, a member of a community.

The page is made with the tokens of the other viewer by the one access function. Nobody can put
on a guise that opens more than they may see themselves: a guise holds no token that its wearer
does not hold, and nothing can be sent from the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, g, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import VISITOR, Viewer, looker, see_through, viewer
from archive.catalogue.models import Community
from archive.permissions import Permission, Role
from archive.records import CommunityRecord, record_of
from archive.security import CSP
from archive.web import engines

PARAMETER = "seen-as"
PAGES = frozenset(
    {
        "agents.agent",
        "collections.collection",
        "communities.community",
        "elements.element",
        "events.event",
        "items.item",
        "places.place",
        "terms.term",
    }
)
# No user name has a colon, so that nothing belongs to a guise.
_TEACHER = Viewer(id=":teacher", username=":teacher", role=Role.TEACHER)
_MEMBER = "member:"


@dataclass(frozen=True, slots=True)
class Guise:
    """Somebody as whom a page can be seen: the key in the address, and the words."""

    key: str
    label: str


def may_wear(who: Viewer) -> bool:
    """Tell whether a viewer looks after records, and so may see them as others do."""
    return who.may(Permission.USE_DESK) or who.may(Permission.STEWARD)


def guise_of(who: Viewer, key: str) -> Viewer | None:
    """Return the viewer behind a key, as far as somebody may put it on."""
    if not may_wear(who):
        return None
    community = key.removeprefix(_MEMBER) if key.startswith(_MEMBER) else ""
    if community in who.memberships:
        mine = frozenset({community})
        return Viewer(id=":member", username=":member", role=Role.RESEARCHER, memberships=mine)
    return {"guest": VISITOR, "teacher": _TEACHER}.get(key)


def guises() -> list[Guise]:
    """Return the guises that whoever really looks may put on."""
    who = looker()
    if not may_wear(who):
        return []
    with engines().db.reading() as session:
        named = [(one, _community_name(session, one)) for one in sorted(who.memberships)]
    return [
        Guise("guest", _("khách chưa đăng nhập")),
        Guise("teacher", _("giáo viên")),
        *(Guise(_MEMBER + one, _("thành viên của %(name)s", name=name)) for one, name in named),
    ]


def worn() -> Guise | None:
    """Return the guise in which this request looks, None where somebody looks as themselves."""
    key: str = g.get("kho_guise", "")
    return next((one for one in guises() if one.key == key), None) if key else None


def put_on() -> None:
    """Let the rest of this request look in the guise that its address names."""
    key = request.args.get(PARAMETER, "")
    if not key or request.endpoint not in PAGES:
        return
    guise = guise_of(viewer(), key)
    if guise is not None:
        g.kho_guise = key
        see_through(guise)


def keep_to_reading(response: Response) -> Response:
    """Let nothing be sent from a page that is seen in a guise, and nobody keep it."""
    if g.get("kho_guise"):
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = CSP.replace(
            "form-action 'self'", "form-action 'none'"
        )
    return response


def register(app: Flask) -> None:
    """Attach the guises to an application."""
    app.before_request(put_on)
    app.after_request(keep_to_reading)


def _community_name(session: Session, community: str) -> str:
    row = session.get(Community, community)
    record = record_of(row.record) if row is not None else None
    names = record.names_in("vi") if isinstance(record, CommunityRecord) else ()
    return next(iter(names), community)
