"""Know the descriptions that cameras and programs write into every picture.

Source: measured over the samples.
"""

from __future__ import annotations

_CAMERA_TALK = (
    "olympus digital camera",
    "digital camera",
    "sony dsc",
    "minolta digital camera",
    "default",
    "dcim",
    "samsung",
    "exif_jpeg_picture",
    "kodak digital still camera",
    "camera",
    "untitled",
)
_PROGRAM_TALK = ("created with", "creator:", "file written by", "optimized by", "lead technologies")


def spoken(value: str) -> str:
    """Return a description unless a camera wrote it into every picture."""
    plain = value.strip().strip("\x00").lower()
    is_talk = plain in _CAMERA_TALK or plain.startswith(_PROGRAM_TALK)
    return "" if is_talk else value.strip()
