"""Renditions are made once, made again when lost, and never half there."""

import pytest
from sqlalchemy import delete, select

from archive.catalogue import renditions
from archive.catalogue.files.models import Rendition
from archive.tasks.models import Task, TaskState
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

    assert [task.arguments["part"] for task in tasks] == ["previews", "players"]


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
