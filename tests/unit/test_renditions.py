"""Renditions are made once, made again when lost, and never half there."""

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from archive.catalogue import renditions
from archive.catalogue.files.models import Rendition
from archive.db import now
from archive.tasks.models import Task, TaskState
from archive.tasks.worker import Lanes
from media.derive.plan import recipes
from tests.guards.source import ROOT
from tests.makers_intake import an_item_of, work_off
from tests.makers_media import a_jpeg, a_pdf, a_wav, an_mp4


def rows(engines, file_id):
    with engines.db.reading() as session:
        found = session.scalars(select(Rendition).where(Rendition.file_id == file_id)).all()
    return {row.name: row for row in found}


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        pytest.param(a_jpeg, "a.jpg", {"thumb-320.jpg", "thumb-320.avif"}, id="image"),
        pytest.param(
            a_wav, "a.wav", {"sound.m4a", "sound.opus", "waveform.svg", "peaks.json"}, id="sound"
        ),
        pytest.param(
            an_mp4,
            "a.mp4",
            {"poster.jpg", "video-360p.mp4", "storyboard.vtt", "peaks.json"},
            id="video",
        ),
        pytest.param(a_pdf, "a.pdf", {"pdf-page-1.jpg", "thumb-320.jpg"}, id="document"),
    ],
)
def test_the_worker_makes_what_pages_show(engines, data, name, wanted):
    file = an_item_of(engines, data(), name).files[0]

    work_off(engines)

    made = rows(engines, file.id)
    assert wanted <= set(made)
    assert all(renditions.is_kept(engines, row) for row in made.values())
    assert all(len(row.etag) == 64 for row in made.values())


def test_a_second_run_makes_nothing_again(engines):
    file = an_item_of(engines, a_jpeg(), "a.jpg").files[0]
    work_off(engines)
    before = rows(engines, file.id)["thumb-320.jpg"].made_at

    renditions.make(engines, {"file": file.id}, lambda _percent: None)

    assert rows(engines, file.id)["thumb-320.jpg"].made_at == before


def test_a_lost_or_cut_rendition_is_made_again(engines):
    file = an_item_of(engines, a_jpeg(), "a.jpg").files[0]
    work_off(engines)
    path = renditions.cached(engines, file.id, "thumb-320.jpg")
    path.write_bytes(path.read_bytes()[:10])

    renditions.make(engines, {"file": file.id}, lambda _percent: None)

    assert renditions.is_kept(engines, rows(engines, file.id)["thumb-320.jpg"])


def test_a_rendition_without_its_row_gets_one(engines):
    file = an_item_of(engines, a_jpeg(), "a.jpg").files[0]
    work_off(engines)
    with engines.db.writing() as session:
        session.execute(delete(Rendition))

    renditions.make(engines, {"file": file.id}, lambda _percent: None)

    assert "thumb-320.jpg" in rows(engines, file.id)


def test_previews_stand_in_line_before_players(engines):
    an_item_of(engines, an_mp4(), "a.mp4")

    with engines.db.reading() as session:
        tasks = session.scalars(select(Task).order_by(Task.priority)).all()

    assert [task.arguments["part"] for task in tasks] == ["previews", "players", "large"]


def test_a_task_for_a_file_that_is_gone_ends_quietly(engines):
    renditions.make(engines, {"file": "0000000000"}, lambda _percent: None)

    assert list(engines.cache.glob("00/*")) == []


def test_a_failed_rendition_is_said_in_the_task(engines, monkeypatch):
    from media.errors import RenditionFailedError

    file = an_item_of(engines, a_jpeg(), "a.jpg").files[0]

    def fail(*_arguments):
        raise RenditionFailedError(file.name, "thumb", "no")

    monkeypatch.setattr(engines.sandbox, "derive", fail)
    work_off(engines)

    with engines.db.reading() as session:
        task = session.scalars(select(Task).order_by(Task.priority)).first()
    assert (task.state, task.problem) == (TaskState.FAILED, "rendition-failed")


def test_progress_rises_to_the_end(engines):
    file = an_item_of(engines, a_jpeg(width=1400), "a.jpg").files[0]
    told = []

    renditions.make(engines, {"file": file.id}, told.append)

    assert told == sorted(told)
    assert told[-1] == 100


def done_or_not(engines, part):
    with engines.db.reading() as session:
        rows = session.scalars(select(Task)).all()
    return {row.state for row in rows if row.arguments["part"] == part}


def test_one_slow_video_does_not_hold_up_photographs(engines):
    an_item_of(engines, an_mp4(duration_s=2.0), "slow.mp4")
    begun, may_go_on = threading.Event(), threading.Event()

    def make(its_engines, arguments, progress):
        def tell(percent):
            if arguments["part"] != renditions.PREVIEWS:
                begun.set()
                may_go_on.wait(60)
            progress(percent)

        renditions.make(its_engines, arguments, tell)

    lanes = Lanes(engines, {renditions.TASK: make})
    working = threading.Thread(target=lanes.run)
    working.start()
    begun.wait(60)
    for number in range(12):
        an_item_of(engines, a_jpeg(64 + number), f"{number}.jpg")
    deadline = time.monotonic() + 60
    while done_or_not(engines, "previews") != {TaskState.DONE} and time.monotonic() < deadline:
        time.sleep(0.05)

    photographs, video = done_or_not(engines, "previews"), done_or_not(engines, "players")
    may_go_on.set()
    lanes.stopping.set()
    working.join(60)
    assert photographs == {TaskState.DONE}
    assert TaskState.RUNNING in video


KILLED = """
import os, signal, sys
from pathlib import Path
from archive.catalogue import renditions
from archive.engines import open_engines
from archive.settings import Settings
from archive.tasks.worker import Worker

made = renditions.keep
def keep(engines, file_id, folder, what, recipe=""):
    if what[0].name == "video-720p.mp4":
        os.kill(os.getpid(), signal.SIGKILL)
    made(engines, file_id, folder, what, recipe)
renditions.keep = keep
engines = open_engines(Settings(data=Path(sys.argv[1]), secret_key="tests only").completed())
Worker(engines, {renditions.TASK: renditions.make}).drain()
"""


def test_after_a_kill_work_goes_on_where_the_last_file_was_finished(engines):
    file = an_item_of(engines, an_mp4(width=640, height=480), "a.mp4").files[0]
    command = [sys.executable, "-c", KILLED, str(engines.settings.data)]
    killed = subprocess.run(command, cwd=ROOT, check=False, timeout=120)
    before = rows(engines, file.id)

    with engines.db.writing() as session:
        session.execute(update(Task).values(leased_until=now() - timedelta(seconds=1)))
    work_off(engines)

    after = rows(engines, file.id)
    assert killed.returncode == -signal.SIGKILL
    assert {"video-360p.mp4", "storyboard.vtt", "sound.m4a"} <= set(before)
    assert "video-720p.mp4" not in before
    assert all(after[name].made_at == row.made_at for name, row in before.items())
    assert renditions.is_kept(engines, after["video-720p.mp4"])
    assert renditions.sweep_work(engines, older_than_s=-60) == 1
    assert list((engines.cache / "work").iterdir()) == []


def test_what_an_older_recipe_made_is_made_anew_and_what_it_made_alone_goes(engines):
    file = an_item_of(engines, a_wav(), "a.wav").files[0]
    work_off(engines)
    old = renditions.cached(engines, file.id, "waveform.json")
    old.write_text("{}")
    with engines.db.writing() as session:
        facts = {"media_type": "application/json", "size_bytes": 2, "etag": "x", "made_at": now()}
        session.add(Rendition(file_id=file.id, name=old.name, recipe="waveform-1", **facts))
        one = session.get_one(Rendition, (file.id, "peaks.json"))
        one.recipe = "waveform-1"
    before = rows(engines, file.id)

    counted = renditions.renew_outdated(engines), renditions.renew_outdated(engines)
    work_off(engines)

    after = rows(engines, file.id)
    assert counted == (1, 1)
    assert after["peaks.json"].recipe in recipes()
    assert after["peaks.json"].made_at > before["peaks.json"].made_at
    assert after["sound.m4a"].made_at == before["sound.m4a"].made_at
    assert old.name not in after
    assert not old.exists()
    assert renditions.renew_outdated(engines) == 0
