"""Options, markers and fixtures that every test may use."""

import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import settings

from tests import chromium, postgres
from tests.needs import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, Page

    from archive.accounts.models import User
    from archive.engines import Engines

    SignIn = Callable[..., User]

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")

# ------------------------------------------------------------------ options and markers


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kho")
    group.addoption("--whole", action="store_true", help="run every crossing, as CI does")
    group.addoption("--long", action="store_true", help="run the soaks and sweeps whole too")
    group.addoption("--wheel", action="store_true", help="also start the built wheel")


def pytest_configure(config: pytest.Config) -> None:
    # A failing example must come back on every machine; the soak looks for new ones.
    settings.register_profile("seeded", deadline=None, derandomize=True, max_examples=60)
    settings.register_profile("long", deadline=None, max_examples=2000)
    settings.load_profile("long" if config.getoption("--long") else "seeded")
    if find_spec("flask"):  # the other environment has none
        _compile_templates_once()
        _hash_passwords_cheaply()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    off = {name for name in ("long", "wheel") if not config.getoption(f"--{name}")}
    if not _is_whole(config):
        off.add("whole")
    left_out = [
        item
        for item in items
        if any(map(item.get_closest_marker, off)) or ("whole" in off and not _is_in_sample(item))
    ]
    if left_out:
        items[:] = [item for item in items if item not in set(left_out)]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        # One browser and one cluster for all their tests, whatever the number of workers.
        for name in ("browser", "postgres"):
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group(name))


def _compile_templates_once() -> None:
    from flask import Flask

    from tests.compiled import CompiledOnce

    Flask.jinja_options = {"bytecode_cache": CompiledOnce()}


def _hash_passwords_cheaply() -> None:
    """Let argon2id take .2 ms instead of 50 ms and 46 MiB; what is served by a test takes all."""
    from argon2 import PasswordHasher

    from archive.accounts import passwords

    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._NOBODYS = passwords._HASHER.hash("nobody's")


def _is_whole(config: pytest.Config) -> bool:
    return bool(config.getoption("--whole") or config.getoption("--long"))


def _is_in_sample(item: pytest.Item) -> bool:
    """Tell whether a test runs always; of `sampled(n)` ones every n-th does, always the same."""
    marker = item.get_closest_marker("sampled")
    return marker is None or crc32(item.name.encode()) % marker.args[0] == 0


def _refuse_foreign_hosts(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect" or not isinstance(address := arguments[1], tuple):
        return
    if not str(address[0]).startswith(LOOPBACK):
        message = f"a test tried to reach {address[0]}"
        raise RuntimeError(message)


sys.addaudithook(_refuse_foreign_hosts)

# --------------------------------------------------------------- what the machine offers


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether a sweep is to run whole (--long) or as a seeded sample."""
    return request.config.getoption("--long")


@pytest.fixture(scope="session")
def is_whole(request: pytest.FixtureRequest) -> bool:
    """Whether every crossing is to run (--whole, or --long), or a seeded sample of them."""
    return _is_whole(request.config)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real media files beside the repository."""
    folder = ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared/samples with real media files")
    return folder


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """A throw-away PostgreSQL cluster; mark the test `postgres`."""
    programs = postgres.find_programs()
    if programs is None:
        missing("postgresql")
    with postgres.running_cluster(programs) as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: postgres.Cluster) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database of the test's own."""
    with postgres_cluster.database() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once on each engine that we support."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'kho.db'}"


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, headless; mark the test `browser`."""
    from playwright.sync_api import sync_playwright

    executable = chromium.find_chromium()
    if executable is None:
        missing("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=chromium.arguments())
        yield started
        started.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page in a fresh Vietnamese profile, 1366 px wide."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


# ------------------------------------------------- the application: app, client, engines
# These fixtures belong to the application's own tests; add them below this line.


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them, to be copied: that is ten times as fast."""
    from archive.db import Database
    from archive.schema import create_tables

    path = tmp_path_factory.mktemp("empty") / "kho.db"
    made = Database(f"sqlite:///{path}")
    create_tables(made)
    made.engine.dispose()
    return path


@pytest.fixture
def engines(tmp_path: Path, empty_database: Path) -> Iterator["Engines"]:
    """Open the engines of an empty archive on SQLite, a local disk and a Whoosh index."""
    from archive.catalogue import tightenings
    from archive.engines import open_engines
    from archive.settings import Settings

    settings = Settings(data=tmp_path / "kho", secret_key="tests only").completed()
    settings.data.mkdir()
    shutil.copyfile(empty_database, settings.data / "kho.db")
    opened = open_engines(settings)
    tightenings.begin(settings.data)
    yield opened
    opened.close()


@pytest.fixture
def app(engines: "Engines") -> "Flask":
    """Make the application of an empty archive, with CSRF off but for the tests that ask."""
    return _application(engines)


@pytest.fixture(scope="session")
def shared_app() -> "list[Flask]":
    """Hold the application that tests share which never ask for it: 200 routes take .1 s."""
    return []


@pytest.fixture
def client(
    request: pytest.FixtureRequest, engines: "Engines", shared_app: "list[Flask]"
) -> "FlaskClient":
    """Make a client of the application; nobody is signed in."""
    if "app" in request.fixturenames:
        return request.getfixturevalue("app").test_client()
    if not shared_app:
        shared_app.append(_application(engines))
    _let_serve(shared_app[0], engines)
    return shared_app[0].test_client()


def _application(engines: "Engines") -> "Flask":
    from archive.app import create_app

    made = create_app(engines=engines)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return made


def _let_serve(app: "Flask", engines: "Engines") -> None:
    """Give an application other engines; the settings of all tests are the same."""
    from archive.accounts.sessions.interface import DatabaseSessions
    from archive.security import limiter

    settings = engines.settings
    limiter.reset()
    app.extensions["kho"] = engines
    app.session_interface = DatabaseSessions(
        engines.db, days=settings.session_days, is_secure=settings.is_secure
    )


@pytest.fixture
def sign_in(engines: "Engines", client: "FlaskClient") -> "SignIn":
    """Return a function that makes an account of a role and signs the client in with it."""
    from tests.makers import signed_in

    return lambda role, username="": signed_in(engines, client, role, username)


@pytest.fixture
def statements(engines: "Engines") -> Iterator[list[str]]:
    """Collect the SQL statements that run, transactions' own left out."""
    from sqlalchemy import event

    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(engines.db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(engines.db.engine, "before_cursor_execute", note)
