"""Search: this engine beside stock Whoosh and SQLite FTS5 on a made-up catalogue."""

import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh import columns, fields, query, sorting
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.index import create_in

from index import Batch, Query
from index.analysis import prepare, tokens
from index.engines.whoosh.engine import WhooshIndex
from tests.load import report
from tests.load._catalogue import FACETS, Catalogue

REPEATS = 7
UPDATES = 100
CLASSES = (("titles", 3.0), ("names", 2.0), ("text", 1.0))


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of query costs here and elsewhere, in milliseconds of CPU."""

    what: str
    ours_ms: float
    stock_ms: float | None = None
    fts5_ms: float | None = None
    stock_ratio_wanted: float | None = None
    fts5_ratio_wanted: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether every ratio wanted is reached."""
        pairs = (
            (self.stock_ms, self.stock_ratio_wanted),
            (self.fts5_ms, self.fts5_ratio_wanted),
        )
        return all(
            other is None or wanted is None or other / self.ours_ms >= wanted
            for other, wanted in pairs
        )


def main(argv: list[str]) -> int:
    """Measure, and tell."""
    parser = report.parser(__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="number of records")
    parser.add_argument("--alone", action="store_true", help="leave the other engines out")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-search-") as folder:
        bench = _Bench(Path(folder), options.size, alone=options.alone)
        rows, facts = bench.rows(), bench.facts()
    _tell(rows, facts, as_json=options.json)
    return int(not all(row.is_enough for row in rows))


def _tell(rows: list[Row], facts: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        told = {"rows": [asdict(row) for row in rows], "facts": facts}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    for row in rows:
        others = (("stock Whoosh", row.stock_ms), ("FTS5", row.fts5_ms))
        beside = [f"{name} × {ms / row.ours_ms:.0f}" for name, ms in others if ms is not None]
        sys.stdout.write(f"{row.what:28} {row.ours_ms:8.2f} ms   {'   '.join(beside)}\n")
    for what, value in facts.items():
        sys.stdout.write(f"{what:44} {value:10.1f}\n")


class _Bench:
    def __init__(self, folder: Path, size: int, *, alone: bool) -> None:
        self._folder = folder
        self._size = size
        self._catalogue = Catalogue()
        self._common = self._catalogue.words[0]
        self._facts: dict[str, float] = {}
        self._ours = self._built()
        self._stock = None if alone else _Stock(folder / "stock", self._catalogue, size)
        self._fts5 = None if alone else _Fts5(self._catalogue, size)

    def _built(self) -> WhooshIndex:
        built = WhooshIndex(self._folder / "ours")
        making = self._size * _cost_of_a_document_s(self._catalogue)
        began = time.process_time()
        built.rebuild(self._catalogue.documents(self._size), 1)
        spent = time.process_time() - began - making
        files = (path for path in (self._folder / "ours").rglob("*") if path.is_file())
        self._facts = {
            "records built in a CPU second": self._size / spent,
            "size on disk, MB": sum(path.stat().st_size for path in files) / 1e6,
            "peak of the building process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            / 1024,
        }
        return built

    def rows(self) -> list[Row]:
        """Measure each kind of query."""
        common, two = self._common, {"kind": ("kind-0",), "people": ("people-0",)}
        rows = [
            self._row("common term", Query(common), (common, {}, False, ""), (50, None)),
            self._row(
                "6 facets", Query(common, facets=FACETS), (common, {}, True, ""), (100, None)
            ),
            self._row(
                "2 filters, 6 facets",
                Query(common, facets=FACETS, filters=two),
                (common, two, True, ""),
                (50, 20),
            ),
            self._row(
                "sort by date", Query(common, sort="-date"), (common, {}, False, "date"), (50, None)
            ),
        ]
        return rows + [Row(what, self._cpu_ms(query)) for what, query in self._alone()]

    def _alone(self) -> list[tuple[str, Query]]:
        words = self._catalogue.words
        return [
            ("rare words", Query(words[20_000])),
            ("three words", Query(f"{words[1]} {words[2]} {words[900]}")),
            ("phrase", Query(f'"{words[60]}"')),
            ("prefix", Query("kh*")),
            ("wildcard", Query("k*ng*")),
            ("fuzzy", Query("khuangx~")),
            ("everything, 6 facets", Query(facets=FACETS)),
            ("sort by title", Query(words[0], sort="title")),
            ("page 500", Query(words[0], offset=10_000)),
        ]

    def _row(
        self,
        what: str,
        ours: Query,
        theirs: tuple[str, dict[str, tuple[str, ...]], bool, str],
        wanted: tuple[float | None, float | None],
    ) -> Row:
        stock, fts5 = self._stock, self._fts5
        return Row(
            what,
            self._cpu_ms(ours),
            _median_ms(lambda: stock.search(*theirs)) if stock else None,
            _median_ms(lambda: fts5.search(*theirs)) if fts5 else None,
            *wanted,
        )

    def _cpu_ms(self, asked: Query) -> float:
        return _median_ms(lambda: self._ours.search(asked))

    def facts(self) -> dict[str, float]:
        """Give the figures of building, and of updates seen by another process."""
        waits = sorted(_waits_ms(self._folder / "ours", self._ours, self._catalogue, self._size))
        self._facts["update until another process sees it, p50 ms"] = waits[len(waits) // 2]
        self._facts["update until another process sees it, p95 ms"] = waits[int(len(waits) * 0.95)]
        return self._facts


def _cost_of_a_document_s(catalogue: Catalogue) -> float:
    """Time the making of documents, which the building of an index is not to be charged with."""
    sample = 2_000
    began = time.process_time()
    for number in range(sample):
        catalogue.document(number)
    return (time.process_time() - began) / sample


def _median_ms(run: Callable[[], object]) -> float:
    run()
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        run()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


WATCHER = """
import sys, time
from pathlib import Path
from index import Query
from index.engines.whoosh.engine import WhooshIndex
index, seq, end = WhooshIndex(Path(sys.argv[1])), 1, time.time() + 120
print("ready", flush=True)
while seq < int(sys.argv[2]) and time.time() < end:
    now = index.search(Query("khăn", limit=1)) and index.applied_seq
    if now > seq:
        seq = now
        print(seq, time.time(), flush=True)
"""


def _waits_ms(folder: Path, index: WhooshIndex, catalogue: Catalogue, size: int) -> list[float]:
    """Time from the change to its being seen by another process that searches all the while."""
    command = [sys.executable, "-c", WATCHER, str(folder), str(UPDATES)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as watcher:
        lines = watcher.stdout
        if lines is None:
            return [0.0]
        lines.readline()
        began = {}
        for seq in range(2, UPDATES + 1):
            began[seq] = time.time()
            index.apply(Batch([catalogue.document(seq * 7 % size)], seq=seq))
        seen = [line.split() for line in lines]
    return [(float(when) - began[int(seq)]) * 1000 for seq, when in seen] or [float("nan")]


def _folded(texts: tuple[tuple[str, str], ...]) -> str:
    return " ".join(token.folded for _, text in texts for token in tokens(prepare(text)))


class _Stock:
    """Whoosh as its manual uses it: sortable columns, grouped facets, a kept searcher."""

    def __init__(self, folder: Path, catalogue: Catalogue, size: int) -> None:
        folder.mkdir()
        text = {name: fields.TEXT(SpaceSeparatedTokenizer()) for name, _ in CLASSES}
        facets = {name: fields.ID(sortable=columns.RefBytesColumn()) for name in FACETS}
        schema = fields.Schema(
            id=fields.ID(stored=True), date=fields.NUMERIC(sortable=True), **text, **facets
        )
        index = create_in(str(folder), schema)
        writer = index.writer(limitmb=512)
        for document in catalogue.documents(size):
            values = {name: _folded(getattr(document, name)) for name, _ in CLASSES}
            borne = {name: document.facets[name][0] for name in FACETS}
            writer.add_document(id=document.id, date=document.year_from, **values, **borne)
        writer.commit(optimize=True)
        self._searcher = index.searcher()

    def search(
        self,
        text: str,
        filters: dict[str, tuple[str, ...]],
        counted: bool,
        sort: str,
    ) -> int:
        """Find, group and count."""
        word = _folded((("", text),))
        wanted = query.Or([query.Term(name, word, boost=boost) for name, boost in CLASSES])
        narrowed = [query.Term(name, values[0]) for name, values in filters.items()]
        groups = sorting.Facets()
        for name in FACETS:
            groups.add_facet(name, sorting.FieldFacet(name, maptype=sorting.Count))
        results = self._searcher.search(
            wanted,
            limit=20,
            filter=query.And(narrowed) if narrowed else None,
            groupedby=groups if counted else None,
            sortedby=sorting.FieldFacet(sort, reverse=True) if sort else None,
        )
        ids = [results[at]["id"] for at in range(min(20, results.scored_length()))]
        return (
            len(results) + sum(len(results.groups(name)) for name in FACETS if counted) + len(ids)
        )


class _Fts5:
    """SQLite's FTS5 with facets counted by GROUP BY."""

    def __init__(self, catalogue: Catalogue, size: int) -> None:
        self._db = sqlite3.connect(":memory:")
        names = ", ".join(FACETS)
        self._db.execute("CREATE VIRTUAL TABLE words USING fts5(titles, names, text, content='')")
        self._db.execute(f"CREATE TABLE item (id INTEGER PRIMARY KEY, date INTEGER, {names})")
        for number, document in enumerate(catalogue.documents(size)):
            texts = [_folded(getattr(document, name)) for name, _ in CLASSES]
            self._db.execute(
                "INSERT INTO words(rowid, titles, names, text) VALUES (?,?,?,?)", (number, *texts)
            )
            borne = [document.facets[name][0] for name in FACETS]
            marks = ",".join("?" * (2 + len(borne)))
            self._db.execute(
                f"INSERT INTO item VALUES ({marks})", (number, document.year_from, *borne)
            )

    def search(
        self,
        text: str,
        filters: dict[str, tuple[str, ...]],
        counted: bool,
        sort: str,
    ) -> int:
        """Find, join and count."""
        word = _folded((("", text),))
        where = "".join(f" AND item.{name} = '{values[0]}'" for name, values in filters.items())
        found = f"FROM words JOIN item ON item.id = words.rowid WHERE words MATCH '{word}'{where}"
        order = "item.date DESC" if sort else "bm25(words, 3, 2, 1)"
        rows = self._db.execute(f"SELECT item.id {found} ORDER BY {order} LIMIT 20").fetchall()
        total = self._db.execute(f"SELECT count(*) {found}").fetchone()[0]
        for name in FACETS if counted else ():
            self._db.execute(f"SELECT item.{name}, count(*) {found} GROUP BY 1").fetchall()
        return int(total) + len(rows)
