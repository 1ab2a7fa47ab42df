"""An archive with one public item and one hidden one, and viewers of every kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from archive.access import Viewer
from archive.accounts import queries as accounts
from archive.accounts.queries import user_named
from archive.app import create_app
from archive.audit.service import note_change
from archive.catalogue.files.models import Rendition
from archive.catalogue.projection import remove
from archive.catalogue.renditions import cached
from archive.catalogue.saving import SYSTEM, Save, save
from archive.db import local_today, now
from archive.indexing.indexer import Indexer, rebuild
from archive.permissions import Role
from archive.records import (
    Access,
    AgentRecord,
    Audience,
    CommunityRecord,
    FileRole,
    ItemRecord,
    Link,
    Name,
    NameStatus,
    Preset,
    Status,
)
from archive.security import limiter
from tests.makers import PASSWORD, a_file, an_account, an_element, an_item

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from archive.engines import Engines

MARK = "zzkin"
ITEM, FILE, CAPTIONS, AGENT = "hhhhhhhhh0", "fffffffff0", "ccccccccc0", "zzkinnguoi"
COMMUNITIES = ("congdongmot", "congdonghai")
ROLES = {
    "visitor": None,
    "teacher": Role.TEACHER,
    "researcher": Role.RESEARCHER,
    "steward": Role.STEWARD,
    "officer": Role.OFFICER,
    "reviewer": Role.REVIEWER,
    "admin": Role.ADMIN,
    "member": Role.RESEARCHER,
    "member-of-both": Role.RESEARCHER,
}
_LATER = [local_today() + timedelta(days=days) for days in (60, 90)]
SEASON = "/".join(f"{day.month:02}-{day.day:02}" for day in _LATER)
LEVELS = {
    "school": (Status.PUBLISHED, Access(see=Audience(preset=Preset.SCHOOL))),
    "community": (
        Status.PUBLISHED,
        Access(see=Audience(preset=Preset.COMMUNITY, communities=COMMUNITIES[:1])),
    ),
    "all-of": (
        Status.PUBLISHED,
        Access(see=Audience(preset=Preset.COMMUNITY, communities=COMMUNITIES, all_of=True)),
    ),
    "staff": (Status.PUBLISHED, Access(see=Audience(preset=Preset.STAFF))),
    "draft": (Status.DRAFT, Access()),
    "community-draft": (
        Status.DRAFT,
        Access(see=Audience(preset=Preset.COMMUNITY, communities=COMMUNITIES[:1])),
    ),
    "out-of-season": (
        Status.PUBLISHED,
        Access(see=Audience(preset=Preset.PUBLIC, season=SEASON)),
    ),
    "embargoed": (
        Status.PUBLISHED,
        Access(see=Audience(preset=Preset.PUBLIC, embargo=_LATER[0].isoformat())),
    ),
    "withdrawn": (Status.WITHDRAWN, Access()),
    "community-withdrawn": (
        Status.WITHDRAWN,
        Access(see=Audience(preset=Preset.COMMUNITY, communities=COMMUNITIES[:1])),
    ),
}
_BATCH = re.compile(rb'name="batch" value="([a-z0-9]{10})"')
_TOKENS = re.compile(rb'(name="(?:csrf_token|batch)" value=)"[^"]*"')


@dataclass
class World:
    """The archive, its application, and a signed-in client for each viewer."""

    engines: Engines
    app: Flask
    clients: dict[str, FlaskClient]
    record: ItemRecord | None = None
    before: dict[str, dict[str, bytes]] = field(default_factory=dict)
    after: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """Return a viewer as the access function knows it."""
        if name == "visitor":
            return Viewer()
        with self.engines.db.reading() as session:
            user = user_named(session, name)
            assert user is not None
            return accounts.viewer_of(session, user)

    def answers(self, name: str) -> dict[str, bytes]:
        """Return what a viewer gets at every address, asked once while the item is hidden."""
        if name not in self.after:
            self.after[name] = self.ask(name)
        return self.after[name]

    def ask(self, name: str) -> dict[str, bytes]:
        """Ask for every address as a viewer, who is not throttled for having asked before."""
        limiter.reset()
        return {url: said(self.get(name, url)) for _, url in routes(self.app, "GET")}

    def get(self, name: str, url: str) -> TestResponse:
        """Ask for an address as a viewer."""
        return self.clients[name].get(url)


def make_world(engines: Engines) -> World:
    """Make the archive without its hidden item."""
    app = create_app(engines=engines)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.config["RATELIMIT_ENABLED"] = False
    world = World(engines, app, {"visitor": app.test_client()})
    for name, role in ROLES.items():
        if role is not None:
            an_account(engines, role, name)
            client = app.test_client()
            client.post("/sign-in", data={"username": name, "password": PASSWORD})
            world.clients[name] = client
    _save(engines, _community(COMMUNITIES[0], member="member", steward="steward"))
    _save(engines, _community(COMMUNITIES[1], member="member-of-both"))
    element = an_element("Điệu xòe công khai", id="dieu-cong-khai", slug="dieu-cong-khai")
    _save(engines, element)
    _save(engines, an_item("Bản ghi công khai", elements=(Link(id=element.id),)))
    Indexer(engines).drain()
    return world


def _community(name: str, **members: str) -> CommunityRecord:
    links = [Link(id=username, role=role) for role, username in members.items()]
    if name == COMMUNITIES[0]:
        links.append(Link(id="member-of-both", role="member"))
    return CommunityRecord(
        id=name,
        slug=name,
        status=Status.PUBLISHED,
        names=(Name(language="vi", text=f"Cộng đồng {name}", status=NameStatus.PREFERRED),),
        members=tuple(links),
    )


def _save(engines: Engines, record: object, **more: object) -> None:
    save(engines, Save(record, "test", **more), by=SYSTEM)  # type: ignore[arg-type]


def hide(world: World, level: str) -> ItemRecord:
    """Add the hidden item with a master, a rendition, captions, a person and an index entry."""
    status, access = LEVELS[level]
    photo = a_file(f"{MARK}tep.jpg", id=FILE, technical={"text": f"{MARK}chu"})
    captions = a_file(
        f"{MARK}loi.vtt",
        id=CAPTIONS,
        role=FileRole.CAPTIONS,
        kind="captions",
        format="vtt",
        media_type="text/vtt",
        technical={"cues": [{"start_s": 1.0, "end_s": 2.0, "text": f"{MARK}loi"}]},
    )
    person = AgentRecord(
        id=AGENT,
        slug=AGENT,
        status=status,
        access=access,
        names=(Name(language="vi", text=f"{MARK}nguoi", status=NameStatus.PREFERRED),),
    )
    item = an_item(
        f"{MARK}tua",
        id=ITEM,
        status=status,
        access=access,
        description={"vi": [f"{MARK}mota"]},
        elements=(Link(id="dieu-cong-khai"),),
        agents=(Link(id=AGENT, role="performer"),),
        inventory_number=f"{MARK}so",
        files=(photo, captions),
        cover=FILE,
        former_ids=("former0000",),
    )
    _save(world.engines, person)
    masters = {photo.master_path: b"zzkinbytes", captions.master_path: b"WEBVTT\n\nzzkinloi"}
    _save(world.engines, item, masters=masters)
    _cache(world.engines)
    Indexer(world.engines).drain()
    return item


def _cache(engines: Engines) -> None:
    for name, media_type in (("thumb-320.jpg", "image/jpeg"), ("waveform.svg", "image/svg+xml")):
        path = cached(engines, FILE, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"zzkinanh")
        with engines.db.writing() as session:
            session.add(
                Rendition(
                    file_id=FILE,
                    name=name,
                    media_type=media_type,
                    size_bytes=8,
                    etag=f"e-{name}",
                    made_at=now(),
                )
            )


def reveal(world: World) -> None:
    """Take the hidden item and its person away again, with every trace of them."""
    for kind, record_id in (("item", ITEM), ("agent", AGENT)):
        world.engines.repository.purge(f"urn:kho:{kind}:{record_id}")
        with world.engines.db.writing() as session:
            remove(session, kind, record_id)
            note_change(session, kind, record_id, tightened=True)
    rebuild(world.engines)


ARGUMENTS: dict[str, tuple[str, ...]] = {
    "item_id": (ITEM, "former0000"),
    "file_id": (FILE, CAPTIONS),
    "name": ("thumb-320.jpg", "waveform.svg", "original"),
    "record_id": (ITEM, AGENT, "dieu-cong-khai"),
    "term_id": (AGENT,),
    "slug": (AGENT, "dieu-cong-khai", COMMUNITIES[0]),
    "key": (ITEM, AGENT, "dieu-cong-khai"),
    "naan": ("99999",),
    "number": ("1",),
    "version": ("1",),
    "task_id": ("1",),
    "aside_id": ("aaaaaaaaa0",),
    "batch_id": ("bbbbbbbbb0",),
    "upload_id": ("nothing",),
    "round_id": ("bbbbbbbbb0",),
    "preset_id": ("nothing",),
    "wish": ("undo",),
    "path": ("nothing",),
    "page": ("nothing",),
    "part": ("1",),
    "secret": ("nothing",),
    "username": ("teacher",),
    "action": ("nothing",),
    "token_hash": ("nothing",),
    "filename": ("nothing",),
    "format": ("json",),
    "search_id": ("nothing",),
    "invitation_id": ("nothing",),
    "message_id": ("nothing",),
    "consent_id": ("nothing",),
    "permit_id": ("nothing",),
    "comment_id": ("nothing",),
    "notice_id": ("1",),
    "table": ("csv", "json"),
    "api": ("2", "3"),
    "identifier": (FILE, CAPTIONS, f"{FILE}-1"),
    "region": ("full", "0,0,1,1"),
    "size": ("max",),
    "rotation": ("0",),
    "last": ("default.jpg", "default.png"),
}
KINDS = {
    "noun": ("items", "people", "elements", "agents", "events", "communities", "collections"),
    "kind": ("element", "term", "item", "agent"),
}
QUERIES = {
    "/search/results.csv": (f"?q={MARK}tua", f"?q={MARK}tua&sort=title"),
    "/search/results.json": (f"?q={MARK}tua",),
    "/search/feed.atom": (f"?q={MARK}tua",),
    "/search/advanced": (f"?q={MARK}tua",),
    "/search": (
        f"?q={MARK}tua",
        f"?q={MARK}loi&type=item",
        "?element=dieu-cong-khai",
        f"?q={MARK}*",
    ),
    "/api/v1/search": (f"?q={MARK}tua", f"?q={MARK}loi", "?element=dieu-cong-khai"),
    "/api/v1/complete": (f"?q={MARK}",),
    "/items/hhhhhhhhh0": ("?format=json", "?format=ris", "?format=bibtex", "?format=jsonld"),
    "/oembed": (f"?url=http://localhost/items/{ITEM}",),
    "/compare": (f"?item={ITEM}&items={ITEM}",),
}


def addresses(rule: Rule) -> list[str]:
    """Return addresses of a route, with every argument filled in; unknown ones raise KeyError."""
    urls = [rule.rule]
    for argument in rule.arguments:
        values = KINDS.get(argument) or ARGUMENTS[argument]
        pattern = re.compile(rf"<(?:[^<>]*:)?{argument}>")
        urls = [pattern.sub(value, url) for url in urls for value in values]
    return [url + query for url in urls for query in ("", *QUERIES.get(url, ()))]


def routes(app: Flask, method: str) -> list[tuple[str, str]]:
    """Return endpoint and address of every route that answers a method."""
    return sorted(
        (rule.endpoint, url)
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint != "static"
        for url in addresses(rule)
    )


def said(response: TestResponse) -> bytes:
    """Return what an answer says, headers too, without form tokens."""
    whole = response.get_data()
    for batch in _BATCH.findall(whole):  # a new one is drawn for each form, and stands in links too
        whole = whole.replace(batch, b"batch")
    body, tokens = _TOKENS.subn(b"", whole)
    # A form's token changes with the second, and with it the tag that is made of the page.
    changing = {"Set-Cookie", "Date", *(("ETag",) if tokens else ())}
    kept = [value for name, value in response.headers if name not in changing]
    return body + "\n".join(kept).encode()
