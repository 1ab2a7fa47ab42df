"""Keep, name, read and derive the bytes of the archive.

Nothing in this package knows of Flask, of SQL, of ``archive`` or of ``index``: streams and frozen
values cross its border. ``open_repository`` is loaded when it is first asked for, so that a
process that only reads metadata does not load the storage of record.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media.ocfl import open_repository

__all__ = ["open_repository"]


def __getattr__(name: str) -> object:
    """Load an exported name from its module at first use."""
    if name in __all__:
        return getattr(import_module("media.ocfl"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
