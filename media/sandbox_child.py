"""Be the limited process: take jobs from standard input, decode, answer on standard output.

Started by media/sandbox_process.py alone. Source: setrlimit(2), unshare(2), prctl(2).
"""

from __future__ import annotations

import base64
import ctypes
import gc
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from media.errors import MediaError
from media.jsonform import from_json, to_json
from media.limits import Ceilings
from media.tiers import Tier
from media.values import RenditionPlan

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
# The signatures of PRONOM and their engine, which are ours and not the file's doing.
_OWN_BYTES = 400 * 1024 * 1024


def main() -> None:
    """Limit this process, then do jobs until standard input ends."""
    limits: dict[str, float] = json.loads(sys.argv[2])
    inbox, outbox = _own_pipes()
    _shut_in(limits)
    _follow(int(sys.argv[3]))
    while (job := _receive(inbox)) is not None:
        _send(outbox, _answer(job, limits, outbox))
        gc.collect()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return private copies of the pipes, so that a library's chatter cannot reach them."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return inbox, outbox


def _shut_in(limits: dict[str, float]) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, int(limits["open_files"]))
    _limit(resource.RLIMIT_FSIZE, int(limits["written_bytes"]))
    _limit(resource.RLIMIT_DATA, int(limits["memory_bytes"]) + _OWN_BYTES)
    os.nice(5)
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if hasattr(libc, "unshare") and libc.unshare(_CLONE_NEWNET):
        # Without the right to a network namespace of its own, try one inside a user namespace.
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _limit(kind: int, value: int) -> None:
    """Lower both limits as far as this system lets us."""
    try:
        resource.setrlimit(kind, (value, value))
    except (ValueError, OSError):
        return


def _follow(parent: int) -> None:
    """End this process when its parent is gone, even in the middle of a job."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _allow(limits: dict[str, float], cpu_s: float) -> None:
    """Give this job its memory above what the libraries have reserved, and its CPU time."""
    reserved = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _soft(resource.RLIMIT_AS, reserved + int(limits["memory_bytes"]))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _soft(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime + cpu_s) + 1)


def _soft(kind: int, value: int) -> None:
    try:
        resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))
    except (ValueError, OSError):
        return


def _receive(inbox: BinaryIO) -> dict[str, Any] | None:
    head = inbox.read(4)
    if len(head) < 4:
        return None
    job: dict[str, Any] = json.loads(inbox.read(int.from_bytes(head, "big")))
    return job


def _send(outbox: BinaryIO, answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode()
    outbox.write(len(data).to_bytes(4, "big") + data)
    outbox.flush()


def _answer(job: dict[str, Any], limits: dict[str, float], outbox: BinaryIO) -> dict[str, Any]:
    try:
        return {"ok": to_json(_JOBS[job["job"]](job, limits, outbox))}
    except MediaError as error:
        return {"error": {"code": error.code, "evidence": vars(error)}}
    except MemoryError:
        evidence = {"name": job["name"], "reason": "memory", "detail": "allocation refused"}
        return {"error": {"code": "decoder-killed", "evidence": evidence}, "retire": True}


def _warm() -> None:
    """Load what reserves much address space before the limit is set."""
    from media import identify

    identify.puid(Path(__file__))


def _identify(job: dict[str, Any], limits: dict[str, float], _outbox: BinaryIO) -> object:
    from media.identify import identify

    _warm()
    _allow(limits, job["cpu_s"])
    return identify(Path(job["path"]), job["name"], from_json(Ceilings, job["ceilings"]))


def _describe(job: dict[str, Any], limits: dict[str, float], _outbox: BinaryIO) -> object:
    from media.extract import describe

    _warm()
    _allow(limits, job["cpu_s"])
    return describe(Path(job["path"]), job["name"], from_json(Ceilings, job["ceilings"]))


def _derive(job: dict[str, Any], limits: dict[str, float], outbox: BinaryIO) -> object:
    from media.derive import derive

    def progress(percent: float) -> None:
        _send(outbox, {"progress": percent})

    _allow(limits, job["cpu_s"])
    plan = RenditionPlan.from_dict(job["plan"])
    return derive(plan, Path(job["path"]), Path(job["folder"]), progress)


def _annotations(job: dict[str, Any], limits: dict[str, float], _outbox: BinaryIO) -> object:
    from media import elan_writing

    _allow(limits, job["cpu_s"])
    tiers = from_json(tuple[Tier, ...], job["tiers"])
    written = elan_writing.write(tiers, base64.b64decode(job["document"]))
    return base64.b64encode(written).decode()


_JOBS: dict[str, Callable[[dict[str, Any], dict[str, float], BinaryIO], object]] = {
    "identify": _identify,
    "describe": _describe,
    "derive": _derive,
    "annotations": _annotations,
}
