"""Name what a repository of objects gives and finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from media.ocfl.codes import CLAUSES, SPECIFICATION


class User(NamedTuple):
    """Be who made a version; `address` is a URI (mailto: or a personal identifier)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Be one file of a version; `size_bytes` is −1 if its bytes are missing."""

    logical_path: str
    digest: str
    size_bytes: int
    content_path: str

    @property
    def sha256(self) -> str:
        """Return the digest; every object that we write is addressed by sha256."""
        return self.digest


@dataclass(frozen=True, slots=True)
class ObjectVersion:
    """Be one version of an object: who made it, when, why, and its files."""

    object_id: str
    number: int
    created: datetime
    message: str
    user: User
    files: Mapping[str, StoredFile]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Be one breach of the specification: its code, where, and what was found."""

    code: str
    path: str
    detail: str

    @property
    def is_warning(self) -> bool:
        """Tell whether the specification says SHOULD here and not MUST."""
        return self.code.startswith("W")

    @property
    def clause(self) -> str:
        """Return what the specification asks, in one sentence."""
        return CLAUSES[self.code]

    @property
    def source(self) -> str:
        """Return where the specification says so."""
        return f"{SPECIFICATION}#{self.code}"


@dataclass(frozen=True, slots=True)
class Repair:
    """Be one thing that `Repository.repair` did.

    `action` is ``rolled-forward``, ``dropped``, ``inventory-restored`` or
    ``declaration-restored``.
    """

    action: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Purged:
    """Be an object, or a half version, that waits in the trash."""

    name: str
    object_id: str
    reason: str
    purged: datetime
    size_bytes: int
