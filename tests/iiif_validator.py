"""The IIIF consortium's validator, from PyPI, brought to work on Python 3.

Three of its tests of level 3 call what only Python 2 had (`urllib.urlopen`, bytes that equal text)
and `Magic` of a package that it does not ask for; they get what they mean to call.
"""

import sys
import types
import urllib.request
from io import BytesIO
from types import SimpleNamespace

from PIL import Image, ImageDraw

SIDE, SQUARE = 1000, 100
_SIGNATURES = ((b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"), (b"%PDF-", "PDF document"))


class _Magic:
    """What `magic.Magic` of file(1) says of the two formats that are asked for."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def id_buffer(self, data):
        raw = data.encode("latin-1")
        return next((name for start, name in _SIGNATURES if raw.startswith(start)), "data")


class _Answer:
    """What `urllib.urlopen` gave on Python 2: a body that is text, byte for byte."""

    def __init__(self, url):
        with urllib.request.urlopen(url, timeout=10) as answer:
            self._status, self._body = answer.status, answer.read()

    def read(self):
        return self._body.decode("latin-1")

    def getcode(self):
        return self._status

    def close(self):
        return None


def suite():
    """Return the validator's modules, with its tests in `.TestSuite`."""
    sys.modules.setdefault("magic", types.ModuleType("magic"))
    from iiif_validator import tests, validator

    for name in ("format_jp2", "format_pdf", "format_webp"):
        module = getattr(tests, name)
        module.urllib = SimpleNamespace(urlopen=_Answer)
        module.magic = SimpleNamespace(Magic=_Magic)
    return validator


def names(version, level):
    """Return the tests of a version up to a level."""
    validator = suite()
    found = validator.TestSuite(validator.ValidationInfo()).list_tests(version)
    return sorted(name for name, about in found.items() if about["level"] <= level)


def problem(name, version, server, prefix, identifier):
    """Run one test; return what it objects to, "" if nothing."""
    validator = suite()
    result = validator.ImageAPI(identifier, server, prefix, version=version, debug=False)
    validator.TestSuite(validator.ValidationInfo()).run_test(name, result)
    return str(result.exception or "")


def the_squares():
    """Return the picture that the validator looks for: a hundred squares of its colours."""
    picture = Image.new("RGB", (SIDE, SIDE))
    draw = ImageDraw.Draw(picture)
    for column, colors in enumerate(suite().ValidationInfo().colorInfo):
        for row, color in enumerate(colors):
            x, y = column * SQUARE, row * SQUARE
            draw.rectangle((x, y, x + SQUARE - 1, y + SQUARE - 1), fill=color)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
