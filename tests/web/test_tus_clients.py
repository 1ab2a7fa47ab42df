"""tuspy and tus-js-client over a line that is cut, to a server that is killed: all arrives once."""

import random

import pytest

from tests.makers_lines import CUT, KILL_CLIENT, KILL_SERVER, LOSE_ANSWER, BadLine, Mishap
from tests.sending import TUS_JS, TUSPY, Archive, Sender, a_recording, settled

CHUNK = 96 * 1024
SIZE = 700_000


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A served archive that is killed now and then."""
    with Archive(tmp_path_factory.mktemp("tus") / "kho") as served:
        yield served


def mishaps(seed, count, *, may_kill):
    """Return what happens to one file, each within the next half megabyte."""
    chance = random.Random(seed)
    kinds = [CUT] * 5 + [LOSE_ANSWER] * 3 + ([KILL_SERVER, KILL_CLIENT] if may_kill else [])
    return [Mishap(chance.randrange(500, 150_000), chance.choice(kinds)) for _ in range(count)]


def disturbed(archive, folder, client, files, per_file, seed):
    """Send files, each with so many mishaps; return the hashes sent and what happened."""
    hashes = []
    with BadLine(lambda: archive.port) as line:
        sender = Sender(client, line, archive, CHUNK)
        for number in range(files):
            path = folder / f"ghi-{seed}-{number}.wav"
            hashes.append(a_recording(path, SIZE + number, seed * 1000 + number))
            sender.send(path, hashes[-1], mishaps(seed * 100 + number, per_file, may_kill=True))
        happened = line.happened
    settled(archive)
    return hashes, happened


@pytest.mark.parametrize(
    ("client", "seed"),
    [
        pytest.param(TUSPY, 3, id="tuspy", marks=pytest.mark.whole),
        pytest.param(TUS_JS, 4, id="tus-js"),
    ],
)
def test_what_is_cut_and_killed_arrives_once_and_whole(archive, tmp_path, client, seed, *, is_long):
    files, per_file = (20, 5) if is_long else (1, 5)

    hashes, happened = disturbed(archive, tmp_path, client, files, per_file, seed)

    stored, aside = archive.stored(), archive.aside()
    assert len(happened) == files * per_file
    # A busy machine may stop a decoder by its clock; the file is then kept aside, whole.
    stopped = [sha256 for sha256 in hashes if aside.get(sha256) == ("decoder-killed", True)]
    assert [stored.get(sha256, 0) + (sha256 in stopped) for sha256 in hashes] == [1] * len(hashes)
    assert [why for sha256, why in aside.items() if sha256 not in stopped] == []
    assert archive.damaged() == []
