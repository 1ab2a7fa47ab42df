"""Every route × every role, sent what no form sends: no failure of ours, nothing echoed as HTML."""

from __future__ import annotations

import random
import re
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

import pytest
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from archive.engines import open_engines
from archive.schema import create_tables
from archive.settings import Settings
from tests.web.access_world import COMMUNITIES, FILE, ITEM, hide, make_world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from werkzeug.routing import Rule

    from tests.web.access_world import World

SENDERS = (
    "visitor",
    "officer",
    *(
        pytest.param(n, marks=pytest.mark.whole)
        for n in ("teacher", "steward", "reviewer", "admin")
    ),
)
TAG = "<zz>"
HOSTILE = {
    "tag": f"\"'>{TAG}".encode(),
    "nul": b"a\x00b",
    "controls": b"a\r\nSet-Cookie: zz=1\x1b[31m\x7f",
    "not-utf-8": b"\xff\xfe\xc3(",
    "surrogate": b"\xed\xa0\x80",
    "bidi": "a\u202egpj.exe\u2066".encode(),
    "long-number": b"9" * 5000,
    "number": b"9" * 19,
    "negative": b"-1",
    "other-digits": "١٢٣".encode(),
    "superscript": "²".encode(),
    "not-a-number": b"nan",
    "infinite": b"1e999",
    "long": "ờ".encode() * 3000,
    "path": b"../../../../etc/passwd",
    "template": b"{{7*7}}%s%(x)s{0}",
    "glob": b"*" * 40 + b"?" * 40,
    "brackets": b'(((("' * 60,
    "json": b'{"a": [1, {"b": null}]}',
    "empty": b"",
}
HEADERS = ("Range", "If-Range", "If-None-Match", "If-Modified-Since", "Accept", "Accept-Language")
HEADERS += ("Authorization", "Cookie", "Host", "X-Forwarded-For", "Referer", "HX-Request")
# What views read from an address, asked for by name so that the values get there.
ASKED = (
    *("q", "page", "type", "from", "to", "sort", "exact", "more", "view", "t", "file", "format"),
    *("element", "people", "place", "kind", "decade", "instrument", "rights", "collection"),
    *("agent", "url", "item", "items", "cursor", "limit", "status", "mine", "before", "of"),
    *("kept", "scheme", "next"),
)
BODIES = {
    "json": ("application/json", b'{"a": ' * 3000),
    "nameless-part": ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\na\r\n--x--\r\n"),
    "cut-off": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    "boundless": ("multipart/form-data", b"no boundary"),
    "foreign-charset": ("text/plain; charset=utf-9", b"\xff"),
}
# Pages whose forms say which fields there are.
FORMS = (f"/desk/items/{ITEM}", "/desk/upload", "/desk/users", "/account", "/desk/review")
FORMS += tuple(f"/desk/new/{kind}" for kind in ("agent", "event", "community", "place"))
FORMS += ("/desk/vocabulary", "/desk/vocabulary/term/new", "/desk/vocabulary/element/new")
# Who signs out is nobody for what follows; links and passwords have tests of their own.
LEFT_OUT = {"static", "accounts.sign_out"}
LONGEST_S = 5.0


@pytest.fixture(
    scope="module",
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.long]),
    ],
)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Make an archive with public and hidden items, and a signed-in client of each role."""
    data = tmp_path_factory.mktemp("kho")
    with ExitStack() as stack:
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres_cluster").database())
        engines = open_engines(
            Settings(data=data, secret_key="tests", database_url=url).completed()
        )
        create_tables(engines.db)
        made = make_world(engines)
        hide(made, "staff")
        yield made
        engines.close()


@pytest.fixture(scope="module")
def fields(world: World) -> tuple[str, ...]:
    """Return the names of the fields of all forms."""
    pages = [world.get("admin", path).get_data(as_text=True) for path in FORMS]
    names = {name for page in pages for name in re.findall(r'\bname="([^"]+)"', page)}
    return tuple(sorted(names - {"csrf_token"}))


@pytest.mark.parametrize("name", SENDERS)
def test_no_address_makes_us_fail(world: World, name: str, is_long: bool) -> None:
    chosen = random.Random(name)
    faults = [
        fault
        for rule in _rules(world, "GET")
        for what in _some(chosen, is_long, 2)
        for path, query in _addresses(rule, HOSTILE[what])
        for fault in _faults(world, name, (rule, what), "GET", path, query)
    ]

    assert faults == []


@pytest.mark.parametrize("name", SENDERS)
def test_no_form_makes_us_fail(
    world: World,
    name: str,
    fields: tuple[str, ...],
    is_long: bool,
) -> None:
    chosen = random.Random(name)
    faults = [
        fault
        for rule in _rules(world, "POST")
        for what in _some(chosen, is_long, 2)
        for body in _forms(fields, HOSTILE[what])
        for fault in _faults(world, name, (rule, what), "POST", _path(rule), b"", body)
    ]

    assert faults == []


@pytest.mark.parametrize("name", ["visitor", "admin"])
@pytest.mark.parametrize("what", BODIES)
def test_no_body_makes_us_fail(world: World, name: str, what: str) -> None:
    media_type, body = BODIES[what]

    faults = [
        fault
        for rule in _rules(world, "POST")
        for fault in _faults(
            world, name, (rule, what), "POST", _path(rule), b"", body, CONTENT_TYPE=media_type
        )
    ]

    assert faults == []


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_makes_us_fail(world: World, header: str, is_long: bool) -> None:
    chosen = random.Random(header)
    key = f"HTTP_{header.upper().replace('-', '_')}"
    answered = {"items.item", "files.rendition", "discover.home", "api.search", "items.items"}

    faults = [
        fault
        for rule in _rules(world, "GET")
        for what in _some(chosen, is_long, 5)
        if rule.endpoint in answered
        for fault in _faults(
            world,
            "visitor",
            (rule, what),
            "GET",
            _path(rule),
            **{key: HOSTILE[what].decode("latin-1")},
        )
    ]

    assert faults == []


def _some(chosen: random.Random, is_long: bool, count: int) -> Iterable[str]:
    return HOSTILE if is_long else chosen.sample(sorted(HOSTILE), count)


def _rules(world: World, method: str) -> list[Rule]:
    rules = world.app.url_map.iter_rules()
    return [
        rule for rule in rules if method in (rule.methods or ()) and rule.endpoint not in LEFT_OUT
    ]


def _addresses(rule: Rule, value: bytes) -> Iterator[tuple[bytes, bytes]]:
    said = quote_from_bytes(value).encode()
    pairs = b"&".join(name.encode() + b"=" + said for name in ASKED)
    yield _path(rule), pairs + b"&" + pairs
    yield _path(rule), value.replace(b"\r\n", b"") + b"&q=" + value.replace(b"\r\n", b"")
    if rule.arguments:
        yield _path(rule, value), b""


KNOWN = {
    "item_id": ITEM,
    "record_id": ITEM,
    "file_id": FILE,
    "slug": COMMUNITIES[0],
    "key": ITEM,
    "noun": "items",
    "username": "researcher",
    "action": "retry",
    "task_id": "1",
    "kind": "element",
}


def _path(rule: Rule, value: bytes | None = None) -> bytes:
    """Return an address of a route: known arguments, or a hostile value for every one."""
    path = rule.rule
    for argument in sorted(rule.arguments):
        chosen = b"\0" if value is not None else KNOWN.get(argument, "nothing").encode()
        pattern = rf"<(?:[^<>]*:)?{argument}>"
        if value is not None and not re.search(rf"any\([^)]*\):{argument}>", path):
            path = re.sub(pattern, "\ue000", path)
            continue
        kept = "event" if b"event" in rule.rule.encode() and argument == "kind" else ""
        path = re.sub(pattern, kept or KNOWN.get(argument, chosen.decode() or "nothing"), path)
    return path.encode().replace("\ue000".encode(), value or b"")


def _forms(fields: Iterable[str], value: bytes) -> Iterator[bytes]:
    said = quote_from_bytes(value).encode()
    pairs = b"&".join(quote_from_bytes(name.encode()).encode() + b"=" + said for name in fields)
    yield pairs
    yield pairs + b"&" + pairs + b"&" + said + b"=" + said


def _faults(
    world: World,
    name: str,
    asked: tuple[Rule, str],
    method: str,
    path: bytes,
    query: bytes = b"",
    body: bytes = b"",
    **environ: str,
) -> list[str]:
    """Ask, and return what is wrong with the answer."""
    began = time.monotonic()
    answer = _ask(world, name, method, path, query, body, **environ)
    text = answer.get_data()
    found = {
        f"answered {answer.status_code}": answer.status_code >= 500,
        "echoed a tag": answer.mimetype == "text/html" and TAG.encode() in text,
        "took long": time.monotonic() - began > LONGEST_S,
        "took a header": "zz=1" in answer.headers.getlist("Set-Cookie"),
    }
    rule, what = asked
    return [f"{name} {method} {rule.rule} {what}: {said}" for said, is_so in found.items() if is_so]


def _ask(
    world: World,
    name: str,
    method: str,
    path: bytes,
    query: bytes,
    body: bytes,
    **environ: str,
) -> Response:
    """Hand the application what a server would, byte for byte."""
    cookie = world.clients[name].get_cookie("kho")
    built = create_environ(method=method, data=body if method == "POST" else None)
    built |= {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query.decode("latin-1")}
    if method == "POST":
        built["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    if cookie is not None:
        built["HTTP_COOKIE"] = f"kho={cookie.value}"
    return Response(*run_wsgi_app(world.app, built | environ, buffered=True))
