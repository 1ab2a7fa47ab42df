"""The collection that relevance is measured in: the demonstration among records like it.

The demonstration and the vocabulary are written into SQL as they are saved, only without the
pictures and sounds; their documents come from there as the indexer's do.
"""

import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import chain, pairwise
from pathlib import Path

from archive.catalogue.projection import project
from archive.catalogue.schooling import LEVELS, SUBJECTS
from archive.db import now
from archive.demo.items import alt_of, demo_items, orders_of, record_of_item
from archive.demo.keys import demo_id
from archive.demo.order import Detail, Order
from archive.demo.people import around_records
from archive.demo.workshop import make
from archive.engines import Engines, open_engines
from archive.indexing import queries
from archive.indexing.documents import documents_of
from archive.indexing.synonyms import fresh_synonyms
from archive.indexing.wording import wording_of
from archive.records import FileRecord, FileRole, ItemKind, ItemRecord, Record
from archive.schema import create_tables
from archive.settings import Settings
from archive.vocabulary.loading import starter_records
from index import Document
from index.values import Texts
from media import captions
from tests.load._catalogue import Catalogue, Zipf

RIVALS = 10_000
_SEED = 20261124
_BORROWED = 0.3
_DETAIL = Detail(picture_px=120, length_s=8.0)
_READ = {"pdf", "vtt"}


def open_collection(folder: Path, rivals: int = RIVALS) -> Engines:
    """Make the collection in a folder, indexed, and return its engines."""
    engines = open_engines(Settings(data=folder).completed())
    create_tables(engines.db)
    with engines.db.writing() as session:
        for record in chain(starter_records(), around_records(), _items(engines)):
            project(session, record)
    own = list(_documents(engines))
    engines.index.rebuild(chain(own, _rivals(own, rivals)), 1)
    fresh_synonyms(engines)
    return engines


def _documents(engines: Engines) -> Iterator[Document]:
    with engines.db.reading() as session:
        for records in queries.published(session):
            around = queries.surroundings_of(session, records)
            for record in records:
                yield from documents_of(record, around)


def _items(engines: Engines) -> Iterator[Record]:
    with tempfile.TemporaryDirectory(prefix="kho-words-") as folder:
        for item in demo_items():
            files = [_file(engines, order, folder) for order in orders_of(item, _DETAIL)]
            yield record_of_item(item, files, {}, now())


def _file(engines: Engines, order: Order, folder: str) -> FileRecord:
    """Give the record of a file; only what holds words is made."""
    is_captions = order.maker == "captions"
    return FileRecord(
        id=demo_id(f"file:{order.name}"),
        name=order.name,
        sha256="0" * 64,
        size_bytes=1,
        kind=order.maker,
        format=order.extension,
        media_type="application/octet-stream",
        role=FileRole.CAPTIONS if is_captions else FileRole.ORIGINAL,
        language=order.motif if is_captions else None,
        alt=alt_of(order),
        technical=_words(engines, order, folder) if order.extension in _READ else {},
    )


def _words(engines: Engines, order: Order, folder: str) -> dict[str, object]:
    path = Path(make(order, folder))
    if order.maker == "captions":
        return {"cues": [asdict(cue) for cue in captions.read(path).cues]}
    return {"text": engines.sandbox.describe(path, order.name).text}


def _rivals(own: list[Document], count: int) -> Iterator[Document]:
    """Make records that use the words of the vocabulary and answer none of its questions.

    Three words in ten are borrowed one by one, as often as names use them; two that stand side by
    side in a name never do so here, or the record would rightly be found by that name.
    """
    words, pairs = _vocabulary(own)
    chance = random.Random(_SEED)
    for document in Catalogue().documents(count):

        def borrowed(texts: Texts) -> Texts:
            return tuple(
                (language, " ".join(_mixed(text.split(), words[language], pairs, chance)))
                for language, text in texts
            )

        yield replace(
            document,
            id=f"item:rival-{document.id.partition(':')[2]}",
            group="",
            titles=borrowed(document.titles),
            text=(*borrowed(document.text), *_values(chance)),
        )


def _values(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Give a kind, levels and subjects as other records have them, for they are searched too.

    No rival is linked to anything: a game for primary schools would rightly be found as one.
    """
    record = ItemRecord(
        id="rival",
        kind=chance.choice(list(ItemKind)),
        levels=tuple(chance.sample(list(LEVELS), chance.randint(0, 2))),
        subjects=tuple(chance.sample(list(SUBJECTS), chance.randint(0, 2))),
    )
    return wording_of(record)


def _mixed(
    own: Iterable[str], words: Zipf, pairs: set[tuple[str, str]], chance: random.Random
) -> Iterator[str]:
    before = ""
    for word in own:
        other = words.pick(chance) if chance.random() < _BORROWED else word
        before = word if (before, other) in pairs else other
        yield before


def _vocabulary(own: list[Document]) -> tuple[dict[str, Zipf], set[tuple[str, str]]]:
    """Give the words of all names and titles by language, and which stand side by side."""
    counts: dict[str, Counter[str]] = {"vi": Counter(), "en": Counter()}
    pairs: set[tuple[str, str]] = set()
    for document in own:
        for language, text in document.titles + document.aliases:
            words = "".join(c if c.isalnum() or c in "’'" else " " for c in text.lower()).split()
            pairs.update(pairwise(words))
            counts["en" if language == "en" else "vi"].update(words)
    zipfs = {language: Zipf([w for w, _ in c.most_common()], 0.8) for language, c in counts.items()}
    return zipfs, pairs
