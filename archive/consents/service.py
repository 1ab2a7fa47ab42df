"""Write consents down, and hide at once what somebody no longer agrees to."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.catalogue.queries import item_record
from archive.catalogue.saving import SYSTEM, Actor, Save, save_many
from archive.consents import queries
from archive.consents.forms import NewConsent
from archive.consents.rules import allows
from archive.db import now
from archive.engines import Engines
from archive.errors import InvalidRecordError, StaleVersionError
from archive.ids import new_id
from archive.records import (
    Access,
    Audience,
    ConsentRecord,
    FileRecord,
    ItemRecord,
    Link,
    Preset,
    Record,
    Status,
)

STAFF = Access(see=Audience(preset=Preset.STAFF))
REASON = "Người có mặt trong tư liệu không còn đồng ý."
ENDED = "Thời hạn đồng ý của người có mặt trong tư liệu đã hết."
_ATTEMPTS = 20


def give(engines: Engines, item: ItemRecord, form: NewConsent, *, by: Actor) -> ConsentRecord:
    """Write a consent down, and bind the item to it.

    Raises:
        InvalidRecordError: it names a file that the item does not have, or allows less than the
            item shows by now.
        StaleVersionError: somebody saved the item meanwhile; nothing was written.
    """
    if not set(form.files) <= {file.id for file in item.files}:
        raise InvalidRecordError({"files": ["not-known"]})
    consent = ConsentRecord(
        id=new_id(),
        status=Status.PUBLISHED,
        access=STAFF,
        person=Link(name=form.person),
        guardian=Link(name=form.guardian) if form.guardian else None,
        items=(item.id,),
        file_ids=form.files,
        uses=form.uses,
        form=form.form,
        given_on=form.given_on,
        expires_on=form.expires_on,
        note={"vi": [form.note]} if form.note else {},
    )
    if item.status is Status.PUBLISHED and not allows(consent, item):
        raise InvalidRecordError({"uses": ["narrower"], "access": ["wider"]})
    bound = item.model_copy(update={"consents": (*item.consents, consent.id)})
    message = "Ghi giấy đồng ý"
    saves = [
        Save(consent, message, action="consent-given"),
        Save(bound, message, base_version=item.version),
    ]
    saved = save_many(engines, saves, by=by)[0]
    if not isinstance(saved, ConsentRecord):
        raise TypeError(saved.type)
    return saved


def withdraw(engines: Engines, consent: ConsentRecord, *, by: Actor) -> list[Record]:
    """Write down that somebody no longer agrees, and hide what they agreed to, in one commit.

    It hides whatever the ledger names, whether who writes it down may see it or not.
    """
    changed = consent.model_copy(update={"withdrawn_on": _today()})
    return _end(engines, changed, REASON, "consent-withdrawn", by)


def end_those_over(engines: Engines) -> int:
    """Hide what consents allowed whose last day is over; return how many ended."""
    with engines.db.reading() as session:
        over = queries.ended(session, _today())
    for consent in over:
        changed = consent.model_copy(update={"lapsed_on": _today()})
        _end(engines, changed, ENDED, "consent-ended", SYSTEM)
    return len(over)


def _today() -> date:
    return now().date()


def _end(
    engines: Engines, consent: ConsentRecord, reason: str, action: str, by: Actor
) -> list[Record]:
    """Save the consent and hide its items; who saves one of them meanwhile does not prevent it."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return save_many(engines, _saves(engines, consent, reason, action), by=by)
        except StaleVersionError as error:
            if error.record_id == consent.id or attempt == _ATTEMPTS:
                raise
    return []


def _saves(engines: Engines, consent: ConsentRecord, reason: str, action: str) -> list[Save]:
    with engines.db.reading() as session:
        found = [item_record(session, item_id) for item_id in consent.items]
    hidden = [_hidden(item, consent, reason) for item in found if item is not None]
    return [
        *(
            Save(item, reason, base_version=item.version, action="withdraw")
            for item in hidden
            if item is not None
        ),
        Save(consent, reason, base_version=consent.version, action=action),
    ]


def _hidden(item: ItemRecord, consent: ConsentRecord, reason: str) -> ItemRecord | None:
    """Return an item without what the consent allowed; None where nothing of it is open.

    A community's own is hidden whole: what is for staff is not stricter than that.
    """
    is_partly = bool(consent.file_ids) and item.access.see.preset is not Preset.COMMUNITY
    if is_partly:
        files = tuple(_closed(file, consent) for file in item.files)
        return item.model_copy(update={"files": files}) if files != item.files else None
    if item.status is not Status.PUBLISHED:
        return None
    changes: dict[str, Any] = {"status": Status.WITHDRAWN, "withdrawn_reason": {"vi": [reason]}}
    return item.model_copy(update=changes)


def _closed(file: FileRecord, consent: ConsentRecord) -> FileRecord:
    return file.model_copy(update={"access": STAFF}) if file.id in consent.file_ids else file
