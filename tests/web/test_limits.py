"""How much a large file costs the others: memory while it comes and goes, time for pages."""

import json
import socket
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass

import pytest

from archive.catalogue.items import service as items
from archive.permissions import Role
from tests.makers import PASSWORD, an_account
from tests.makers_intake import OFFICER, the_item
from tests.serving import Visitor, forget_peak, peak_bytes, prepared, serving

MIB = 1 << 20
HELD_MIB = 64
pytestmark = pytest.mark.xdist_group("serving")


@dataclass(frozen=True)
class Large:
    """A large public file of a running archive, and what it cost to send it in."""

    port: int
    web: int
    path: str
    size_bytes: int
    upload_held_bytes: int


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(300_000_000, id="300-MB", marks=pytest.mark.whole),
        pytest.param(2_000_000_000, id="2-GB", marks=pytest.mark.long),
    ],
)
def large(request, tmp_path_factory):
    data = tmp_path_factory.mktemp("large")
    engines = prepared(data)
    an_account(engines, Role.OFFICER)
    with serving(data) as running:
        web = running.children()["kho-web"]
        visitor = Visitor(running.port)
        assert visitor.sign_in("officer", PASSWORD) == 302
        visitor.get("/desk/upload")
        before = forget_peak(web)
        answer = visitor.send_file(
            "/desk/upload", "ghi-am.wav", silence(request.param), request.param
        )
        held = peak_bytes(web) - before
        visitor.close()
        item = published(engines, answer)
        path = f"/files/{item.files[0].id}/original"
        yield Large(running.port, web, path, request.param, held)
    engines.close()


def silence(size):
    """Yield a WAV of so many bytes, a mebibyte at a time."""
    sound = size - 44
    yield (
        b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
        + (1).to_bytes(2, "little") + (2).to_bytes(2, "little")
        + (48_000).to_bytes(4, "little") + (192_000).to_bytes(4, "little")
        + (4).to_bytes(2, "little") + (16).to_bytes(2, "little")
        + b"data" + sound.to_bytes(4, "little")
    )  # fmt: skip
    block = bytes(MIB)
    for start in range(0, sound, MIB):
        yield block[: min(MIB, sound - start)]


def published(engines, answer):
    taken = json.loads(answer)["results"][0]
    assert taken["state"] == "saved", taken
    item = the_item(engines, taken["href"].rsplit("/", 1)[1])
    about = {"rights": "CC BY-NC 4.0", "description": {"vi": ["Mô tả."]}}
    changed = item.model_copy(update={"title": {"vi": ["Bản ghi dài"]}, **about})
    saved = items.save_description(engines, changed, base_version=item.version, by=OFFICER)
    return items.publish(engines, saved, by=OFFICER)


def asked(large, first=None, last=None):
    """Ask for the file, or for a range of it."""
    headers = {} if first is None else {"Range": f"bytes={first}-{last}"}
    address = f"http://127.0.0.1:{large.port}{large.path}"
    return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=120)


def page_s(large):
    began = time.perf_counter()
    urllib.request.urlopen(f"http://127.0.0.1:{large.port}/about", timeout=60).close()
    return time.perf_counter() - began


def test_sending_it_in_holds_little(large):
    assert large.upload_held_bytes < HELD_MIB * MIB


def test_taking_it_out_holds_little(large):
    before = forget_peak(large.web)

    with closing(asked(large)) as answer:
        got = sum(len(block) for block in iter(lambda: answer.read(MIB), b""))

    assert got == large.size_bytes
    assert peak_bytes(large.web) - before < HELD_MIB * MIB


def test_sixty_slow_readers_do_not_keep_pages_waiting(large):
    before = forget_peak(large.web)
    readers = [socket.create_connection(("127.0.0.1", large.port)) for _ in range(60)]
    for reader in readers:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        reader.send(f"GET {large.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    times_s = []
    for reader in readers:
        reader.recv(4096)
    for reader in readers[:30]:
        reader.recv(1024)
        times_s.append(page_s(large))
    for reader in readers:
        reader.close()

    assert sorted(times_s)[len(times_s) // 2] < 0.3
    assert peak_bytes(large.web) - before < HELD_MIB * MIB


def test_a_range_at_the_end_comes_as_soon_as_one_at_the_start(large):
    def median_s(offset):
        times_s = []
        for _ in range(15):
            began = time.perf_counter()
            with closing(asked(large, offset, offset + 9_999)) as answer:
                assert (answer.status, len(answer.read())) == (206, 10_000)
            times_s.append(time.perf_counter() - began)
        return sorted(times_s)[7]

    start_s = median_s(0)

    assert median_s(large.size_bytes - 10_000) < max(3 * start_s, 0.05)
