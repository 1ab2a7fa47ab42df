"""Officers send files by a form; each file gets its answer."""

import pytest
from sqlalchemy import select

from archive.catalogue.files.models import AsideFile, ImportBatch, ImportEntry
from archive.catalogue.models import Item
from archive.permissions import Role
from tests.makers_intake import an_item_of, in_form, the_item
from tests.makers_media import a_jpeg, a_png, a_vtt, an_mp4


def rows(engines, table):
    with engines.db.reading() as session:
        return session.scalars(select(table)).all()


def test_several_files_become_drafts_and_refusals(client, engines, sign_in):
    sign_in(Role.OFFICER)
    form = in_form((a_jpeg(), "a.jpg"), (a_png(), "b.png"), (b"words", "c.doc"))

    answer = client.post("/desk/upload", data=form, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, len(rows(engines, Item))) == (200, 2)
    assert "2 trên 3 tệp" in page
    assert "Kho không nhận ra loại tệp này" in page or "Kho chưa nhận loại tệp" in page


def test_a_file_that_is_here_already_leads_to_its_item(client, engines, sign_in):
    sign_in(Role.OFFICER)
    item = an_item_of(engines, a_jpeg(), "a.jpg")

    answer = client.post("/desk/upload", data=in_form((a_jpeg(), "b.jpg")), follow_redirects=True)

    assert f"/desk/items/{item.id}" in answer.get_data(as_text=True)
    assert len(rows(engines, Item)) == 1


def test_the_script_gets_one_answer_a_file(client, sign_in):
    sign_in(Role.OFFICER)

    answer = client.post(
        "/desk/upload",
        data=in_form((a_jpeg(), "a.jpg"), batch="not an id"),
        headers={"Accept": "application/json"},
    )

    result = answer.json["results"][0]
    assert (result["name"], result["state"]) == ("a.jpg", "saved")
    assert result["href"].startswith("/desk/items/")
    assert answer.json["next"].startswith("/desk/batches/")


def test_captions_may_be_sent_before_their_recording(client, engines, sign_in):
    sign_in(Role.OFFICER)
    client.post("/desk/upload", data=in_form((a_vtt(), "xoe-1.vi.vtt")))

    client.post("/desk/upload", data=in_form((an_mp4(), "xoe-1.mp4")))

    item = the_item(engines, rows(engines, Item)[0].id)
    assert [file.kind for file in item.files] == ["video", "captions"]
    assert all(row.is_settled for row in rows(engines, AsideFile))
    assert {entry.outcome for entry in rows(engines, ImportEntry)} == {"taken"}


def test_files_of_one_form_keep_one_batch(client, engines, sign_in):
    sign_in(Role.OFFICER)

    client.post("/desk/upload", data=in_form((a_jpeg(), "a.jpg"), (b"", "empty.jpg")))

    batch = rows(engines, ImportBatch)[0]
    assert (batch.taken, batch.refused, batch.started_by) == (1, 1, "officer")


def test_a_file_joins_an_item_that_is_there(client, engines, sign_in):
    sign_in(Role.OFFICER)
    item = an_item_of(engines, a_jpeg(), "a.jpg")

    answer = client.post(f"/desk/items/{item.id}/files", data=in_form((a_png(), "b.png")))

    assert answer.status_code == 303
    assert [file.name for file in the_item(engines, item.id).files] == ["a.jpg", "b.png"]


def test_a_form_without_a_file_says_so(client, sign_in):
    sign_in(Role.OFFICER)

    assert client.post("/desk/upload", data={}).status_code == 422


def test_a_form_that_is_too_long_is_refused_with_words(app, client, sign_in):
    sign_in(Role.OFFICER)
    app.config["MAX_CONTENT_LENGTH"] = 1000

    answer = client.post("/desk/upload", data=in_form((b"x" * 5000, "a.jpg")))

    assert answer.status_code == 413
    assert "quá lớn" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TEACHER, 403), (Role.RESEARCHER, 403), (Role.STEWARD, 403)]
)
def test_who_may_not_upload_writes_nothing_to_the_disk(client, engines, sign_in, role, status):
    sign_in(role)

    answer = client.post("/desk/upload", data=in_form((a_jpeg(), "a.jpg")))

    assert answer.status_code == status
    assert not list((engines.settings.data / "uploads").glob("*"))


def test_a_strangers_bytes_never_reach_the_disk(app, client, engines):
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post("/desk/upload", data=in_form((a_jpeg(), "a.jpg")))

    assert answer.status_code in {400, 401}
    assert not list((engines.settings.data / "uploads").glob("*"))


def test_a_broken_off_form_leaves_nothing_behind(client, engines, sign_in):
    sign_in(Role.OFFICER)
    client.post("/desk/upload", data=in_form((a_jpeg(), "a.jpg")))

    assert not list((engines.settings.data / "uploads").glob("*"))


def test_the_upload_page_works_without_script(client, sign_in):
    sign_in(Role.OFFICER)

    page = client.get("/desk/upload").get_data(as_text=True)

    assert 'enctype="multipart/form-data"' in page
    assert 'name="files"' in page
