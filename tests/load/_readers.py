"""Read files by our own extraction, and by Pillow and mutagen alone, under the same names."""

import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from media.inspect import inspect_file
from media.sandbox import Sandbox
from media.values import Description
from tests.load._references import Facts

_DIRECT = (
    *("captured", "camera_make", "camera_model", "title", "description", "keywords", "creators"),
    *("copyright", "icc_profile", "duration_s", "video_codec", "audio_codec", "rate_hz"),
    *("channels", "bit_depth", "frame_rate", "pages"),
)
_INFO = {
    "Title": "title", "Artist": "artist", "Comment": "comment", "Copyright": "copyright",
    "DateCreated": "date", "Engineer": "engineer", "Genre": "genre", "Keywords": "keywords",
    "Medium": "medium", "Product": "album", "Subject": "description", "Software": "encoder",
    "Source": "source", "Technician": "technician", "ArchivalLocation": "archival_location",
    "Commissioned": "commissioned_by", "TrackNumber": "tracknumber", "Language": "language",
}  # fmt: skip


def ours(path: Path, sandbox: Sandbox) -> tuple[str, Facts]:
    """Return (format, facts) by the archive's own extraction."""
    found = inspect_file(path, sandbox)
    if found.description is None:
        return f"refused: {found.detail}", {}
    return found.description.format, facts_of(found.description)


def facts_of(said: Description) -> Facts:
    """Return a description under the names of the comparison."""
    facts: Facts = {name: _as_list(getattr(said, name)) for name in _DIRECT}
    facts["keywords"], facts["creators"] = [list(said.keywords)], [list(said.creators)]
    if said.width_px:
        facts["dimensions"] = [(said.width_px, said.height_px)]
    facts["orientation"] = [said.orientation]
    facts["rotation_deg"] = [said.rotation_deg]
    if said.gps:
        facts["gps"] = [(said.gps.latitude, said.gps.longitude)]
    if said.chapters:
        facts["chapters"] = [[(c.start_s, c.title) for c in said.chapters]]
    facts |= {f"tags.{name}": [list(values)] for name, values in said.tags.items()}
    info, bext = said.raw.get("info") or {}, said.raw.get("bext") or {}
    facts |= {f"info.{tag}": _as_list(info.get(name)) for tag, name in _INFO.items()}
    facts |= {f"bext.{name}": _as_list(value) for name, value in bext.items()}
    if bext.get("origination_date"):
        moment = f"{bext['origination_date']}T{bext.get('origination_time', '')}"
        facts["bext.origination"] = [moment]
    return facts


def _as_list(value: Any) -> list[Any]:
    return [] if value in (None, "", (), []) else [value]


def pillow_and_mutagen(path: Path) -> Facts:
    """Return what the two most used libraries give by their own doors, and nothing else."""
    facts: Facts = {}
    for read in (_pillow, _mutagen):
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name, value in read(path).items():
                if value not in (None, "", [], {}):
                    facts.setdefault(name, []).append(value)
    return facts


def _pillow(path: Path) -> dict[str, Any]:
    from PIL import Image, IptcImagePlugin

    with Image.open(path) as image:
        tags = image.getexif()
        detail, place = tags.get_ifd(0x8769), tags.get_ifd(0x8825)
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
        found = {
            "dimensions": image.size,
            "orientation": tags.get(274),
            "captured": detail.get(36867) or detail.get(36868),
            "camera_make": tags.get(271),
            "camera_model": tags.get(272),
            "description": tags.get(270) or _iptc(iptc, 120),
            "title": _iptc(iptc, 5) or image.info.get("Title"),
            "creators": [tags.get(315) or _iptc(iptc, 80)],
            "copyright": tags.get(33432) or _iptc(iptc, 116),
            "keywords": [_text(v) for v in _listed(iptc.get((2, 25)))],
            "bit_depth": {"1": 1, "I;16": 16}.get(image.mode, 8),
            "gps": _gps(place),
        }
        return found | {"icc_profile": _icc(image)}


def _icc(image: Any) -> str | None:
    from io import BytesIO

    from PIL import ImageCms

    data = image.info.get("icc_profile")
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(data))) if data else None


def _gps(place: Any) -> tuple[float, float] | None:
    if not place.get(2) or not place.get(4):
        return None
    degrees = [sum(float(p) / 60**n for n, p in enumerate(place[tag])) for tag in (2, 4)]
    signs = [-1 if place.get(tag) in ("S", "W") else 1 for tag in (1, 3)]
    return degrees[0] * signs[0], degrees[1] * signs[1]


def _iptc(iptc: Any, number: int) -> str:
    return _text(next(iter(_listed(iptc.get((2, number)))), b""))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _mutagen(path: Path) -> dict[str, Any]:
    import mutagen

    opened, easy = mutagen.File(path), mutagen.File(path, easy=True)
    if opened is None:
        return {}
    tags = dict(easy.tags or {}) if easy is not None else {}
    named = {"title": "title", "creators": "artist", "captured": "date", "copyright": "copyright"}
    found: dict[str, Any] = {
        "duration_s": opened.info.length,
        "rate_hz": getattr(opened.info, "sample_rate", None),
        "channels": getattr(opened.info, "channels", None),
        "bit_depth": getattr(opened.info, "bits_per_sample", None),
        "audio_codec": getattr(opened.info, "codec", None),
    }
    found |= {ours: tags[theirs][0] for ours, theirs in named.items() if tags.get(theirs)}
    return found | {f"tags.{name}": list(values) for name, values in tags.items()}
