"""Keep objects with all their versions, so that none that was acknowledged is ever lost."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Self

from media.errors import (
    ExistingFolderError,
    ExistingObjectError,
    MissingFileError,
    MissingKeyError,
    MissingObjectError,
    MissingVersionError,
    StaleVersionError,
)
from media.fixity import Readable
from media.ocfl import repair as repairing
from media.ocfl import verify as verifying
from media.ocfl.copying import Copied, Place, copy_versions
from media.ocfl.inventory import INVENTORY, Inventory, created_of, load, stated_id, user_of
from media.ocfl.layout import Layout, id_in_name
from media.ocfl.paths import check_object_id
from media.ocfl.values import Fault, ObjectVersion, Purged, Repair, StoredFile
from media.ocfl.writer import Change, Stamp, first_version, next_version, unused
from media.storage import Content, Discarded, Progress, StagedFile, Storage

_PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Repository:
    """Keep OCFL objects under one storage root."""

    storage: Storage
    layout: Layout

    # --- Writing -----------------------------------------------------------------------------

    def stage(
        self,
        stream: Readable,
        *,
        limit_bytes: int | None = None,
        progress: Progress | None = None,
    ) -> StagedFile:
        """Copy a stream into a durable file under ``stage/`` and hash it in the same pass.

        Raises:
            StreamTooLongError: the stream has more than `limit_bytes` bytes.
            StorageFullError: the disk is full; the copy is removed.
        """
        return self.storage.stage(stream, limit_bytes=limit_bytes, progress=progress)

    def unstage(self, staged: StagedFile) -> None:
        """Take away a staged file that nobody wants any more."""
        self.storage.unstage(staged)

    def lock(self, object_id: str) -> AbstractContextManager[None]:
        """Hold an object against every other thread and process, as long as the block runs.

        Raises:
            LockTimeoutError: another one held it for too long.
        """
        return self.storage.lock(object_id)

    def create(
        self,
        object_id: str,
        files: Mapping[str, Content],
        *,
        message: str,
        user: tuple[str, str],
        created: datetime,
    ) -> ObjectVersion:
        """Make an object; durable at return, and either whole or not there at all.

        Staged files are taken away once they are in the object, never before.

        Raises:
            ExistingObjectError: there is such an object.
            InvalidObjectIdError: the identifier cannot be stored.
            InvalidPathError: a logical path breaks a rule.
            StorageFullError: nothing was changed.
        """
        check_object_id(object_id)
        folder = self.layout.folder_of(object_id)
        change = first_version(object_id, files, Stamp(message, user, created))
        with self.lock(object_id):
            if self.storage.exists(f"{folder}/{INVENTORY}"):
                raise ExistingObjectError(object_id)
            try:
                self.storage.commit(folder, change.object_files())
            except ExistingFolderError:
                raise ExistingObjectError(object_id) from None
        return self._written(change, files)

    def new_version(
        self,
        object_id: str,
        *,
        message: str,
        user: tuple[str, str],
        created: datetime,
        add: Mapping[str, Content] | None = None,
        remove: Iterable[str] = (),
        expected: int | None = None,
    ) -> ObjectVersion:
        """Add a version that keeps every file that is not named; durable at return.

        Args:
            object_id: the object.
            message: why, in a sentence.
            user: name and address (a URI) of who did it.
            created: when, with a time zone.
            add: logical path → content, new or in place of what was there.
            remove: logical paths that this version no longer has.
            expected: the version that the caller saw last; None to add to whatever is there.

        Raises:
            MissingObjectError: there is no such object.
            MissingFileError: `remove` names a file that is not there.
            StaleVersionError: the object is not at the `expected` version.
            StorageFullError: nothing was changed, unless the disk filled up in the very last
                step; then the version is there, as after a kill.
        """
        folder, files = self.layout.folder_of(object_id), add or {}
        with self.lock(object_id):
            before = self._settled(object_id)
            if expected is not None and before.number != expected:
                raise StaleVersionError(object_id, expected=expected, found=before.number)
            change = next_version(before, files, remove, Stamp(message, user, created))
            place = f"{folder}/{change.inventory.head}"
            self.storage.commit(place, change.version_files(), change.root_files(folder))
        return self._written(change, files)

    def copy_from(self, source: Self, object_id: str) -> Copied:
        """Copy the versions of an object that only the source has, byte for byte.

        Raises:
            MissingObjectError: the source has no such object.
            BrokenObjectError: content of the source does not have its digest.
            DivergedObjectError: the two have different versions of the same number.
            StorageFullError: the version that did not fit is not there at all.
        """
        come_from = Place(source.storage, source.layout.folder_of(object_id))
        go_to = Place(self.storage, self.layout.folder_of(object_id))
        with source.lock(object_id), self.lock(object_id):
            if self.exists(object_id):
                self._settled(object_id)
            return copy_versions(come_from, go_to, object_id)

    @contextmanager
    def bulk(self) -> Iterator[Self]:
        """Give a repository whose writes become durable together, at the latest at the end.

        Whatever the block acknowledges to others it acknowledges after its end.
        """
        with self.storage.batch() as storage:
            yield replace(self, storage=storage)

    # --- Reading -----------------------------------------------------------------------------

    def exists(self, object_id: str) -> bool:
        """Tell whether there is such an object."""
        return self.storage.exists(f"{self.layout.folder_of(object_id)}/{INVENTORY}")

    def head(self, object_id: str) -> ObjectVersion:
        """Return the newest version.

        Raises:
            MissingObjectError: there is no such object.
            BrokenObjectError: its inventory cannot be trusted.
        """
        return self.version(object_id)

    def version(self, object_id: str, number: int | None = None) -> ObjectVersion:
        """Return one version, the newest if no number is given.

        Raises:
            MissingObjectError, MissingVersionError, BrokenObjectError: as they say.
        """
        inventory = self._inventory(object_id)
        return self._version(inventory, inventory.number if number is None else number)

    def versions(self, object_id: str) -> tuple[ObjectVersion, ...]:
        """Return all versions, the oldest first."""
        inventory = self._inventory(object_id)
        return tuple(self._version(inventory, n + 1) for n in range(inventory.number))

    def object_ids(self) -> Iterator[str]:
        """Yield the identifier of every object, in the order of their folders."""
        for folder in self.layout.folders(self.storage):
            yield id_in_name(folder) or stated_id(self.storage, folder)

    def open(self, object_id: str, logical_path: str, version: int | None = None) -> BinaryIO:
        """Open a file for reading, seekable.

        Raises:
            MissingFileError: this version has no such file, or its bytes are missing.
        """
        try:
            return self.storage.open(self._key(object_id, logical_path, version))
        except MissingKeyError:
            raise MissingFileError(object_id, logical_path) from None

    def read(self, object_id: str, logical_path: str, version: int | None = None) -> bytes:
        """Return a small file whole."""
        with self.open(object_id, logical_path, version) as file:
            return file.read()

    def local_path(
        self, object_id: str, logical_path: str, version: int | None = None
    ) -> Path | None:
        """Return where the file stands on this machine; None if it stands elsewhere."""
        return self.storage.local_path(self._key(object_id, logical_path, version))

    # --- Care --------------------------------------------------------------------------------

    def verify(
        self, object_id: str, *, digests: bool = True, warnings: bool = False
    ) -> tuple[Fault, ...]:
        """Return every breach of the specification; none says that the object is valid.

        Args:
            object_id: the object.
            digests: read all content; else only the structure is looked at.
            warnings: also say what the specification only advises against.

        Raises:
            MissingObjectError: there is no such object.
        """
        folder = self.layout.folder_of(object_id)
        if not self.storage.entries(folder):
            raise MissingObjectError(object_id)
        with self.lock(object_id):
            found = verifying.structure(self.storage, folder, object_id)
        # Content never changes, so its digests need no lock: saving goes on meanwhile.
        content = verifying.content(self.storage, folder) if digests else ()
        return tuple(f for f in sorted({*found, *content}) if warnings or not f.is_warning)

    def verify_root(self) -> tuple[Fault, ...]:
        """Return every breach in the storage root itself; objects are not looked into."""
        return verifying.root(self.storage, self.layout)

    def repair(self, object_id: str) -> tuple[Repair, ...]:
        """Put right what a stopped writer left, and what the copies in the object allow.

        Raises:
            MissingObjectError: there is no such object.
            BrokenObjectError: no inventory of it can be trusted.
        """
        folder = self.layout.folder_of(object_id)
        with self.lock(object_id):
            return repairing.repair(self.storage, folder, object_id)

    def sweep(self, older_than_s: float) -> int:
        """Remove what interrupted work left under ``stage/``; return how many things."""
        return self.storage.sweep(older_than_s)

    def free_bytes(self) -> int | None:
        """Return how many bytes may still be written; None if nobody can say."""
        return self.storage.free_bytes()

    # --- Trash -------------------------------------------------------------------------------

    def purge(self, object_id: str, *, reason: str = "") -> Purged:
        """Move an object with all its versions into the trash.

        Raises:
            MissingObjectError: there is no such object.
        """
        note = {"object_id": object_id, "reason": reason, "kind": _PURGED}
        with self.lock(object_id):
            try:
                return _purged(self.storage.discard(self.layout.folder_of(object_id), note))
            except MissingKeyError:
                raise MissingObjectError(object_id) from None

    def purged(self) -> Iterator[Purged]:
        """Yield the objects in the trash, the one purged first first."""
        for found in self.storage.trash():
            if found.note.get("kind") == _PURGED:
                yield _purged(found)

    def restore(self, name: str) -> Purged:
        """Bring an object back from the trash, by the name of its purge.

        Raises:
            MissingTrashError: the trash has no such name.
            ExistingFolderError: an object of this identifier was made meanwhile.
        """
        return _purged(self.storage.restore(name))

    def erase(self, name: str) -> Purged:
        """Delete an object in the trash for ever. Raises MissingTrashError."""
        return _purged(self.storage.erase(name))

    # --- Inside ------------------------------------------------------------------------------

    def _inventory(self, object_id: str) -> Inventory:
        return load(self.storage, self.layout.folder_of(object_id), object_id)

    def _settled(self, object_id: str) -> Inventory:
        """Return the inventory after putting right what a stopped writer may have left."""
        folder, found = self.layout.folder_of(object_id), self._inventory(object_id)
        if self.storage.exists(f"{folder}/{found.next_name()}/{INVENTORY}"):
            repairing.repair(self.storage, folder, object_id)
            found = self._inventory(object_id)
        return found

    def _key(self, object_id: str, logical_path: str, version: int | None) -> str:
        inventory = self._inventory(object_id)
        number = inventory.number if version is None else version
        try:
            digest = _state(inventory, number)[logical_path]
        except KeyError:
            raise MissingFileError(object_id, logical_path) from None
        return f"{self.layout.folder_of(object_id)}/{inventory.content_path(digest)}"

    def _written(self, change: Change, files: Mapping[str, Content]) -> ObjectVersion:
        for staged in unused(files, change):
            self.storage.unstage(staged)
        return self._version(change.inventory, change.inventory.number, change.sizes())

    def _version(
        self, inventory: Inventory, number: int, known: Mapping[str, int] | None = None
    ) -> ObjectVersion:
        """Return a version; `known` are the sizes of content that was only just written."""
        state, block = _state(inventory, number), inventory.version(number)
        return ObjectVersion(
            object_id=inventory.object_id,
            number=number,
            created=created_of(block),
            message=str(block.get("message", "")),
            user=user_of(block),
            files=MappingProxyType(self._files(inventory, state, known or {})),
        )

    def _files(
        self, inventory: Inventory, state: Mapping[str, str], known: Mapping[str, int]
    ) -> dict[str, StoredFile]:
        folder = self.layout.folder_of(inventory.object_id)
        places = {path: inventory.content_path(digest) for path, digest in state.items()}
        keys = {place: f"{folder}/{place}" for place in places.values() if place not in known}
        found = self.storage.sizes(keys.values())
        sizes = {**known, **{place: found.get(key, -1) for place, key in keys.items()}}
        return {
            path: StoredFile(path, state[path].lower(), sizes[place], place)
            for path, place in sorted(places.items())
        }


def _state(inventory: Inventory, number: int) -> dict[str, str]:
    try:
        return inventory.state(number)
    except KeyError:
        raise MissingVersionError(inventory.object_id, number) from None


def _purged(found: Discarded) -> Purged:
    note = found.note
    return Purged(
        name=found.name,
        object_id=note.get("object_id", ""),
        reason=note.get("reason", ""),
        purged=found.discarded.astimezone(UTC),
        size_bytes=found.size_bytes,
    )
