"""A power cut at any moment of a write leaves a valid store with all that was acknowledged.

Source: the order of "All File Systems Are Not Created Equal" (OSDI 2014); the model keeps only
what was synced, and by chance some of the rest.
"""

import random
import shutil

import pytest

from tests.makers_crashes import SCENARIOS
from tests.makers_ocfl import a_repository, memory_folder
from tests.makers_powercuts import Medium, on
from tests.unit.test_ocfl_crash import check, contents

WRITES = ["create", "new_version", "bulk", "copy", "repair"]


@pytest.fixture
def folder():
    """Give a folder in memory: the medium is a model."""
    yield from memory_folder()


def started(folder, scenario):
    """Prepare a store that is wholly on the medium; give what it holds and what it will hold."""
    prepare, act = SCENARIOS[scenario]
    prepare(a_repository(folder / "disk"))
    shutil.copytree(folder / "disk", folder / "all")
    act(a_repository(folder / "all"))
    medium = Medium(folder / "disk")
    medium.sync_everything()
    return (
        medium,
        act,
        contents(a_repository(folder / "disk")),
        contents(a_repository(folder / "all")),
    )


@pytest.mark.parametrize("scenario", WRITES)
def test_what_is_acknowledged_is_on_the_medium(scenario, folder):
    medium, act, _, after = started(folder, scenario)
    repository = a_repository(medium.root)

    with on(medium, lambda: None):
        act(repository)

    medium.cut(folder / "cut", None)
    check(folder / "cut", after, after)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("chance", [None, 1, 2, 3])
@pytest.mark.parametrize("scenario", WRITES)
def test_a_power_cut_at_any_call_loses_nothing(scenario, chance, folder):
    medium, act, before, after = started(folder, scenario)
    repository = a_repository(medium.root)
    cuts = []

    def cut():
        cuts.append(folder / f"cut-{len(cuts)}")
        luck = None if chance is None else random.Random(f"{chance} {len(cuts)}")
        medium.cut(cuts[-1], luck)

    with on(medium, cut):
        act(repository)

    for one in cuts:
        check(one, before, after)
