"""Workbooks as bytes that depend on what is in them alone, and not on the hour."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook

_INSTANT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def saved(book: Workbook) -> bytes:
    """Return a workbook as XLSX; the same content makes the same bytes."""
    written, settled = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(settled, "w") as new:
        for part in old.infolist():
            content = _INSTANT.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(part))
            named = zipfile.ZipInfo(part.filename, _EPOCH)
            new.writestr(named, content, compress_type=zipfile.ZIP_DEFLATED)
    return settled.getvalue()
