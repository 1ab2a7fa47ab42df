"""Files come in whole or not at all, once each, and say what they know of themselves."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from archive.access import Viewer
from archive.catalogue import aside, intake
from archive.catalogue.files.models import AsideFile, File, ImportEntry
from archive.catalogue.files.names import caption_name, safe_name
from archive.catalogue.ingest import ingest, start_batch
from archive.catalogue.intake import Intake, Known, Refused, Taken
from archive.catalogue.items import service as items
from archive.catalogue.models import Item
from archive.catalogue.sources import MissingPathError, find_files
from archive.errors import DiskFullError
from archive.permissions import Role
from archive.records import FileRole, ItemKind, Status
from archive.tasks.models import Task
from tests.makers import a_file, an_agent, an_item, seen_by, stored
from tests.makers_intake import OFFICER, an_item_of, taken_in, the_item
from tests.makers_media import a_jpeg, a_pdf, a_png, a_vtt, a_wav, an_mp4

HASH_OF_JPEG = hashlib.sha256(a_jpeg()).hexdigest()


def on(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def rows(engines, table):
    with engines.db.reading() as session:
        return session.scalars(select(table)).all()


def test_a_photograph_becomes_a_draft_of_its_sender(engines):
    outcome = taken_in(engines, a_jpeg(), "IMG_2041.jpg")

    item = the_item(engines, outcome.item_id)
    assert isinstance(outcome, Taken)
    assert (item.status, item.kind, item.owner) == (Status.DRAFT, ItemKind.IMAGE, "officer")
    assert item.title == {"vi": ["IMG 2041"]}
    assert item.files[0].technical["width_px"] == 64


def test_what_a_photograph_says_fills_the_form(engines):
    photo = a_jpeg(iptc={5: "Xòe ở bản", 80: "Lò Văn Mẫu", 25: ["xòe", "khăn"], 116: "© Bảo tàng"})

    item = an_item_of(engines, photo, "a.jpg")

    assert item.title == {"vi": ["Xòe ở bản"]}
    assert [(link.name, link.role) for link in item.agents] == [("Lò Văn Mẫu", "photographer")]
    assert [link.name for link in item.terms] == ["xòe", "khăn"]
    assert item.credit_line == {"vi": ["© Bảo tàng"]}
    assert set(item.from_file) >= {"title", "agents", "terms", "credit_line"}


def test_a_known_creator_is_linked(engines):
    person = stored(engines, an_agent("Lò Văn Mẫu"))

    item = an_item_of(engines, a_jpeg(iptc={80: "lò văn mẫu"}), "a.jpg")

    assert item.agents[0].id == person.id


def test_the_bytes_and_the_raw_extraction_are_in_the_object(engines):
    photo = a_jpeg()

    item = an_item_of(engines, photo, "a.jpg")

    files = engines.repository.head(item.object_id).files
    assert engines.repository.read(item.object_id, item.files[0].master_path) == photo
    assert f"metadata/{item.files[0].id}.json" in files


@pytest.mark.parametrize(
    ("data", "name", "kind", "tasks"),
    [
        pytest.param(a_jpeg, "a.jpg", ItemKind.IMAGE, 2, id="image"),
        pytest.param(a_wav, "a.wav", ItemKind.SOUND, 2, id="sound"),
        pytest.param(an_mp4, "a.mp4", ItemKind.VIDEO, 3, id="video"),
        pytest.param(a_pdf, "a.pdf", ItemKind.TEXT, 2, id="document"),
    ],
)
def test_each_kind_gets_its_rendition_tasks(engines, data, name, kind, tasks):
    item = an_item_of(engines, data(), name)

    assert item.kind is kind
    assert len(rows(engines, Task)) == tasks


def test_the_same_bytes_are_not_stored_twice(engines):
    first = taken_in(engines, a_jpeg(), "a.jpg")

    again = taken_in(engines, a_jpeg(), "other name.jpg")

    assert again == Known("other name.jpg", first.item_id, first.file_id)
    assert len(rows(engines, Item)) == 1


def test_the_answer_to_known_bytes_shows_nothing_hidden(engines):
    hidden = an_item(access=seen_by("community", "c1"), files=(a_file(sha256=HASH_OF_JPEG),))
    stored(engines, hidden)
    officer = Viewer(id="1", username="officer", role=Role.OFFICER)

    outcome = taken_in(engines, a_jpeg(), "a.jpg", viewer=officer)

    assert isinstance(outcome, Taken)
    assert outcome.item_id != hidden.id


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        pytest.param(b"", "empty.jpg", "broken-file", id="empty"),
        pytest.param(a_jpeg()[:400], "cut.jpg", "broken-file", id="truncated"),
        pytest.param(b"just words", "notes.doc", "unsupported-format", id="unsupported"),
        pytest.param(b"just words", "notes.txt", "captions-alone", id="transcript-alone"),
        pytest.param(a_vtt(), "alone.vi.vtt", "captions-alone", id="captions-alone"),
    ],
)
def test_what_cannot_be_taken_is_kept_aside_with_its_reason(engines, data, name, reason):
    outcome = taken_in(engines, data, name)

    row = rows(engines, AsideFile)[0]
    assert isinstance(outcome, Refused)
    assert (row.reason, row.name, row.size_bytes) == (reason, name, len(data))
    assert (aside.folder_of(engines) / row.id).read_bytes() == data
    assert rows(engines, File) == []


def test_the_same_refused_bytes_are_kept_aside_once(engines):
    taken_in(engines, b"just words", "notes.txt")

    taken_in(engines, b"just words", "notes again.txt")

    assert len(rows(engines, AsideFile)) == 1
    assert list((engines.settings.data / "stage").iterdir()) == []


def test_a_settled_file_is_gone_from_the_disk(engines):
    refused = taken_in(engines, b"just words", "notes.txt")

    aside.settle(engines, refused.aside_id, by=OFFICER)

    assert list(aside.folder_of(engines).iterdir()) == []
    assert rows(engines, AsideFile)[0].is_settled


def test_captions_of_a_parallel_name_join_their_recording(engines):
    batch = start_batch(engines, OFFICER, "test")
    video = taken_in(engines, an_mp4(), "xoe-1.mp4", batch=batch)

    taken_in(engines, a_vtt(), "xoe-1.vi.vtt", batch=batch)

    captions = the_item(engines, video.item_id).files[1]
    assert (captions.role, captions.language) == (FileRole.CAPTIONS, "vi")
    assert len(captions.tiers[0].segments) == 2
    assert [entry.outcome for entry in rows(engines, ImportEntry)] == ["taken", "taken"]


def test_captions_for_a_picture_are_refused(engines):
    picture = taken_in(engines, a_jpeg(), "a.jpg")

    outcome = taken_in(engines, a_vtt(), "a.vtt", item=picture.item_id)

    assert (outcome.outcome, outcome.reason) == ("refused", "captions-of-nothing")


def test_a_better_scan_replaces_a_file_and_the_old_one_is_kept(engines):
    item = an_item_of(engines, a_jpeg(), "a.jpg")
    old = item.files[0]
    scan = a_png(width=128)
    staged = engines.repository.stage(io.BytesIO(scan))
    described = engines.sandbox.describe(staged.path, "scan.png")

    saved, fresh = items.replace_file(
        engines, item.id, old.id, items.Incoming(staged, "scan.png", described), by=OFFICER
    )

    assert saved.current_files == (fresh,)
    assert (saved.cover, saved.file(old.id).replaced_by) == (fresh.id, fresh.id)
    assert old.master_path in engines.repository.head(saved.object_id).files


def test_what_a_broken_off_form_left_is_swept_after_a_while(engines):
    folder = engines.settings.data / "uploads"
    on(folder, "form-old", b"x")
    on(folder, "form-new", b"x")
    os.utime(folder / "form-old", (0, 0))

    removed = intake.sweep_uploads(engines, older_than_s=86400)

    assert (removed, [path.name for path in folder.iterdir()]) == (1, ["form-new"])


def test_a_full_disk_is_said_before_anything_is_written(engines):
    too_many = 1 << 60

    with pytest.raises(DiskFullError):
        intake.check_room(engines, too_many)


def test_ingest_takes_folders_and_passes_over_what_is_hidden(engines, tmp_path):
    stick = tmp_path / "stick"
    on(stick, "photos/a.jpg", a_jpeg())
    on(stick, "photos/b.png", a_png())
    on(stick, "same.jpg", a_jpeg())
    on(stick, "notes.doc", b"words")
    on(stick, ".hidden.jpg", a_jpeg(width=80))
    (stick / "link.jpg").symlink_to(stick / "photos/a.jpg")

    report = ingest(engines, [stick], by=OFFICER)

    assert (report.taken, report.known, report.refused, report.skipped) == (2, 1, 1, 2)
    assert len(rows(engines, Item)) == 2
    assert report.refusals[0][1] == "unsupported-format"


def test_ingest_run_again_takes_nothing_twice(engines, tmp_path):
    on(tmp_path / "stick", "a.jpg", a_jpeg())
    ingest(engines, [tmp_path / "stick"], by=OFFICER)

    report = ingest(engines, [tmp_path / "stick"], by=OFFICER)

    assert (report.taken, report.known) == (0, 1)


def test_a_dry_run_says_the_same_and_changes_nothing(engines, tmp_path):
    on(tmp_path / "stick", "a.jpg", a_jpeg())
    on(tmp_path / "stick", "notes.txt", b"words")
    on(tmp_path / "stick", "sound.wav", a_wav())
    on(tmp_path / "stick", "sound.vi.vtt", a_vtt())
    on(tmp_path / "stick", "alone.vtt", a_vtt() + b"\n")

    looked_at = ingest(engines, [tmp_path / "stick"], by=OFFICER, dry_run=True)
    nothing = (rows(engines, Item), rows(engines, AsideFile))
    taken = ingest(engines, [tmp_path / "stick"], by=OFFICER)

    assert nothing == ([], [])
    assert (looked_at.taken, looked_at.refused) == (taken.taken, taken.refused) == (3, 2)


def test_ingest_tells_how_far_it_is(engines, tmp_path):
    on(tmp_path / "stick", "a.jpg", a_jpeg())
    steps = []

    ingest(engines, [tmp_path / "stick"], by=OFFICER, progress=steps.append)

    assert [(step.outcome, step.done_bytes == step.total_bytes) for step in steps] == [
        ("taken", True)
    ]


@pytest.mark.parametrize("dry_run", [False, True], ids=["taken", "looked-at"])
def test_a_file_that_its_disk_does_not_give_stops_nothing(engines, tmp_path, monkeypatch, dry_run):
    on(tmp_path / "stick", "a.jpg", a_jpeg())
    on(tmp_path / "stick", "b.jpg", a_jpeg(width=80))
    opened = Path.open

    def fail_for_a(path, *arguments, **named):
        if path.name == "a.jpg":
            raise OSError(errno.EIO, "Input/output error")
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", fail_for_a)
    report = ingest(engines, [tmp_path / "stick"], by=OFFICER, dry_run=dry_run)

    assert (report.taken, report.refused) == (1, 1)
    assert report.refusals[0][1] == "source-unreadable"


def test_a_path_that_is_not_there_is_named():
    with pytest.raises(MissingPathError):
        find_files([Path("/no/such/stick")])


def test_captions_on_a_stick_come_after_their_recording(engines, tmp_path):
    on(tmp_path / "stick", "a/xoe-1.vi.vtt", a_vtt())
    on(tmp_path / "stick", "b/xoe-1.mp4", an_mp4())

    report = ingest(engines, [tmp_path / "stick"], by=OFFICER)

    with engines.db.reading() as session:
        count = session.scalar(select(func.count()).select_from(Item))
    assert (report.taken, report.refused, count) == (2, 0, 1)


def test_real_samples_are_in_or_refused_with_a_reason(engines, samples, is_long):
    paths = sorted(path for path in samples.iterdir() if path.is_file())
    chosen = paths if is_long else paths[::4]

    report = ingest(engines, chosen, by=OFFICER)

    assert report.taken + report.known + report.refused == len(chosen)
    assert len(rows(engines, File)) == report.taken
    assert all(reason for _, reason, _ in report.refusals)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("C:\\Ảnh\\Xòe 1.jpg", "Xòe 1.jpg", id="windows-path"),
        pytest.param("../../etc/passwd", "passwd", id="climbing"),
        pytest.param("a\x00b\n.jpg", "ab.jpg", id="control-characters"),
        pytest.param("..", "tep", id="dots"),
        pytest.param("ò" * 200 + ".jpg", "ò" * 88 + ".jpg", id="long"),
    ],
)
def test_a_name_from_outside_is_made_safe(name, kept):
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    ("name", "stem", "language"),
    [
        pytest.param("xoe-1.vi.vtt", "xoe-1", "vi", id="tagged"),
        pytest.param("xoe-1.blt-Tavt.srt", "xoe-1", "blt-Tavt", id="script"),
        pytest.param("xoe-1.vtt", "xoe-1", None, id="untagged"),
    ],
)
def test_a_caption_name_says_recording_and_language(name, stem, language):
    found = caption_name(name)

    assert (found.stem, found.language) == (stem, language)


def test_a_batch_keeps_an_entry_for_each_file(engines):
    batch = start_batch(engines, OFFICER, "desk")
    about = Intake(OFFICER, batch)

    for data, name in ((a_jpeg(), "a.jpg"), (a_jpeg(), "b.jpg"), (b"words", "c.txt")):
        taken_in(engines, data, name, batch=about.batch)

    assert [row.outcome for row in rows(engines, ImportEntry)] == ["taken", "known", "refused"]
