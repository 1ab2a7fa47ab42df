"""Factories of what an officer sends: files on disk, files in a form, items with their files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from archive.catalogue import intake
from archive.catalogue.ingest import start_batch
from archive.catalogue.intake import Intake, Outcome
from archive.catalogue.queries import item_record
from archive.catalogue.saving import Actor
from archive.tasks.handlers import HANDLERS
from archive.tasks.worker import Worker

if TYPE_CHECKING:
    from archive.engines import Engines
    from archive.records import ItemRecord

OFFICER = Actor("Cán bộ Mẫu", "officer")


def taken_in(engines: Engines, data: bytes, name: str, **about: Any) -> Outcome:
    """Take bytes in under a name, as a batch of their own unless `batch` says otherwise."""
    batch = about.pop("batch", None) or start_batch(engines, OFFICER, "test")
    return intake.take_in(engines, io.BytesIO(data), name, Intake(OFFICER, batch, **about))


def an_item_of(engines: Engines, data: bytes, name: str) -> ItemRecord:
    """Take bytes in and return the draft that was made of them."""
    outcome = taken_in(engines, data, name)
    return the_item(engines, outcome.item_id)


def the_item(engines: Engines, item_id: str) -> ItemRecord:
    """Return an item as it stands now."""
    with engines.db.reading() as session:
        record = item_record(session, item_id)
    if record is None:
        raise LookupError(item_id)
    return record


def work_off(engines: Engines) -> int:
    """Carry out every waiting task and return how many there were."""
    return Worker(engines, HANDLERS).drain()


def in_form(*files: tuple[bytes, str], **fields: Any) -> dict[str, Any]:
    """Return a multipart form with files, for Flask's test client."""
    return {"files": [(io.BytesIO(data), name) for data, name in files], **fields}
