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
    routes,
    said,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.access_world import World

# What may name a record that one may not know: the log of the archive itself, by its bare id.
OPERATIONAL = {"audit.activity"}
UNCOMPARED = OPERATIONAL | {"desk.tasks"}


@pytest.fixture(scope="module", params=LEVELS)
def hidden(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, dict[tuple[str, str], bytes]]]:
    """Make a world at a level, with what every viewer got before the item was hidden in it."""
    settings = Settings(data=tmp_path_factory.mktemp("kho"), secret_key="tests").completed()
    engines = open_engines(settings)
    create_tables(engines.db)
    world = make_world(engines)
    world.record = None  # type: ignore[attr-defined]
    before = {(name, url): answer for name in ROLES for url, answer in _answers(world, name)}
    world.record = hide(world, request.param)  # type: ignore[attr-defined]
    yield world, before
    engines.close()


def _answers(world: World, name: str) -> Iterator[tuple[str, bytes]]:
    for endpoint, url in routes(world.app, "GET"):
        if endpoint not in UNCOMPARED:
            yield url, said(world.get(name, url))


@pytest.mark.parametrize("name", ROLES)
def test_what_may_not_be_known_changes_no_byte(hidden, name: str) -> None:
    world, before = hidden
    if may_view(world.viewer(name), world.record, Grade.KNOW):
        return

    after = dict(_answers(world, name))

    changed = [url for url, answer in after.items() if answer != before[name, url]]
    if world.record.status == "withdrawn":
        # What was public once leaves a tombstone, which says that and no more.
        changed = [url for url in changed if world.get(name, url).status_code != 410]
    assert changed == []


@pytest.mark.parametrize("name", ROLES)
def test_no_hidden_word_reaches_who_may_not_know_it(hidden, name: str) -> None:
    world, _ = hidden
    if may_view(world.viewer(name), world.record, Grade.KNOW):
        return

    leaks = [
        url
        for _endpoint, url in routes(world.app, "GET")
        if _says(world.get(name, url).get_data(as_text=True), url)
    ]

    assert leaks == []


@pytest.mark.parametrize("name", ROLES)
def test_who_may_see_it_does(hidden, name: str) -> None:
    world, _ = hidden
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
def test_nobody_without_the_permission_changes_anything(hidden, name: str) -> None:
    world, _ = hidden
    open_to_all = {"accounts.sign_in_post", "accounts.welcome_post", "accounts.sign_out"}
    own = {"accounts.change_password", "accounts.add_token", "accounts.delete_token"}

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
