"""Bring any picture into eight bits of sRGB, upright, in a box, and write it without metadata.

Source: ICC.1:2022, Pillow's ImageCms (LittleCMS), Exif 2.32 orientation; never enlarged.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from media import pictures
from media.derive.landing import Landing
from media.errors import BrokenFileError
from media.values import Made, Output

_OPTIONS: dict[str, dict[str, Any]] = {
    "image/avif": {"format": "AVIF", "quality": 55, "speed": 9, "max_threads": 1},
    "image/webp": {"format": "WEBP", "quality": 76, "method": 2},
    "image/jpeg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


def load(path: Path, format_key: str, width_px: int, height_px: int) -> Image.Image:
    """Return the picture at `path` shrunk into the box, upright, in sRGB."""
    name = path.name
    with pictures.open_or_none(path, name, format_key) as image:
        if image is None or pictures.reads_in_strips(image.size, format_key):
            return pictures.strips(path, name, format_key, width_px, height_px)
        try:
            return _shrunk(image, format_key, width_px, height_px)
        except BrokenFileError:
            if format_key != "tiff":
                raise
    return pictures.strips(path, name, format_key, width_px, height_px)


def _shrunk(image: Any, format_key: str, width_px: int, height_px: int) -> Image.Image:  # noqa: ANN401
    turned = (image.getexif().get(274) or 1) >= 5 if format_key != "heic" else False
    box = (height_px, width_px) if turned else (width_px, height_px)
    if image.format in ("JPEG", "MPO"):
        image.draft(None, box)
    profile = image.info.get("icc_profile")
    pictures.load(image, format_key)
    upright = ImageOps.exif_transpose(image)
    small = fit(_workable(upright), width_px, height_px)
    return _standard(small, profile)


def standard(image: Image.Image) -> Image.Image:
    """Return an opened picture in sRGB, upright."""
    upright = ImageOps.exif_transpose(image)
    return _standard(_workable(upright), image.info.get("icc_profile"))


def fit(picture: Image.Image, width_px: int, height_px: int) -> Image.Image:
    """Return the picture shrunk into the box; a smaller one stays as it is."""
    scale = min(1.0, width_px / picture.width, height_px / picture.height)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _workable(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be resized: L, LA, RGB, RGBA or CMYK."""
    mode = image.mode
    if mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if mode == "PA":
        return image.convert("RGBA")
    if mode.startswith("I") or mode == "F":
        return _eight_bits(image)
    if mode == "LAB":
        space = ImageCms.createProfile("LAB")
        found = ImageCms.profileToProfile(image, space, _srgb(), outputMode="RGB")
        return found if found is not None else image
    if mode in ("RGB", "L") and "transparency" in image.info:
        return image.convert("RGBA")
    return image if mode in ("L", "LA", "RGB", "RGBA", "CMYK") else image.convert(_plain(mode))


def _plain(mode: str) -> str:
    return {"1": "L", "La": "LA", "RGBa": "RGBA"}.get(mode, "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return deep grey as eight bits; scanners of 12 bits leave the upper four empty."""
    import numpy as np

    samples = np.asarray(image, dtype=np.float32)
    top, low = float(samples.max(initial=0)), float(samples.min(initial=0))
    if image.mode == "F" or low < 0:
        span, base = max(top - low, 1e-6), low
    else:
        span, base = float(next((s for s in (255, 4095, 65535) if top <= s), top) or 1), 0.0
    return Image.fromarray(((samples - base) * (255 / span)).clip(0, 255).astype(np.uint8))


def _srgb() -> Any:  # noqa: ANN401 - Pillow's own type is not exported
    return ImageCms.createProfile("sRGB")


def _standard(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, by its profile where that can be used."""
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    colors = picture.convert(picture.mode.removesuffix("A")) if alpha else picture
    converted = _by_profile(colors, profile) if profile else None
    plain = converted or (colors if colors.mode in ("L", "RGB") else colors.convert("RGB"))
    if alpha is None or alpha.getextrema() == (255, 255):
        return plain
    shown = plain.convert("RGB")
    shown.putalpha(alpha)
    return shown


def _by_profile(colors: Image.Image, profile: bytes) -> Image.Image | None:
    """Return the colours by their ICC profile, or None when it does not fit them."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(colors, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def land(picture: Image.Image, outputs: tuple[Output, ...], landing: Landing) -> None:
    """Write the picture in every size and type that is asked for, the largest first."""
    ready: dict[tuple[int, int], Image.Image] = {}
    for output in sorted(outputs, key=lambda output: -(output.width_px or 0)):
        box = (output.width_px or picture.width, output.height_px or picture.height)
        if box not in ready:
            ready[box] = fit(picture, *box)
        _write(ready[box], output, landing)


def _write(picture: Image.Image, output: Output, landing: Landing) -> None:
    made = Made(output.name, output.media_type, 0, picture.width, picture.height)
    shown = _on_white(picture) if output.media_type == "image/jpeg" else picture
    # A fresh picture carries none of the original's metadata into the file.
    bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
    landing.add(made, lambda path: bare.save(path, **_OPTIONS[output.media_type]))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper
