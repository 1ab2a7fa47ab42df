"""Whatever is done to objects, they hold what a plain dictionary would, and stay valid."""

import io
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st

from tests.makers_ocfl import BY, a_repository, folder_of, judged, memory_folder

PATHS = st.sampled_from(["record.json", "events.jsonl", "m/1/a", "m/1/A", "m/2/ồ.jpg", "con", "x "])
DATA = st.binary(max_size=3) | st.just(b"long" * 40_000)
STEP = st.tuples(
    st.sampled_from(["save", "save staged", "bulk", "purge", "copy"]),
    st.dictionaries(PATHS, DATA, max_size=4),
    st.sets(PATHS, max_size=2),
)


def save(repository, how, add, remove, states):
    files = dict(add)
    if how == "save staged":
        files = {path: repository.stage(io.BytesIO(data)) for path, data in add.items()}
    if not states:
        repository.create("item:1", files, **BY)
        return [add]
    kept = {path: data for path, data in states[-1].items() if path not in remove}
    there = [path for path in remove if path in states[-1]]
    repository.new_version("item:1", add=files, remove=there, **BY)
    return [*states, {**kept, **add}]


def do(repository, other, step, states):
    how, add, remove = step
    if how == "purge" and states:
        repository.restore(repository.purge("item:1").name)
    elif how == "copy" and states:
        other.copy_from(repository, "item:1")
    elif how == "bulk":
        with repository.bulk() as batch:
            states = save(batch, how, add, remove, states)
            states = save(batch, how, {"m/1/a": b"2"} if remove else {}, set(), states)
    else:
        states = save(repository, how, add, remove, states)
    return states


@given(st.lists(STEP, min_size=1, max_size=6))
def test_every_version_holds_what_was_saved(steps):
    with contextmanager(memory_folder)() as folder:
        repository, other = a_repository(folder), a_repository(folder / "other")
        states = []
        for step in steps:
            states = do(repository, other, step, states)
        if not states:
            return
        other.copy_from(repository, "item:1")

        for one in (repository, other):
            found = [
                {path: one.read("item:1", path, version.number) for path in version.files}
                for version in one.versions("item:1")
            ]
            assert found == states
            assert one.verify("item:1") == ()
            assert judged(folder_of(one, "item:1")) <= {"W003", "W004"}
        assert [*(folder / "stage").iterdir()] == []
