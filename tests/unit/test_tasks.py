"""Background work on both databases: leases, takeovers, retries, progress, cancelling."""

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from archive.db import now
from archive.engines import open_engines
from archive.schema import create_tables
from archive.settings import Settings
from archive.tasks import service
from archive.tasks import worker as working
from archive.tasks.models import Task, TaskState
from archive.tasks.worker import Worker
from media.errors import StorageFullError, UnsupportedFormatError
from tests.guards.source import ROOT


@pytest.fixture
def engines(tmp_path, database_url):
    opened = open_engines(Settings(data=tmp_path, database_url=database_url).completed())
    create_tables(opened.db)
    yield opened
    opened.close()


def queue(engines, name="work", count=1, **arguments):
    with engines.db.writing() as session:
        tasks = [service.enqueue(session, name, arguments) for _ in range(count)]
        session.flush()
        return [task.id for task in tasks]


def state_of(engines, task_id):
    with engines.db.reading() as session:
        return session.get_one(Task, task_id)


def make_due(engines, **values):
    """Turn the clock: what waits is due, and a lease that is held has run out."""
    with engines.db.writing() as session:
        session.execute(update(Task).values(due_at=now() - timedelta(seconds=1), **values))


def run_out(engines):
    make_due(engines, leased_until=now() - timedelta(seconds=1))


def test_two_workers_never_run_one_task(engines):
    queue(engines, count=30)
    ran, lock = [], threading.Lock()

    def note(_engines, _arguments, _progress):
        time.sleep(0.005)
        with lock:
            ran.append(threading.get_ident())

    workers = [threading.Thread(target=Worker(engines, {"work": note}).drain) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with engines.db.reading() as session:
        attempts = session.scalars(select(Task.attempts)).all()
    assert len(ran) == 30
    assert attempts == [1] * 30


def test_the_most_urgent_runs_first_and_the_oldest_of_these(engines):
    with engines.db.writing() as session:
        for number, priority in enumerate([60, 10, 60, 10]):
            service.enqueue(session, "work", {"number": number}, priority=priority)
    ran = []

    Worker(engines, {"work": lambda _e, said, _p: ran.append(said["number"])}).drain()

    assert ran == [1, 3, 0, 2]


def test_a_lease_that_runs_out_is_taken_over_and_the_first_lets_go(engines):
    (task_id,) = queue(engines)
    second = Worker(engines, {"work": lambda *_: None})
    second.name = "second"

    def slow(_engines, _arguments, progress):
        run_out(engines)
        second.run_one()
        progress(50)

    Worker(engines, {"work": slow}).run_one()

    task = state_of(engines, task_id)
    assert (task.state, task.leased_by, task.attempts) == (TaskState.DONE, "second", 2)


@pytest.mark.parametrize("ending", ["finish", "give_back", "hand_over", "renew"])
def test_who_lost_the_lease_changes_nothing(engines, ending):
    (task_id,) = queue(engines)
    with engines.db.writing() as session:
        service.lease_next(session, "second")
    said = {"give_back": {"problem": "x", "may_retry": False}, "renew": {"progress_pct": 5}}

    with engines.db.writing() as session:
        getattr(service, ending)(session, task_id, "first", **said.get(ending, {}))

    task = state_of(engines, task_id)
    assert (task.state, task.leased_by, task.progress_pct) == (TaskState.RUNNING, "second", 0)


def test_a_failure_is_tried_again_later_and_later_and_then_no_more(engines):
    (task_id,) = queue(engines)
    pauses = []

    def fail(*_):
        message = "the disk is slow today"
        raise OSError(message)

    worker = Worker(engines, {"work": fail})
    for _ in range(service.MOST_ATTEMPTS):
        assert worker.run_one()
        task = state_of(engines, task_id)
        pauses.append(round((task.due_at - now()).total_seconds()))
        make_due(engines)

    assert pauses[:-1] == sorted(pauses[:-1])
    assert pauses[:2] == [4, 16]
    assert (task.state, task.problem) == (TaskState.FAILED, "OSError: the disk is slow today")
    assert not worker.run_one()


@pytest.mark.parametrize(
    ("error", "state"),
    [
        pytest.param(UnsupportedFormatError("a.xyz", "xyz"), TaskState.FAILED, id="of-the-file"),
        pytest.param(StorageFullError(0), TaskState.WAITING, id="of-the-disk"),
    ],
)
def test_only_what_may_pass_is_tried_again(engines, error, state):
    (task_id,) = queue(engines)

    def refuse(*_):
        raise error

    Worker(engines, {"work": refuse}).run_one()

    task = state_of(engines, task_id)
    assert (task.state, task.problem) == (state, error.code)


def test_a_task_that_nobody_knows_fails_at_once_and_says_so(engines):
    (task_id,) = queue(engines, "polish-the-drum")

    Worker(engines, {}).run_one()

    task = state_of(engines, task_id)
    assert (task.state, task.problem, task.attempts) == (TaskState.FAILED, "unknown-task", 1)


def test_a_task_that_ends_its_worker_each_time_is_given_up(engines):
    (task_id,) = queue(engines)
    for _ in range(service.MOST_ATTEMPTS):
        with engines.db.writing() as session:
            service.lease_next(session, "one that dies")
        run_out(engines)

    with engines.db.writing() as session:
        leased = service.lease_next(session, "the next")

    task = state_of(engines, task_id)
    assert (leased, task.state, task.problem) == (None, TaskState.FAILED, "worker-died")


def test_progress_is_saved_now_and_then_however_often_it_is_told(engines, monkeypatch):
    queue(engines)
    monkeypatch.setattr(working, "PROGRESS_EVERY_S", 0.2)
    saved = []

    def note(_connection, _cursor, statement, *_rest):
        if "progress_pct=" in statement and "finished_at" not in statement:
            saved.append(statement)

    def tell(_engines, _arguments, progress):
        until = time.monotonic() + 0.9
        while time.monotonic() < until:
            progress(40)
            time.sleep(0.002)

    event.listen(engines.db.engine, "before_cursor_execute", note)
    Worker(engines, {"work": tell}).run_one()
    event.remove(engines.db.engine, "before_cursor_execute", note)

    assert 1 <= len(saved) <= 4


def test_a_cancelled_task_is_not_begun(engines):
    (task_id,) = queue(engines)
    with engines.db.writing() as session:
        service.cancel(session, task_id)

    assert not Worker(engines, {}).run_one()
    assert state_of(engines, task_id).state is TaskState.CANCELLED


def test_a_task_cancelled_at_work_is_let_go(engines, monkeypatch):
    (task_id,) = queue(engines)
    monkeypatch.setattr(working, "PROGRESS_EVERY_S", 0)
    reached = []

    def slow(_engines, _arguments, progress):
        with engines.db.writing() as session:
            service.cancel(session, task_id)
        progress(50)
        reached.append("the end")

    Worker(engines, {"work": slow}).run_one()

    assert state_of(engines, task_id).state is TaskState.CANCELLED
    assert reached == []


def test_a_worker_told_to_stop_puts_its_task_back_untried(engines):
    (task_id,) = queue(engines)

    def slow(_engines, _arguments, progress):
        worker.stopping.set()
        progress(10)

    worker = Worker(engines, {"work": slow})
    worker.run_one()

    task = state_of(engines, task_id)
    assert (task.state, task.attempts) == (TaskState.WAITING, 0)


def test_a_failed_task_can_be_asked_for_again(engines):
    (task_id,) = queue(engines)
    Worker(engines, {}).run_one()

    with engines.db.writing() as session:
        service.retry(session, task_id)
    Worker(engines, {"work": lambda *_: None}).run_one()

    task = state_of(engines, task_id)
    assert (task.state, task.problem) == (TaskState.DONE, "")


DYING_WORKER = """
import sys, time
from pathlib import Path
from archive.engines import open_engines
from archive.settings import Settings
from archive.tasks import service
from archive.tasks.worker import Worker

def hang(_engines, _arguments, _progress):
    print("begun", flush=True)
    time.sleep(60)

service.LEASE_S = 1
engines = open_engines(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2]).completed())
Worker(engines, {"work": hang}).run()
"""


def test_the_task_of_a_killed_worker_is_taken_over(engines):
    (task_id,) = queue(engines)
    command = [sys.executable, "-c", DYING_WORKER]
    place = [str(engines.settings.data), engines.settings.database_url]
    with subprocess.Popen([*command, *place], stdout=subprocess.PIPE, cwd=ROOT) as dying:
        dying.stdout.readline()
        time.sleep(1.2)  # longer than its lease, which it renews
        other = Worker(engines, {"work": lambda *_: None})
        taken_too_soon = other.run_one()
        dying.send_signal(signal.SIGKILL)
    time.sleep(1.1)

    assert not taken_too_soon
    assert other.run_one()
    assert state_of(engines, task_id).state is TaskState.DONE
