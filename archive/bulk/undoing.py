"""Take a round back: what it made goes to the trash, what it changed stands as before.

A record that somebody has changed since is left as it is, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from sqlalchemy.orm import Session

from archive.audit.service import note_change, note_event
from archive.bulk import queries, service
from archive.bulk.models import EntryState, Round, RoundEntry, RoundState
from archive.bulk.running import AT_ONCE
from archive.catalogue import journal, tightenings
from archive.catalogue.models import Revision
from archive.catalogue.projection import remove
from archive.catalogue.saving import Actor, Save, save, save_many
from archive.engines import Engines
from archive.errors import ArchiveError
from archive.records import Record, record_of
from media.errors import MissingObjectError

Revisions = Mapping[tuple[queries.Owner, int], Revision]


class Undoing:
    """One pass over the entries of a round that are done."""

    def __init__(self, engines: Engines, found: Round) -> None:
        """Take the engines to work with and the round."""
        self.engines, self.found = engines, found
        self.by = Actor(found.actor_name, found.made_by)

    def go(self, progress: Callable[[int], None]) -> None:
        """Work until nothing of the round stands that could be taken back."""
        with self.engines.db.reading() as session:
            total = queries.counts_of(session, self.found.id).get(EntryState.DONE.value, 0)
        undone = 0
        while entries := self._next():
            self._take_back(entries)
            undone += len(entries)
            progress(min(99, undone * 100 // max(total, 1)))
        with self.engines.db.writing() as session:
            service.finish(session, self.found.id, RoundState.UNDONE)

    def _next(self) -> list[RoundEntry]:
        with self.engines.db.reading() as session:
            return queries.entries_at(
                session, self.found.id, EntryState.DONE, limit=AT_ONCE, backwards=True
            )

    def _take_back(self, entries: Sequence[RoundEntry]) -> None:
        with self.engines.db.reading() as session:
            items = queries.records_of(session, (entry.owner for entry in entries))
            wanted = [(e.owner, e.version_before) for e in entries if e.version_before]
            left = [(e.owner, e.version_after) for e in entries if e.version_after]
            newest = [(owner, record.version) for owner, record in items.items()]
            revisions = queries.revisions_of(session, (*wanted, *left, *newest))
        saves: list[Save] = []
        for entry in entries:
            record = items.get(entry.owner)
            said = revisions.get((entry.owner, record.version)) if record else None
            if said is not None and said.message == self.found.undo_message:
                self._settle(entry, EntryState.UNDONE)  # the power went between store and journal
            elif not self._stands(entry, record, revisions):
                self._settle(entry, EntryState.KEPT, "changed-since")
            elif record is None or entry.version_before is None:
                self._purge(entry, record)
            elif old := revisions.get((entry.owner, entry.version_before)):
                saves.append(self._save_of(entry, record, record_of(old.record)))
            else:
                self._settle(entry, EntryState.KEPT, "no-earlier-version")
        self._save(saves, entries)

    def _stands(self, entry: RoundEntry, record: Record | None, revisions: Revisions) -> bool:
        """Tell whether a record stands as the round left it; what it made may be gone already."""
        if record is None:
            return entry.version_before is None
        return record.version == entry.version_after or self._says_same(entry, record, revisions)

    @staticmethod
    def _says_same(entry: RoundEntry, record: Record, revisions: Revisions) -> bool:
        """Tell whether a record says what the round left, as later rounds were taken back."""
        left = revisions.get((entry.owner, entry.version_after or 0))
        return left is not None and service.says_same(record, left)

    def _save_of(self, entry: RoundEntry, record: Record, old: Record) -> Save:
        def after(session: Session, _saved: Record) -> None:
            service.settle(session, entry.id, EntryState.UNDONE)

        return Save(
            old, self.found.undo_message, base_version=record.version, after=after, action="undo"
        )

    def _save(self, saves: list[Save], entries: Sequence[RoundEntry]) -> None:
        if not saves:
            return
        try:
            save_many(self.engines, saves, by=self.by)
        except ArchiveError:
            by_owner = {entry.owner: entry for entry in entries}
            for what in saves:
                try:
                    save(self.engines, what, by=self.by)
                except ArchiveError:
                    entry = by_owner[what.record.type, what.record.id]
                    self._settle(entry, EntryState.KEPT, "changed-since")

    def _settle(self, entry: RoundEntry, state: EntryState, reason: str = "") -> None:
        with self.engines.db.writing() as session:
            service.settle(session, entry.id, state, reason=reason)

    def _purge(self, entry: RoundEntry, record: Record | None) -> None:
        """Move a record that the round made to the trash, whence it can come back."""
        object_id = f"urn:kho:{entry.owner_type}:{entry.item_id}"
        noted = journal.entry(self.engines.journal, object_id)
        with self.engines.repository.lock(object_id), noted:
            if self._changed_meanwhile(entry, record):
                self._settle(entry, EntryState.KEPT, "changed-since")
                return
            version = record.version if record else entry.version_after or 1
            purged = tightenings.Tightening(object_id, version, tightenings.PURGED)
            tightenings.note(self.engines.settings.data, purged)
            with suppress(MissingObjectError):  # it was moved before the power went
                self.engines.repository.purge(object_id, reason=self.found.undo_message)
            with self.engines.db.writing() as session:
                remove(session, *entry.owner)
                note_change(session, *entry.owner, tightened=True)
                note_event(
                    session,
                    "undo",
                    entry.owner,
                    actor=self.by.username or self.by.name,
                    detail={"message": self.found.undo_message},
                )
                service.settle(session, entry.id, EntryState.UNDONE)

    def _changed_meanwhile(self, entry: RoundEntry, record: Record | None) -> bool:
        with self.engines.db.reading() as session:
            now = queries.records_of(session, [entry.owner]).get(entry.owner)
        return now is not None and (record is None or now.version != record.version)
