"""Who may see: the one access function, and the only door to the current user."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, exists, select
from werkzeug.wrappers import Response

from archive.catalogue.models import AccessToken
from archive.db import local_today
from archive.errors import NotAllowedError
from archive.permissions import STAFF, Permission, Role, may
from archive.records import (
    Access,
    Audience,
    CommunityRecord,
    ElementRecord,
    FileRecord,
    ItemRecord,
    ListRecord,
    Preset,
    Record,
    Status,
    TermRecord,
)
from archive.records.embargoes import marks_from, marks_of_date
from archive.records.seasons import marks_of, marks_of_day

P = ParamSpec("P")
R = TypeVar("R")


class Grade(StrEnum):
    """How much a viewer gets: the title, the record, the originals."""

    KNOW = "know"
    SEE = "see"
    TAKE = "take"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks: a visitor, or an account with its memberships."""

    id: str = ""
    username: str = ""
    display_name: str = ""
    role: Role = Role.VISITOR
    memberships: frozenset[str] = frozenset()
    stewardships: frozenset[str] = frozenset()
    shared_tokens: frozenset[str] = field(default=frozenset())
    files: frozenset[str] = frozenset()
    is_seasonal: bool = True

    @property
    def is_signed_in(self) -> bool:
        """Whether this is an account."""
        return bool(self.id)

    @property
    def is_staff(self) -> bool:
        """Whether the account works at the desk."""
        return self.role in STAFF

    def may(self, permission: Permission | str) -> bool:
        """Tell whether the viewer's role has a permission."""
        return may(self.role, Permission(permission))


VISITOR = Viewer()
# A program that fetches once and keeps: what is open for a season only is not for it.
HARVESTER = Viewer(is_seasonal=False)


def tokens(viewer: Viewer) -> frozenset[str]:
    """Return what the viewer holds; a thing is visible iff it meets `tokens_of` the thing."""
    held = {"public"} | viewer.shared_tokens
    if viewer.is_signed_in:
        held |= {"school", f"user:{viewer.username}"}
    if viewer.is_staff:
        held.add("staff")
    held |= {f"community:{community}" for community in viewer.memberships}
    today = local_today()
    since = {f"{token}>{mark}" for token in held for mark in marks_of_date(today)}
    if viewer.is_seasonal:
        held |= {f"{token}@{mark}" for token in held for mark in marks_of_day(today)}
    held |= since
    held |= {f"steward:{community}" for community in viewer.stewardships}
    held |= {f"file:{file}" for file in viewer.files}
    return frozenset(held)


def tokens_of_audience(audience: Audience) -> frozenset[str]:
    """Return the tokens that open a thing to an audience; while closed only to its keepers."""
    always = _tokens_of_all_days(audience)
    if audience.season is not None:
        opened = {f"{token}@{mark}" for token in always for mark in marks_of(audience.season)}
    elif audience.embargo is not None:
        opened = {f"{token}>{mark}" for token in always for mark in marks_from(audience.embargo)}
    else:
        return always
    return frozenset(opened) | _keepers_of(audience)


def _tokens_of_all_days(audience: Audience) -> frozenset[str]:
    if audience.preset is not Preset.COMMUNITY:
        return frozenset({audience.preset.value})
    if audience.all_of and len(audience.communities) > 1:
        return frozenset({all_token(audience.communities)})
    return frozenset(f"community:{community}" for community in audience.communities)


def all_token(communities: Iterable[str]) -> str:
    """Return the one token of those who belong to *all* of these communities."""
    joined = "+".join(sorted(set(communities)))
    return f"all:{hashlib.sha256(joined.encode()).hexdigest()[:24]}:{joined}"


def tokens_of(record: Record, grade: Grade = Grade.SEE) -> frozenset[str]:
    """Return the tokens that open a record at a grade, whatever its status."""
    if record.status is Status.PUBLISHED:
        return tokens_of_audience(_audience(record.access, grade))
    if record.status is Status.WITHDRAWN:
        return _keepers(record)
    return _draft_tokens(record)


def tokens_of_file(item: ItemRecord, file: FileRecord, grade: Grade) -> frozenset[str]:
    """Return the tokens that open a file; with `file.access` it may be stricter than its item.

    The tokens of both must meet the viewer's, see `may_view_file`; where the file has no rule
    of its own these are the item's.
    """
    if file.access is None or item.status is not Status.PUBLISHED:
        return tokens_of(item, grade)
    return tokens_of_audience(_audience(file.access, grade))


def _audience(access: Access, grade: Grade) -> Audience:
    grades = {Grade.KNOW: access.known_by, Grade.SEE: access.see, Grade.TAKE: access.taken_by}
    return grades[grade]


def _draft_tokens(record: Record) -> frozenset[str]:
    """Return who may work on what is not public yet: staff, or for a community's own its people."""
    owner = {f"user:{record.owner}"} if isinstance(record, ItemRecord) and record.owner else set()
    return _keepers(record) | owner


def _keepers(record: Record) -> frozenset[str]:
    """Return who looks after what is not public: staff, for a community's own its stewards."""
    return _keepers_of(record.access.see)


def _keepers_of(audience: Audience) -> frozenset[str]:
    if audience.preset is not Preset.COMMUNITY:
        return frozenset({"staff"})
    return frozenset(f"steward:{community}" for community in audience.communities)


def may_view(viewer: Viewer, record: Record, grade: Grade = Grade.SEE) -> bool:
    """Tell whether a viewer has a grade of a record."""
    return bool(tokens(viewer) & tokens_of(record, grade))


def may_view_file(viewer: Viewer, item: ItemRecord, file: FileRecord, grade: Grade) -> bool:
    """Tell whether a viewer has a grade of a file: of the item and of the file's own rule.

    Who was granted the file has every grade of it, as long as the item's page is open to them.
    """
    held = tokens(viewer)
    if f"file:{file.id}" in held and held & tokens_of(item, Grade.SEE):
        return True
    return bool(held & tokens_of(item, grade)) and bool(held & tokens_of_file(item, file, grade))


def deciders(item: ItemRecord, file: FileRecord) -> frozenset[str]:
    """Return the tokens of those who answer for a file: a community's stewards, else staff."""
    rule = file.access or item.access
    for audience in (rule.taken_by, rule.see, item.access.see):
        if audience.preset is Preset.COMMUNITY:
            return frozenset(f"steward:{community}" for community in audience.communities)
    return frozenset({"staff"})


def covers(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    """Tell whether whoever holds one of the narrow tokens holds one of the wide ones too."""
    if "public" in wide or narrow <= wide:
        return True
    # All others are held by the signed-in.
    return "school" in wide and not any(one.startswith("public") for one in narrow)


def may_edit(viewer: Viewer, record: Record) -> bool:
    """Tell whether a viewer may change a record: see it, and hold the permission."""
    if isinstance(record, CommunityRecord) and record.id in viewer.stewardships:
        return True
    is_vocabulary = isinstance(record, ElementRecord | TermRecord | ListRecord)
    wanted = Permission.EDIT_VOCABULARY if is_vocabulary else Permission.DESCRIBE
    return viewer.may(wanted) and may_view(viewer, record)


def visible(
    row: Any,  # noqa: ANN401 - any of the catalogue's tables
    owner_type: str,
    viewer: Viewer,
    grade: Grade = Grade.KNOW,
) -> ColumnElement[bool]:
    """Return the SQL condition that a row of the catalogue is open to the viewer."""
    held = sorted(tokens(viewer))
    return exists(
        select(AccessToken.token).where(
            and_(
                AccessToken.owner_type == owner_type,
                AccessToken.owner_id == row.id,
                AccessToken.grade == grade.value,
                AccessToken.token.in_(held),
            )
        )
    )


def viewer() -> Viewer:
    """Return who looks at this request; kept for its length."""
    if "kho_viewer" not in g:
        g.kho_viewer = cast("Viewer", getattr(current_user, "viewer", VISITOR))
    found: Viewer = g.kho_viewer
    return found


def see_as(who: Viewer) -> None:
    """Let the rest of this request be that of a viewer, whatever session it came with."""
    g.kho_viewer = who


def see_through(other: Viewer) -> None:
    """Let the rest of this request see what another viewer sees; `looker` still says who looks."""
    g.kho_looker = viewer()
    g.kho_viewer = other


def looker() -> Viewer:
    """Return who really looks, in whatever guise."""
    found: Viewer = g.get("kho_looker") or viewer()
    return found


def forget_viewer() -> None:
    """Drop the viewer of this request, after signing in or out."""
    g.pop("kho_viewer", None)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a view: who lacks the permission gets NotAllowedError (visitors: sign in)."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            check_permission(permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def check_permission(permission: Permission) -> None:
    """Raise NotAllowedError where the viewer lacks the permission."""
    if not viewer().may(permission):
        raise NotAllowedError(permission.value)


def sign_in_page() -> Response:
    """Return the way to the sign-in page that leads back here."""
    return redirect(url_for("accounts.sign_in", next=request.full_path))
