"""The port that `kho serve` listened on last, so that the links of other commands lead there."""

from __future__ import annotations

from pathlib import Path

_NAME = "port"
_USUAL = 8000


def note_port(data: Path, port: int) -> None:
    """Keep the port that is served from a data folder."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = data / f".{_NAME}.new"
    beside.write_text(f"{port}\n")
    beside.replace(data / _NAME)


def last_port(data: Path) -> int:
    """Return the port that was served last, or the usual one."""
    try:
        return int((data / _NAME).read_text())
    except (FileNotFoundError, ValueError):
        return _USUAL
