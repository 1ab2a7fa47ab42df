"""Time the storage of record: saves, bulk writes, reading and verifying."""

import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from media import open_repository
from media.ocfl import Repository
from tests.load.report import Measured, parser, report

SAVED, IN_BULK, BIG_MIB = 60, 2000, 512
ABOUT: dict[str, Any] = {
    "message": "measured",
    "user": ("bench", "mailto:bench@example.org"),
    "created": datetime(2026, 1, 1, tzinfo=UTC),
}


def main(argv: list[str]) -> int:
    """Measure a store on the disk of the temporary folder."""
    options = parser(__doc__)
    options.add_argument("--folder", help="measure the disk of this folder")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-store-", dir=chosen.folder) as name:
        repository = open_repository(Path(name, "store"), Path(name))
        figures = [*_writing(repository), *_reading(repository), *_streaming(repository)]
    return report(figures, as_json=chosen.json)


def _writing(repository: Repository) -> list[Measured]:
    def save_again(number: int) -> None:
        repository.new_version(f"item:{number}", add={"record.json": b"{}"}, **ABOUT)

    def in_bulk() -> None:
        with repository.bulk() as batch:
            for number in range(IN_BULK):
                _create(batch, SAVED + number)

    return [
        _each("create an object", SAVED, 60, lambda number: _create(repository, number)),
        _each("add a version", SAVED, 60, save_again),
        Measured("create an object in bulk", _ms(in_bulk) / IN_BULK, "ms", 6),
    ]


def _create(repository: Repository, number: int) -> None:
    record = json.dumps({"id": number, "title": {"vi": ["Bản ghi mẫu"]}, "text": "x" * 1000})
    master = repository.stage(io.BytesIO(os.urandom(4096)))
    files = {"record.json": record.encode(), "masters/1/a.jpg": master}
    repository.create(f"item:{number}", files, **ABOUT)


def _reading(repository: Repository) -> list[Measured]:
    def of(question: Callable[[str], object]) -> Callable[[int], object]:
        return lambda number: question(f"item:{number}")

    return [
        _each("read a head", IN_BULK, 1, of(repository.head)),
        _each("read a record", IN_BULK, 1, of(lambda one: repository.read(one, "record.json"))),
        _each("verify a small object", IN_BULK, 5, of(repository.verify)),
    ]


def _streaming(repository: Repository) -> list[Measured]:
    def stage_and_create() -> None:
        files = {"masters/1/film.mp4": repository.stage(_Film(BIG_MIB))}
        repository.create("item:big", files, **ABOUT)

    return [
        Measured("take in a mebibyte", _ms(stage_and_create) / BIG_MIB, "ms", 20),
        Measured(
            "verify a mebibyte", _ms(lambda: repository.verify("item:big")) / BIG_MIB, "ms", 10
        ),
    ]


class _Film:
    """Give so many mebibytes without holding them."""

    def __init__(self, blocks: int) -> None:
        self.left, self.block = blocks, os.urandom(1 << 20)

    def read(self, _size: int = -1, /) -> bytes:
        self.left -= 1
        return self.block if self.left >= 0 else b""


def _each(what: str, count: int, budget_ms: float, work: Callable[[int], object]) -> Measured:
    taken_ms = _ms(lambda: [work(number) for number in range(count)])
    return Measured(what, taken_ms / count, "ms", budget_ms)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
