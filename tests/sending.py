"""Real tus clients as processes, an archive that is killed under them, and its sums."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.accounts import service as accounts
from archive.accounts.models import User
from archive.accounts.queries import user_named
from archive.catalogue.files.models import AsideFile, File
from archive.engines import open_engines
from archive.permissions import Role
from archive.settings import Settings
from tests.guards.source import ROOT
from tests.makers import an_account
from tests.makers_lines import KILL_CLIENT, KILL_SERVER, BadLine, Mishap
from tests.serving import Serving, eventually, free_port, prepared

TUSPY = [sys.executable, "-m", "tests.tus_send"]
TUS_JS = [shutil.which("node") or "node", "tests/tus_send.mjs"]


def a_recording(path: Path, size_bytes: int, seed: int) -> str:
    """Write a WAV file of noise of about that size; return its SHA-256."""
    noise = random.Random(seed)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(44_100)
        for left in range(size_bytes, 0, -(1 << 20)):
            sound.writeframesraw(noise.randbytes(min(left, 1 << 20) // 4 * 4))
    return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass
class Archive:
    """A served archive that can be killed and comes back, and an officer's token."""

    data: Path
    token: str = ""
    port: int = field(default_factory=free_port)
    running: Serving | None = None

    def __enter__(self) -> Self:
        """Set it up and serve it."""
        engines = prepared(self.data)
        an_account(engines, Role.OFFICER, "canbo")
        with engines.db.writing() as session:
            user = user_named(session, "canbo")
            assert isinstance(user, User)
            self.token = accounts.make_token(session, user, "tus", may_upload=True)
        engines.close()
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it."""
        if self.running is not None:
            self.running.stop()

    def start(self) -> None:
        """Serve, and wait for the first page."""
        self.running = Serving(self.data, self.port)
        # The first start loads the vocabulary, on a busy machine for minutes.
        eventually(self.is_served, 300)

    def is_served(self) -> bool:
        """Tell whether a page is answered."""
        return self.running is not None and self.running.page_s("/healthz") is not None

    def kill_web(self) -> None:
        """Kill the process that answers; its parent starts another."""
        assert self.running is not None
        web = [pid for name, pid in self.running.children().items() if "web" in name]
        for pid in web:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill every process of the archive at once, and start it anew."""
        assert self.running is not None
        os.killpg(self.running.process.pid, signal.SIGKILL)
        self.running.process.communicate()
        self.start()

    def stored(self) -> dict[str, int]:
        """Return how often the bytes of each hash are in the archive."""
        found: dict[str, int] = {}
        with self._session() as session:
            for sha256 in session.scalars(select(File.sha256)):
                found[sha256] = found.get(sha256, 0) + 1
        return found

    def aside(self) -> dict[str, tuple[str, bool]]:
        """Return what was kept aside: each hash's reason, and whether its bytes are whole."""
        folder = Settings(data=self.data).completed().data / "aside"
        with self._session() as session:
            rows = session.scalars(select(AsideFile)).all()
            return {
                row.sha256: (row.reason, _sha256(folder / row.id) == row.sha256) for row in rows
            }

    def damaged(self) -> list[str]:
        """Return the files whose stored bytes do not have their hash."""
        engines = open_engines(Settings(data=self.data).completed())
        wrong = []
        with engines.db.reading() as session:
            for file in session.scalars(select(File)):
                path = engines.repository.local_path(
                    f"urn:kho:item:{file.item_id}", file.master_path
                )
                if _sha256(Path(path)) != file.sha256:
                    wrong.append(file.name)
        engines.close()
        return wrong

    @contextmanager
    def _session(self) -> Iterator[Session]:
        engines = open_engines(Settings(data=self.data).completed())
        with engines.db.reading() as session:
            yield session
        engines.close()


@dataclass
class Sender:
    """A client that is started again as often as it dies, until its file is in."""

    command: list[str]
    line: BadLine
    archive: Archive
    chunk_bytes: int
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def send(self, path: Path, sha256: str, mishaps: list[Mishap], within_s: float = 300) -> None:
        """Send a file while these mishaps come."""
        self.line.kill[KILL_CLIENT] = self._die
        self.line.kill.setdefault(KILL_SERVER, self.archive.kill_web)
        self.line.expect(mishaps)
        until = time.monotonic() + within_s
        memory = path.with_suffix(".urls")
        arguments = [self.archive.token, str(path), str(memory), str(self.chunk_bytes), sha256]
        endpoint = f"http://127.0.0.1:{self.line.port}/uploads"
        while time.monotonic() < until:
            self.starts += 1
            self.process = subprocess.Popen(
                [*self.command, endpoint, *arguments], cwd=ROOT, stderr=subprocess.PIPE
            )
            _, said = self.process.communicate()
            if self.process.returncode == 0:
                return
            time.sleep(0.2)
        message = f"{path.name} did not arrive: {said.decode()[-800:]}"
        raise AssertionError(message)

    def _die(self) -> None:
        if self.process is not None:
            self.process.kill()


def settled(archive: Archive) -> None:
    """Return when the archive answers again after what was killed."""
    eventually(archive.is_served, 120)
