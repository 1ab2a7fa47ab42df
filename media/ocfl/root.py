"""Make a storage root, or read how the one that is there is laid out.

Source: OCFL 1.1, 4 OCFL Storage Root, https://ocfl.io/1.1/spec/#storage-root
"""

import json
from collections.abc import Callable
from contextlib import suppress

from media.errors import ExistingFolderError, MissingKeyError, UnusableRootError
from media.ocfl.layout import DESCRIPTION, EXTENSION, EXTENSIONS_FOLDER, Layout
from media.storage import Storage

DECLARATION = "0=ocfl_1.1"
DECLARATION_TEXT = b"ocfl_1.1\n"
LAYOUT = "ocfl_layout.json"
_CONFIG = f"{EXTENSIONS_FOLDER}/{EXTENSION}/config.json"


def open_root(storage: Storage, name: str, may_make: Callable[[], bool]) -> Layout:
    """Return the layout of the storage root; an empty folder is made into one.

    Args:
        storage: where the root is.
        name: how to call it in an error.
        may_make: asked only where there is no root.

    Raises:
        UnusableRootError: the folder holds something else, another layout than ours, or nothing
            though nothing new may be made.
    """
    if not storage.exists(DECLARATION):
        if not may_make():
            raise UnusableRootError(name, "its objects are known, but no store is here")
        with storage.lock("storage root"):
            _make(storage, name)
    if storage.read(DECLARATION) != DECLARATION_TEXT:
        raise UnusableRootError(name, "its declaration is broken (E080)")
    return _read_layout(storage, name)


def _make(storage: Storage, name: str) -> None:
    """Write what a root consists of; the declaration last, so that a stop leaves no half root."""
    foreign = {entry.name for entry in storage.entries("")} - {EXTENSIONS_FOLDER, LAYOUT}
    if foreign - {DECLARATION}:
        raise UnusableRootError(name, f"it is no OCFL 1.1 root and holds {min(foreign)!r}")
    folder, _, config = _CONFIG.rpartition("/")
    with suppress(ExistingFolderError):
        storage.commit(folder, {config: _json(Layout().config())})
    layout = {"extension": EXTENSION, "description": DESCRIPTION}
    storage.replace({LAYOUT: _json(layout), DECLARATION: DECLARATION_TEXT})


def _read_layout(storage: Storage, name: str) -> Layout:
    try:
        extension = json.loads(storage.read(LAYOUT))["extension"]
        config = json.loads(storage.read(_CONFIG))
        layout = Layout(config["digestAlgorithm"], config["tupleSize"], config["numberOfTuples"])
    except (MissingKeyError, ValueError, KeyError, TypeError) as error:
        raise UnusableRootError(name, f"its layout cannot be read ({error})") from error
    if extension != EXTENSION:
        raise UnusableRootError(name, f"its layout is {extension!r}")
    return layout


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode() + b"\n"
