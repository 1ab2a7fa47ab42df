"""Run a throw-away PostgreSQL cluster on a Unix socket, for the tests alone."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

USER = "kho"
START_TIMEOUT_S = 30

# The cluster is thrown away with its folder, so nothing in it has to survive anything.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}


def find_programs() -> Path | None:
    """Return the folder of the newest installed ``initdb``, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None and (on_path := shutil.which("initdb")):
        newest = Path(on_path).resolve()
    return newest.parent if newest else None


def unprivileged() -> dict[str, object]:
    """Return what ``subprocess`` needs to leave root, which PostgreSQL refuses to run as."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


class Cluster:
    """A running cluster; ask it for as many empty databases as wanted."""

    def __init__(self, programs: Path, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._settings = SETTINGS | settings
        self._programs = programs
        self._as = unprivileged()
        self._made = 0
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        data = self.folder / "data"
        self._run(
            *("initdb", "--pgdata", data, "--username", USER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
        told = [f"{key}={value}" for key, value in self._settings.items()]
        options = [part for each in told for part in ("-c", each)]
        log = (self.folder / "log").open("wb")
        with log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                **self._as,
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.send_signal(signal.SIGINT)  # "fast": ends sessions, then itself
            self._server.wait(START_TIMEOUT_S)

    @contextmanager
    def database(self, options: str = "") -> Iterator[str]:
        """Make an empty database, yield its SQLAlchemy URL, drop it.

        Args:
            options: What `CREATE DATABASE` is to know besides, such as another collation.
        """
        self._made += 1
        name = f"kho_{self._made}"
        self._execute(f"CREATE DATABASE {{}} {options}", name)
        yield f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"
        self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, program: str, *arguments: object) -> None:
        command = [self._programs / program, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, check=False, **self._as
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True)

    def _execute(self, statement: str, name: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def _wait(self) -> None:
        until = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                if time.monotonic() > until or self._server.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return


@contextmanager
def running_cluster(programs: Path, **settings: str) -> Iterator[Cluster]:
    """Start a cluster in a temporary folder, yield it, stop it and remove the folder.

    Args:
        programs: the folder of PostgreSQL's programs.
        settings: what the server is to be told besides, or otherwise.
    """
    # Not under tmp_path: only root may enter that, and the path of a socket must be short.
    folder = tempfile.TemporaryDirectory(prefix="kho-pg-")
    with folder as name, Cluster(programs, Path(name), settings) as it:
        yield it
