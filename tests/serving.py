"""Run `kho serve` as an operator does, and visit it as a browser does."""

import atexit
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from archive.engines import Engines, open_engines
from archive.indexing.indexer import Indexer
from archive.setting_up.service import set_up
from archive.settings import Settings
from tests.guards.source import ROOT

START_TIMEOUT_S = 150
_KHO = "from archive.cli import main; main()"


def prepared(data: Path) -> Engines:
    """Open the engines of an archive as `kho init` leaves it, with its vocabulary found."""
    shutil.copytree(_set_up_once(), data, dirs_exist_ok=True)
    return open_engines(Settings(data=data).completed())


@cache
def _set_up_once() -> Path:
    """Set up an archive, which takes ten seconds; return its folder, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="kho-set-up-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engines = open_engines(Settings(data=folder).completed())
    set_up(engines)
    Indexer(engines).drain()
    engines.close()
    return folder


class Serving:
    """A running `kho serve`."""

    def __init__(self, data: Path, port: int) -> None:
        command = [sys.executable, "-c", _KHO, "serve", "--port", str(port)]
        self.data, self.port = data, port
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "KHO_DATA": str(data)},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait(self) -> None:
        """Return when the first page is served."""
        eventually(lambda: self.page_s("/healthz") is not None, START_TIMEOUT_S)

    def page_s(self, path: str = "/") -> float | None:
        """Return the seconds that a page took, None when it was not served."""
        began = time.perf_counter()
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as asked:
                asked.request("GET", path)
                answer = asked.getresponse()
                answer.read()
        except OSError:
            return None
        return time.perf_counter() - began if answer.status == 200 else None

    def children(self) -> dict[str, int]:
        """Return the processes below it by name."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {Path(f"/proc/{pid}/comm").read_text().strip(): int(pid) for pid in pids.split()}

    def stop(self) -> str:
        """End it and return what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=15)[1]


@contextmanager
def serving(data: Path) -> Iterator[Serving]:
    """Start `kho serve` in a data folder, yield it when it serves, stop it."""
    started = Serving(data, free_port())
    try:
        started.wait()
        yield started
    finally:
        started.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(is_so: Callable[[], bool], within_s: float) -> None:
    """Return as soon as something holds; fail when it does not within the time."""
    until = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > until:
            message = f"not so within {within_s} s"
            raise AssertionError(message)
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def peak_bytes(pid: int) -> int:
    """Return the most memory that a process has held since `forget_peak`.

    Source: proc(5), VmHWM of /proc/<pid>/status and clear_refs.
    """
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024


def forget_peak(pid: int) -> int:
    """Start measuring the peak anew; return what is held now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return peak_bytes(pid)


class Visitor:
    """A browser's connection: it keeps the cookie and knows the token of the last form."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.cookie, self.token, self.location = "", "", ""

    def get(self, path: str) -> tuple[int, bytes]:
        """Read a page."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        return self._read()

    def sign_in(self, username: str, password: str) -> int:
        """Sign in by the form."""
        self.get("/sign-in")
        fields = {"username": username, "password": password, "csrf_token": self.token}
        return self.post(
            "/sign-in", urlencode(fields).encode(), "application/x-www-form-urlencoded"
        )[0]

    def post(self, path: str, body: bytes, content_type: str) -> tuple[int, bytes]:
        """Send a form."""
        headers = {"Cookie": self.cookie, "Content-Type": content_type}
        self.connection.request("POST", path, body, headers)
        return self._read()

    def send_form(
        self, path: str, fields: Mapping[str, str], files: Sequence[tuple[str, str, bytes]]
    ) -> int:
        """Send a form with files, each as (field, name, bytes); return the status."""
        parts: dict[str, Any] = {"csrf_token": self.token, **fields}
        for name in {field for field, _, _ in files}:
            parts[name] = [
                FileStorage(BytesIO(data), called) for field, called, data in files if field == name
            ]
        boundary, body = encode_multipart(parts)
        return self.post(path, body, f"multipart/form-data; boundary={boundary}")[0]

    def send_file(self, path: str, name: str, blocks: Iterator[bytes], size: int) -> bytes:
        """Send one file by a form, block by block; return the answer."""
        ends = b"\r\n--kho--\r\n"
        start = (
            "--kho\r\nContent-Disposition: form-data; name=csrf_token\r\n\r\n"
            f"{self.token}\r\n--kho\r\nContent-Disposition: form-data; name=files;"
            f' filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        ).encode()
        self.connection.putrequest("POST", path)
        self.connection.putheader("Cookie", self.cookie)
        self.connection.putheader("Accept", "application/json")
        self.connection.putheader("Content-Type", "multipart/form-data; boundary=kho")
        self.connection.putheader("Content-Length", str(len(start) + size + len(ends)))
        self.connection.endheaders(start)
        for block in blocks:
            self.connection.send(block)
        self.connection.send(ends)
        return self._read()[1]

    def close(self) -> None:
        """Let go of the server."""
        self.connection.close()

    def _read(self) -> tuple[int, bytes]:
        answer = self.connection.getresponse()
        body = answer.read()
        self.location = answer.headers.get("Location", "")
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.split(";")[0]
        if found := re.search(rb'name="csrf_token" value="([^"]+)"', body):
            self.token = found[1].decode()
        return answer.status, body
