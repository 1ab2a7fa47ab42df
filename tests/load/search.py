"""Search: this engine beside stock Whoosh, SQLite FTS5, PostgreSQL and tantivy.

Questions are timed by the CPU that answers them, of all engines in turn, so that the ratios hold
on a machine that others use as well.
"""

import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from index import Batch, Document, Query, Results
from index.engines.whoosh.engine import WhooshIndex
from tests.load import report
from tests.load._catalogue import FACETS, Catalogue
from tests.load._rivals import Answer, Asked, Rival, folded, rivals
from tests.postgres import find_programs, running_cluster

REPEATS = 9
UPDATES = 100
MIX_S = 4.0
# How many times faster than whom, by kind of question; the words of the table that is printed.
WANTED = {
    "common term": {"stock Whoosh": 50.0},
    "6 facets": {"stock Whoosh": 100.0},
    "2 filters, 6 facets": {"stock Whoosh": 50.0, "SQLite FTS5": 20.0, "PostgreSQL": 20.0},
    "sort by date": {"stock Whoosh": 50.0},
}
# Tantivy is native code; nowhere is it to be more than this many times faster.
BESIDE_TANTIVY = 1 / 2.5
MIXED_BESIDE_TANTIVY = 0.5
SLOWEST_MS = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of question costs here and elsewhere: medians of CPU time, in ms."""

    what: str
    ours_ms: float
    others_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def missed(self) -> list[str]:
        """The engines beside which this is not as fast as wanted."""
        wanted = WANTED.get(self.what, {}) | {"tantivy": BESIDE_TANTIVY}
        return [
            f"{name} × {ms / self.ours_ms:.2g}, wanted {wanted[name]:.2g}"
            for name, ms in self.others_ms.items()
            if name in wanted and ms / self.ours_ms < wanted[name]
        ]


@dataclass(frozen=True, slots=True)
class Run:
    """One way of asking, and the CPU seconds that its engine has spent so far."""

    ask: Callable[[], object]
    spent_s: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its limit: the most that it may be, or with `at_least` the least."""

    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether the limit is kept."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


class DifferentAnswerError(Exception):
    """Two engines answer the same question differently, so their times tell nothing."""

    def __init__(self, what: str, ours: int, name: str, theirs: int) -> None:
        super().__init__(f"{what}: {ours} here, {theirs} in {name}")


def main(argv: list[str]) -> int:
    """Measure, and tell."""
    parser = report.parser(__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="number of records")
    parser.add_argument("--alone", action="store_true", help="leave the other engines out")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-search-") as name:
        bench = _Bench(Path(name), options.size)
        facts = bench.facts()
        with _others(Path(name), bench, alone=options.alone) as others:
            rows, mixed = bench.rows(others), bench.mixed(others)
    slowest = Fact("slowest kind of question, p95 ms", bench.slowest_ms, SLOWEST_MS)
    return _tell(
        rows, [*facts, *mixed, *([slowest] if options.size >= 1_000_000 else [])], options.json
    )


@contextlib.contextmanager
def _others(folder: Path, bench: "_Bench", *, alone: bool) -> Iterator[list[Rival]]:
    if alone:
        yield []
        return
    with contextlib.ExitStack() as stack:
        programs = find_programs()
        cluster = programs and stack.enter_context(
            running_cluster(programs, shared_buffers="512MB", effective_cache_size="4GB")
        )
        yield stack.enter_context(rivals(folder, bench.documents(), cluster))


def _tell(rows: Sequence[Row], facts: Sequence[Fact], as_json: bool) -> int:
    missed = [f"{row.what}: {one}" for row in rows for one in row.missed]
    missed += [f"{fact.what}: {fact.value:.1f}" for fact in facts if not fact.is_enough]
    if as_json:
        told = {"rows": [*map(asdict, rows)], "facts": [*map(asdict, facts)], "missed": missed}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return int(bool(missed))
    for row in rows:
        beside = [f"{name} × {ms / row.ours_ms:.3g}" for name, ms in row.others_ms.items()]
        sys.stdout.write(f"{row.what:22} {row.ours_ms:8.2f} ms   {'   '.join(beside)}\n")
    for fact in facts:
        side = "at least" if fact.at_least else "at most"
        sys.stdout.write(f"{fact.what:50} {fact.value:10.1f}   {side} {fact.limit:g}\n")
    for one in missed:
        sys.stdout.write(f"MISSED  {one}\n")
    return int(bool(missed))


class _Bench:
    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self._size = size
        self._catalogue = Catalogue()
        self._facts: list[Fact] = []
        self._ours = self._built()
        self.slowest_ms = 0.0

    def documents(self) -> Iterator[Document]:
        """Give all documents anew."""
        return self._catalogue.documents(self._size)

    def _built(self) -> WhooshIndex:
        built = WhooshIndex(self._folder / "ours")
        making = self._size * _cost_of_a_document_s(self._catalogue)
        began = time.process_time()
        built.rebuild(self.documents(), 1)
        spent = time.process_time() - began - making
        files = (path for path in (self._folder / "ours").rglob("*") if path.is_file())
        share = self._size / 100_000
        stored_mb = sum(path.stat().st_size for path in files) / 1e6
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self._facts = [
            Fact("records built in a CPU second", self._size / spent, 1_000, at_least=True),
            Fact("size on disk, MB", stored_mb, 250 * max(1.0, share)),
            Fact("peak of the building process, MB", peak_mb, 600 * max(1.0, share)),
        ]
        return built

    def questions(self) -> dict[str, Asked]:
        """Give one question of each kind."""
        words = self._catalogue.words
        common, three = (words[0],), (words[1], words[2], words[900].split()[0])
        two = {"kind": "kind-0", "people": "people-0"}
        return {
            "common term": Asked(common),
            "6 facets": Asked(common, counted=True),
            "2 filters, 6 facets": Asked(common, filters=two, counted=True),
            "sort by date": Asked(common, sort="date"),
            "rare term": Asked((words[20_000].split()[0],)),
            "three words, all": Asked(three),
            "three words, any": Asked(three, "any"),
            "phrase": Asked((words[60],), "phrase"),
            "prefix": Asked(("kh",), "prefix"),
            "one letter wrong": Asked(("khuang",), "near"),
            "everything, 6 facets": Asked(how="everything", counted=True),
            "page 500": Asked(common, offset=10_000),
        }

    def rows(self, others: Sequence[Rival]) -> list[Row]:
        """Measure each kind of question, of all engines in turn."""
        return [self._row(what, asked, others) for what, asked in self.questions().items()]

    def _row(self, what: str, asked: Asked, others: Sequence[Rival]) -> Row:
        query, theirs = _query(asked), _foldings(asked)
        ours = self._ours.search(query)
        asking = [other for other in others if self._answers(what, asked, ours, other)]
        runs = [Run(partial(self._ours.search, query), time.process_time)]
        runs += [Run(partial(other.search, theirs), other.spent_s) for other in asking]
        spent, *theirs_ms = _times_ms(runs)
        self.slowest_ms = max(self.slowest_ms, spent[int(len(spent) * 0.95)])
        medians = map(statistics.median, theirs_ms)
        names = (other.name for other in asking)
        return Row(what, statistics.median(spent), dict(zip(names, medians, strict=True)))

    def _answers(self, what: str, asked: Asked, ours: Results, other: Rival) -> bool:
        """Say whether an engine knows this kind of question; if it does, it answers alike."""
        answer = other.search(_foldings(asked))
        if answer is not None:
            _compare(what, asked, ours, other.name, answer)
        return answer is not None

    def mixed(self, others: Sequence[Rival]) -> list[Fact]:
        """Ask every kind in turn for some seconds, here and of tantivy."""
        kinds = list(self.questions().values())
        beside = next((other for other in others if other.name == "tantivy"), None)
        if beside is None:
            return []
        ours = _a_second([partial(self._ours.search, _query(each)) for each in kinds])
        theirs = _a_second([partial(beside.search, _foldings(each)) for each in kinds])
        what = f"mixed questions, % of tantivy's {theirs:.0f} a second"
        return [Fact(what, 100 * ours / theirs, 100 * MIXED_BESIDE_TANTIVY, at_least=True)]

    def facts(self) -> list[Fact]:
        """Give the figures of building, and of updates seen by another process."""
        waits = sorted(_waits_ms(self._folder / "ours", self._ours, self._catalogue, self._size))
        seen = "update until another process sees it"
        return [
            *self._facts,
            Fact(f"{seen}, p50 ms", waits[len(waits) // 2], 50),
            Fact(f"{seen}, p95 ms", waits[int(len(waits) * 0.95)], 300),
        ]


def _query(asked: Asked) -> Query:
    return Query(
        _text(asked),
        filters={name: (value,) for name, value in asked.filters.items()},
        facets=FACETS if asked.counted else (),
        years=False,  # nobody else is asked to count them
        sort="-date" if asked.sort else "relevance",
        offset=asked.offset,
    )


def _text(asked: Asked) -> str:
    match asked.how:
        case "everything":
            return ""
        case "phrase":
            return f'"{asked.words[0]}"'
        case "any":
            return " OR ".join(asked.words)
        case how:
            return " ".join(
                word + {"prefix": "*", "near": "~"}.get(how, "") for word in asked.words
            )


def _foldings(asked: Asked) -> Asked:
    words = tuple(folded((("", word),)) for word in asked.words)
    return Asked(words, asked.how, asked.filters, asked.counted, asked.sort, asked.offset)


def _compare(what: str, asked: Asked, ours: Results, name: str, theirs: Answer) -> None:
    """Refuse to time engines that do not answer alike; what is near is a matter of taste."""
    if asked.how == "near":
        return
    counts = {facet: {c.value: c.count for c in each} for facet, each in ours.facets.items()}
    if (ours.total, counts) != (theirs.total, dict(theirs.counts)):
        raise DifferentAnswerError(what, ours.total, name, theirs.total)


def _cost_of_a_document_s(catalogue: Catalogue) -> float:
    """Time the making of documents, which the building of an index is not to be charged with."""
    sample = 2_000
    began = time.process_time()
    for number in range(sample):
        catalogue.document(number)
    return (time.process_time() - began) / sample


def _times_ms(runs: Sequence[Run]) -> list[list[float]]:
    """Give how long each takes, asked in turn; the first time, which fills caches, not counted."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(REPEATS + 1):
        for run, spent in zip(runs, times, strict=True):
            began = run.spent_s()
            run.ask()
            spent.append((run.spent_s() - began) * 1000)
    return [sorted(spent[1:]) for spent in times]


def _a_second(runs: Sequence[Callable[[], object]]) -> float:
    """Give how many are done in a CPU second, all kinds alike often."""
    began, done = time.process_time(), 0
    while time.process_time() - began < MIX_S:
        for run in runs:
            run()
        done += len(runs)
    return done / (time.process_time() - began)


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
