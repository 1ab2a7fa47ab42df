"""Factories of records: each makes a valid one, any field can be said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.accounts import service as accounts
from archive.catalogue.saving import SYSTEM, Save, save
from archive.db import now
from archive.ids import new_id
from archive.indexing.indexer import Indexer
from archive.permissions import Role
from archive.records import (
    Access,
    AgentRecord,
    Audience,
    CommunityRecord,
    DateValue,
    ElementRecord,
    FileRecord,
    ItemRecord,
    Link,
    Name,
    NameStatus,
    Preset,
    Record,
    Status,
)

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from archive.accounts.models import User
    from archive.engines import Engines

PASSWORD = "mưa xuân trên bản Hìn"


def an_item(title: str = "Xòe vòng ở bản Mẫu", **said: Any) -> ItemRecord:
    """Make a published public item with a date, a rights statement and a description."""
    values: dict[str, Any] = {
        "id": new_id(),
        "status": Status.PUBLISHED,
        "published_at": now(),
        "title": {"vi": [title]},
        "description": {"vi": ["Bản ghi mẫu dùng cho việc kiểm thử."]},
        "date": DateValue(edtf="1998", as_written="1998", year_from=1998, year_to=1998),
        "rights": "CC BY-NC 4.0",
        **said,
    }
    return ItemRecord(**values)


def an_element(name: str = "Điệu mẫu", **said: Any) -> ElementRecord:
    """Make a published element of the kind dance."""
    values: dict[str, Any] = {
        "id": new_id(),
        "kind": "dance",
        "status": Status.PUBLISHED,
        "names": (Name(language="vi", text=name, status=NameStatus.PREFERRED),),
        **said,
    }
    return ElementRecord(**values)


def an_agent(name: str = "Người Mẫu", **said: Any) -> AgentRecord:
    """Make a published person."""
    values: dict[str, Any] = {
        "id": new_id(),
        "status": Status.PUBLISHED,
        "names": (Name(language="vi", text=name, status=NameStatus.PREFERRED),),
        **said,
    }
    return AgentRecord(**values)


def a_community(name: str = "Cộng đồng mẫu", **members: str) -> CommunityRecord:
    """Make a community; members are given as `username="member"` or `username="steward"`."""
    return CommunityRecord(
        id=new_id(),
        status=Status.PUBLISHED,
        names=(Name(language="vi", text=name, status=NameStatus.PREFERRED),),
        members=tuple(Link(id=username, role=role) for username, role in members.items()),
    )


def seen_by(preset: str, *communities: str, all_of: bool = False, **grades: str) -> Access:
    """Make an access rule: who sees, and `know=` or `take=` as presets where they differ."""
    see = Audience(preset=Preset(preset), communities=communities, all_of=all_of)
    others = {grade: Audience(preset=Preset(name)) for grade, name in grades.items()}
    return Access(see=see, **others)


def a_file(name: str = "anh.jpg", **said: Any) -> FileRecord:
    """Make the record of a file, without bytes."""
    values: dict[str, Any] = {
        "id": new_id(),
        "name": name,
        "sha256": "0" * 64,
        "size_bytes": 1,
        "kind": "image",
        "format": "jpeg",
        "media_type": "image/jpeg",
        **said,
    }
    return FileRecord(**values)


def stored(engines: Engines, *records: Record, find: bool = False) -> Record:
    """Save new records, index them where they are to be found, and return the last as saved."""
    saved = [save(engines, Save(record, "made for a test"), by=SYSTEM) for record in records]
    if find:
        Indexer(engines).drain()
    return saved[-1]


def an_account(engines: Engines, role: Role | str, username: str = "") -> User:
    """Make an account of a role with the password of all test accounts."""
    role = Role(role)
    with engines.db.writing() as session:
        user = accounts.add_user(session, username or role.value, role=role, actor="test")
        accounts.set_password(session, user, PASSWORD)
    return user


def signed_in(engines: Engines, client: FlaskClient, role: Role | str, username: str = "") -> User:
    """Make an account of a role and sign the client in with it."""
    user = an_account(engines, role, username)
    answer = client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    if answer.status_code != 302:
        message = f"signing in as {user.username} answered {answer.status_code}"
        raise AssertionError(message)
    return user
