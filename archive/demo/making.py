"""Make the demonstration: accounts, people, and items with files that are drawn at once."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import renditions
from archive.catalogue.files.originals import captions_of, masters_of, original_of
from archive.catalogue.models import ROWS
from archive.catalogue.prefill import Matches, prefilled
from archive.catalogue.saving import Actor, Save, save_many
from archive.db import now
from archive.demo.accounts import ACTOR, Account, demo_accounts
from archive.demo.items import DemoItem, alt_of, demo_items, orders_of, record_of_item
from archive.demo.keys import demo_id
from archive.demo.order import Detail, Order
from archive.demo.people import around_records
from archive.demo.rounds import rounds_of
from archive.demo.workshop import make
from archive.engines import Engines
from archive.preserve.reconcile import reconcile
from archive.records import FileRecord, Record
from media.errors import FileRefusedError
from media.storage import StagedFile
from media.values import Description, Kind

MESSAGE = "Tư liệu minh họa"
_BY = Actor(ACTOR)
_AT_ONCE = 12
_PROCESSES = 2
_HEAVY = {"video": 0, "sound": 1, "paper": 2}
# What a file says about itself is marked as such only where the record says the same.
_FROM_FILE = {"title", "date", "gps"}
Progress = Callable[[int], None]
Masters = dict[str, StagedFile | bytes]


def make_demonstration(
    engines: Engines,
    progress: Progress | None = None,
    detail: Detail | None = None,
    only: Collection[str] = (),
) -> list[Account]:
    """Add what is missing of the demonstration; return (username, password, role) to sign in with.

    A second run adds nothing: identifiers are fixed, and what is there is left alone. Renditions
    follow by tasks; small pictures of the newest items are made at once.

    Args:
        engines: Those of the archive, which is set up.
        progress: Is told how many items are made.
        detail: How large and long the files are to be.
        only: The keys of the items to make, where not all are wanted.
    """
    detail = detail or Detail()
    reconcile(engines)  # a run that was cut off may have left objects without rows
    accounts = demo_accounts(engines)
    around = [Save(record, MESSAGE) for record in _missing(engines, around_records())]
    save_many(engines, around, by=_BY)
    items = _missing_items(engines, only)
    if items:
        _make_items(engines, items, detail, progress or (lambda _done: None))
        _make_previews(engines, items, detail.previews_s)
    return accounts


def _missing(engines: Engines, records: Iterable[Record]) -> list[Record]:
    with engines.db.reading() as session:
        return [one for one in records if session.get(ROWS[one.type], one.id) is None]


def _missing_items(engines: Engines, only: Collection[str]) -> list[DemoItem]:
    wanted = [item for item in demo_items() if not only or item.key in only]
    with engines.db.reading() as session:
        return [item for item in wanted if session.get(ROWS["item"], item.id) is None]


def _make_items(
    engines: Engines, items: Sequence[DemoItem], detail: Detail, progress: Progress
) -> None:
    """Draw in processes of their own, and save a dozen items at a time."""
    engines.cache.mkdir(parents=True, exist_ok=True)
    done = 0
    with tempfile.TemporaryDirectory(dir=engines.cache, prefix="demo-") as folder:
        for group in _groups(_drawn(items, detail, folder)):
            save_many(engines, [_save(engines, item, files) for item, files in group], by=_BY)
            done += len(group)
            progress(done)


def _drawn(
    items: Sequence[DemoItem], detail: Detail, folder: str
) -> Iterator[tuple[DemoItem, list[tuple[Order, Path]]]]:
    """Yield items with their files, what takes long having been begun first."""
    orders = {item.key: orders_of(item, detail) for item in items}
    every = [order for item in items for order in orders[item.key]]
    every.sort(key=lambda order: _HEAVY.get(order.maker, len(_HEAVY)))
    # Spawned, since a forked child would inherit the locks of this process's threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, mp_context=context) as pool:
        futures: dict[str, Future[str]] = {
            order.name: pool.submit(make, order, folder) for order in every
        }
        for item in items:
            made = [(order, Path(futures[order.name].result())) for order in orders[item.key]]
            yield item, made


def _groups(
    drawn: Iterable[tuple[DemoItem, list[tuple[Order, Path]]]],
) -> Iterator[list[tuple[DemoItem, list[tuple[Order, Path]]]]]:
    group: list[tuple[DemoItem, list[tuple[Order, Path]]]] = []
    for one in drawn:
        group.append(one)
        if len(group) >= _AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def _save(engines: Engines, item: DemoItem, files: Sequence[tuple[Order, Path]]) -> Save:
    """Return the save of an item whose files are staged and described as all that comes in."""
    records: list[FileRecord] = []
    masters: Masters = {}
    from_file: dict[str, str] = {}
    for order, path in files:
        file, added, said = _taken(engines, item, order, path)
        records.append(file)
        masters |= added
        from_file = from_file or said
    record = record_of_item(item, records, from_file, now().replace(microsecond=0))

    def after(session: Session, _saved: Record) -> None:
        for file in records:
            renditions.enqueue(session, file.id, file.kind)

    return Save(record, MESSAGE, masters=masters, after=after)


def _taken(
    engines: Engines, item: DemoItem, order: Order, path: Path
) -> tuple[FileRecord, Masters, dict[str, str]]:
    with path.open("rb") as file:
        staged = engines.repository.stage(file)
    path.unlink()
    found: Description = engines.sandbox.describe(staged.path, order.name)
    identifier = demo_id(f"file:{order.name}")
    if found.kind is Kind.CAPTIONS:
        record = captions_of(found, staged, order.name, order.motif.partition(":")[0])
        record = record.model_copy(update={"id": identifier})
        return record, dict(masters_of(record, staged, found)), {}
    record = original_of(found, staged, order.name, id=identifier, alt=alt_of(order))
    if item.plan and found.kind is Kind.VIDEO:
        record = record.model_copy(update={"tiers": (rounds_of(order, item.plan),)})
    return record, dict(masters_of(record, staged, found)), _from_file(item, found, order)


def _from_file(item: DemoItem, found: Description, order: Order) -> dict[str, str]:
    said: dict[str, str] = prefilled(found, order.name, Matches())["from_file"]
    is_same = {"title": item.vi == found.title, "date": bool(order.said.captured), "gps": True}
    return {key: text for key, text in said.items() if key in _FROM_FILE and is_same[key]}


def _make_previews(engines: Engines, items: Sequence[DemoItem], most_s: float) -> None:
    """Make the small pictures of the newest items, for as long as somebody waits gladly."""
    until = time.monotonic() + most_s
    names = [orders[0].name for item in items if (orders := orders_of(item, Detail()))]

    def preview(name: str) -> None:
        if time.monotonic() > until:
            return
        arguments = {"file": demo_id(f"file:{name}"), "part": renditions.PREVIEWS}
        try:
            renditions.make(engines, arguments, lambda _percent: None)
        except FileRefusedError:
            return  # the task that is waiting tries again and says why

    with ThreadPoolExecutor(_PROCESSES) as pool:
        list(pool.map(preview, names))
