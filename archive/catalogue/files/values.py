"""Values that cross between the files' service and its views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Sendable:
    """Bytes that may be sent to a viewer, and how they are to be labelled."""

    file: BinaryIO
    size_bytes: int
    media_type: str
    etag: str
    is_public: bool
    download_name: str = ""
