"""Other engines, each asked as its manual asks it, on the same public records.

Each gives the same answer as ours: the total, and for each facet the counts of the whole result
with the facet's own filter left out. Whoever is asked less would only seem faster.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import psycopg
import tantivy
from tantivy import Occur
from whoosh import columns, fields, query, sorting
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.index import create_in

from index import Document
from index.analysis import prepare, tokens
from tests.load._catalogue import FACETS
from tests.postgres import Cluster

CLASSES = (("titles", 3.0), ("names", 2.0), ("text", 1.0))
_PAGE = 20
_VALUES = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, in the words of no engine.

    Args:
        words: what to find; with `how` "all" and "any" one or more, else one (or a phrase).
        how: all, any, phrase, prefix, near (one letter wrong) or everything.
        filters: one value for each facet narrowed.
        counted: whether all facets are counted.
        sort: "" by relevance, "date" newest first.
        offset: how many of the best are passed over.
    """

    words: tuple[str, ...] = ()
    how: str = "all"
    filters: Mapping[str, str] = field(default_factory=dict)
    counted: bool = False
    sort: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: how many, a page of ids, and the counts of each facet."""

    total: int
    ids: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Rival(Protocol):
    """Another engine with the records in it."""

    name: str

    def search(self, asked: Asked) -> Answer | None:
        """Answer; None where it has no such question."""
        ...

    def spent_s(self) -> float:
        """Give the CPU seconds that it has spent so far, wherever it answers."""
        ...


class _WithinProcess:
    """An engine that answers in the process that asks."""

    def spent_s(self) -> float:
        """Give the CPU seconds of this process."""
        return time.process_time()


def folded(texts: Iterable[tuple[str, str]]) -> str:
    """Give the folded words of texts, which every engine splits at spaces."""
    return " ".join(token.folded for _, text in texts for token in tokens(prepare(text)))


@dataclass(frozen=True, slots=True)
class Record:
    """A public record as every engine is given it: texts by class, one value a facet."""

    id: str
    year: int
    texts: dict[str, str]
    facets: dict[str, str]


class Records:
    """The records that everyone may find, analysed once and read from a file by each engine."""

    def __init__(self, path: Path, documents: Iterable[Document]) -> None:
        self._path = path
        with path.open("w") as file:
            for document in documents:
                if "public" in document.tokens:
                    file.write(json.dumps(_parts(document)) + "\n")

    def __iter__(self) -> Iterator[Record]:
        with self._path.open() as file:
            for line in file:
                yield Record(*json.loads(line))


def _parts(document: Document) -> tuple[str, int, dict[str, str], dict[str, str]]:
    texts = {name: folded(getattr(document, name)) for name, _ in CLASSES}
    facets = {name: document.facets[name][0] for name in FACETS}
    return document.id, document.year_from or 0, texts, facets


def _own_filter_left_out(filters: Mapping[str, str], name: str) -> dict[str, str]:
    return {facet: value for facet, value in filters.items() if facet != name}


class StockWhoosh(_WithinProcess):
    """Whoosh as its manual uses it: sortable columns, grouped facets, a kept searcher."""

    name = "stock Whoosh"

    def __init__(self, folder: Path, records: Records) -> None:
        folder.mkdir()
        text = {name: fields.TEXT(SpaceSeparatedTokenizer()) for name, _ in CLASSES}
        facets = {name: fields.ID(sortable=columns.RefBytesColumn()) for name in FACETS}
        schema = fields.Schema(
            id=fields.ID(stored=True), date=fields.NUMERIC(sortable=True), **text, **facets
        )
        writer = (index := create_in(str(folder), schema)).writer(limitmb=512)
        for record in records:
            writer.add_document(id=record.id, date=record.year, **record.texts, **record.facets)
        writer.commit(optimize=True)
        self._searcher = index.searcher()

    def search(self, asked: Asked) -> Answer | None:
        """Find, group and count."""
        wanted = self._query(asked)
        free = {name for name in FACETS if name not in asked.filters}
        results = self._ask(wanted, asked.filters, free if asked.counted else set(), asked)
        counts = {name: dict(results.groups(name)) for name in free if asked.counted}
        for name in asked.filters if asked.counted else ():
            others = _own_filter_left_out(asked.filters, name)
            counts[name] = dict(self._ask(wanted, others, {name}, asked).groups(name))
        last = min(results.scored_length(), asked.offset + _PAGE)
        ids = tuple(results[at]["id"] for at in range(asked.offset, last))
        return Answer(len(results), ids, counts)

    def _ask(self, wanted: Any, filters: Mapping[str, str], counted: set[str], asked: Asked) -> Any:
        groups = sorting.Facets()
        for name in counted:
            groups.add_facet(name, sorting.FieldFacet(name, maptype=sorting.Count))
        narrowed = [query.Term(name, value) for name, value in filters.items()]
        return self._searcher.search(
            wanted,
            limit=asked.offset + _PAGE,
            filter=query.And(narrowed) if narrowed else None,
            groupedby=groups if counted else None,
            sortedby=sorting.FieldFacet("date", reverse=True) if asked.sort else None,
        )

    def _query(self, asked: Asked) -> Any:
        if asked.how == "everything":
            return query.Every()
        if asked.how == "phrase":
            return self._anywhere(lambda name: query.Phrase(name, asked.words[0].split()))
        parts = [self._word(asked.how, word) for word in asked.words]
        return (query.Or if asked.how == "any" else query.And)(parts)

    def _word(self, how: str, word: str) -> Any:
        if how == "prefix":
            return self._anywhere(lambda name: query.Prefix(name, word))
        if how == "near":
            return self._anywhere(lambda name: query.FuzzyTerm(name, word, prefixlength=1))
        return self._anywhere(lambda name: query.Term(name, word))

    def _anywhere(self, made: Any) -> Any:
        parts = []
        for name, boost in CLASSES:
            (part := made(name)).boost = boost
            parts.append(part)
        return query.Or(parts)


class Fts5(_WithinProcess):
    """SQLite's FTS5; what matches is kept once, and the facets are counted over it."""

    name = "SQLite FTS5"

    def __init__(self, records: Records) -> None:
        self._db = sqlite3.connect(":memory:")
        names = ", ".join(FACETS)
        self._db.execute(
            "CREATE VIRTUAL TABLE words USING fts5(titles, names, text, content='', prefix='2')"
        )
        self._db.execute(f"CREATE TABLE item (n INTEGER PRIMARY KEY, id, date INTEGER, {names})")
        self._db.execute("CREATE TEMP TABLE hit (n INTEGER PRIMARY KEY)")
        for number, record in enumerate(records):
            self._db.execute(
                "INSERT INTO words(rowid, titles, names, text) VALUES (?,?,?,?)",
                (number, *record.texts.values()),
            )
            row = [number, record.id, record.year, *record.facets.values()]
            self._db.execute(f"INSERT INTO item VALUES ({','.join('?' * len(row))})", row)
        self._db.execute("INSERT INTO words(words) VALUES ('optimize')")

    def search(self, asked: Asked) -> Answer | None:
        """Find, join and count."""
        if asked.how == "near":
            return None
        where, values = self._where(asked.filters)
        found = "item WHERE 1"
        if asked.how != "everything":
            found = "words JOIN item ON item.n = words.rowid WHERE words MATCH ?"
            values = [_fts5(asked), *values]
        relevance = "item.n" if asked.how == "everything" else "bm25(words, 3, 2, 1)"
        order = "item.date DESC" if asked.sort else relevance
        rows = self._db.execute(
            f"SELECT item.id FROM {found}{where} ORDER BY {order} LIMIT {_PAGE} OFFSET ?",
            [*values, asked.offset],
        )
        ids = tuple(name for (name,) in rows)
        if not asked.counted:
            (total,) = self._db.execute(f"SELECT count(*) FROM {found}{where}", values).fetchone()
            return Answer(total, ids)
        return self._counted(asked, ids)

    def _counted(self, asked: Asked, ids: tuple[str, ...]) -> Answer:
        source = "item"
        if asked.how != "everything":
            self._db.execute("DELETE FROM hit")
            matching = "INSERT INTO hit SELECT rowid FROM words WHERE words MATCH ?"
            self._db.execute(matching, [_fts5(asked)])
            source = "hit JOIN item USING (n)"
        counts = {}
        for name in FACETS:
            where, values = self._where(_own_filter_left_out(asked.filters, name))
            statement = f"SELECT {name}, count(*) FROM {source} WHERE 1{where} GROUP BY 1"
            counts[name] = dict(self._db.execute(statement, values).fetchall())
        where, values = self._where(asked.filters)
        statement = f"SELECT count(*) FROM {source} WHERE 1{where}"
        return Answer(self._db.execute(statement, values).fetchone()[0], ids, counts)

    def _where(self, filters: Mapping[str, str]) -> tuple[str, list[str | int]]:
        return "".join(f" AND item.{name} = ?" for name in filters), list(filters.values())


def _fts5(asked: Asked) -> str:
    joined = " OR " if asked.how == "any" else " AND "
    return joined.join(f'"{word}"{"*" * (asked.how == "prefix")}' for word in asked.words)


class Postgres:
    """PostgreSQL's tsvector under a GIN index; what matches is kept once and counted in sets."""

    name = "PostgreSQL"

    def __init__(self, url: str, records: Records) -> None:
        self._db = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self._db.execute("SET work_mem = '256MB'")
        # Helpers would do their work in processes of their own, which nobody counts.
        self._db.execute("SET max_parallel_workers_per_gather = 0")
        names = ", ".join(f"{name} text" for name in FACETS)
        self._db.execute(f"CREATE TABLE item (id text, date int, words tsvector, {names})")
        with self._db.cursor().copy("COPY item FROM STDIN") as copy:
            for record in records:
                words = _tsvector(record.texts)
                copy.write_row([record.id, record.year, words, *record.facets.values()])
        self._db.execute("CREATE INDEX ON item USING gin (words)")
        self._db.execute("VACUUM ANALYZE item")

    def close(self) -> None:
        """Leave the database."""
        self._db.close()

    def spent_s(self) -> float:
        """Give the CPU seconds of this process and of the one that serves it, which Linux tells."""
        served_by = Path(f"/proc/{self._db.info.backend_pid}/schedstat").read_text()
        return time.process_time() + int(served_by.split()[0]) / 1e9

    def search(self, asked: Asked) -> Answer | None:
        """Find, group and count."""
        if asked.how == "near":
            return None
        found, values = "TRUE", []
        order = "date DESC" if asked.sort else "id"
        if asked.how != "everything":
            found, values = "words @@ %s::tsquery", [_tsquery(asked)]
            if not asked.sort:
                order = "ts_rank('{0,.33,.66,1}', words, %s::tsquery) DESC"
        where, held = _narrowed(asked.filters)
        ranked = values if "%s" in order else []
        page = self._db.execute(
            f"SELECT id FROM item WHERE {found}{where} ORDER BY {order} LIMIT {_PAGE} OFFSET %s",
            [*values, *held, *ranked, asked.offset],
        )
        ids = tuple(name for (name,) in page.fetchall())
        names = list(FACETS) if asked.counted else []
        counts = self._counts(found, values, asked.filters, names)
        return Answer(counts.pop("")[""], ids, counts)

    def _counts(
        self, found: str, values: list[str], filters: Mapping[str, str], names: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        hit = f"SELECT {', '.join(FACETS)} FROM item WHERE {found}"
        free = [name for name in names if name not in filters]
        where, held = _narrowed(filters)
        parts, given = [_grouped(free, where)], [*values, *held]
        for name in filters if names else ():
            where, held = _narrowed(_own_filter_left_out(filters, name))
            parts.append(_grouped([name], where, total=False))
            given += held
        statement = f"WITH hit AS MATERIALIZED ({hit}) {' UNION ALL '.join(parts)}"
        counts: dict[str, dict[str, int]] = {name: {} for name in ("", *names)}
        for name, value, times in self._db.execute(statement, given):
            counts[name][value] = times
        return counts


def _narrowed(filters: Mapping[str, str]) -> tuple[str, list[str]]:
    return "".join(f" AND {name} = %s" for name in filters), list(filters.values())


def _grouped(names: Sequence[str], where: str, *, total: bool = True) -> str:
    sets = [*(f"({name})" for name in names), *(["()"] if total else [])]
    named = "".join(f" WHEN GROUPING({name}) = 0 THEN '{name}'" for name in names)
    label = f"CASE{named} ELSE '' END" if names else "''"
    value = f"COALESCE({', '.join([*names, repr('')])})" if names else "''"
    grouping = f" GROUP BY GROUPING SETS ({', '.join(sets)})" if names else ""
    return f"SELECT {label}, {value}, count(*) FROM hit WHERE TRUE{where}{grouping}"


def _tsvector(texts: Mapping[str, str]) -> str:
    """Write words with places and weights; PostgreSQL counts places up to 16,383."""
    at, found = 0, []
    for mark, words in zip("ABC", texts.values(), strict=True):
        for word in words.split():
            at += 1
            found.append(f"'{word.replace(chr(39), chr(39) * 2)}':{at}{mark}")
    return " ".join(found)


def _tsquery(asked: Asked) -> str:
    if asked.how == "phrase":
        return " <-> ".join(asked.words[0].split())
    joined = " | " if asked.how == "any" else " & "
    return joined.join(f"{word}{':*' * (asked.how == 'prefix')}" for word in asked.words)


class Tantivy(_WithinProcess):
    """Tantivy: fast fields, aggregations for the facets, one merged segment."""

    name = "tantivy"

    def __init__(self, folder: Path, records: Records) -> None:
        folder.mkdir()
        index = tantivy.Index(self._schema, path=str(folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", analyzer)
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for record in records:
            values = {name: [text] for name, text in (record.texts | record.facets).items()}
            writer.add_document(tantivy.Document(id=[record.id], date=record.year, **values))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    @cached_property
    def _schema(self) -> Any:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name, _ in CLASSES:
            builder.add_text_field(name, tokenizer_name="spaces")
        for name in FACETS:
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        builder.add_integer_field("date", fast=True)
        return builder.build()

    def search(self, asked: Asked) -> Answer | None:
        """Find, aggregate and count."""
        wanted = self._query(asked)
        ordered = {"order_by_field": "date", "order": tantivy.Order.Desc} if asked.sort else {}
        narrowed = self._narrowed(wanted, asked.filters)
        found = self._searcher.search(narrowed, _PAGE, offset=asked.offset, **ordered)
        ids = tuple(self._searcher.doc(address)["id"][0] for _, address in found.hits)
        counts = {}
        if asked.counted:
            free = [name for name in FACETS if name not in asked.filters]
            counts = self._counts(narrowed, free)
            for name in asked.filters:
                others = _own_filter_left_out(asked.filters, name)
                counts |= self._counts(self._narrowed(wanted, others), [name])
        return Answer(found.count, ids, counts)

    def _counts(self, wanted: Any, names: Sequence[str]) -> dict[str, dict[str, int]]:
        asked = {name: {"terms": {"field": name, "size": _VALUES}} for name in names}
        answer = self._searcher.aggregate(wanted, asked)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
            for name in names
        }

    def _narrowed(self, wanted: Any, filters: Mapping[str, str]) -> Any:
        held = [
            (Occur.Must, tantivy.Query.const_score_query(self._term(name, value), 0.0))
            for name, value in filters.items()
        ]
        return tantivy.Query.boolean_query([(Occur.Must, wanted), *held]) if held else wanted

    def _query(self, asked: Asked) -> Any:
        if asked.how == "everything":
            return tantivy.Query.all_query()
        occur = Occur.Should if asked.how == "any" else Occur.Must
        parts = [(occur, self._word(asked.how, word)) for word in asked.words]
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _word(self, how: str, word: str) -> Any:
        asks = {
            "phrase": lambda name: tantivy.Query.phrase_query(self._schema, name, word.split()),
            "prefix": lambda name: tantivy.Query.regex_query(self._schema, name, f"{word}.*"),
            "near": lambda name: tantivy.Query.fuzzy_term_query(self._schema, name, word),
        }
        made = asks.get(how, lambda name: self._term(name, word))
        return tantivy.Query.boolean_query(
            [
                (Occur.Should, tantivy.Query.boost_query(made(name), boost))
                for name, boost in CLASSES
            ]
        )

    def _term(self, name: str, value: str) -> Any:
        return tantivy.Query.term_query(self._schema, name, value)


@contextmanager
def rivals(
    folder: Path, documents: Iterable[Document], cluster: Cluster | None
) -> Iterator[list[Rival]]:
    """Build the other engines, yield them, and let them go."""
    records = Records(folder / "records.jsonl", documents)
    made: list[Rival] = [
        StockWhoosh(folder / "stock", records),
        Fts5(records),
        Tantivy(folder / "tantivy", records),
    ]
    if cluster is None:
        yield made
        return
    with cluster.database() as url:
        yield [*made, postgres := Postgres(url, records)]
        postgres.close()
