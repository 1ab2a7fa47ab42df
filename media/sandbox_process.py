"""Start one limited child and talk to it: messages are JSON, each after its length.

Source: subprocess and select of Python's library; signal(7) for what a death means.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from media.patience import Patience

_ROOT = str(Path(__file__).absolute().parent.parent)
# `-I` shuts out the user's own settings of Python; only our folder is added to its path.
_START = "import sys; sys.path.insert(0, sys.argv[1]); import media.sandbox_child as c; c.main()"
# One thread for what need not be fast keeps stacks and arenas out of the memory limit. No
# secret of the parent's environment reaches the child.
_ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    "GOMAXPROCS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "VIPS_CONCURRENCY": "1",
}
_ANSWER_BYTES = 64 * 1024 * 1024


class ChildDiedError(Exception):
    """A child ended without an answer, or was ended; `reason` is memory, time or crash."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep the reason and what is known of the end."""
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Child:
    """One limited process that does one job at a time."""

    def __init__(self, limits: Mapping[str, Any]) -> None:
        """Start the process with `limits`."""
        self.jobs = 0
        command = [sys.executable, "-I", "-c", _START, _ROOT, json.dumps(limits), str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def ask(
        self,
        job: Mapping[str, Any],
        wall_s: float,
        progress: Callable[[float], None] | None = None,
    ) -> dict[str, Any]:
        """Return the answer to `job`; raises ChildDiedError, after which the child is gone."""
        self.jobs += 1
        patience = Patience(self.pid, wall_s)
        try:
            self._send(job)
            while True:
                answer = self._receive(patience)
                if "progress" not in answer:
                    return answer
                if progress is not None:
                    progress(float(answer["progress"]))
        except (TimeoutError, EOFError, OSError, ValueError) as error:
            raise self._death(error) from None

    def _send(self, job: Mapping[str, Any]) -> None:
        stdin = self._process.stdin
        data = json.dumps(job).encode()
        if stdin is not None:
            stdin.write(len(data).to_bytes(4, "big") + data)

    def _receive(self, patience: Patience) -> dict[str, Any]:
        size = int.from_bytes(self._exactly(4, patience), "big")
        if size > _ANSWER_BYTES:
            raise ValueError(size)
        answer: dict[str, Any] = json.loads(self._exactly(size, patience))
        return answer

    def _exactly(self, size: int, patience: Patience) -> bytes:
        stdout = self._process.stdout
        if stdout is None:
            raise EOFError
        parts = bytearray()
        poll = select.poll()
        poll.register(stdout, select.POLLIN | select.POLLHUP)
        while len(parts) < size:
            left_ms = patience.left_s * 1000
            if left_ms <= 0 or not poll.poll(left_ms):
                if not patience.renew():
                    raise TimeoutError
                continue
            block = os.read(stdout.fileno(), min(size - len(parts), 1 << 20))
            if not block:
                raise EOFError
            parts += block
        return bytes(parts)

    def _death(self, error: Exception) -> ChildDiedError:
        if isinstance(error, TimeoutError):
            self.kill()
            return ChildDiedError("time", "wall clock")
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.kill()
        reasons = {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}
        return ChildDiedError(reasons.get(code, "crash"), _ending(code))

    def kill(self) -> None:
        """End the process now and free its pipes."""
        if self._process.poll() is None:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
