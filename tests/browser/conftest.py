"""One archive and one signed-in profile a role, for all tests of the browser."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser_pages import KINDS, Sight, look_at
from tests.browsing import VISITOR, Archive, served_archive
from tests.browsing_media import Studio, served_studio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    Profile = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A small archive, served."""
    with served_archive(tmp_path_factory.mktemp("browser") / "kho") as served:
        yield served


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory, is_long: bool) -> Iterator[Studio]:
    """A scan and two films, served; the films are long where they are watched for long."""
    data = tmp_path_factory.mktemp("studio") / "kho"
    with served_studio(data, films_s=36 if is_long else 6) as served:
        yield served


@pytest.fixture(scope="session")
def signed_in(browser: "Browser", archive: Archive) -> Callable[[str], object]:
    """Return a function that gives the stored state of a signed-in profile."""
    states: dict[str, object] = {VISITOR: None}

    def state(who: str) -> object:
        if who not in states:
            context = browser.new_context(java_script_enabled=False)
            sign_in(context.new_page(), archive, who)
            states[who] = context.storage_state()
            context.close()
        return states[who]

    return state


@pytest.fixture
def profile(
    browser: "Browser", archive: Archive, signed_in: Callable[[str], object]
) -> Iterator["Profile"]:
    """Return a function that opens a profile: who is signed in, and further options."""
    opened: list[BrowserContext] = []

    def open_profile(who: str = VISITOR, **options: object) -> "BrowserContext":
        options = {"locale": "vi-VN", "viewport": {"width": 1366, "height": 768}, **options}
        context = browser.new_context(
            base_url=archive.origin, storage_state=signed_in(who), **options
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_profile
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def sight_of(
    browser: "Browser", archive: Archive, signed_in: Callable[[str], object], is_whole: bool
) -> Iterator[Callable[[str], Sight]]:
    """Return a function that looks at a kind of page, once for all tests that ask."""
    kinds = {kind.name: kind for kind in KINDS}
    contexts: dict[str, BrowserContext] = {}
    seen: dict[str, Sight] = {}

    def look(name: str) -> Sight:
        if name not in seen:
            kind = kinds[name]
            if kind.who not in contexts:
                contexts[kind.who] = browser.new_context(
                    locale="vi-VN", storage_state=signed_in(kind.who)
                )
            path = archive.path(kind.path)
            seen[name] = look_at(contexts[kind.who], archive.origin, path, is_whole=is_whole)
        return seen[name]

    yield look
    for context in contexts.values():
        context.close()


def sign_in(page: "Page", archive: Archive, who: str) -> None:
    """Sign in by the form."""
    page.goto(f"{archive.origin}/sign-in")
    page.fill("[name=username]", who)
    page.fill("[name=password]", archive.passwords[who])
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk")
