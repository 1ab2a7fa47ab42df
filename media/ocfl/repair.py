"""Put right what a stopped writer left, and what the copies in an object allow to cure.

A version counts once the inventory in the object root names it. A version folder above that is a
half version: whole, it is rolled forward; otherwise it goes to the trash, where nothing is lost.
"""

from media.errors import BrokenObjectError, MissingKeyError, MissingObjectError
from media.fixity import digest_stream
from media.ocfl.inventory import (
    DECLARATION,
    DECLARATION_TEXT,
    INVENTORY,
    Inventory,
    checked,
    newest_copy,
    version_names,
)
from media.ocfl.values import Repair
from media.storage import Storage

_OLDER_DECLARATIONS = {"0=ocfl_object_1.0": b"ocfl_object_1.0\n"}


def repair(storage: Storage, folder: str, object_id: str) -> tuple[Repair, ...]:
    """Put an object right; the caller holds its lock.

    Raises:
        MissingObjectError: there is no such object.
        BrokenObjectError: no inventory of it can be trusted.
    """
    if not storage.entries(folder):
        raise MissingObjectError(object_id)
    (inventory, raw), done = _current(storage, folder, object_id)
    for name in reversed(version_names(storage, folder)):
        if name in inventory.names:
            continue
        following = _following(storage, folder, inventory, name)
        if following is None:
            done.append(_drop(storage, folder, object_id, name))
        else:
            inventory, raw = following
            _write(storage, folder, inventory, raw)
            done.append(Repair("rolled-forward", name, "a complete version was made the head"))
    done += _mend_copy(storage, folder, inventory, raw)
    done += _mend_declaration(storage, folder)
    return tuple(done)


def _current(
    storage: Storage, folder: str, object_id: str
) -> tuple[tuple[Inventory, bytes], list[Repair]]:
    """Return the inventory that counts; the one in the root, or else its newest copy."""
    found = checked(storage, folder)
    if not isinstance(found, str):
        return found, []
    copy = newest_copy(storage, folder)
    if copy is None or not _is_whole(storage, folder, copy[0], copy[0].head):
        raise BrokenObjectError(object_id, (found,))
    _write(storage, folder, *copy)
    return copy, [Repair("inventory-restored", INVENTORY, found)]


def _write(storage: Storage, folder: str, inventory: Inventory, raw: bytes) -> None:
    name, line = inventory.sidecar(raw)
    storage.replace({f"{folder}/{INVENTORY}": raw, f"{folder}/{name}": line})


def _following(
    storage: Storage, folder: str, inventory: Inventory, name: str
) -> tuple[Inventory, bytes] | None:
    """Return the inventory of the version that follows, if it is whole."""
    found = checked(storage, f"{folder}/{name}")
    if isinstance(found, str):
        return None
    follows = (
        name == inventory.next_name()
        and found[0].head == name
        and found[0].object_id == inventory.object_id
        and found[0].names[:-1] == inventory.names
    )
    return found if follows and _is_whole(storage, folder, found[0], name) else None


def _is_whole(storage: Storage, folder: str, inventory: Inventory, name: str) -> bool:
    """Tell whether all content that came with a version is there."""
    for digest, paths in inventory.manifest.items():
        for path in paths:
            if path.startswith(f"{name}/") and not _has(
                storage, f"{folder}/{path}", digest, inventory.algorithm
            ):
                return False
    return True


def _has(storage: Storage, key: str, digest: str, algorithm: str) -> bool:
    try:
        with storage.open(key) as file:
            return digest_stream(file, algorithm) == digest.lower()
    except MissingKeyError:
        return False


def _drop(storage: Storage, folder: str, object_id: str, name: str) -> Repair:
    note = {"object_id": object_id, "reason": "half version", "kind": "half-version"}
    trashed = storage.discard(f"{folder}/{name}", note)
    return Repair("dropped", name, f"an incomplete version went to the trash as {trashed.name}")


def _mend_copy(
    storage: Storage, folder: str, inventory: Inventory, raw: bytes
) -> tuple[Repair, ...]:
    """Write the copy of the inventory in the newest version folder again if it is damaged."""
    head = f"{folder}/{inventory.head}"
    found = checked(storage, head)
    if not storage.entries(head) or (not isinstance(found, str) and found[1] == raw):
        return ()
    _write(storage, head, inventory, raw)
    detail = found if isinstance(found, str) else "it differed from the one in the object root"
    return (Repair("inventory-restored", f"{inventory.head}/{INVENTORY}", detail),)


def _mend_declaration(storage: Storage, folder: str) -> tuple[Repair, ...]:
    for name, text in {DECLARATION: DECLARATION_TEXT, **_OLDER_DECLARATIONS}.items():
        key = f"{folder}/{name}"
        if storage.exists(key) and storage.read(key) == text:
            return ()
    storage.replace({f"{folder}/{DECLARATION}": DECLARATION_TEXT})
    return (Repair("declaration-restored", DECLARATION, "it was missing or damaged"),)
