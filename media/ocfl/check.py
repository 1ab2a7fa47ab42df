"""Check one inventory by itself, before anything else of its object is looked at.

Source: OCFL 1.1, 3.5 Inventory, https://ocfl.io/1.1/spec/#inventory; each fault carries the code
of the rule that it breaks.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from media.fixity import CONTENT_ALGORITHMS, digest_length, is_known
from media.ocfl.inventory import CONTENT_FOLDER, VERSION_NAME
from media.ocfl.values import Fault

_KEYS = {
    *("id", "type", "digestAlgorithm", "head", "contentDirectory"),
    *("manifest", "versions", "fixity"),
}
_TYPE = re.compile(r"https://ocfl\.io/(1\.[01])/spec/#inventory")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


@dataclass(slots=True)
class CheckedInventory:
    """Be what could be read from an inventory, and the faults found on the way."""

    where: str
    faults: list[Fault] = field(default_factory=list)
    object_id: str | None = None
    specification: str | None = None
    algorithm: str | None = None
    content_folder: str = CONTENT_FOLDER
    content_folder_set: bool = False
    names: tuple[str, ...] = ()
    #: every key of the versions block, those out of sequence too
    keys: frozenset[str] = frozenset()
    #: content path → digest in lower case
    manifest: dict[str, str] = field(default_factory=dict)
    #: version → logical path → digest in lower case
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    #: algorithm → content path → digest in lower case
    fixity: dict[str, dict[str, str]] = field(default_factory=dict)
    #: version → created, message and user as they are
    stamps: dict[str, tuple[object, object, object]] = field(default_factory=dict)

    def add(self, code: str, detail: str) -> None:
        """Note a fault of this inventory."""
        self.faults.append(Fault(code, self.where, detail))

    @property
    def is_sound(self) -> bool:
        """Tell whether no rule was broken, so that more can be concluded from what it says."""
        return all(fault.is_warning for fault in self.faults)

    def content_paths_of(self, version: str, logical_path: str) -> set[str]:
        """Return where the content of a logical path may stand."""
        digest = self.states[version][logical_path]
        return {path for path, found in self.manifest.items() if found == digest}


def check_inventory(raw: bytes, where: str) -> CheckedInventory:
    """Return what an inventory says, with every rule that it breaks.

    Args:
        raw: the bytes of the file.
        where: its path under the object root, for the faults.
    """
    found = CheckedInventory(where)
    try:
        data = json.loads(raw, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        found.add("E033", f"not JSON: {error}")
        return found
    if not isinstance(data, dict):
        found.add("E033", "not a JSON object")
        return found
    for key in sorted(data.keys() - _KEYS):
        found.add("E102", f"unknown key {key!r}")
    _check_identity(found, data)
    if _check_algorithm(found, data):
        _check_content_folder(found, data)
        _check_blocks(found, data)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        message = "a key occurs twice"
        raise ValueError(message)
    return data


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _check_identity(found: CheckedInventory, data: Mapping[str, Any]) -> None:
    for key in ("id", "type", "digestAlgorithm", "head"):
        if key not in data:
            found.add("E036", f"no {key}")
    if "id" in data:
        if not isinstance(data["id"], str) or not data["id"]:
            found.add("E037", "the id is not a string with something in it")
        else:
            found.object_id = data["id"]
            if not _URI.fullmatch(data["id"]):
                found.add("W005", f"{data['id']!r} is no URI")
    if "type" in data:
        matched = _TYPE.fullmatch(data["type"]) if isinstance(data["type"], str) else None
        if matched is None:
            found.add("E038", f"the type is {data['type']!r}")
        else:
            found.specification = matched[1]


def _check_algorithm(found: CheckedInventory, data: Mapping[str, Any]) -> bool:
    """Tell whether the digests can be checked at all."""
    algorithm = data.get("digestAlgorithm", "sha512")
    if algorithm not in CONTENT_ALGORITHMS:
        found.add("E025", f"digestAlgorithm is {algorithm!r}")
        return False
    if algorithm != "sha512":
        found.add("W004", f"digestAlgorithm is {algorithm!r}")
    found.algorithm = algorithm
    return True


def _check_content_folder(found: CheckedInventory, data: Mapping[str, Any]) -> None:
    if "contentDirectory" not in data:
        return
    name = data["contentDirectory"]
    if not isinstance(name, str) or "/" in name or not name:
        found.add("E017", f"contentDirectory is {name!r}")
    elif name in {".", ".."}:
        found.add("E018", f"contentDirectory is {name!r}")
    else:
        found.content_folder, found.content_folder_set = name, True


def _check_blocks(found: CheckedInventory, data: Mapping[str, Any]) -> None:
    spelled: set[str] | None = None
    if "manifest" not in data:
        found.add("E041", "no manifest")
    elif not isinstance(data["manifest"], dict):
        found.add("E106", "the manifest is not a JSON object")
    else:
        spelled = _check_manifest(found, data["manifest"])
    if "versions" not in data:
        found.add("E041", "no versions")
    elif not isinstance(data["versions"], dict):
        found.add("E044", "versions is not a JSON object")
    else:
        _check_versions(found, data, spelled)
    if "fixity" in data:
        _check_fixity(found, data["fixity"])


def _check_manifest(found: CheckedInventory, manifest: Mapping[str, Any]) -> set[str]:
    """Return the digests as they are spelled: a state has to spell them the same."""
    seen: set[str] = set()
    for digest, paths in manifest.items():
        if not _is_digest(digest, found.algorithm or "sha512"):
            found.add("E025", f"{digest!r} in the manifest is no {found.algorithm} digest")
        elif not _are_strings(paths):
            found.add("E092", f"the manifest gives no list of paths for {digest}")
        elif digest.lower() in seen:
            found.add("E096", f"{digest} occurs twice in the manifest")
        else:
            seen.add(digest.lower())
            for path in paths:
                _check_content_path(found, path, digest.lower())
    _check_conflicts(found, found.manifest, "E101")
    return set(manifest)


def _check_content_path(found: CheckedInventory, path: str, digest: str) -> None:
    parts = path.split("/")
    if not all(parts) and (path.startswith("/") or path.endswith("/")):
        found.add("E100", f"content path {path!r}")
    elif {"", ".", ".."} & set(parts):
        found.add("E099", f"content path {path!r}")
    elif path in found.manifest:
        found.add("E101", f"content path {path!r} occurs twice")
    elif len(parts) < 3 or not VERSION_NAME.fullmatch(parts[0]) or parts[1] != found.content_folder:
        found.add("E042", f"content path {path!r} is not in the content folder of a version")
    else:
        found.manifest[path] = digest


def _check_versions(
    found: CheckedInventory, data: Mapping[str, Any], spelled: set[str] | None
) -> None:
    versions: Mapping[str, Any] = data["versions"]
    found.names, found.keys = _sequence(found, versions), frozenset(versions)
    for name in found.names:
        if isinstance(versions[name], dict):
            _check_version(found, name, versions[name], spelled)
        else:
            found.add("E047", f"{name} is not a JSON object")
    if len(found.names) == len(versions) > 0:
        _check_references(found, data)


def _check_references(found: CheckedInventory, data: Mapping[str, Any]) -> None:
    """Check what the parts of an inventory say of each other."""
    if "head" in data and data["head"] != found.names[-1]:
        found.add("E040", f"the head is {data['head']!r}, the newest version {found.names[-1]}")
    for path in found.manifest:
        if path.partition("/")[0] not in found.names:
            found.add("E042", f"content path {path!r} is in no version")
    if found.is_sound:
        used = {digest for state in found.states.values() for digest in state.values()}
        for digest in sorted(set(found.manifest.values()) - used):
            found.add("E107", f"no state uses {digest}")


def _sequence(found: CheckedInventory, versions: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the versions in their order, as far as there are no gaps."""
    if not versions:
        found.add("E008", "no versions")
        return ()
    names: dict[int, str] = {}
    for name in versions:
        matched = VERSION_NAME.fullmatch(name)
        if matched is None:
            found.add("E046", f"{name!r} names no version")
        elif int(matched[1]) in names:
            found.add("E012", f"{name} and {names[int(matched[1])]} are the same version")
        else:
            names[int(matched[1])] = name
    if 1 not in names:
        found.add("E009", f"the first version is {names[min(names)] if names else None}")
        return ()
    count = next(n for n in range(1, len(names) + 2) if n not in names) - 1
    if count < len(names):
        found.add("E010", f"no version {count + 1}")
    _check_padding(found, names.values())
    return tuple(names[n + 1] for n in range(count))


def _check_padding(found: CheckedInventory, names: Iterable[str]) -> None:
    padded = {len(name) for name in names if name.startswith("v0")}
    if not padded:
        return
    found.add("W001", "version names are zero-padded")
    if len({len(name) for name in names}) > 1:
        plain = [name for name in names if not name.startswith("v0")]
        found.add("E011" if plain else "E012", "version names are padded in different ways")


def _check_version(
    found: CheckedInventory, name: str, block: Mapping[str, Any], spelled: set[str] | None
) -> None:
    for key in sorted(block.keys() - {"created", "state", "message", "user"}):
        found.add("E102", f"unknown key {key!r} in {name}")
    if "created" not in block:
        found.add("E048", f"{name} has no created")
    elif not _is_instant(block["created"]):
        found.add("E049", f"{name} was created {block['created']!r}")
    if "state" not in block:
        found.add("E048", f"{name} has no state")
    elif not isinstance(block["state"], dict):
        found.add("E050", f"the state of {name} is not a JSON object")
    else:
        _check_state(found, name, block["state"], spelled)
    if not isinstance(block.get("message", ""), str):
        found.add("E094", f"the message of {name} is not a string")
    if "message" not in block or "user" not in block:
        found.add("W007", f"{name} lacks its message or user")
    if "user" in block:
        _check_user(found, name, block["user"])
    found.stamps[name] = (block.get("created"), block.get("message"), block.get("user"))


def _check_state(
    found: CheckedInventory, name: str, block: Mapping[str, Any], spelled: set[str] | None
) -> None:
    state = found.states.setdefault(name, {})
    for digest, paths in block.items():
        if spelled is not None and digest not in spelled:
            found.add("E050", f"{digest} in the state of {name} is not in the manifest")
        if not _are_strings(paths):
            found.add("E051", f"the state of {name} gives no list of paths for {digest}")
            continue
        for path in paths:
            if path in state:
                found.add("E095", f"{path!r} occurs twice in {name}")
            elif path.startswith("/") or path.endswith("/"):
                found.add("E053", f"logical path {path!r} in {name}")
            elif {"", ".", ".."} & set(path.split("/")):
                found.add("E052", f"logical path {path!r} in {name}")
            else:
                state[path] = digest.lower()
    _check_conflicts(found, state, "E095")


def _check_conflicts(found: CheckedInventory, paths: Mapping[str, str], code: str) -> None:
    """Note each path that is also a folder of another path."""
    folders = set()
    for path in paths:
        while path := path.rpartition("/")[0]:
            folders.add(path)
    for path in sorted(folders & paths.keys()):
        found.add(code, f"{path!r} is a file and a folder")


def _check_user(found: CheckedInventory, name: str, user: object) -> None:
    if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
        found.add("E054", f"the user of {name} has no name")
    elif "address" not in user:
        found.add("W008", f"the user of {name} has no address")
    elif not isinstance(user["address"], str):
        found.add("E054", f"the address of the user of {name} is not a string")
    elif not _URI.fullmatch(user["address"]):
        found.add("W009", f"the address of the user of {name} is no URI")


def _check_fixity(found: CheckedInventory, fixity: object) -> None:
    if not isinstance(fixity, dict):
        found.add("E111", "fixity is not a JSON object")
        return
    for algorithm, block in fixity.items():
        if not is_known(algorithm):
            found.add("E056", f"nobody knows the fixity algorithm {algorithm!r}")
        elif not isinstance(block, dict):
            found.add("E057", f"fixity {algorithm} is not a JSON object")
        else:
            _check_fixity_block(found, algorithm, block)


def _check_fixity_block(found: CheckedInventory, algorithm: str, block: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    digests = found.fixity.setdefault(algorithm, {})
    for digest, paths in block.items():
        if not _is_digest(digest, algorithm) or not _are_strings(paths):
            found.add("E057", f"fixity {algorithm} has a wrong entry for {digest!r}")
            continue
        if digest.lower() in seen:
            found.add("E097", f"{digest} occurs twice in fixity {algorithm}")
        seen.add(digest.lower())
        for path in paths:
            _check_fixity_path(found, algorithm, path)
            digests[path] = digest.lower()


def _check_fixity_path(found: CheckedInventory, algorithm: str, path: str) -> None:
    parts = path.split("/")
    if path.startswith("/") or path.endswith("/"):
        found.add("E100", f"fixity {algorithm} has the content path {path!r}")
    elif {"", ".", ".."} & set(parts):
        found.add("E099", f"fixity {algorithm} has the content path {path!r}")
    elif path not in found.manifest:
        found.add("E057", f"fixity {algorithm} has {path!r}, which is not in the manifest")


def _is_digest(value: str, algorithm: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]+", value) is not None and len(value) == digest_length(
        algorithm
    )


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _is_instant(value: object) -> bool:
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        return False
    try:
        # Python reads neither more than six decimals nor a leap second.
        datetime.fromisoformat(re.sub(r"\.\d+", "", value.upper()).replace(":60", ":59"))
    except ValueError:
        return False
    return True
