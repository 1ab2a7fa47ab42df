"""Time a save until the item is found: at 10,000 items, while readers search."""

import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.catalogue.saving import SYSTEM, Save, save
from archive.engines import Engines, open_engines
from archive.settings import Settings
from tests.load import report
from tests.load._archive import an_archive, an_item, fill, index_all
from tests.load._catalogue import Catalogue
from tests.load.report import Measured
from tests.load.start import served

ITEMS, SAVES, READERS = 10_000, 200, 4
BUDGET_S = 1.0
GIVE_UP_S = 30.0
ASK_EVERY_S = 0.02
_CATALOGUE = Catalogue()
_CONSONANTS, _VOWELS = "bdghklmnrtv", "aeiou"


def main(argv: list[str]) -> int:
    """Build an archive, serve it, let readers search and measure each save."""
    options = report.parser(__doc__)
    options.add_argument("--items", type=int, default=ITEMS)
    options.add_argument("--saves", type=int, default=SAVES)
    options.add_argument("--readers", type=int, default=READERS)
    options.add_argument("--pause", type=float, default=0.0, help="seconds a reader rests")
    options.add_argument("--kept", type=Path, help="a folder to build in, or built in before")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-save-") as name:
        data = chosen.kept or Path(name)
        built = _built(data, 0 if (data / "kho.db").exists() else chosen.items)
        with served(str(data)) as (_first_page_s, _server, address):
            with reading(address, chosen.readers, chosen.pause) as pages:
                engines = open_engines(Settings(data=data).completed())
                waits = [_one(engines, address, n) for n in range(chosen.saves)]
                engines.close()
            searches_s = pages()
    figures = [*built, *_of_saves(waits), *_of_searches(searches_s)]
    return report.report(figures, as_json=chosen.json)


def _built(data: Path, items: int) -> list[Measured]:
    engines = an_archive(data)
    filled_s = fill(engines, items) if items else 0.0
    indexed_s = index_all(engines)
    engines.close()
    if not items:
        return []
    return [
        Measured("save an item in bulk", filled_s / items * 1000, "ms", 20),
        Measured("index an item in bulk", indexed_s / items * 1000, "ms", 20),
    ]


def _one(engines: Engines, address: str, number: int) -> tuple[float, float]:
    """Save an item under a word that no other has; return the seconds to the answer and after."""
    chance = random.Random(number)
    word = "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(5))
    about = {"title": {"vi": [f"Ghi âm {word}"]}}
    record = an_item(_CATALOGUE, 1_000_000 + number).model_copy(update=about)
    began = time.perf_counter()
    saved = save(engines, Save(record, "measured"), by=SYSTEM)
    acknowledged = time.perf_counter()
    while not _is_found(address, word, saved.id):
        if time.perf_counter() - acknowledged > GIVE_UP_S:
            message = f"{saved.id} was not found within {GIVE_UP_S} s"
            raise SystemExit(message)
        time.sleep(ASK_EVERY_S)
    return acknowledged - began, time.perf_counter() - acknowledged


def _is_found(address: str, word: str, item_id: str) -> bool:
    found = _ask(f"{address}/api/v1/search?q={word}")
    return any(hit["id"] == item_id for hit in found["hits"]["hits"])


def _ask(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=GIVE_UP_S) as answer:
        return json.load(answer)


@contextmanager
def reading(address: str, readers: int, pause_s: float) -> Iterator[Any]:
    """Let processes search pages all the while; yields what returns their times at the end."""
    fork = multiprocessing.get_context("fork")
    stop, told = fork.Event(), fork.Queue()
    processes = [
        fork.Process(target=_read, args=(address, seed, pause_s, stop, told))
        for seed in range(readers)
    ]
    for process in processes:
        process.start()
    taken: list[float] = []
    try:
        yield lambda: taken
    finally:
        stop.set()
        for _ in processes:
            taken += told.get(timeout=GIVE_UP_S)
        for process in processes:
            process.join()


def _read(address: str, seed: int, pause_s: float, stop: Any, told: Any) -> None:
    chance, taken = random.Random(seed), []
    while not stop.is_set():
        words = urllib.parse.quote(chance.choice(_CATALOGUE.words[:2000]))
        began = time.perf_counter()
        with urllib.request.urlopen(f"{address}/search?q={words}", timeout=GIVE_UP_S) as answer:
            answer.read()
        taken.append(time.perf_counter() - began)
        stop.wait(pause_s)
    told.put(taken)


def _of_saves(waits: Sequence[tuple[float, float]]) -> list[Measured]:
    saving = [saved for saved, _ in waits]
    whole = [saved + waited for saved, waited in waits]
    return [
        Measured("save, median", statistics.median(saving), "s", BUDGET_S),
        Measured("save, p95", _p95(saving), "s", BUDGET_S),
        Measured("save until found, median", statistics.median(whole), "s", BUDGET_S),
        Measured("save until found, p95", _p95(whole), "s", BUDGET_S),
        Measured("save until found, longest", max(whole), "s", 2 * BUDGET_S),
    ]


def _of_searches(taken: Sequence[float]) -> list[Measured]:
    if not taken:
        return []
    sys.stderr.write(f"{len(taken)} pages of results were read meanwhile\n")
    return [Measured("a page of results meanwhile, p95", _p95(taken), "s", BUDGET_S)]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1] if len(values) > 1 else values[0]
