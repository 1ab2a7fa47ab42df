"""media.sandbox: a hostile file can only hurt the child that reads it."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from media import elan, elan_writing, sandbox_child
from media.derive.plan import plan
from media.errors import (
    BadCaptionsError,
    BrokenFileError,
    DecoderKilledError,
    FileRefusedError,
    SandboxClosedError,
    UnsupportedFormatError,
)
from media.inspect import inspect
from media.limits import Ceilings
from media.sandbox import MIB, Limits, Sandbox, error_from
from media.sandbox_process import Child, ChildDiedError
from tests.makers_captions import an_eaf
from tests.makers_media import a_jpeg, a_png, a_png_bomb, a_sound, an_mp4, written

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as opened:
        yield opened


def idle_pids(sandbox):
    return [child.pid for _, child in sandbox._idle]


def memory_mb(pid):
    """Return the most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def test_a_description_is_the_same_as_without_a_sandbox(sandbox, tmp_path):
    from media.extract import describe

    path = written(tmp_path, "a.jpg", a_jpeg(gps=(21.3, 103.9, 600)))

    assert sandbox.describe(path, "a.jpg").as_dict() == describe(path, "a.jpg").as_dict()


def test_identification_alone_can_be_asked(sandbox, tmp_path):
    assert sandbox.identify(written(tmp_path, "a.png", a_png()), "a.png").format == "png"


def test_tiers_are_written_into_a_document_as_without_a_sandbox(sandbox):
    tiers = elan.tiers_of(elan.parsed(an_eaf()))

    assert sandbox.annotations(tiers, an_eaf(), "a.eaf") == elan_writing.write(tiers, an_eaf())
    with pytest.raises(BadCaptionsError):
        sandbox.annotations(tiers, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.eaf")


def test_refusals_keep_their_evidence(sandbox, tmp_path):
    with pytest.raises(UnsupportedFormatError) as foreign:
        sandbox.describe(written(tmp_path, "a.psd", b"8BPS" + bytes(99)), "ảnh.psd")
    with pytest.raises(BrokenFileError) as broken:
        sandbox.describe(written(tmp_path, "b.jpg", a_jpeg()[:300]), "b.jpg")

    assert (foreign.value.name, foreign.value.guess) == ("ảnh.psd", "psd")
    assert broken.value.reason in ("truncated", "damaged", "unreadable")


# The archive has reasons of its own, which no decoder gives.
OURS = [kind for kind in FileRefusedError.__subclasses__() if kind.__module__ == "media.errors"]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.code)
def test_every_reason_can_cross_the_border(kind):
    import inspect as python

    names = list(python.signature(kind).parameters)
    error = kind(**{name: 1 if name == "line" else name for name in names})

    again = error_from({"code": kind.code, "evidence": vars(error)}, "a")

    assert (type(again), vars(again)) == (kind, vars(error))


def test_renditions_are_made_and_their_progress_told(sandbox, tmp_path):
    source = written(tmp_path, "a.mp4", an_mp4(width=640, height=360, duration_s=3.0))
    steps = plan(sandbox.describe(source, "a.mp4"))
    heard = []

    made = [one for step in steps for one in sandbox.derive(step, source, tmp_path, heard.append)]

    assert {"poster.jpg", "thumb-320.avif", "video-360p.mp4"} <= {one.name for one in made}
    assert all((tmp_path / one.name).stat().st_size == one.size_bytes for one in made)
    assert heard


def test_a_bomb_stays_within_its_memory_where_the_ceiling_lets_it_in(tmp_path):
    path = written(tmp_path, "bomb.png", a_png_bomb(13_000))

    with Sandbox(ceilings=Ceilings(unpacked_share=2000)) as lenient:
        found = lenient.describe(path, "bomb.png")

        assert found.width_px == 13_000
        assert max(memory_mb(pid) for pid in idle_pids(lenient)) < 500


def test_a_decoder_that_wants_too_much_memory_is_stopped(tmp_path):
    path = written(tmp_path, "a.bmp", _a_large_bitmap())

    with (
        Sandbox(
            limits=Limits(memory_bytes=64 * MIB), ceilings=Ceilings(unpacked_share=1 << 40)
        ) as small,
        pytest.raises(DecoderKilledError) as stopped,
    ):
        small.describe(path, "a.bmp")

    assert stopped.value.reason == "memory"


def _a_large_bitmap():
    head = bytearray(b"BM" + bytes(52))
    head[10:14] = (54).to_bytes(4, "little")
    head[14:18] = (40).to_bytes(4, "little")
    head[18:22] = head[22:26] = (15_000).to_bytes(4, "little")
    head[26], head[28] = 1, 24
    return bytes(head) + bytes(1000)


def test_a_decoder_that_takes_too_long_is_stopped(tmp_path):
    path = written(tmp_path, "a.png", a_png_bomb(9000))

    with (
        Sandbox(limits=Limits(wall_s=0.05)) as hurried,
        pytest.raises(DecoderKilledError) as stopped,
    ):
        hurried.describe(path, "a.png")

    assert stopped.value.reason == "time"


def test_a_child_that_is_killed_is_a_reason_and_the_next_file_is_read(tmp_path):
    path = written(tmp_path, "a.mp4", an_mp4(duration_s=3.0))
    with Sandbox(children=1) as sandbox:
        step = plan(sandbox.describe(path, "a.mp4"))[-1]
        (pid,) = idle_pids(sandbox)

        with pytest.raises(DecoderKilledError) as stopped:
            sandbox.derive(
                step, path, tmp_path / "made", lambda _percent: os.kill(pid, signal.SIGSEGV)
            )

        assert (stopped.value.reason, stopped.value.detail) == ("crash", "SIGSEGV")
        assert sandbox.describe(path, "a.mp4").format == "mp4"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        pytest.param(signal.SIGKILL, "memory", id="killed by the system"),
        pytest.param(signal.SIGXCPU, "time", id="out of CPU time"),
        pytest.param(signal.SIGABRT, "crash", id="aborted"),
    ],
)
def test_a_death_is_read_by_its_signal(sent, reason):
    child = Child({"memory_bytes": 512 * MIB, "open_files": 64, "written_bytes": MIB})
    os.kill(child.pid, sent)

    with pytest.raises(ChildDiedError) as died:
        child.ask({"job": "identify"}, 5)

    assert died.value.reason == reason


def test_many_threads_share_two_children(tmp_path):
    paths = [written(tmp_path, f"{n}.jpg", a_jpeg(64 + n, 48)) for n in range(24)]

    with Sandbox(children=2) as sandbox, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda path: sandbox.describe(path, path.name), paths))
        children = len(idle_pids(sandbox))

    assert [one.width_px for one in found] == [64 + n for n in range(24)]
    assert children <= 2


def test_children_are_renewed_after_some_files(tmp_path):
    path = written(tmp_path, "a.png", a_png())

    with Sandbox(children=1, renew_after=2) as sandbox:
        sandbox.describe(path, "a.png")
        first = idle_pids(sandbox)
        sandbox.describe(path, "a.png")
        second = idle_pids(sandbox)
        sandbox.describe(path, "a.png")

        assert (len(first), second) == (1, [])
        assert idle_pids(sandbox) != first


def test_idle_children_end_by_themselves(tmp_path):
    path = written(tmp_path, "a.png", a_png())

    with Sandbox(idle_s=0.2) as sandbox:
        sandbox.describe(path, "a.png")
        (pid,) = idle_pids(sandbox)
        deadline = time.monotonic() + 5
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

        assert idle_pids(sandbox) == []
        assert not Path(f"/proc/{pid}").exists()


def test_a_closed_sandbox_takes_nothing(tmp_path):
    sandbox = Sandbox()
    sandbox.close()

    with pytest.raises(SandboxClosedError):
        sandbox.describe(written(tmp_path, "a.png", a_png()), "a.png")


def test_a_child_has_no_secret_and_few_rights(sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("KHO_SECRET_KEY", "do not tell")
    with Sandbox() as fresh:
        fresh.describe(written(tmp_path, "a.png", a_png()), "a.png")
        (pid,) = idle_pids(fresh)
        seen, table = (Path(f"/proc/{pid}/{name}").read_text() for name in ("environ", "limits"))

    assert "KHO_SECRET_KEY" not in seen
    assert "Max core file size        0" in table
    assert "Max open files            256" in table


def test_the_child_does_its_jobs_in_this_process_too(tmp_path):
    path = written(tmp_path, "a.mp3", a_sound())
    order = {"job": "nothing", "name": "a.mp3", "path": str(path), "cpu_s": 60}

    with pytest.raises(KeyError):
        sandbox_child._answer(order, {"memory_bytes": 1 << 40}, None)


def test_inspect_walks_folders_and_says_why_not(sandbox, tmp_path):
    written(tmp_path, "a.png", a_png())
    written(tmp_path, "b.doc", b"just words")
    written(tmp_path, "Thumbs.db", b"litter")
    (tmp_path / "in").mkdir()
    written(tmp_path / "in", "c.jpg", b"")

    found = list(inspect([tmp_path, tmp_path / "gone.jpg"], sandbox))

    assert [
        (one.path.rpartition("/")[2], one.accepted, one.reason, one.detail) for one in found
    ] == [
        ("a.png", True, "", ""),
        ("b.doc", False, "unsupported-format", "text"),
        ("c.jpg", False, "broken-file", "empty"),
        ("gone.jpg", False, "not-readable", "No such file or directory"),
    ]
    assert found[0].as_dict()["description"]["format"] == "png"


# What the system lets a process do, asked without a line of ours.
GIVES_UP_NETWORK = """
import ctypes, sys
libc = ctypes.CDLL(None)
user, network = 0x10000000, 0x40000000
sys.exit(bool(libc.unshare(network) and libc.unshare(user | network)))
"""
CONNECTS = """
import socket, sys
import media.sandbox_child as child
child._shut_in({"open_files": 64, "written_bytes": 1, "memory_bytes": 1 << 29})
with socket.socket() as one:
    one.settimeout(2)
    sys.exit(one.connect_ex(("127.0.0.1", int(sys.argv[1]))) != 0)
"""


def ended(code, *arguments):
    """Run Python by itself; give its exit code."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=30).returncode


def test_the_sandbox_has_no_network():
    if ended(GIVES_UP_NETWORK):
        pytest.skip("this system lets no process give up its network, ours neither")

    with socket.create_server(("127.0.0.1", 0)) as server:
        refused = ended(CONNECTS, str(server.getsockname()[1]))

    assert refused == 1
