"""Write tiers as ELAN files; a document that somebody sent is parsed in the sandbox alone."""

from __future__ import annotations

from collections.abc import Iterable

from archive.engines import Engines
from archive.records import FileRecord
from media import elan_writing
from media.errors import FileRefusedError
from media.tiers import Tier


def as_elan(engines: Engines, file: FileRecord, tiers: Iterable[Tier], document: bytes) -> bytes:
    """Return the tiers in the document that they came in, alone where there is none to be read.

    A document that was taken in once, but that today's limits end, loses what tiers do not hold;
    every tier, word and time is there all the same, and the original stays as it was sent.
    """
    kept = tuple(tiers)
    if document:
        try:
            return engines.sandbox.annotations(kept, document, file.name)
        except FileRefusedError:
            return elan_writing.write(kept)
    return elan_writing.write(kept)
