"""Damaged files and bombs are taken or refused with a reason, in bounded time and memory."""

import pytest
from flask_babel import force_locale

from archive.catalogue import aside
from archive.reasons import words_of
from media.sandbox import Sandbox
from tests.load import mutants
from tests.makers_intake import taken_in
from tests.makers_mutants import BOMBS, MAKERS, a_mutant


def test_a_mutant_is_made_again_by_its_number():
    assert a_mutant(77) == a_mutant(77)
    assert len({a_mutant(number).data for number in range(60)}) > 50
    assert len(MAKERS) >= 25


def test_no_mutant_is_anything_but_taken_or_refused(is_long):
    numbers = range(10_000) if is_long else range(11, 10_000, 109)

    survived = mutants.run(numbers, [])

    assert [one for one in survived if one.fault] == []
    assert max(one.taken_s for one in survived) < mutants.HANG_S
    assert {"taken", "broken-file truncated"} <= {one.outcome for one in survived}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(children=1) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        pytest.param("9000.png", "broken-file too-large", id="81 megapixels in 10 KB"),
        pytest.param("striped.tif", "broken-file too-large", id="361 megapixels in 23 KB"),
        pytest.param("30000.png", "broken-file too-large", id="900 megapixels in 109 KB"),
        pytest.param("text.png", "broken-file damaged", id="a comment of 512 MB"),
        pytest.param("lying.jpg", "broken-file too-large", id="a frame of 65,500 by 65,500"),
        pytest.param("lying.gif", "broken-file too-large", id="a canvas of 65,535 by 65,535"),
        pytest.param("lying.bmp", "broken-file too-large", id="600 MB promised in 1 KB"),
        pytest.param("giant.pdf", "taken", id="a page as wide as a street"),
    ],
)
def test_a_bomb_does_not_go_off(sandbox, tmp_path, name, outcome):
    survived = mutants.survive(sandbox, tmp_path, name, BOMBS[name]())

    assert (survived.fault, survived.outcome) == ("", outcome)
    assert mutants.largest_child_bytes() < mutants.MEMORY_BYTES


def test_a_refused_bomb_is_kept_aside_with_its_reason_in_two_languages(engines, app):
    bomb = BOMBS["30000.png"]()

    refused = taken_in(engines, bomb, "bomb.png")

    said = set()
    for language in ("vi", "en"):
        with app.test_request_context(), force_locale(language):
            said.add(words_of(refused.reason, refused.evidence))
    assert refused.evidence["reason"] == "too-large"
    assert len(said) == 2
    with aside.refused_bytes(engines, refused.aside_id).file as kept:
        assert kept.read() == bomb
