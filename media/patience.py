"""Say how long a child is waited for, so that a busy machine is no fault of the file.

Source: proc(5), utime and stime of /proc/<pid>/stat. The child's own limit of CPU time
(setrlimit(2), RLIMIT_CPU) ends what works for ever, the wall's clock what does nothing for ever.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

# Who worked less of the time than this was kept waiting by others; less than that, it waits itself.
_STARVED_SHARE, _IDLE_SHARE = 0.5, 0.02
_MOST = 4


class Patience:
    """The time that one job of a process is given."""

    def __init__(self, pid: int, wall_s: float) -> None:
        """Give it `wall_s` seconds, and up to four times as long if it hardly gets to run."""
        self._pid, self._wall_s = pid, wall_s
        self._since, self._used_s = time.monotonic(), cpu_s(pid)
        self._end = self._since + wall_s
        self._last = self._since + _MOST * wall_s

    @property
    def left_s(self) -> float:
        """The seconds that are left."""
        return self._end - time.monotonic()

    def renew(self) -> bool:
        """Give more time if the process worked, but was kept from working by others."""
        now, used_s = time.monotonic(), cpu_s(self._pid)
        share = (used_s - self._used_s) / max(now - self._since, 1e-9)
        if now >= self._last or not _IDLE_SHARE <= share < _STARVED_SHARE:
            return False
        self._since, self._used_s = now, used_s
        self._end = min(self._last, now + self._wall_s)
        return True


def cpu_s(pid: int) -> float:
    """Return the CPU time that a process has used, 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
