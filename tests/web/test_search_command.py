"""`kho search` names what a visitor would find."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from archive.cli import main
from tests.makers import an_element, an_item, seen_by, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from archive.engines import Engines


@pytest.fixture
def search(engines: Engines) -> Callable[..., Result]:
    """Run the command on the archive of the test."""
    about = {"KHO_DATA": str(engines.settings.data), "KHO_SECRET_KEY": "tests only"}
    return lambda *words: CliRunner(env=about).invoke(main, ["search", *words])


def test_each_hit_is_printed_with_its_title(engines, search) -> None:
    item = stored(engines, an_item("Đêm xòe vòng"), find=True)

    done = search("xoe", "vong")

    score, kind, group, title = done.stdout.rstrip("\n").split("\t")
    assert (float(score) > 0, kind, group) == (True, "item", f"item:{item.id}")
    assert (title, done.stderr) == ("Đêm xòe vòng", "1 kết quả\n")


def test_json_lines_bear_the_title_too(engines, search) -> None:
    stored(engines, an_element("Xòe vòng", slug="xoe-vong"), find=True)

    hits = [json.loads(line) for line in search("--json", "xoe vong").stdout.splitlines()]

    assert [(hit["type"], hit["title"]) for hit in hits] == [("element", "Xòe vòng")]


def test_what_a_visitor_may_not_know_is_not_named(engines, search) -> None:
    stored(engines, an_item("Xòe kín", access=seen_by("school")), find=True)

    done = search("xoe")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "0 kết quả\n")


def test_a_mistyped_query_is_one_line_and_no_traceback(engines, search) -> None:
    stored(engines, an_item("Xòe"), find=True)

    done = search('"xoe')

    assert done.exit_code == 2
    assert "unclosed-quote at 0" in done.stderr
