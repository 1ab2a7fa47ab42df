"""Name what keeps a picture from being served part by part.

Source: https://iiif.io/api/image/3.0/#71-error-conditions; each reason is a part of the address.
"""

from __future__ import annotations

from typing import ClassVar

from media.errors import MediaError


class ImageRequestError(MediaError):
    """Be the root of the reasons that lie in one part of a IIIF image request (HTTP 400)."""

    code: ClassVar[str] = "iiif-request-bad"

    def __init__(self, text: str) -> None:
        """Keep the part as it was written."""
        super().__init__(f"{self.code}: {text[:100]!r}")
        self.text = text


class BadRegionError(ImageRequestError):
    """The region is not understood, or wholly outside the picture."""

    code: ClassVar[str] = "iiif-region-bad"


class BadSizeError(ImageRequestError):
    """The size is not understood, enlarges without `^`, or is larger than is given."""

    code: ClassVar[str] = "iiif-size-bad"


class BadRotationError(ImageRequestError):
    """The rotation is no number of degrees from 0 to 360."""

    code: ClassVar[str] = "iiif-rotation-bad"


class BadQualityError(ImageRequestError):
    """The quality is none of `default`, `color`, `gray`, `bitonal`."""

    code: ClassVar[str] = "iiif-quality-bad"


class BadFormatError(ImageRequestError):
    """The format is none that pictures are written in."""

    code: ClassVar[str] = "iiif-format-bad"


class BrokenPyramidError(MediaError):
    """A pyramid of tiles in the cache is not what we once wrote."""

    code: ClassVar[str] = "broken-pyramid"

    def __init__(self, path: str, reason: str) -> None:
        """Keep the file and the reason."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DrawingBusyError(MediaError):
    """As many pictures are being drawn as the machine draws well, and none was done in time."""

    code: ClassVar[str] = "drawing-busy"

    def __init__(self, waited_s: float) -> None:
        """Keep how long it waited."""
        super().__init__(f"waited {waited_s:.0f} s for a turn to draw")
        self.waited_s = waited_s
