"""Carry a merge or a split out: each record once, on top of what it says now, whatever is cut off.

The entries of the round are the journal, as in `archive.bulk.running`. The nouns themselves must
be as they were looked at; what points to them follows in whichever version it is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from archive.bulk import queries as rounds
from archive.bulk import service
from archive.bulk.models import EntryState, Round, RoundEntry, RoundKind, RoundState
from archive.bulk.running import AT_ONCE, viewer_behind
from archive.catalogue.saving import Actor, Save, save, save_many
from archive.engines import Engines
from archive.errors import ArchiveError, MissingRecordError, StaleVersionError
from archive.merging import queries
from archive.merging.joining import joined, tombstone
from archive.merging.planning import points
from archive.merging.pointing import repointed
from archive.merging.splitting import parted
from archive.records import NamedRecord, Record

Progress = Callable[[int], None]
_STUBBORN = 20  # times that a record may be changed under our hands before it is left


def run(engines: Engines, round_id: str, progress: Progress) -> None:
    """Carry a merge or a split out from where it stands."""
    with engines.db.reading() as session:
        found = service.round_for(session, round_id, None)
        viewer_behind(session, found)  # whose account is closed meanwhile changes nothing
    _Reshaping(engines, found, progress).go()


class _Reshaping:
    """One pass over the entries of a round that wait."""

    def __init__(self, engines: Engines, found: Round, progress: Progress) -> None:
        self.engines, self.found, self.progress = engines, found, progress
        self.by = Actor(found.actor_name, found.made_by)
        about = found.settings
        self.kept = (about["type"], about["kept"])
        self.other = (about["type"], about["other"])
        self.is_merge = found.kind is RoundKind.MERGE
        # What points to the first of the two is to point to the second.
        self.turn = (self.other, self.kept[1]) if self.is_merge else (self.kept, self.other[1])
        self.tries: dict[int, int] = {}

    def go(self) -> None:
        """Make the nouns first, then what points to them, last the one that goes."""
        first = ("keep",) if self.is_merge else ("make", "keep")
        if all(self._alone(action) for action in first):
            self._follow()
            if self.is_merge and self._is_running():
                self._alone("fold")
            self._finish(RoundState.DONE)
        else:
            self._finish(RoundState.STOPPED)

    def _finish(self, state: RoundState) -> None:
        with self.engines.db.writing() as session:
            service.finish(session, self.found.id, state)

    def _is_running(self) -> bool:
        with self.engines.db.reading() as session:
            return rounds.is_running(session, self.found.id)

    def _waiting(self, action: str) -> list[RoundEntry]:
        with self.engines.db.reading() as session:
            return rounds.entries_at(
                session,
                self.found.id,
                EntryState.WAITING,
                limit=AT_ONCE,
                told=RoundEntry.action == action,
            )

    def _alone(self, action: str) -> bool:
        """Save one of the nouns themselves, as it was looked at; False where it is not so now."""
        for entry in self._waiting(action):
            try:
                what = self._save_of_noun(entry)
                if what is not None:
                    save(self.engines, what, by=self.by)
            except ArchiveError as error:
                self._settle(entry, EntryState.REFUSED, error.code)
        with self.engines.db.reading() as session:
            told = RoundEntry.action == action
            states = rounds.counts_of(session, self.found.id, told)
        return set(states) <= {EntryState.DONE.value}

    def _save_of_noun(self, entry: RoundEntry) -> Save | None:
        """Return how a noun is to be saved; None where that was done before the power went."""
        kept, other, revision = self._both(entry)
        now = kept if entry.owner == self.kept else other
        if now is not None and revision == (entry.version_before or 0) + 1:
            self._settle(entry, EntryState.DONE, version=now.version)
            return None
        if (now.version if now else None) != entry.version_before:
            raise StaleVersionError(entry.item_id, entry.version_before, now.version if now else 0)
        record = self._made(entry, kept, other)
        return self._save(entry, record, entry.version_before)

    def _made(
        self, entry: RoundEntry, kept: NamedRecord | None, other: NamedRecord | None
    ) -> NamedRecord:
        if kept is None:
            raise MissingRecordError(*self.kept)
        if not self.is_merge:
            new, rest = parted(kept, self.found.settings)
            return new if entry.action == "make" else rest
        if other is None:
            raise MissingRecordError(*self.other)
        if entry.action == "keep":
            self._check_planned(other)
            return joined(kept, other)
        self._check_forgotten()
        return tombstone(other, kept.id)

    def _check_planned(self, other: NamedRecord) -> None:
        """Raise where the one that goes is not what was looked at."""
        planned = next(entry.version_before for entry in self._waiting("fold"))
        if other.version != planned:
            raise StaleVersionError(other.id, planned, other.version)

    def _check_forgotten(self) -> None:
        """Raise where something points to what is to go, and could not be turned."""
        with self.engines.db.reading() as session:
            left = queries.pointing_to(session, self.other)
        if left:
            raise MissingRecordError(*min(left))

    def _both(self, entry: RoundEntry) -> tuple[NamedRecord | None, NamedRecord | None, int | None]:
        """Return the two nouns as they stand, and which version of the entry's is our own."""
        with self.engines.db.reading() as session:
            found = rounds.records_of(session, (self.kept, self.other))
            now = found.get(entry.owner)
            key = (entry.owner, now.version if now else 0)
            newest = rounds.revisions_of(session, [key]).get(key)
        ours = newest is not None and newest.message == self.found.message[:300]
        nouns = [
            one if isinstance(one := found.get(owner), NamedRecord) else None
            for owner in (self.kept, self.other)
        ]
        return nouns[0], nouns[1], now.version if now and ours else None

    def _follow(self) -> None:
        """Turn what points to the noun; what came to point to it meanwhile follows too."""
        done = 0
        while self._is_running():
            entries = self._waiting("point") or self._late()
            if not entries:
                return
            self._turn(entries)
            done += len(entries)
            with self.engines.db.reading() as session:
                total = sum(rounds.counts_of(session, self.found.id).values())
            self.progress(min(99, done * 100 // max(total, 1)))

    def _late(self) -> list[RoundEntry]:
        """Plan what has come to point to a noun that goes, and return it."""
        if not self.is_merge:
            return []
        with self.engines.db.writing() as session:
            left = queries.pointing_to(session, self.other) - rounds.planned(session, self.found.id)
            first = rounds.last_position(session, self.found.id) + 1
            service.add_entries(session, self.found, list(points(session, left, first)))
        return self._waiting("point") if left else []

    def _turn(self, entries: Sequence[RoundEntry]) -> None:
        with self.engines.db.reading() as session:
            found = rounds.records_of(session, (entry.owner for entry in entries))
            newest = rounds.revisions_of(session, ((o, r.version) for o, r in found.items()))
        saves: list[Save] = []
        for entry in entries:
            record = found.get(entry.owner)
            said = newest.get((entry.owner, record.version)) if record else None
            after = repointed(record, *self.turn) if record else None
            if said is not None and said.message == self.found.message[:300]:
                self._settle(entry, EntryState.DONE, version=said.number, before=said.number - 1)
            elif record is None or after is None:
                self._settle(entry, EntryState.REFUSED, "record-missing")
            elif after is record:
                self._settle(entry, EntryState.SAME)
            else:
                saves.append(self._save(entry, after, record.version))
        self._save_all(saves, entries)

    def _save_all(self, saves: list[Save], entries: Sequence[RoundEntry]) -> None:
        if not saves:
            return
        by_owner = {entry.owner: entry for entry in entries}
        try:
            save_many(self.engines, saves, by=self.by)
        except ArchiveError:
            for what in saves:
                self._save_alone(what, by_owner[what.record.type, what.record.id])

    def _save_alone(self, what: Save, entry: RoundEntry) -> None:
        """Save one; what somebody has just changed is tried again on top of that."""
        try:
            save(self.engines, what, by=self.by)
        except StaleVersionError as error:
            self.tries[entry.id] = self.tries.get(entry.id, 0) + 1
            if self.tries[entry.id] >= _STUBBORN:
                self._settle(entry, EntryState.REFUSED, error.code)
        except ArchiveError as error:
            self._settle(entry, EntryState.REFUSED, error.code)

    def _save(self, entry: RoundEntry, record: Record, base: int | None) -> Save:
        def after(session: Session, saved: Record) -> None:
            service.settle(
                session, entry.id, EntryState.DONE, version=saved.version, before=base or 0
            )

        action = self.found.kind.value
        return Save(record, self.found.message, base_version=base, after=after, action=action)

    def _settle(
        self,
        entry: RoundEntry,
        state: EntryState,
        reason: str = "",
        *,
        version: int = 0,
        before: int = 0,
    ) -> None:
        with self.engines.db.writing() as session:
            service.settle(session, entry.id, state, reason=reason, version=version, before=before)
