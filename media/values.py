"""Hold what the media package says of a file, as frozen values with units in their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from media.jsonform import from_json, to_json
from media.tiers import Tier


class Kind(StrEnum):
    """What a file is to a person: something to look at, hear, watch or read."""

    IMAGE = "image"
    SOUND = "sound"
    VIDEO = "video"
    DOCUMENT = "document"
    CAPTIONS = "captions"


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning that does not refuse the file: a stable code and its evidence."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Identification:
    """What a file truly is, by its signature and by having been parsed."""

    kind: Kind
    format: str
    media_type: str
    extension: str
    puid: str = ""
    size_bytes: int = 0
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Gps:
    """Where a device says that it was: degrees of WGS 84, metres above the sea."""

    latitude: float
    longitude: float
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a recording."""

    start_s: float
    end_s: float | None
    title: str


@dataclass(frozen=True, slots=True)
class Track:
    """One stream inside a container."""

    kind: str
    codec: str
    language: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture carried inside a sound or video file; `derive` takes the bytes again."""

    media_type: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that a file says about itself.

    `width_px` and `height_px` are those of the stored pixels; `shown_size` has the turn of
    `orientation` (1–8, EXIF) or `rotation_deg` (clockwise) applied. `captured` is an EDTF value
    as precise as the file was. `raw` keeps what was read under the names of its standards.
    """

    kind: Kind
    format: str
    media_type: str
    extension: str
    size_bytes: int = 0
    puid: str = ""
    width_px: int | None = None
    height_px: int | None = None
    orientation: int = 1
    rotation_deg: int = 0
    pixel_aspect: float = 1.0
    frames: int | None = None
    pages: int | None = None
    density_dpi: float | None = None
    color_mode: str = ""
    icc_profile: str = ""
    has_alpha: bool = False
    bit_depth: int | None = None
    duration_s: float | None = None
    bit_rate_bps: int | None = None
    frame_rate: float | None = None
    video_codec: str = ""
    audio_codec: str = ""
    rate_hz: int | None = None
    channels: int | None = None
    captured: str = ""
    gps: Gps | None = None
    title: str = ""
    description: str = ""
    creators: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    copyright: str = ""
    credit: str = ""
    source: str = ""
    place_names: tuple[str, ...] = ()
    language: str = ""
    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    software: str = ""
    text: str = ""
    cover: Cover | None = None
    chapters: tuple[Chapter, ...] = ()
    tracks: tuple[Track, ...] = ()
    tiers: tuple[Tier, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()

    @property
    def shown_size(self) -> tuple[int, int] | None:
        """Return (width, height) in pixels as a viewer sees them, or None without pixels."""
        if not self.width_px or not self.height_px:
            return None
        width, height = max(1, round(self.width_px * self.pixel_aspect)), self.height_px
        turned = self.orientation >= 5 or self.rotation_deg % 180 == 90
        return (height, width) if turned else (width, height)

    def as_dict(self) -> dict[str, Any]:
        """Return the description as JSON values."""
        encoded: dict[str, Any] = to_json(self)
        return encoded

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Description:
        """Return the description that `as_dict` wrote."""
        decoded: Description = from_json(cls, data)
        return decoded


@dataclass(frozen=True, slots=True)
class Output:
    """One file that a rendition plan will make; pixels are the box it will fit into."""

    name: str
    media_type: str
    width_px: int | None = None
    height_px: int | None = None


@dataclass(frozen=True, slots=True)
class RenditionPlan:
    """One step of work that makes the files of `outputs` from one original.

    `priority` is lower for what people wait for; `cost_s` is a rough estimate on one core.
    `options` are the maker's own numbers (page range, height of the video …). `recipe` changes
    when what the maker makes of the same original does: what bears another is made anew.
    """

    name: str
    maker: str
    priority: int
    cost_s: float
    outputs: tuple[Output, ...]
    options: Mapping[str, int] = field(default_factory=dict)
    recipe: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as JSON values, as a task keeps it."""
        encoded: dict[str, Any] = to_json(self)
        return encoded

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RenditionPlan:
        """Return the plan that `as_dict` wrote."""
        decoded: RenditionPlan = from_json(cls, data)
        return decoded


@dataclass(frozen=True, slots=True)
class Made:
    """One rendition that stands in the folder."""

    name: str
    media_type: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the made rendition as JSON values."""
        encoded: dict[str, Any] = to_json(self)
        return encoded


@dataclass(frozen=True, slots=True)
class Inspection:
    """What `kho inspect` prints of one path; `reason` is empty when it is accepted."""

    path: str
    accepted: bool
    reason: str = ""
    detail: str = ""
    description: Description | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the inspection as JSON values."""
        encoded: dict[str, Any] = to_json(self)
        return encoded
