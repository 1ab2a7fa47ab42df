"""Find every breach of OCFL 1.1 in an object or a storage root.

A verifier that cannot read reports a fault: it never passes over what it could not check.
Source: OCFL 1.1, https://ocfl.io/1.1/spec/; each fault carries the code of its clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from media.errors import MissingKeyError, StorageFailedError
from media.fixity import blocks, digest_bytes, digests_of
from media.ocfl.check import CheckedInventory, check_inventory
from media.ocfl.inventory import INVENTORY, VERSION_NAME, read_sidecar
from media.ocfl.layout import EXTENSION, EXTENSIONS_FOLDER, Layout, id_in_name
from media.ocfl.root import DECLARATION as ROOT_DECLARATION
from media.ocfl.root import DECLARATION_TEXT as ROOT_DECLARATION_TEXT
from media.ocfl.root import LAYOUT
from media.ocfl.values import Fault
from media.storage import Entry, Storage

_REGISTERED = {
    "0001-digest-algorithms",
    "0002-flat-direct-storage-layout",
    EXTENSION,
    "0004-hashed-n-tuple-storage-layout",
    "0005-mutable-head",
    "0006-flat-omit-prefix-storage-layout",
    "0007-n-tuple-omit-prefix-storage-layout",
    "0008-schema-registry",
    "0009-digest-algorithms",
    "0010-differential-n-tuple-omit-prefix-storage-layout",
}
_DECLARATION = "0=ocfl_object_"
_VERSIONS = ("1.0", "1.1")


@dataclass(slots=True)
class _ObjectCheck:
    """Hold one object while it is looked at."""

    storage: Storage
    folder: str
    faults: list[Fault] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def add(self, code: str, path: str, detail: str) -> None:
        self.faults.append(Fault(code, path, detail))

    def entries(self, path: str) -> tuple[Entry, ...]:
        return self.storage.entries(f"{self.folder}/{path}" if path else self.folder)

    def read(self, path: str) -> bytes | None:
        """Return a file, or None if it is missing or cannot be read."""
        try:
            return self.storage.read(f"{self.folder}/{path}")
        except (MissingKeyError, StorageFailedError):
            return None


def structure(storage: Storage, folder: str, object_id: str) -> list[Fault]:
    """Return the faults of an object that can be found without reading its content.

    Args:
        storage: where it stands.
        folder: the key of its root.
        object_id: the identifier that it should have; empty if that is not known.
    """
    check = _ObjectCheck(storage, folder)
    declared = _check_declaration(check)
    raw = check.read(INVENTORY)
    if raw is None:
        check.add("E063", INVENTORY, "missing, or it cannot be read")
        _check_root_entries(check, CheckedInventory(INVENTORY))
        return check.faults
    root = check_inventory(raw, INVENTORY)
    check.faults += root.faults
    _check_sidecar(check, INVENTORY, raw, root.algorithm)
    if object_id and root.object_id not in {None, object_id}:
        check.add("E083", INVENTORY, f"{root.object_id!r} stands where {object_id!r} belongs")
    if declared and root.specification and declared != root.specification:
        check.add("E038", INVENTORY, f"declared {declared}, but of type {root.specification}")
    _check_root_entries(check, root)
    if root.is_sound:
        # From a root inventory that breaks a rule, one fault would be told as a dozen.
        copies = _check_copies(check, root, raw)
        _check_version_folders(check, root, copies)
        _check_content_names(check, root)
    return check.faults


def content(storage: Storage, folder: str) -> list[Fault]:
    """Return the faults of an object's content: every digest in every inventory of it."""
    check = _ObjectCheck(storage, folder)
    names = [entry.name for entry in check.entries("") if VERSION_NAME.fullmatch(entry.name)]
    wanted: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for path in (INVENTORY, *(f"{name}/{INVENTORY}" for name in names)):
        raw = check.read(path)
        if raw is not None:
            _want(check_inventory(raw, path), wanted)
    for path, digests in sorted(wanted.items()):
        _check_content(check, path, digests)
    return check.faults


def _want(found: CheckedInventory, wanted: dict[str, dict[str, set[tuple[str, str]]]]) -> None:
    """Collect content path → algorithm → digests, each with the code to report."""
    blocks_ = [(found.algorithm or "sha512", found.manifest, "E092")]
    blocks_ += [(algorithm, block, "E093") for algorithm, block in found.fixity.items()]
    for algorithm, block, code in blocks_:
        for path, digest in block.items():
            wanted.setdefault(path, {}).setdefault(algorithm, set()).add((digest, code))


def _check_content(check: _ObjectCheck, path: str, wanted: dict[str, set[tuple[str, str]]]) -> None:
    try:
        with check.storage.open(f"{check.folder}/{path}") as file:
            found = digests_of(blocks(file), wanted)
    except MissingKeyError:
        return  # The structure says so already.
    except (OSError, StorageFailedError) as error:
        check.add("E092", path, f"it cannot be read: {error}")
        return
    for algorithm, digests in wanted.items():
        for digest, code in sorted(digests):
            if found[algorithm] != digest:
                check.add(code, path, f"{algorithm} is {found[algorithm]}, not {digest}")


def _check_declaration(check: _ObjectCheck) -> str | None:
    """Return the version of the specification that the object declares."""
    names = [entry.name for entry in check.entries("") if entry.name.startswith("0=")]
    if not names:
        check.add("E003", "", "no declaration")
    if len(names) > 1:
        check.add("E003", "", f"{len(names)} declarations")
    declared = None
    for name in names:
        version = name.removeprefix(_DECLARATION)
        if version not in _VERSIONS:
            check.add("E006", name, "declares no known version")
        elif check.read(name) != f"{name[2:]}\n".encode():
            check.add("E007", name, "does not hold its own value")
        declared = max(declared or "", version) if version in _VERSIONS else declared
    return declared


def _check_sidecar(check: _ObjectCheck, path: str, raw: bytes, algorithm: str | None) -> None:
    if algorithm is None:
        return
    name = f"{path}.{algorithm}"
    line = check.read(name)
    if line is None:
        check.add("E058", name, "missing, or it cannot be read")
        return
    digest, found = read_sidecar(line), digest_bytes(raw, algorithm)
    if digest is None:
        check.add("E061", name, "not a digest and a name")
    elif digest != found:
        check.add("E060", name, f"the digest of {path} is {found}")


def _check_root_entries(check: _ObjectCheck, root: CheckedInventory) -> None:
    sidecar = re.compile(rf"inventory\.json\.{root.algorithm or '.*'}")
    for entry in check.entries(""):
        name = entry.name
        if entry.kind == "other":
            check.add("E090", name, "a link, pipe or device")
        elif entry.kind == "file":
            if name != INVENTORY and not name.startswith("0=") and not sidecar.fullmatch(name):
                check.add("E001", name, "a file that does not belong here")
        elif name == EXTENSIONS_FOLDER:
            _check_extensions(check)
        elif VERSION_NAME.fullmatch(name):
            if root.keys and name not in root.keys:
                check.add("E046", name, "a version folder that the inventory does not name")
        elif name != "logs":
            check.add("E001", name, "a folder that does not belong here")


def _check_extensions(check: _ObjectCheck) -> None:
    for entry in check.entries(EXTENSIONS_FOLDER):
        path = f"{EXTENSIONS_FOLDER}/{entry.name}"
        if entry.kind != "folder":
            check.add("E067", path, "not a folder")
        elif entry.name not in _REGISTERED:
            check.add("W013", path, "not a registered extension")


def _check_copies(
    check: _ObjectCheck, root: CheckedInventory, raw: bytes
) -> dict[str, CheckedInventory]:
    """Check the inventory in each version folder against the one in the object root."""
    copies: dict[str, CheckedInventory] = {}
    for name in root.names:
        path = f"{name}/{INVENTORY}"
        copy = check.read(path)
        if copy is None:
            if check.entries(name):
                check.add("W010", path, "missing")
            continue
        found = check_inventory(copy, path)
        _check_sidecar(check, path, copy, found.algorithm)
        copies[name] = found
        if name == root.names[-1]:
            if copy != raw:
                check.add("E064", path, "differs from the inventory in the object root")
        else:
            check.faults += found.faults
            _compare(check, root, found, name)
    _check_specifications(check, root, copies)
    _check_content_folders(check, root, copies)
    _check_lost_content(check, copies)
    return copies


def _check_specifications(
    check: _ObjectCheck, root: CheckedInventory, copies: dict[str, CheckedInventory]
) -> None:
    before = "1.0"
    for name in root.names:
        version = copies[name].specification if name in copies else None
        if version is not None and version < before:
            check.add("E103", f"{name}/{INVENTORY}", f"{version} after {before}")
        before = max(before, version or before)


def _check_content_folders(
    check: _ObjectCheck, root: CheckedInventory, copies: dict[str, CheckedInventory]
) -> None:
    older = [copies[name] for name in root.names[:-1] if name in copies]
    first = older[0] if older and older[0].where.startswith(f"{root.names[0]}/") else None
    if first and not first.content_folder_set:
        late = next((one for one in (*older, root) if one.content_folder_set), None)
        if late is not None:
            check.add("E019", late.where, "contentDirectory is set, but not in the first version")
    for one in older:
        if one.content_folder != root.content_folder:
            check.add("E020", one.where, f"contentDirectory is {one.content_folder!r}")


def _check_lost_content(check: _ObjectCheck, copies: dict[str, CheckedInventory]) -> None:
    before: set[str] = set()
    for copy in copies.values():
        if lost := before - copy.manifest.keys():
            check.add("E023", copy.where, f"the manifest no longer has {min(lost)!r}")
        before |= copy.manifest.keys()


def _compare(
    check: _ObjectCheck, root: CheckedInventory, copy: CheckedInventory, name: str
) -> None:
    if root.object_id and copy.object_id not in {None, root.object_id}:
        check.add("E037", copy.where, f"the id is {copy.object_id!r}, not {root.object_id!r}")
    if copy.names and copy.names[-1] != name:
        check.add("E040", copy.where, f"the newest version in it is {copy.names[-1]}")
    if not set(copy.names) <= set(root.names):
        check.add("E066", copy.where, "it has versions that the newest inventory has not")
        return
    for version in copy.names:
        _compare_states(check, root, copy, version)
        if copy.stamps.get(version) != root.stamps.get(version):
            check.add("W011", copy.where, f"{version} was described differently")


def _compare_states(
    check: _ObjectCheck, root: CheckedInventory, copy: CheckedInventory, version: str
) -> None:
    old, new = copy.states.get(version, {}), root.states.get(version, {})
    if old.keys() != new.keys():
        check.add("E066", copy.where, f"{version} has other logical paths")
        return
    for path, digest in old.items():
        same_algorithm = copy.algorithm == root.algorithm
        places = copy.content_paths_of(version, path)
        moved = not places <= root.content_paths_of(version, path)
        if moved or (same_algorithm and digest != new[path]):
            check.add("E066", copy.where, f"{path!r} in {version} is other content")


def _check_version_folders(
    check: _ObjectCheck, root: CheckedInventory, copies: dict[str, CheckedInventory]
) -> None:
    there = {entry.name for entry in check.entries("") if entry.kind == "folder"}
    for name in root.names:
        if name not in there:
            check.add("E046", name, "the inventory names it, but there is no such folder")
            continue
        algorithm = copies[name].algorithm if name in copies else root.algorithm
        known = {INVENTORY, f"{INVENTORY}.{algorithm}"}
        for entry in check.entries(name):
            _check_version_entry(check, root, f"{name}/{entry.name}", entry, known)


def _check_version_entry(
    check: _ObjectCheck, root: CheckedInventory, path: str, entry: Entry, known: set[str]
) -> None:
    if entry.kind == "other":
        check.add("E090", path, "a link, pipe or device")
    elif entry.kind == "file":
        if entry.name not in known:
            check.add("E015", path, "a file that does not belong here")
    elif entry.name != root.content_folder:
        check.add("W002", path, "a folder that does not belong here")
    else:
        before = len(check.files)
        _walk_content(check, path, is_top=True)
        if len(check.files) == before:
            check.add("W003", path, "no content in it")


def _walk_content(check: _ObjectCheck, folder: str, *, is_top: bool = False) -> None:
    entries = check.entries(folder)
    if not entries and not is_top:
        check.add("E024", folder, "an empty folder")
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.kind == "folder":
            _walk_content(check, path)
        elif entry.kind == "file":
            check.files.add(path)
        else:
            check.add("E090", path, "a link, pipe or device")


def _check_content_names(check: _ObjectCheck, root: CheckedInventory) -> None:
    for path in sorted(check.files - root.manifest.keys()):
        check.add("E023", path, "not in the manifest")
    for path in sorted(root.manifest.keys() - check.files):
        check.add("E092", path, "in the manifest, but not there")
    for algorithm, block in root.fixity.items():
        for path in sorted(block.keys() - check.files):
            check.add("E093", path, f"in fixity {algorithm}, but not there")


def root(storage: Storage, layout: Layout) -> tuple[Fault, ...]:
    """Return the faults of a storage root and of the folders above its objects."""
    return tuple(sorted(_root_faults(storage, layout)))


def _root_faults(storage: Storage, layout: Layout) -> Iterator[Fault]:
    entries = storage.entries("")
    yield from _root_declaration_faults(storage, {entry.name for entry in entries})
    yield from _root_extension_faults(storage)
    for entry in entries:
        if entry.kind == "folder" and entry.name != EXTENSIONS_FOLDER:
            yield from _above_objects(storage, layout, entry.name, layout.tuple_count)
        elif entry.kind == "other":
            yield Fault("E090", entry.name, "a link, pipe or device")


def _root_declaration_faults(storage: Storage, names: set[str]) -> Iterator[Fault]:
    declarations = [name for name in names if name.startswith("0=")]
    if ROOT_DECLARATION not in names:
        yield Fault("E069", "", "no declaration")
    elif storage.read(ROOT_DECLARATION) != ROOT_DECLARATION_TEXT:
        yield Fault("E080", ROOT_DECLARATION, "does not hold its own value")
    if len(declarations) > 1:
        yield Fault("E076", "", f"{len(declarations)} declarations")
    if LAYOUT not in names:
        yield Fault("E070", LAYOUT, "missing")


def _root_extension_faults(storage: Storage) -> Iterator[Fault]:
    for entry in storage.entries(EXTENSIONS_FOLDER):
        path = f"{EXTENSIONS_FOLDER}/{entry.name}"
        if entry.kind != "folder":
            yield Fault("E112", path, "not a folder")
        elif entry.name not in _REGISTERED:
            yield Fault("W016", path, "not a registered extension")


def _above_objects(storage: Storage, layout: Layout, folder: str, depth: int) -> Iterator[Fault]:
    entries = storage.entries(folder)
    if not entries:
        yield Fault("E073", folder, "an empty folder")
    elif not depth:
        yield from _object_place(layout, folder, entries)
    else:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.kind == "folder":
                yield from _above_objects(storage, layout, path, depth - 1)
            else:
                code = "E072" if entry.kind == "file" else "E090"
                yield Fault(code, path, "only folders belong here")


def _object_place(layout: Layout, folder: str, entries: tuple[Entry, ...]) -> Iterator[Fault]:
    if not any(entry.name.startswith(_DECLARATION) for entry in entries):
        yield Fault("E003", folder, "no declaration")
    object_id = id_in_name(folder)
    if object_id is not None and layout.folder_of(object_id) != folder:
        yield Fault("E083", folder, f"{object_id!r} belongs at {layout.folder_of(object_id)}")
