"""Keep objects by the Oxford Common File Layout 1.1, readable in fifty years without us.

Source: https://ocfl.io/1.1/spec/
"""

from collections.abc import Callable
from pathlib import Path

from media.ocfl.copying import Copied
from media.ocfl.repository import Repository
from media.ocfl.root import open_root
from media.ocfl.values import Fault, ObjectVersion, Purged, Repair, StoredFile, User
from media.stores import open_storage
from media.stores.stage import BALLAST_BYTES

__all__ = [
    "Copied",
    "Fault",
    "ObjectVersion",
    "Purged",
    "Repair",
    "Repository",
    "StoredFile",
    "User",
    "open_repository",
]


def open_repository(
    url_or_path: str | Path,
    folder: Path,
    *,
    ballast_bytes: int = BALLAST_BYTES,
    may_make: Callable[[], bool] = lambda: True,
) -> Repository:
    """Return the repository at this address; an empty place is made into one.

    Args:
        url_or_path: ``file:///…/store``, a path, or ``memory://``.
        folder: where ``stage/``, ``trash/``, the locks and the ballast stand; for a store on
            this disk, on the same file system.
        ballast_bytes: how much room to keep for the database when the disk is full.
        may_make: whether a new store may be made where there is none; asked only then.

    Raises:
        UnknownStorageError: no store of ours has such addresses.
        UnusableRootError: the place holds something else, or another layout than ours.
    """
    storage = open_storage(url_or_path, folder, ballast_bytes=ballast_bytes)
    return Repository(storage, open_root(storage, str(url_or_path), may_make))
