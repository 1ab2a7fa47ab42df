"""Factories of batches: drafts that came together, without their bytes' long way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.catalogue.files.models import ImportEntry
from archive.catalogue.ingest import finish_batch, start_batch
from archive.records import ItemRecord, Status
from tests.makers import a_file, an_item, stored
from tests.makers_intake import OFFICER

if TYPE_CHECKING:
    from archive.engines import Engines


def a_draft(name: str, **said: Any) -> ItemRecord:
    """Make a draft of one picture as its arrival leaves it."""
    file = a_file(name)
    values = {"status": Status.DRAFT, "published_at": None, "description": {}, "date": None}
    about = {"rights": None, "owner": "officer", "files": (file,), "cover": file.id}
    return an_item(name.partition(".")[0], **{**values, **about, **said})


def a_batch(engines: Engines, *drafts: ItemRecord) -> tuple[str, list[str]]:
    """Store drafts as a batch of the officer's; return the address of its page and their ids."""
    batch = start_batch(engines, OFFICER, "desk")
    stored(engines, *drafts)
    with engines.db.writing() as session:
        for draft in drafts:
            file = draft.files[0]
            about = {"item_id": draft.id, "file_id": file.id, "outcome": "taken"}
            session.add(ImportEntry(batch_id=batch, name=file.name, **about))
    finish_batch(engines, batch)
    return f"/desk/batches/{batch}", [draft.id for draft in drafts]
