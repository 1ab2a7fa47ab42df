"""Work out what a new version of an object is made of; the storage then writes it.

Source: OCFL 1.1, 3.2 and 3.3 Version directories, https://ocfl.io/1.1/spec/#version-directories
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from media.errors import MissingFileError
from media.fixity import CONTENT_ALGORITHMS, digest_bytes, digest_stream
from media.ocfl.inventory import (
    DECLARATION,
    DECLARATION_TEXT,
    TYPE,
    Inventory,
    version_block,
)
from media.ocfl.paths import check_logical_paths, content_names
from media.storage import Content, StagedFile


@dataclass(frozen=True, slots=True)
class Stamp:
    """Say who makes a version, when and why."""

    message: str
    user: tuple[str, str]
    created: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Be a version to be written: its inventory and the content that is new with it."""

    inventory: Inventory
    content: Mapping[str, Content]

    def object_files(self) -> dict[str, Content]:
        """Return all files of a new object, the root inventory last."""
        name = self.inventory.head
        files: dict[str, Content] = {f"{name}/{k}": v for k, v in self.version_files().items()}
        files[DECLARATION] = DECLARATION_TEXT
        root = self.inventory.files()
        files |= {key: root[key] for key in reversed(root)}
        return files

    def version_files(self) -> dict[str, Content]:
        """Return all files of the version's folder."""
        return {**self.content, **self.inventory.files()}

    def root_files(self, folder: str) -> dict[str, bytes]:
        """Return what replaces the inventory in the object root, in the order of writing."""
        return {f"{folder}/{name}": raw for name, raw in self.inventory.files().items()}

    def sizes(self) -> dict[str, int]:
        """Return the length of each new content file, under its content path."""
        name = self.inventory.head
        return {
            f"{name}/{path}": len(c) if isinstance(c, bytes) else c.size_bytes
            for path, c in self.content.items()
        }


def first_version(object_id: str, files: Mapping[str, Content], stamp: Stamp) -> Change:
    """Return the change that makes an object."""
    start: dict[str, Any] = {
        "id": object_id,
        "type": TYPE,
        "digestAlgorithm": CONTENT_ALGORITHMS[0],
        "head": "v1",
        "manifest": {},
        "versions": {},
    }
    return _change(start, {}, files, stamp)


def next_version(
    inventory: Inventory, add: Mapping[str, Content], remove: Iterable[str], stamp: Stamp
) -> Change:
    """Return the change that adds a version; what is not named is carried forward.

    Raises:
        MissingFileError: `remove` names a file that the newest version does not have.
    """
    state = inventory.state(inventory.number)
    for path in remove:
        if state.pop(path, None) is None:
            raise MissingFileError(inventory.object_id, path)
    start = {**inventory.data, "type": TYPE, "head": inventory.next_name()}
    return _change(start, state, add, stamp)


def _change(
    start: dict[str, Any], state: dict[str, str], add: Mapping[str, Content], stamp: Stamp
) -> Change:
    """Add files to a state; content that the object has already is not stored again."""
    check_logical_paths({*state, *add})
    base = Inventory(start)
    manifest = {digest: list(paths) for digest, paths in base.manifest.items()}
    known = {digest.lower(): digest for digest in manifest}
    content: dict[str, Content] = {}
    for path, name in content_names(add).items():
        digest = _digest(add[path], base.algorithm)
        if digest not in known:
            inner = f"{base.content_folder}/{name}"
            known[digest] = digest
            manifest[digest] = [f"{base.head}/{inner}"]
            content[inner] = add[path]
        state = {**state, path: known[digest]}
    block = version_block(state, message=stamp.message, user=stamp.user, created=stamp.created)
    versions = {**start["versions"], base.head: block}
    return Change(Inventory({**start, "manifest": manifest, "versions": versions}), content)


def _digest(content: Content, algorithm: str) -> str:
    if isinstance(content, bytes):
        return digest_bytes(content, algorithm)
    if algorithm == "sha256":
        return content.sha256
    with content.path.open("rb") as file:
        return digest_stream(file, algorithm)


def unused(add: Mapping[str, Content], change: Change) -> list[StagedFile]:
    """Return the staged files whose content the object has already."""
    taken = {c.path for c in change.content.values() if isinstance(c, StagedFile)}
    return [c for c in add.values() if isinstance(c, StagedFile) and c.path not in taken]
