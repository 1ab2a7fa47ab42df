"""Copy the versions of an object that another repository lacks, byte for byte.

Each version arrives as a whole, so that a copy that is cut off is a valid older object.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from media.errors import BrokenObjectError, DivergedObjectError, MissingObjectError
from media.fixity import digest_bytes
from media.ocfl.inventory import DECLARATION, INVENTORY, Inventory, load
from media.storage import Content, Storage

#: Up to this length a file goes through memory; longer ones are staged.
_SMALL_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Copied:
    """Say how much of an object was copied; nothing if the target had it all."""

    versions: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Place:
    """Be an object's root in one store."""

    storage: Storage
    folder: str


def copy_versions(source: Place, target: Place, object_id: str) -> Copied:
    """Copy what the target lacks; the caller holds both locks.

    Raises:
        MissingObjectError: the source has no such object.
        BrokenObjectError: content of the source does not have its digest.
        DivergedObjectError: the target's versions are not the first versions of the source's.
    """
    inventory = load(source.storage, source.folder, object_id)
    number = _number_at(source, target, inventory)
    names = inventory.names[number:]
    if not names:
        return Copied(0, 0)
    if number:
        sizes = [_add_version(source, target, inventory, name) for name in names]
    else:
        sizes = [_add_object(source, target, inventory)]
    return Copied(len(names), sum(sizes))


def _number_at(source: Place, target: Place, inventory: Inventory) -> int:
    """Return the newest version of the target, which must be one of the source's."""
    try:
        there = load(target.storage, target.folder, inventory.object_id)
    except MissingObjectError:
        return 0
    copy = f"{source.folder}/{there.head}/{INVENTORY}"
    same = source.storage.exists(copy) and source.storage.read(copy) == target.storage.read(
        f"{target.folder}/{there.head}/{INVENTORY}"
    )
    if not same:
        raise DivergedObjectError(inventory.object_id, there.number)
    return there.number


def _add_object(source: Place, target: Place, inventory: Inventory) -> int:
    files: dict[str, Content] = {}
    for name in inventory.names:
        for path in _walk(source.storage, f"{source.folder}/{name}"):
            inner = f"{name}/{path}"
            files[inner] = _content(source, target, inventory, inner)
    sidecar = f"{INVENTORY}.{inventory.algorithm}"
    for name in (_declaration(source), sidecar, INVENTORY):
        files[name] = source.storage.read(f"{source.folder}/{name}")
    target.storage.commit(target.folder, files)
    return _size_bytes(files)


def _add_version(source: Place, target: Place, inventory: Inventory, name: str) -> int:
    files = {
        path: _content(source, target, inventory, f"{name}/{path}")
        for path in _walk(source.storage, f"{source.folder}/{name}")
    }
    sidecar = f"{INVENTORY}.{inventory.algorithm}"
    heads = {
        f"{target.folder}/{file}": source.storage.read(f"{source.folder}/{name}/{file}")
        for file in (INVENTORY, sidecar)
    }
    target.storage.commit(f"{target.folder}/{name}", files, heads)
    return _size_bytes(files)


def _declaration(source: Place) -> str:
    names = (entry.name for entry in source.storage.entries(source.folder))
    return next((name for name in names if name.startswith("0=")), DECLARATION)


def _content(source: Place, target: Place, inventory: Inventory, path: str) -> Content:
    """Return a file of the source, staged if it is long, after a look at its digest."""
    key = f"{source.folder}/{path}"
    content: Content
    if source.storage.sizes([key]).get(key, 0) <= _SMALL_BYTES:
        content = source.storage.read(key)
        found = digest_bytes(content)
    else:
        with source.storage.open(key) as file:
            content = target.storage.stage(file)
        found = content.sha256
    expected = next((d for d, paths in inventory.manifest.items() if path in paths), None)
    if expected and inventory.algorithm == "sha256" and expected.lower() != found:
        raise BrokenObjectError(inventory.object_id, (f"{path} is {found}, not {expected}",))
    return content


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    for entry in storage.entries(folder):
        if entry.kind == "folder":
            below = _walk(storage, f"{folder}/{entry.name}")
            yield from (f"{entry.name}/{path}" for path in below)
        else:
            yield entry.name


def _size_bytes(files: dict[str, Content]) -> int:
    return sum(len(c) if isinstance(c, bytes) else c.size_bytes for c in files.values())
