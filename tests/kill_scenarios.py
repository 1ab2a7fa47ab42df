"""What is being done when the kill comes, and what must hold after the next start."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.catalogue.models import Item
from archive.catalogue.saving import SYSTEM, Save, save, save_many
from archive.engines import Engines, open_engines
from archive.indexing.indexer import Indexer
from archive.preserve.reconcile import reconcile, unknown_objects
from archive.preserve.verify import verify
from archive.records import ItemRecord, record_of
from archive.schema import create_tables
from archive.settings import Settings
from index.values import Query
from tests.makers import a_file, an_item
from tests.makers_ocfl import folder_of, judged

FIRST, NEW = "bbbbbbbbb1", "ccccccccc1"
MANY = ("ddddddddd1", "ddddddddd2", "ddddddddd3")


@contextmanager
def an_archive(folder: Path, index: str = "memory://"):
    """Open the archive of a folder."""
    settings = Settings(data=folder, index_url=index, secret_key="tests").completed()
    engines = open_engines(settings)
    try:
        yield engines
    finally:
        engines.close()


def prepare(folder: Path, scenario: str) -> dict[str, Any]:
    """Make an archive with one acknowledged item; return what was acknowledged."""
    with an_archive(folder, _index_of(folder, scenario)) as engines:
        create_tables(engines.db)
        saved = save(engines, _with_bytes(engines, FIRST), by=SYSTEM)
        Indexer(engines).drain()
    return {"scenario": scenario, "versions": {FIRST: saved.version}}


def _index_of(folder: Path, scenario: str) -> str:
    return f"whoosh://{folder / 'index'}" if scenario == "index" else "memory://"


def _with_bytes(engines: Engines, item_id: str, **said: Any) -> Save:
    staged = engines.repository.stage(io.BytesIO(item_id.encode() * 2000))
    file = a_file(
        "anh.jpg", id=f"f{item_id[1:]}", sha256=staged.sha256, size_bytes=staged.size_bytes
    )
    record = an_item(f"Bản ghi {item_id}", id=item_id, files=(file,), **said)
    return Save(record, "made", masters={file.master_path: staged})


def _acknowledge(folder: Path, item_id: str, version: int) -> None:
    with (folder / "acknowledged").open("a") as log:
        log.write(json.dumps([item_id, version]) + "\n")


def _upload(folder: Path, _known: dict[str, Any]) -> None:
    with an_archive(folder) as engines:
        saved = save(engines, _with_bytes(engines, NEW), by=SYSTEM)
        _acknowledge(folder, NEW, saved.version)


def _edit(folder: Path, _known: dict[str, Any]) -> None:
    with an_archive(folder) as engines:
        with engines.db.reading() as session:
            record = record_of(session.get_one(Item, FIRST).record)
        changed = record.model_copy(update={"description": {"vi": ["Đã sửa."]}})
        saved = save(engines, Save(changed, "edited", base_version=1), by=SYSTEM)
        _acknowledge(folder, FIRST, saved.version)


def _ingest(folder: Path, _known: dict[str, Any]) -> None:
    with an_archive(folder) as engines:
        for saved in save_many(engines, [_with_bytes(engines, name) for name in MANY], by=SYSTEM):
            _acknowledge(folder, saved.id, saved.version)


def _index(folder: Path, known: dict[str, Any]) -> None:
    with an_archive(folder, _index_of(folder, known["scenario"])) as engines:
        save(engines, _with_bytes(engines, NEW), by=SYSTEM)
        _acknowledge(folder, NEW, 1)
        Indexer(engines).drain()


SCENARIOS: dict[str, Callable[[Path, dict[str, Any]], None]] = {
    "upload": _upload,
    "edit": _edit,
    "ingest": _ingest,
    "index": _index,
}


def problems_after(folder: Path, known: dict[str, Any]) -> list[str]:
    """Start again and return everything that is not as it was acknowledged."""
    promised = dict(known["versions"])
    log = folder / "acknowledged"
    for line in log.read_text().splitlines() if log.exists() else ():
        item_id, version = json.loads(line)
        promised[item_id] = version
    with an_archive(folder, _index_of(folder, known["scenario"])) as engines:
        reconcile(engines)
        found = [*_lost(engines, promised), *_invalid(engines)]
        if known["scenario"] == "index":
            found += _not_found(engines, promised)
    return found


def _lost(engines: Engines, promised: dict[str, int]) -> list[str]:
    found = []
    with engines.db.reading() as session:
        for item_id, version in promised.items():
            row = session.get(Item, item_id)
            if row is None or row.version < version:
                found.append(f"{item_id} v{version} lost from the database")
                continue
            record = record_of(row.record)
            assert isinstance(record, ItemRecord)
            for file in record.files:
                stored = engines.repository.read(record.object_id, file.master_path)
                if len(stored) != file.size_bytes:
                    found.append(f"{item_id}: bytes lost")
    return found


def _invalid(engines: Engines) -> list[str]:
    checked = verify(engines)
    found = [str(fault) for fault in (*checked.faults, *checked.unchecked)]
    found += [f"{name} is unknown to the database" for name in unknown_objects(engines)]
    for object_id in engines.repository.object_ids():
        refused = judged(folder_of(engines.repository, object_id))
        found += [f"ocfl-py says {code} of {object_id}" for code in refused if code[0] != "W"]
    return found


def _not_found(engines: Engines, promised: dict[str, int]) -> list[str]:
    Indexer(engines).drain()
    there = {hit.group for hit in engines.index.search(Query("bản ghi")).hits}
    return [f"{item_id} is not found" for item_id in promised if f"item:{item_id}" not in there]
