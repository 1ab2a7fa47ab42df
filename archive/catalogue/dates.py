"""Dates as people write them in Vietnamese and English, beside the EDTF that they mean.

What was written is always kept. A lunar date is never turned into a solar day: of it only the year
goes into EDTF, and only where somebody wrote one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from archive.catalogue.date_words import read_words
from archive.catalogue.edtf import (
    LONGEST,
    DateNotUnderstoodError,
    Edtf,
    Precision,
    parse_edtf,
)
from archive.catalogue.edtf_words import in_words

__all__ = ["DateNotUnderstoodError", "EdtfDate", "Precision", "format_date", "parse_date"]


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as it was written, with its EDTF value and the years that it may mean.

    `edtf` is None for “không rõ” and for a lunar day without a year; a year is None where the date
    is open on that side.
    """

    edtf: str | None
    as_written: str
    year_from: int | None
    year_to: int | None
    is_lunar: bool
    precision: Precision


def parse_date(text: str) -> EdtfDate:
    """Return the date that a text means.

    Args:
        text: EDTF, or words such as `12/02/2025`, `khoảng 1960`, `thập niên 80`, `thế kỷ XIX`,
            `trước 1954`, `1960–1965`, `10/1 âm lịch`, `Tết 1990`, `circa 1920`.

    Raises:
        DateNotUnderstoodError: With a hint at what to write instead.
    """
    written = unicodedata.normalize("NFC", text).strip()
    if not written:
        raise DateNotUnderstoodError(text, "empty")
    if len(written) > LONGEST:
        raise DateNotUnderstoodError(text, "long")
    found = parse_edtf(written)
    if found is not None:
        return _date(written, found, is_lunar=False)
    found, is_lunar = read_words(written)
    return _date(written, found, is_lunar=is_lunar)


def format_date(edtf: str, language: str = "vi") -> str:
    """Return an EDTF value in words: `12/02/2025`, `khoảng 1960`, `thập niên 1980`, `1980s`.

    Raises:
        DateNotUnderstoodError: The value is no EDTF.
    """
    found = parse_edtf(edtf)
    if found is None:
        raise DateNotUnderstoodError(edtf)
    return in_words(found, language)


def _date(written: str, found: Edtf | None, *, is_lunar: bool) -> EdtfDate:
    if found is None:
        return EdtfDate(None, written, None, None, is_lunar, Precision.UNKNOWN)
    year_from, year_to = found.years
    return EdtfDate(str(found), written, year_from, year_to, is_lunar, found.precision)
