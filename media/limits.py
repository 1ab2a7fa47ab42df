"""Set the ceilings above which a file is refused before its pixels are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ceilings:
    """How large a file may be when unpacked.

    Source: a 20 KB PNG grew to 823 MB (prototype `bomb.py`); a manuscript scanned at 600 dpi
    has 150 megapixels, so the ceiling stands above scans and below what fills memory.
    """

    pixels: int = 400_000_000
    side_px: int = 100_000
    video_pixels: int = 8192 * 4352
    duration_s: float = 48 * 3600
    pages: int = 20_000
    # Deflate packs nothing tighter than 1,030 : 1; the emptiest scan in JPEG stays below 260 : 1.
    unpacked_share: int = 500
    captions_bytes: int = 10 * 1024 * 1024


CEILINGS = Ceilings()
# What was taken in under ceilings of its day is drawn, whatever they are now; the sandbox's
# memory and time still hold.
TAKEN_IN = Ceilings(pixels=1 << 40, side_px=1 << 31, unpacked_share=1 << 40)

# Above this size pixels are read in strips by vips, never whole by Pillow.
STRIP_PIXELS = 40_000_000
