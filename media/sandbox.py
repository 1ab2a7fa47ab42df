"""Run decoders in limited child processes, so that a hostile file can only hurt itself.

Source: ARCHITECTURE §5 and §9; measured, a 20 KB PNG grew to 823 MB in a decoder. Children are
started on demand, renewed after some files and ended after an idle minute.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from media.errors import DecoderKilledError, FileRefusedError, SandboxClosedError
from media.jsonform import from_json, to_json
from media.limits import CEILINGS, Ceilings
from media.sandbox_process import Child, ChildDiedError
from media.tiers import Tier
from media.values import Description, Identification, Made, RenditionPlan

Progress = Callable[[float], None]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use; `wall_s` and `cpu_s` are for one description."""

    memory_bytes: int = 1280 * MIB
    wall_s: float = 55.0
    cpu_s: float = 55.0
    open_files: int = 256
    written_bytes: int = 16 * 1024 * MIB


class Sandbox:
    """Identify, describe and derive in limited processes; safe for many threads at once."""

    def __init__(
        self,
        *,
        children: int = 2,
        renew_after: int = 50,
        idle_s: float = 60.0,
        limits: Limits | None = None,
        ceilings: Ceilings = CEILINGS,
    ) -> None:
        """Prepare for at most `children` processes; none is started yet."""
        self._limits = limits or Limits()
        self._ceilings = ceilings
        self._renew_after = renew_after
        self._idle_s = idle_s
        self._free = threading.BoundedSemaphore(children)
        self._lock = threading.Lock()
        self._idle: list[tuple[float, Child]] = []
        self._timer: threading.Timer | None = None
        self._closed = False

    def identify(self, path: Path, name: str) -> Identification:
        """Return what the file truly is; raises as `media.identify.identify`."""
        job = {"job": "identify", "path": str(path.absolute()), "name": name}
        found: Identification = from_json(Identification, self._read(job, name))
        return found

    def describe(self, path: Path, name: str) -> Description:
        """Return what the file says of itself; raises as `media.extract.describe`.

        Raises:
            DecoderKilledError: the child met its limit of memory or time, or crashed.
        """
        job = {"job": "describe", "path": str(path.absolute()), "name": name}
        return Description.from_dict(self._read(job, name))

    def _read(self, job: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - JSON
        order = {**job, "ceilings": asdict(self._ceilings)}
        return self._run(order, name, self._limits.wall_s, self._limits.cpu_s)

    def derive(
        self, plan: RenditionPlan, source: Path, folder: Path, progress: Progress | None = None
    ) -> tuple[Made, ...]:
        """Make the renditions of `plan` in `folder`; `progress` hears percentages, 0–100.

        Raises:
            RenditionFailedError: a library could not make it.
            DecoderKilledError: the child met its limit of memory or time, or crashed.
        """
        job = {
            "job": "derive",
            "plan": plan.as_dict(),
            "path": str(source.absolute()),
            "folder": str(folder.absolute()),
            "name": source.name,
        }
        wall_s = max(2.2 * self._limits.wall_s, 40 * plan.cost_s)
        made = self._run(job, source.name, wall_s, 2 * wall_s, progress)
        return tuple(from_json(Made, entry) for entry in made)

    def annotations(self, tiers: Iterable[Tier], document: bytes, name: str) -> bytes:
        """Return tiers as an ELAN file, written into the stranger's document they came in.

        Raises:
            BadCaptionsError: the document breaks its format.
            DecoderKilledError: the child met its limit of memory or time, or crashed.
        """
        job = {
            "job": "annotations",
            "name": name,
            "tiers": to_json(tuple(tiers)),
            "document": base64.b64encode(document).decode(),
        }
        written = self._run(job, name, self._limits.wall_s, self._limits.cpu_s)
        return base64.b64decode(written)

    def _run(
        self,
        job: Mapping[str, Any],
        name: str,
        wall_s: float,
        cpu_s: float,
        progress: Progress | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        with self._free:
            child = self._take()
            keep = False
            try:
                answer = child.ask({**job, "cpu_s": cpu_s}, wall_s, progress)
                keep = not answer.get("retire", False)
            except ChildDiedError as death:
                raise DecoderKilledError(name, death.reason, death.detail) from None
            finally:
                self._give_back(child, keep=keep)
        if "error" in answer:
            raise error_from(answer["error"], name)
        return answer["ok"]

    def _take(self) -> Child:
        with self._lock:
            if self._closed:
                raise SandboxClosedError
            while self._idle:
                _, child = self._idle.pop()
                if child.is_alive:
                    return child
                child.kill()
        return Child(asdict(self._limits))

    def _give_back(self, child: Child, *, keep: bool) -> None:
        with self._lock:
            if keep and not self._closed and child.jobs < self._renew_after:
                self._idle.append((time.monotonic(), child))
                self._wind()
                return
        child.kill()

    def _wind(self) -> None:
        """Start the clock that ends idle children, unless it runs."""
        if self._timer is None:
            self._timer = threading.Timer(self._idle_s, self._end_idle)
            self._timer.daemon = True
            self._timer.start()

    def _end_idle(self) -> None:
        limit = time.monotonic() - self._idle_s * 0.9
        with self._lock:
            self._timer = None
            old = [child for since, child in self._idle if since <= limit]
            self._idle = [(since, child) for since, child in self._idle if since > limit]
            if self._idle:
                self._wind()
        for child in old:
            child.kill()

    def close(self) -> None:
        """End every idle child; those at work are ended when they have answered."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            if self._timer is not None:
                self._timer.cancel()
        for _, child in idle:
            child.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def error_from(told: Mapping[str, Any], name: str) -> FileRefusedError:
    """Return the error that a child told of, with its evidence."""
    for kind in FileRefusedError.__subclasses__():
        if kind.code == told["code"]:
            return kind(**told["evidence"])
    return DecoderKilledError(name, "crash", str(told.get("evidence", "")))
