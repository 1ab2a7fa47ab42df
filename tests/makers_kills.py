"""Kill a process at its n-th system call that writes, whoever makes the call: Python or SQLite.

A child is traced with ptrace(2); before the n-th write-type call runs it is killed with SIGKILL.
Run as a script it does so at every call of a scenario and checks each time what a restart finds.
Source: ptrace(2), PTRACE_O_TRACESYSGOOD and PTRACE_GETREGS on x86-64.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_TRACEME, _GETREGS, _SETOPTIONS, _SYSCALL, _CONT = 0, 12, 0x4200, 24, 7
_SYSGOOD, _EXITKILL = 1, 0x100000
_ORIG_RAX, _RSI, _RDX, _RDI = 15, 13, 12, 14
_O_CREAT = 0o100
# x86-64 numbers of the calls that change what is on a disk.
WRITES = {
    1: "write",
    18: "pwrite64",
    20: "writev",
    74: "fsync",
    75: "fdatasync",
    76: "truncate",
    77: "ftruncate",
    82: "rename",
    83: "mkdir",
    84: "rmdir",
    86: "link",
    87: "unlink",
    257: "openat",
    258: "mkdirat",
    263: "unlinkat",
    264: "renameat",
    265: "linkat",
    285: "fallocate",
    296: "pwritev",
    306: "syncfs",
    316: "renameat2",
}
_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def may_trace() -> bool:
    """Tell whether this machine lets a parent trace its child."""
    if os.uname().machine != "x86_64":
        return False
    try:
        return not killed_at(1 << 30, lambda: None)
    except OSError:
        return False


def killed_at(number: int, work: Callable[[], None]) -> bool:
    """Run work in a child that dies just before its n-th write; tell whether it died."""
    child = os.fork()
    if child == 0:
        _be_traced(work)
    os.waitpid(child, 0)
    _trace(_SETOPTIONS, child, _SYSGOOD | _EXITKILL)
    return _follow(child, number)


def _be_traced(work: Callable[[], None]) -> None:
    _libc.ptrace(_TRACEME, 0, None, None)
    os.kill(os.getpid(), signal.SIGSTOP)
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _follow(child: int, number: int) -> bool:
    count, is_entry, pass_on = 0, True, 0
    while True:
        _trace(_SYSCALL, child, pass_on)
        _, status = os.waitpid(child, 0)
        pass_on = 0
        if os.WIFEXITED(status):
            if os.WEXITSTATUS(status):
                message = f"the child failed with {os.WEXITSTATUS(status)}"
                raise RuntimeError(message)
            return False
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            pass_on = os.WSTOPSIG(status)
            continue
        if is_entry and _writes(child):
            count += 1
            if count == number:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return True
        is_entry = not is_entry


def _writes(child: int) -> bool:
    registers = (ctypes.c_ulonglong * 27)()
    _libc.ptrace(_GETREGS, child, None, ctypes.byref(registers))
    name = WRITES.get(registers[_ORIG_RAX])
    if name == "openat":
        return bool(registers[_RDX] & _O_CREAT)
    return name is not None and not (name == "write" and registers[_RDI] in {1, 2})


def _trace(request: int, child: int, data: int) -> None:
    if _libc.ptrace(request, child, None, ctypes.c_void_p(data)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


# --- What is done -----------------------------------------------------------------------------


def sweep(folder: Path, scenario: str, step: int = 1) -> tuple[int, list[str]]:
    """Kill a scenario at every `step`-th write; return how many kills and what was wrong."""
    from tests.kill_scenarios import SCENARIOS, prepare, problems_after

    start = folder / "start"
    known = prepare(start, scenario)
    wrong: list[str] = []
    number = 1
    while True:
        here = folder / "run"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(start, here)
        died = killed_at(number, lambda here=here: SCENARIOS[scenario](here, known))
        wrong += [f"kill {number}: {said}" for said in problems_after(here, known)]
        if not died:
            return number - 1, wrong
        number += step


if __name__ == "__main__":
    count, found = sweep(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    sys.stdout.write("".join(f"{line}\n" for line in (count, *found)))
