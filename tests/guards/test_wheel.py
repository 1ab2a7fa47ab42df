"""The wheel holds all that the archive needs, and starts in an environment with nothing else."""

import os
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.guards.source import ROOT, committed_files

pytestmark = pytest.mark.wheel

START_TIMEOUT_S = 120
# Where the folders of the repository stand in the wheel.
PLACES = {
    "archive": "archive",
    "media": "media",
    "index": "index",
    "templates": "archive/templates",
    "docs": "archive/docs",
}


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """The folder with the wheel and the sdist, built as a release is."""
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def in_wheel(archives):
    """The names in the wheel."""
    with zipfile.ZipFile(next(archives.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


@pytest.fixture(scope="module")
def python(archives, tmp_path_factory):
    """An environment's interpreter with the wheel and its requirements, and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    wheel = str(next(archives.glob("*.whl")))
    subprocess.run([*_installer(python), "-c", str(ROOT / "constraints.txt"), wheel], check=True)
    return python


def test_the_wheel_holds_every_file_of_the_product(in_wheel):
    own = [path.relative_to(ROOT) for path in committed_files()]

    expected = {
        "/".join((PLACES[path.parts[0]], *path.parts[1:]))
        for path in own
        if path.parts[0] in PLACES
    }

    assert expected - in_wheel == set()


def test_the_wheel_holds_what_the_build_makes(in_wheel):
    assert "archive/translations/en/LC_MESSAGES/messages.mo" in in_wheel
    assert {Path(name).suffix for name in in_wheel if name.startswith("archive/static/dist/")} >= {
        ".css",
        ".js",
        ".woff2",
    }


def test_the_wheel_holds_nothing_else(in_wheel):
    tops = {name.split("/")[0] for name in in_wheel}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"archive", "media", "index"}


def test_the_sdist_holds_every_committed_file_and_what_the_build_makes(archives):
    with tarfile.open(next(archives.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    left_out = {".editorconfig", ".npmrc"}

    missing = {path.relative_to(ROOT).as_posix() for path in committed_files()} - names - left_out

    assert missing == set()
    assert any(name.startswith("archive/static/dist/") for name in names)


def test_the_wheel_starts_in_an_empty_environment(python, tmp_path):
    port = _free_port()
    environ = {**os.environ, "KHO_DATA": str(tmp_path / "data"), "PYTHONPATH": ""}
    subprocess.run([python.parent / "kho", "init"], env=environ, cwd=tmp_path, check=True)
    server = subprocess.Popen(
        [python.parent / "kho", "serve", "--port", str(port)], env=environ, cwd=tmp_path
    )

    try:
        page = _first_page(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        server.wait(20)

    assert '<html lang="vi"' in page
    assert "/static/dist/" in page


def _installer(python: Path) -> list[str]:
    uv = Path(sys.executable).with_name("uv")
    if uv.exists():
        return [str(uv), "pip", "install", "-q", "--python", str(python)]
    return [str(python), "-m", "pip", "install", "-q"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _first_page(url: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no page within {START_TIMEOUT_S} s; exit code {server.poll()}")
