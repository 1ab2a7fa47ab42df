"""Open the store that a URL names: a folder, or the memory of this process."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from media.errors import UnknownStorageError
from media.storage import Storage
from media.stores.disk import DiskStorage
from media.stores.memory import MemoryStorage
from media.stores.stage import BALLAST_BYTES, Stage


def _open_disk(url: str, stage: Stage) -> Storage:
    return DiskStorage(Path(unquote(urlsplit(url).path)), stage)


def _open_memory(url: str, stage: Stage) -> Storage:
    del url
    return MemoryStorage(stage)


_OPENERS: dict[str, Callable[[str, Stage], Storage]] = {
    "file": _open_disk,
    "memory": _open_memory,
}


def open_storage(
    url_or_path: str | Path, folder: Path, *, ballast_bytes: int = BALLAST_BYTES
) -> Storage:
    """Return the store at this address.

    Args:
        url_or_path: ``file:///…/store``, a path, or ``memory://``.
        folder: where ``stage/``, ``trash/``, the locks and the ballast stand; for a disk, on the
            same file system as the store.
        ballast_bytes: how much room to keep for the database when the disk is full.

    Raises:
        UnknownStorageError: no store of ours has such addresses.
    """
    text = str(url_or_path)
    scheme, colon, _ = text.partition("://")
    if not colon:
        return DiskStorage(Path(text), Stage(folder, ballast_bytes))
    try:
        opener = _OPENERS[scheme]
    except KeyError:
        raise UnknownStorageError(text) from None
    return opener(text, Stage(folder, ballast_bytes))
