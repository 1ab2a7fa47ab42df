"""Factories of repositories and of OCFL objects, sound ones and ones that break one rule.

Each broken object is named after the rules that it breaks, as the official fixtures of OCFL are
(https://github.com/OCFL/fixtures): `E037_E066_…` breaks E037 and E066 and nothing else.
"""

import copy
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ocfl

from media import open_repository
from media.ocfl import Repository
from media.stores.disk import DiskStorage

MADE = datetime(2026, 1, 31, 8, 15, 30, 250000, tzinfo=UTC)
BY = {"message": "made for a test", "user": ("Lò Thị Ả", "mailto:a@example.org"), "created": MADE}


def memory_folder() -> Iterator[Path]:
    """Yield a folder in memory, where the machine has one: some tests ask for no medium."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory, prefix="kho-") as name:
        yield Path(name)


def a_repository(folder: Path, ballast_bytes: int = 0) -> Repository:
    """Make a repository on the disk, with its stage and trash beside it."""
    return open_repository(folder / "store", folder, ballast_bytes=ballast_bytes)


def folder_of(repository: Repository, object_id: str) -> Path:
    """Return where an object stands on this disk."""
    storage = repository.storage
    assert isinstance(storage, DiskStorage)
    return storage.root / repository.layout.folder_of(object_id)


def judged(folder: Path) -> set[str]:
    """Return the codes that ocfl-py, the reference validator, finds in an object."""
    logging.getLogger("ocfl").setLevel(logging.CRITICAL)
    try:
        _, validator = ocfl.Object().validate(objdir=str(folder))
    except Exception as error:  # noqa: BLE001 - It stumbles over some broken objects.
        return {f"raised {type(error).__name__}"}
    return {code[:4] for code in validator.log.codes}


def root_is_valid(folder: Path) -> bool:
    """Tell whether ocfl-py finds a storage root, and each object in it, valid."""
    logging.getLogger("ocfl").setLevel(logging.CRITICAL)
    root = ocfl.StorageRoot(root=str(folder))
    # It says True of a root with bad objects: the counts have to be compared.
    return root.validate() and root.num_objects == root.good_objects


# --- Objects made by hand ---------------------------------------------------------------------


@dataclass
class Shape:
    """Be an object before it is written: change anything, then write it."""

    files: dict[str, bytes] = field(default_factory=dict)
    inventories: dict[str, Any] = field(default_factory=dict)
    sidecars: dict[str, bytes | None] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> dict[str, Any]:
        """Return the inventory in the object root."""
        return self.inventories["inventory.json"]

    def newest(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the root inventory and its copy in the newest version in the same way."""
        names = [name for name in self.inventories if "/" in name]
        for name in {"inventory.json", max(names, default="inventory.json")}:
            change(self.inventories[name])

    def all(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change every inventory in the same way."""
        for inventory in self.inventories.values():
            change(inventory)

    def write(self, folder: Path) -> None:
        """Write the object, each inventory with the sidecar that belongs to it."""
        files = dict(self.files)
        for name, inventory in self.inventories.items():
            raw = inventory if isinstance(inventory, bytes) else json.dumps(inventory).encode()
            algorithm = _algorithm(inventory)
            line = f"{hashlib.new(algorithm, raw).hexdigest()} inventory.json\n".encode()
            side = self.sidecars.get(name, line)
            files[name] = raw
            if side is not None:
                files[f"{name}.{algorithm}"] = side
        for name in (*self.folders, *(str(Path(name).parent) for name in files)):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        for name, target in self.links.items():
            (folder / name).symlink_to(target)


def _algorithm(inventory: Any) -> str:
    named = inventory.get("digestAlgorithm") if isinstance(inventory, dict) else None
    return named if named in {"sha256", "sha512", "md5"} else "sha512"


def sha(text: bytes, algorithm: str = "sha512") -> str:
    """Return a digest as inventories write it."""
    return hashlib.new(algorithm, text).hexdigest()


def a_shape(versions: int = 2, algorithm: str = "sha512", pattern: str = "v{}") -> Shape:
    """Make a sound object: in each version `record.json` is new, `image.jpg` stays."""
    shape = Shape(files={"0=ocfl_object_1.1": b"ocfl_object_1.1\n"})
    image = b"the picture"
    inventory: dict[str, Any] = {
        "id": "urn:kho:item:1",
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": algorithm,
        "manifest": {sha(image, algorithm): [pattern.format(1) + "/content/image.jpg"]},
        "versions": {},
    }
    shape.files[pattern.format(1) + "/content/image.jpg"] = image
    for number in range(1, versions + 1):
        name, record = pattern.format(number), f"record {number}".encode()
        path = f"{name}/content/record.json"
        shape.files[path] = record
        inventory["head"] = name
        inventory["manifest"][sha(record, algorithm)] = [path]
        inventory["versions"][name] = {
            "created": f"2026-01-0{number}T00:00:00Z",
            "message": f"version {number}",
            "user": {"name": "Lò Thị Ả", "address": "mailto:a@example.org"},
            "state": {
                sha(image, algorithm): ["image.jpg"],
                sha(record, algorithm): ["record.json"],
            },
        }
        shape.inventories[f"{name}/inventory.json"] = copy.deepcopy(inventory)
    shape.inventories["inventory.json"] = copy.deepcopy(inventory)
    return shape
