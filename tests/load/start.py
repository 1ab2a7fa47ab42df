"""Time a second start of bin/serve to its first page, and weigh the processes when idle."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.load.report import Measured, parser, report

ROOT = Path(__file__).resolve().parents[2]
START_BUDGET_S = 5
IDLE_BUDGET_MB = 300
START_TIMEOUT_S = 300


def main(argv: list[str]) -> int:
    """Start the archive twice in an empty data folder; measure the second start."""
    options = parser(__doc__)
    options.add_argument("--idle", type=float, default=60, help="seconds of rest before weighing")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-start-") as data:
        with served(data):
            pass
        with served(data) as (first_page_s, server, _address):
            time.sleep(chosen.idle)
            idle_mb = sum(map(pss_bytes, family(server.pid))) / 1e6
    figures = [
        Measured("second start to the first page", first_page_s, "s", START_BUDGET_S),
        Measured(f"memory (PSS) after {chosen.idle:g} s of rest", idle_mb, "MB", IDLE_BUDGET_MB),
    ]
    return report(figures, as_json=chosen.json)


@contextmanager
def served(data: str) -> Iterator[tuple[float, subprocess.Popen[bytes], str]]:
    """Start bin/serve, yield the seconds to its first page, its process and address, stop it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    server = subprocess.Popen(
        [ROOT / "bin" / "serve", "--port", str(port)],
        env={**os.environ, "KHO_DATA": data},
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        wait_for(f"{address}/", server)
        yield time.monotonic() - began, server, address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the address answers; give up when the server ends or takes too long."""
    until = time.monotonic() + START_TIMEOUT_S
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"{url} did not answer; exit code {server.poll()}"
    raise SystemExit(message)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def pss_bytes(pid: int) -> int:
    """Return a process's proportional set size: shared pages count by their share.

    Source: Linux, Documentation/filesystems/proc.rst, smaps_rollup.
    """
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
