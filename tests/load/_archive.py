"""An archive of made-up records: as many items as wanted, some hundred records around them."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from archive.catalogue import tightenings
from archive.catalogue.saving import SYSTEM, Save, save_many
from archive.db import now
from archive.engines import Engines, open_engines
from archive.ids import new_id
from archive.indexing.indexer import Indexer
from archive.records import (
    AgentRecord,
    DateValue,
    ElementRecord,
    FileRecord,
    ItemKind,
    ItemRecord,
    Link,
    Name,
    NamedRecord,
    NameStatus,
    PlaceRecord,
    Record,
    Status,
    TermRecord,
)
from archive.schema import upgrade
from archive.settings import Settings
from index import Document
from tests.load._catalogue import Catalogue

BATCH = 200
_AROUND: tuple[tuple[type[NamedRecord], str, int, dict[str, str]], ...] = (
    (ElementRecord, "element", 60, {"kind": "dance"}),
    (PlaceRecord, "place", 200, {"kind": "commune"}),
    (TermRecord, "people", 13, {"scheme": "peoples"}),
    (AgentRecord, "agent", 300, {"kind": "person"}),
)


def an_archive(data: Path) -> Engines:
    """Open the engines of an empty archive in a folder."""
    engines = open_engines(Settings(data=data).completed())
    upgrade(engines.db)
    tightenings.begin(data)
    return engines


def fill(engines: Engines, items: int) -> float:
    """Save so many published items and what they point to; return the seconds taken."""
    catalogue = Catalogue()
    began = time.perf_counter()
    for record in _around(catalogue):
        save_many(engines, record, by=SYSTEM)
    for start in range(0, items, BATCH):
        numbers = range(start, min(items, start + BATCH))
        saves = [Save(_item(catalogue.document(n), n), "made to be measured") for n in numbers]
        save_many(engines, saves, by=SYSTEM)
    return time.perf_counter() - began


def index_all(engines: Engines) -> float:
    """Apply all that waits for the index; return the seconds taken."""
    began = time.perf_counter()
    Indexer(engines).drain()
    return time.perf_counter() - began


def an_item(catalogue: Catalogue, number: int) -> ItemRecord:
    """Make the record of one published item."""
    return _item(catalogue.document(number), number)


def _around(catalogue: Catalogue) -> Iterator[list[Save]]:
    chance = random.Random(1)
    for noun, prefix, count, said in _AROUND:
        records: list[Record] = [
            noun(
                id=f"{prefix}-{n}",
                slug=f"{prefix}-{n}",
                status=Status.PUBLISHED,
                names=(_name(" ".join(chance.sample(catalogue.words, 2)).title()),),
                **said,
            )
            for n in range(count)
        ]
        yield [Save(record, "made to be measured") for record in records]


def _name(text: str) -> Name:
    return Name(language="vi", text=text, status=NameStatus.PREFERRED)


def _item(document: Document, number: int) -> ItemRecord:
    chance = random.Random(number)
    facets, year = document.facets, document.year_from
    kind = chance.choice(list(ItemKind))
    return ItemRecord(
        id=new_id(),
        status=Status.PUBLISHED,
        published_at=now(),
        kind=kind,
        title=_texts(document.titles),
        description=_texts(document.text),
        date=DateValue(edtf=str(year), as_written=str(year), year_from=year, year_to=year),
        elements=(Link(id=facets["element"][0]),),
        places=(Link(id=facets["place"][0]),),
        agents=(Link(id=f"agent-{chance.randrange(300)}", role="dancer"),),
        peoples=(f"people-{chance.randrange(13)}",),
        rights=chance.choice(["CC BY-NC 4.0", "CC BY 4.0", "InC"]),
        inventory_number=document.identifiers[0],
        files=(_file(kind, number),),
    )


def _texts(texts: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    return {language: [text] for language, text in texts}


def _file(kind: ItemKind, number: int) -> FileRecord:
    return FileRecord(
        id=new_id(),
        name=f"ban-ghi-{number}.jpg",
        sha256=f"{number:064x}",
        size_bytes=1_000_000,
        kind=kind.value,
        format="jpeg",
        media_type="image/jpeg",
    )
