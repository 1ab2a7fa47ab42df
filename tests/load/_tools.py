"""Ask exiftool, mediainfo and ffprobe what they read of files, as their own JSON."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The program and the Debian package that brings it.
TOOLS = {"exiftool": "libimage-exiftool-perl", "mediainfo": "mediainfo", "ffprobe": "ffmpeg"}
_BATCH = 40
_PATIENCE_S, _SOON_S = 300, 20
_EXIFTOOL = ("exiftool", "-j", "-n", "-G1", "-a", "-struct", "-api", "LargeFileSupport=1")
_FFPROBE = (
    *("ffprobe", "-v", "quiet", "-of", "json", "-protocol_whitelist", "file"),
    *("-show_format", "-show_streams", "-show_chapters"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What each tool said of one file, as the tool says it."""

    exiftool: dict[str, Any] = field(default_factory=dict)
    mediainfo: list[dict[str, Any]] = field(default_factory=list)
    ffprobe: dict[str, Any] = field(default_factory=dict)


def missing() -> list[str]:
    """Return the Debian packages of the tools that are not installed."""
    return [package for program, package in TOOLS.items() if shutil.which(program) is None]


def ask(paths: Sequence[Path]) -> Iterator[tuple[Path, Told]]:
    """Yield each path with what the installed tools say of it."""
    for start in range(0, len(paths), _BATCH):
        batch = paths[start : start + _BATCH]
        exif = _exiftool(batch)
        with ThreadPoolExecutor(2) as pool:
            infos, probes = pool.map(_mediainfo, batch), pool.map(_ffprobe, batch)
            told = list(zip(batch, infos, probes, strict=True))
        for path, info, probe in told:
            yield path, Told(exif.get(str(path), {}), info, probe)


def _run(command: Iterable[str], patience_s: float = _PATIENCE_S) -> Any:
    try:
        done = subprocess.run([*command], capture_output=True, timeout=patience_s, check=False)
        return json.loads(done.stdout.decode("utf-8", "replace"), strict=False)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None


def _exiftool(batch: Sequence[Path]) -> dict[str, dict[str, Any]]:
    found = _run([*_EXIFTOOL, *map(str, batch)]) or []
    return {entry["SourceFile"]: entry for entry in found}


def _mediainfo(path: Path) -> list[dict[str, Any]]:
    """Return mediainfo's tracks; it goes round for ever in some damaged files."""
    found = _run(["mediainfo", "--Output=JSON", str(path)], _SOON_S) or {}
    tracks: list[dict[str, Any]] = (found.get("media") or {}).get("track", [])
    return tracks


def _ffprobe(path: Path) -> dict[str, Any]:
    found = _run([*_FFPROBE, str(path)], _SOON_S)
    return found if isinstance(found, dict) else {}
