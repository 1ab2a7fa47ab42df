"""Carry a round out, and take it back: many items at a time, each once, whatever is cut off.

The entries are the journal. An item whose new version reached the store when the power went is
known again by what its newest version says of itself, and is not changed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_edit, may_view
from archive.accounts.queries import user_named, viewer_of
from archive.bulk import queries, service
from archive.bulk.models import EntryState, Round, RoundEntry, RoundState
from archive.catalogue.items.service import check_description
from archive.catalogue.models import Revision
from archive.catalogue.saving import Actor, Save, save, save_many
from archive.engines import Engines
from archive.errors import (
    ArchiveError,
    InvalidRecordError,
    MissingRecordError,
    NotAllowedError,
    StaleVersionError,
)
from archive.records import ItemRecord, Record, Status, record_of
from media.storage import StagedFile

AT_ONCE = 200
Progress = Callable[[int], None]
AfterSave = Callable[[Session, Record], None]


class RefusedEntryError(InvalidRecordError):
    """One item of a round cannot be changed so; the round goes on with the others."""

    code = "entry-refused"

    def __init__(self, reason: str) -> None:
        """Keep the reason's code."""
        super().__init__({"entry": [reason]})
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Made:
    """What an item is to be after a round, with files that come along."""

    record: ItemRecord
    masters: Mapping[str, StagedFile | bytes] = field(default_factory=dict)
    after: AfterSave | None = None


Maker = Callable[[RoundEntry, ItemRecord | None], Made]
Opener = Callable[[Engines, Round, Viewer | None], Maker]


def viewer_behind(session: Session, found: Round) -> Viewer | None:
    """Return who made a round, with today's rights; None for the operator.

    Raises:
        NotAllowedError: The account is gone or disabled.
    """
    if not found.made_by:
        return None
    user = user_named(session, found.made_by)
    if user is None or not user.is_enabled:
        raise NotAllowedError("use-desk")
    return viewer_of(session, user)


def run(engines: Engines, round_id: str, open_maker: Opener, progress: Progress) -> None:
    """Carry a round out from where it stands."""
    with engines.db.reading() as session:
        found = service.round_for(session, round_id, None)
        viewer = viewer_behind(session, found)
    job = _Job(engines, found, viewer)
    job.go(open_maker(engines, found, viewer), progress)


def undo(engines: Engines, round_id: str, progress: Progress) -> None:
    """Take a round back from where its undoing stands."""
    from archive.bulk.undoing import Undoing

    with engines.db.reading() as session:
        found = service.round_for(session, round_id, None)
    Undoing(engines, found).go(progress)


def check_change(
    engines: Engines,
    before: ItemRecord | None,
    after: ItemRecord,
    viewer: Viewer | None,
    *,
    may_widen: bool,
) -> None:
    """Check that a viewer may change an item so.

    Raises:
        MissingRecordError, NotAllowedError: The item is not the viewer's to change.
        WithdrawnRecordError, NotPublishableError: It may not be saved like that.
        RefusedEntryError: More people would see it, and nobody has said yes to that.
    """
    if before is not None and viewer is not None:
        if not may_view(viewer, before, Grade.KNOW):
            raise MissingRecordError("item", before.id)
        if not may_edit(viewer, before):
            raise NotAllowedError("describe")
    check_description(engines, after)
    if before is not None and not may_widen and widens(before, after):
        raise RefusedEntryError("widening")


def widens(before: ItemRecord, after: ItemRecord) -> bool:
    """Tell whether a published item would be open to people who are kept out now."""
    return after.status is Status.PUBLISHED and not after.access.within(before.access)


class _Job:
    """One pass over the entries of a round that wait."""

    def __init__(self, engines: Engines, found: Round, viewer: Viewer | None) -> None:
        self.engines, self.found, self.viewer = engines, found, viewer
        self.by = Actor(found.actor_name, found.made_by)
        self.may_widen = bool(found.settings.get("widen"))

    def go(self, make: Maker, progress: Progress) -> None:
        """Work until nothing waits or somebody stops the round."""
        with self.engines.db.reading() as session:
            total = sum(queries.counts_of(session, self.found.id).values())
        done = 0
        while entries := self._next():
            self._carry_out(entries, make)
            done += len(entries)
            progress(min(99, done * 100 // max(total, 1)))
        with self.engines.db.writing() as session:
            service.finish(session, self.found.id, RoundState.DONE)

    def _next(self) -> list[RoundEntry]:
        with self.engines.db.reading() as session:
            if not queries.is_running(session, self.found.id):
                return []
            return queries.entries_at(session, self.found.id, EntryState.WAITING, limit=AT_ONCE)

    def _carry_out(self, entries: Sequence[RoundEntry], make: Maker) -> None:
        with self.engines.db.reading() as session:
            found = queries.records_of(session, (entry.owner for entry in entries))
            newest = queries.revisions_of(session, ((o, i.version) for o, i in found.items()))
        items = {id_: one for (_, id_), one in found.items() if isinstance(one, ItemRecord)}
        settled: list[tuple[RoundEntry, EntryState, str, int]] = []
        saves: list[Save] = []
        for entry in entries:
            record = items.get(entry.item_id)
            version = record.version if record else None
            if version is not None and self._is_ours(newest.get((entry.owner, version)), entry):
                settled.append((entry, EntryState.DONE, "", version))
                continue
            try:
                what = self._save_of(entry, record, make)
            except ArchiveError as error:
                reason = error.reason if isinstance(error, RefusedEntryError) else error.code
                settled.append((entry, EntryState.REFUSED, reason, 0))
                continue
            if what is None:
                settled.append((entry, EntryState.SAME, "", 0))
            else:
                saves.append(what)
        self._settle(settled)
        self._save(saves, entries)

    def _is_ours(self, revision: Revision | None, entry: RoundEntry) -> bool:
        """Tell whether the newest version of an item is the one that this round was to make."""
        is_next = revision is not None and revision.number == (entry.version_before or 0) + 1
        return is_next and revision is not None and revision.message == self.found.message[:300]

    def _save_of(self, entry: RoundEntry, record: ItemRecord | None, make: Maker) -> Save | None:
        version = record.version if record else None
        if version != entry.version_before:
            raise StaleVersionError(entry.item_id, entry.version_before, version or 0)
        made = make(entry, record)
        if record is not None and made.record == record:
            return None
        check_change(self.engines, record, made.record, self.viewer, may_widen=self.may_widen)

        def after(session: Session, saved: Record) -> None:
            service.settle(session, entry.id, EntryState.DONE, version=saved.version)
            if made.after is not None:
                made.after(session, saved)

        return Save(
            made.record,
            self.found.message,
            base_version=version,
            masters=made.masters,
            after=after,
        )

    def _settle(self, settled: Sequence[tuple[RoundEntry, EntryState, str, int]]) -> None:
        if settled:
            with self.engines.db.writing() as session:
                for entry, state, reason, version in settled:
                    service.settle(session, entry.id, state, reason=reason, version=version)

    def _save(self, saves: list[Save], entries: Sequence[RoundEntry]) -> None:
        """Save all at once; where one of them has changed meanwhile, one by one."""
        if not saves:
            return
        try:
            save_many(self.engines, saves, by=self.by)
        except ArchiveError:
            by_item = {entry.item_id: entry for entry in entries}
            for what in saves:
                self._save_alone(what, by_item[what.record.id])

    def _save_alone(self, what: Save, entry: RoundEntry) -> None:
        try:
            save(self.engines, what, by=self.by)
        except ArchiveError as error:
            self._settle([(entry, EntryState.REFUSED, error.code, 0)])


def old_record(revision: Revision | None) -> ItemRecord | None:
    """Return the item that a revision holds."""
    found = record_of(revision.record) if revision is not None else None
    return found if isinstance(found, ItemRecord) else None


def arguments_of(arguments: dict[str, Any]) -> str:
    """Return the round that a task is about."""
    return str(arguments["round"])
