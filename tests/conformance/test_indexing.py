"""The indexer of an archive: the index is a cache of SQL, searched while it repairs itself."""

import logging
import os
import threading

import pytest
from click.testing import CliRunner

from archive.catalogue.saving import SYSTEM, Save, save
from archive.cli import main
from archive.engines import open_engines
from archive.indexing import indexer, queries
from archive.indexing.indexer import index_once
from archive.records import Link, Name, NameStatus
from index import Batch, Query
from index.values import State
from tests.conformance.test_index_damage import FILES, deleted, flipped, halved
from tests.makers import an_element, an_item, stored
from tests.makers_index import a_document


@pytest.fixture
def three_items(engines):
    """Three items that are to be found, in two segments."""
    first, second = an_item("Xòe vòng"), an_item("Xòe khăn")
    stored(engines, first, second, find=True)
    third = an_item("Xòe nón")
    stored(engines, third, find=True)
    return first, second, third


def found(engines, text="xòe"):
    return engines.index.search(Query(text)).total


def differences(engines):
    return {(each.kind, each.id) for each in engines.index.check(indexer.expected(engines))}


@pytest.mark.parametrize("harm", [halved, flipped, deleted])
@pytest.mark.parametrize("pattern", FILES)
def test_harm_to_any_file_is_repaired_by_the_running_indexer(engines, three_items, pattern, harm):
    folder = engines.settings.data / "index"
    harm(min(folder.glob(pattern)))
    harmed = engines.index.search(Query("xòe")).state

    worked = index_once(engines)

    assert (harmed, worked, engines.index.state) == (State.DEGRADED, True, State.OK)
    assert (found(engines), differences(engines), index_once(engines)) == (3, set(), False)


def test_page_and_api_answer_from_a_damaged_index_and_say_so(engines, client, three_items):
    sound = client.get("/search?q=xoe").text, client.get("/api/v1/search?q=xoe").json["state"]
    next((engines.settings.data / "index" / "0001").glob("*.toc")).write_bytes(b"")

    page, answer = client.get("/search?q=xoe"), client.get("/api/v1/search?q=xoe")

    assert "đang được sửa" not in sound[0]
    assert sound[1] == "ok"
    assert (page.status_code, answer.status_code) == (200, 200)
    assert "đang được sửa" in page.text
    assert answer.json["state"] == "degraded"


def test_an_index_of_another_archive_is_replaced(engines, three_items):
    engines.index.apply(Batch([a_document("item:of-another")], seq=10_000))

    worked = index_once(engines)

    with engines.db.reading() as session:
        assert engines.index.applied_seq == queries.last_seq(session)
    assert (worked, differences(engines)) == (True, set())


def test_a_gap_in_the_sequence_is_closed_by_building_anew(engines, three_items, caplog):
    engines.index.rebuild([], 1)
    with engines.db.writing() as session:
        for change in queries.changes_after(session, 1, 1):
            session.delete(change)

    with caplog.at_level(logging.WARNING):
        index_once(engines)

    assert "the index is rebuilt: the index stands at 1, the batch follows 2" in caplog.text
    assert differences(engines) == set()


def test_a_lost_index_of_many_changes_is_built_at_once(engines, three_items, monkeypatch):
    monkeypatch.setattr(indexer, "BATCH", 2)
    engines.index.rebuild([], 0)

    index_once(engines)

    assert (found(engines), differences(engines)) == (3, set())


@pytest.mark.parametrize("version", ["ANALYSIS_VERSION", "FORMAT_VERSION"])
def test_an_index_of_another_version_is_built_anew(engines, three_items, monkeypatch, version):
    monkeypatch.setattr(f"index.engines.whoosh.toc.{version}", 99)
    updated = open_engines(engines.settings)

    state = updated.index.state
    index_once(updated)

    assert (state, updated.index.state, found(updated)) == (State.DEGRADED, State.OK, 3)
    updated.close()


def test_the_check_says_what_is_missing_surplus_and_stale(engines, three_items):
    first, second, _ = three_items
    seq = engines.index.applied_seq
    stale = a_document(f"item:{second.id}", "Tên khác")
    engines.index.apply(Batch([stale, a_document("item:extra")], [f"item:{first.id}"], seq))

    assert differences(engines) == {
        ("missing", f"item:{first.id}"),
        ("stale", f"item:{second.id}"),
        ("surplus", "item:extra"),
    }


def test_reindex_checks_tells_its_progress_and_repairs(engines, three_items):
    first = three_items[0]
    engines.index.apply(Batch([], [f"item:{first.id}"], engines.index.applied_seq))
    about = {"KHO_DATA": str(engines.settings.data), "KHO_SECRET_KEY": "tests only"}
    run = CliRunner(env=about).invoke

    checked, made, again = (
        run(main, words) for words in (["reindex", "--check"], ["reindex"], ["reindex", "--check"])
    )

    assert (checked.exit_code, checked.stdout) == (1, f"missing\titem:{first.id}\n")
    assert (made.exit_code, again.exit_code, again.stdout) == (0, 0, "")
    assert "3/3, 0 s" in made.stderr
    assert found(engines) == 3


def test_searches_in_another_thread_go_on_while_the_archive_is_indexed_anew(
    engines, three_items, is_long
):
    totals, done = [], threading.Event()

    def search():
        while not done.is_set():
            totals.append(found(engines))

    thread = threading.Thread(target=search)
    thread.start()
    for _ in range(100 if is_long else 8):
        indexer.rebuild(engines)
    done.set()
    thread.join()

    assert set(totals) == {3}


# Python 3.12 warns of a fork beside threads; the child here starts none.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_another_process_searches_on_through_rebuilds(engines, three_items, is_long):
    told, tell = os.pipe()
    stopped, stop = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(stop)
            os.write(tell, _searched_until_closed(engines, stopped))
        finally:
            os._exit(0)
    os.close(tell)

    for _ in range(200 if is_long else 15):
        indexer.rebuild(engines)
    os.close(stop)
    os.waitpid(child, 0)

    with os.fdopen(told) as lines:
        searches, wrong = map(int, lines.read().split())
    assert searches > 5
    assert wrong == 0


def _searched_until_closed(engines, stopped):
    """Search until the other end of a pipe is closed; say how often, and how often amiss."""
    os.set_blocking(stopped, False)
    searches = wrong = 0
    while True:
        answer = engines.index.search(Query("xòe"))
        searches += 1
        wrong += (answer.total, answer.state) != (3, State.OK)
        try:
            if os.read(stopped, 1) == b"":
                return b"%d %d" % (searches, wrong)
        except BlockingIOError:
            continue


def test_items_that_name_what_changed_follow_piece_by_piece(engines, monkeypatch):
    monkeypatch.setattr(indexer, "PIECE", 3)
    dance = an_element("Điệu cũ")
    items = [an_item(f"Ghi hình {n}", elements=(Link(id=dance.id),)) for n in range(8)]
    stored(engines, dance, *items, find=True)
    renamed = engines.db.reading
    with renamed() as session:
        row = queries.records_of(session, [("element", dance.id)])["element", dance.id]
    names = (Name(language="vi", text="Điệu mới", status=NameStatus.PREFERRED),)
    save(engines, Save(row.model_copy(update={"names": names}), "Tên mới", row.version), by=SYSTEM)
    applied, pieces = engines.index.applied_seq, []
    monkeypatch.setattr(
        engines.index,
        "apply",
        lambda batch, apply=engines.index.apply: pieces.append(batch) or apply(batch),
    )

    worked = index_once(engines)

    assert worked
    # Each item has two documents: its own, and what it tells of the dance.
    assert [len(piece.upserts) for piece in pieces] == [1, 6, 6, 4]
    assert [piece.seq for piece in pieces[:-1]] == [applied] * 3
    assert engines.index.applied_seq > applied
    assert found(engines, "điệu mới") == 9
    assert differences(engines) == set()
