"""Every route × every role × every access level: nothing hidden reaches who may not know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive.access import Grade, may_view
from archive.engines import open_engines
from archive.schema import create_tables
from archive.settings import Settings
from tests.web.access_world import (
    FILE,
    ITEM,
    LEVELS,
    MARK,
    ROLES,
    hide,
    make_world,
    reveal,
    routes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.access_world import World

# One world for all of them: half the work of making it, and what it answers before.
pytestmark = [pytest.mark.xdist_group("access"), pytest.mark.sampled(9)]
# Pages on the archive's own work, which name what was done and not what is hidden.
WORKINGS = ("/desk/activity", "/desk/tasks")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Make a world without the hidden item, with what every viewer gets in it."""
    settings = Settings(data=tmp_path_factory.mktemp("kho"), secret_key="tests").completed()
    engines = open_engines(settings)
    create_tables(engines.db)
    made = make_world(engines)
    made.before = {name: made.ask(name) for name in ROLES}
    yield made
    engines.close()


@pytest.fixture(scope="module", params=LEVELS)
def hidden(request: pytest.FixtureRequest, world: World) -> Iterator[World]:
    """Hide the item at a level."""
    world.record, world.after = hide(world, request.param), {}
    yield world
    reveal(world)


@pytest.mark.parametrize("name", ROLES)
def test_what_may_not_be_known_changes_no_byte(hidden: World, name: str) -> None:
    world, before = hidden, hidden.before[name]
    if may_view(world.viewer(name), world.record, Grade.KNOW):
        return

    answers = world.answers(name)

    changed = [
        url
        for url, answer in answers.items()
        if answer != before[url] and not url.startswith(WORKINGS)
    ]
    if world.record.status == "withdrawn":
        # What was public once leaves a tombstone, which says that and no more.
        changed = [url for url in changed if world.get(name, url).status_code != 410]
    assert changed == []


@pytest.mark.parametrize("name", ROLES)
def test_no_hidden_word_reaches_who_may_not_know_it(hidden: World, name: str) -> None:
    if may_view(hidden.viewer(name), hidden.record, Grade.KNOW):
        return

    answers = hidden.answers(name)

    assert [
        url for url, answer in answers.items() if _says(answer.decode(errors="replace"), url)
    ] == []


@pytest.mark.parametrize("name", ROLES)
def test_who_may_see_it_does(hidden: World, name: str) -> None:
    world = hidden
    if not may_view(world.viewer(name), world.record, Grade.SEE):
        return

    page = world.get(name, f"/items/{ITEM}")
    rendition = world.get(name, f"/files/{FILE}/thumb-320.jpg")

    if world.record.status == "withdrawn":
        assert page.status_code in {200, 410}
    else:
        assert f"{MARK}tua" in page.get_data(as_text=True)
        assert rendition.get_data() == b"zzkinanh"


@pytest.mark.parametrize("name", ["visitor", "teacher", "member"])
def test_nobody_without_the_permission_changes_anything(hidden: World, name: str) -> None:
    world = hidden
    open_to_all = {"accounts.sign_in_post", "accounts.welcome_post", "accounts.sign_out"}
    own = {"accounts.change_password", "accounts.add_token", "accounts.delete_token"}
    own |= {"searches.keep", "searches.forget", "factors.new_codes", "factors.remove"}

    answers = {
        url: world.clients[name].post(url)
        for endpoint, url in routes(world.app, "POST")
        if endpoint not in open_to_all | own and not endpoint.startswith("discover.")
    }

    done = {url: answer.status_code for url, answer in answers.items() if answer.status_code < 400}
    assert done == {}
    leaks = [url for url, answer in answers.items() if _says(answer.get_data(as_text=True), url)]
    assert leaks == []


def _says(text: str, url: str) -> bool:
    """Tell whether a text holds a hidden word that is not the asker's own."""
    parts = ("tua", "mota", "tep", "chu", "loi", "so", "nguoi", "bytes", "anh")
    words = {f"{MARK}{part}" for part in parts}
    return any(word in text for word in words if word not in url)
