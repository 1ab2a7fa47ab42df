"""Map identifiers to paths: tuples of their digest, then the identifier itself.

Source: OCFL extension 0003, Hashed Truncated N-tuple Trees with Object ID Encapsulating
Directory, https://ocfl.github.io/extensions/0003-hash-and-id-n-tuple-storage-layout.html
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from media.storage import Storage

EXTENSION = "0003-hash-and-id-n-tuple-storage-layout"
DESCRIPTION = "Hashed truncated n-tuple trees with a folder named after the object id"
_LONGEST_NAME = 100
_SAFE = re.compile(r"[A-Za-z0-9_-]")
EXTENSIONS_FOLDER = "extensions"


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold the parameters of extension 0003."""

    algorithm: str = "sha256"
    tuple_size: int = 2
    tuple_count: int = 2

    def config(self) -> dict[str, str | int]:
        """Return the extension's ``config.json``."""
        return {
            "extensionName": EXTENSION,
            "digestAlgorithm": self.algorithm,
            "tupleSize": self.tuple_size,
            "numberOfTuples": self.tuple_count,
        }

    def folder_of(self, object_id: str) -> str:
        """Return the key of the object's root."""
        digest = hashlib.new(self.algorithm, object_id.encode()).hexdigest()
        size = self.tuple_size
        tuples = [digest[n * size : (n + 1) * size] for n in range(self.tuple_count)]
        return "/".join([*tuples, _folder_name(object_id, digest)])

    def folders(self, storage: Storage) -> Iterator[str]:
        """Yield the key of every folder at the depth where objects stand."""
        return _below(storage, "", self.tuple_count)


def id_in_name(folder: str) -> str | None:
    """Return the identifier that a folder is named after; None if the name was cut short."""
    name = folder.rpartition("/")[2]
    if len(name) > _LONGEST_NAME:
        return None
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return None


def _folder_name(object_id: str, digest: str) -> str:
    parts = (c if _SAFE.match(c) else _encoded(c) for c in object_id)
    name = "".join(parts)
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}-{digest}"


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02x}" for byte in character.encode())


def _below(storage: Storage, folder: str, depth: int) -> Iterator[str]:
    for entry in storage.entries(folder):
        if entry.kind != "folder" or (not folder and entry.name == EXTENSIONS_FOLDER):
            continue
        key = f"{folder}/{entry.name}" if folder else entry.name
        if depth:
            yield from _below(storage, key, depth - 1)
        else:
            yield key
