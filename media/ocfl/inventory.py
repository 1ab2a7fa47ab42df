"""Read, write and carry forward inventories.

Source: OCFL 1.1, 3.5 Inventory, https://ocfl.io/1.1/spec/#inventory
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Self

from media.errors import BrokenObjectError, MissingKeyError, MissingObjectError, NaiveInstantError
from media.fixity import CONTENT_ALGORITHMS, digest_bytes
from media.ocfl.values import User
from media.storage import Storage

INVENTORY = "inventory.json"
DECLARATION = "0=ocfl_object_1.1"
DECLARATION_TEXT = b"ocfl_object_1.1\n"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
CONTENT_FOLDER = "content"
VERSION_NAME = re.compile(r"v(0*[1-9]\d*)")
_SIDECAR = re.compile(rb"([0-9A-Fa-f]+)[ \t]+inventory\.json\r?\n?")


@dataclass(frozen=True, slots=True)
class Inventory:
    """Be an inventory whose structure was found sound enough to read from."""

    data: Mapping[str, Any]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Return the inventory in these bytes.

        Raises:
            ValueError: they are not JSON, or lack what is needed to find a file.
        """
        data = json.loads(raw)
        try:
            found = cls(data)
            for name in (*found.names, found.head):
                found.state(_number(name))
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            message = f"not the structure of an inventory ({error!r})"
            raise ValueError(message) from None
        if found.algorithm not in CONTENT_ALGORITHMS:
            message = f"addressed by {found.algorithm!r}"
            raise ValueError(message)
        return found

    @property
    def object_id(self) -> str:
        """Return the object's identifier."""
        return str(self.data["id"])

    @property
    def head(self) -> str:
        """Return the name of the newest version."""
        return str(self.data["head"])

    @property
    def number(self) -> int:
        """Return the number of the newest version."""
        return _number(self.head)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all versions, the oldest first."""
        return tuple(sorted(self.data["versions"], key=_number))

    @property
    def algorithm(self) -> str:
        """Return the digest algorithm that addresses the content."""
        return str(self.data["digestAlgorithm"])

    @property
    def content_folder(self) -> str:
        """Return the name of the content folder in each version."""
        return str(self.data.get("contentDirectory", CONTENT_FOLDER))

    @property
    def manifest(self) -> Mapping[str, list[str]]:
        """Return digest → content paths."""
        return MappingProxyType(self.data["manifest"])

    def version(self, number: int) -> Mapping[str, Any]:
        """Return the block of a version. Raises KeyError."""
        name = next((name for name in self.names if _number(name) == number), f"v{number}")
        return MappingProxyType(self.data["versions"][name])

    def state(self, number: int) -> dict[str, str]:
        """Return logical path → digest of a version."""
        pairs = self.version(number)["state"].items()
        return {path: digest for digest, paths in pairs for path in paths}

    def content_path(self, digest: str) -> str:
        """Return where the content of this digest stands under the object root."""
        return str(self.manifest[digest][0])

    def next_name(self) -> str:
        """Return the name of the version to come, padded as the others are."""
        width = len(self.head) - 1 if self.head.startswith("v0") else 0
        return f"v{self.number + 1:0{width}d}"

    def dump(self) -> bytes:
        """Return the bytes of ``inventory.json``, easy to read for people too."""
        return json.dumps(self.data, ensure_ascii=False, indent=1).encode() + b"\n"

    def sidecar(self, raw: bytes) -> tuple[str, bytes]:
        """Return the name and the bytes of the sidecar of a dumped inventory."""
        line = f"{digest_bytes(raw, self.algorithm)} {INVENTORY}\n"
        return f"{INVENTORY}.{self.algorithm}", line.encode()

    def files(self) -> dict[str, bytes]:
        """Return the inventory and its sidecar, under their names."""
        raw = self.dump()
        name, line = self.sidecar(raw)
        return {INVENTORY: raw, name: line}


def _number(name: str) -> int:
    found = VERSION_NAME.fullmatch(name)
    if found is None:
        message = f"{name!r} names no version"
        raise ValueError(message)
    return int(found[1])


def version_block(
    state: Mapping[str, str], *, message: str, user: tuple[str, str], created: datetime
) -> dict[str, Any]:
    """Return the block that describes one version.

    Raises:
        NaiveInstantError: `created` has no time zone.
    """
    if created.tzinfo is None:
        raise NaiveInstantError(created)
    by_digest: dict[str, list[str]] = {}
    for path in sorted(state):
        by_digest.setdefault(state[path], []).append(path)
    name, address = user
    return {
        "created": created.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "message": message,
        "user": {"name": name, "address": address} if address else {"name": name},
        "state": by_digest,
    }


def user_of(block: Mapping[str, Any]) -> User:
    """Return who made a version; empty words where the inventory does not say."""
    user = block.get("user") or {}
    return User(str(user.get("name", "")), str(user.get("address", "")))


def created_of(block: Mapping[str, Any]) -> datetime:
    """Return when a version was made."""
    return datetime.fromisoformat(block["created"]).astimezone(UTC)


def read_sidecar(raw: bytes) -> str | None:
    """Return the digest in a sidecar, in lower case; None if the format is another one."""
    found = _SIDECAR.fullmatch(raw)
    return found[1].decode().lower() if found else None


def checked(storage: Storage, folder: str) -> tuple[Inventory, bytes] | str:
    """Return the inventory in a folder if its sidecar agrees, or what is wrong with it."""
    try:
        raw = storage.read(f"{folder}/{INVENTORY}")
        found = Inventory.parse(raw)
        digest = read_sidecar(storage.read(f"{folder}/{INVENTORY}.{found.algorithm}"))
    except (MissingKeyError, ValueError) as error:
        return str(error)
    if digest != digest_bytes(raw, found.algorithm):
        return f"{folder}/{INVENTORY} does not have the digest in its sidecar"
    return found, raw


def version_names(storage: Storage, folder: str) -> list[str]:
    """Return the names of the version folders that are there, the newest first."""
    names = (entry.name for entry in storage.entries(folder) if entry.kind == "folder")
    return sorted((n for n in names if VERSION_NAME.fullmatch(n)), key=_number, reverse=True)


def newest_copy(storage: Storage, folder: str) -> tuple[Inventory, bytes] | None:
    """Return the inventory in the newest version folder, if it can be trusted.

    An older copy is never taken instead: it would pass an old state off as the newest.
    """
    for name in version_names(storage, folder)[:1]:
        found = checked(storage, f"{folder}/{name}")
        if not isinstance(found, str) and found[0].head == name:
            return found
    return None


def load(storage: Storage, folder: str, object_id: str) -> Inventory:
    """Return the newest inventory of an object that can be trusted.

    A writer that is at work, or was stopped, may have replaced the inventory in the object root
    but not its sidecar; then the copy in the newest version folder speaks for the object.

    Raises:
        MissingObjectError: there is no such object.
        BrokenObjectError: its inventory cannot be trusted.
    """
    found = checked(storage, folder)
    if not isinstance(found, str):
        return found[0]
    if not storage.entries(folder):
        raise MissingObjectError(object_id)
    copy = newest_copy(storage, folder)
    if copy is None:
        raise BrokenObjectError(object_id, (found,))
    return copy[0]


def stated_id(storage: Storage, folder: str) -> str:
    """Return the identifier that an object gives itself, however damaged it is.

    An object that gives none goes by its folder, so that whoever walks the store meets it.
    """
    for place in (folder, *(f"{folder}/{name}" for name in version_names(storage, folder))):
        with suppress(MissingKeyError, ValueError, KeyError, TypeError):
            return str(json.loads(storage.read(f"{place}/{INVENTORY}"))["id"])
    return folder.rpartition("/")[2]
