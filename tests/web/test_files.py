"""Bytes go out in ranges, revalidated by their hash, and only to who may have them."""

import pytest

from archive.catalogue import renditions
from archive.catalogue.files.sending import attachment
from archive.catalogue.items import service as items
from archive.permissions import Role
from archive.records import Access, Audience, Preset
from archive.tasks.models import Task
from media.extract import describe
from tests.makers_intake import OFFICER, an_item_of, taken_in, the_item, work_off
from tests.makers_media import a_jpeg, a_vtt, an_mp4

PHOTO = a_jpeg(width=200, height=150)


@pytest.fixture
def draft(engines):
    """A draft with one photograph and its renditions."""
    item = an_item_of(engines, PHOTO, "Xòe ở bản Đin.jpg")
    work_off(engines)
    return item


@pytest.fixture
def published(engines, draft):
    """The draft, published for everybody."""
    return publish(engines, draft)


def publish(engines, item, **access):
    changed = item.model_copy(
        update={
            "rights": "CC BY-NC 4.0",
            "description": {"vi": ["Mô tả."]},
            "access": Access(**access),
        }
    )
    saved = items.save_description(engines, changed, base_version=item.version, by=OFFICER)
    return items.publish(engines, saved, by=OFFICER)


def original(item):
    return f"/files/{item.files[0].id}/original"


def test_an_original_is_an_attachment_under_its_own_name(client, published):
    answer = client.get(original(published))

    assert (answer.status_code, answer.data) == (200, PHOTO)
    assert (
        "filename*=UTF-8''X%C3%B2e%20%E1%BB%9F%20b%E1%BA%A3n"
        in answer.headers["Content-Disposition"]
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"] == f'"{published.files[0].sha256}"'


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        pytest.param("bytes=0-9", 0, 10, id="first-ten"),
        pytest.param("bytes=100-", 100, None, id="from-100"),
        pytest.param("bytes=-7", -7, None, id="last-seven"),
        pytest.param("bytes=5-5", 5, 6, id="one-byte"),
    ],
)
def test_a_range_is_answered_with_those_bytes(client, published, asked, start, stop):
    answer = client.get(original(published), headers={"Range": asked})

    wanted = PHOTO[start:stop]
    assert (answer.status_code, answer.data) == (206, wanted)
    assert answer.headers["Content-Length"] == str(len(wanted))
    assert answer.headers["Content-Range"].endswith(f"/{len(PHOTO)}")


def test_a_range_outside_the_file_is_refused(client, published):
    answer = client.get(original(published), headers={"Range": f"bytes={len(PHOTO)}-"})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(PHOTO)}"


@pytest.mark.parametrize(
    ("tag", "status"), [("right", 206), ('"wrong"', 200)], ids=["same", "changed"]
)
def test_if_range_gives_the_whole_file_after_a_change(client, published, tag, status):
    held = f'"{published.files[0].sha256}"' if tag == "right" else tag

    answer = client.get(original(published), headers={"Range": "bytes=0-9", "If-Range": held})

    assert answer.status_code == status


def test_what_is_unchanged_is_not_sent_again(client, published):
    etag = client.head(original(published)).headers["ETag"]

    answer = client.get(original(published), headers={"If-None-Match": etag})

    assert (answer.status_code, answer.data) == (304, b"")


def test_head_tells_the_size_and_sends_nothing(client, published):
    answer = client.head(original(published))

    assert (answer.headers["Content-Length"], answer.data) == (str(len(PHOTO)), b"")
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_copy_carries_what_the_catalogue_says(client, published, tmp_path):
    answer = client.get(original(published).replace("original", "described"))

    copy = tmp_path / "copy.jpg"
    copy.write_bytes(answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    found = describe(copy, "copy.jpg")
    assert found.title == published.title["vi"][0]
    assert found.raw["xmp"]["dc:identifier"].endswith(f"/items/{published.id}")
    assert client.get(original(published)).data == PHOTO


def test_a_copy_needs_the_right_to_take(client, engines, draft, sign_in):
    item = publish(engines, draft, take=Audience(preset=Preset.STAFF))
    copy = original(item).replace("original", "described")
    sign_in(Role.TEACHER)

    answer = client.get(copy)

    assert client.get(f"/files/{item.files[0].id}/thumb-320.jpg").status_code == 200
    assert (answer.status_code, PHOTO[:64] in answer.data) == (403, False)


def test_a_copy_of_what_may_not_be_known_is_unknown(client, draft):
    assert client.get(original(draft).replace("original", "described")).status_code == 404


def test_a_rendition_is_shown_inline_and_revalidated(client, published):
    answer = client.get(f"/files/{published.files[0].id}/thumb-320.jpg")

    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert "Content-Disposition" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_a_draft_is_unknown_to_visitors(client, draft):
    answers = [client.get(original(draft)), client.get(f"/files/{draft.files[0].id}/thumb-320.jpg")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_restricted_bytes_are_not_to_be_kept(client, engines, draft, sign_in):
    item = publish(engines, draft, see=Audience(preset=Preset.SCHOOL))
    sign_in(Role.TEACHER)

    answer = client.get(f"/files/{item.files[0].id}/thumb-320.jpg")

    assert answer.headers["Cache-Control"] == "private, no-store"


def test_originals_may_be_stricter_than_what_is_seen(client, engines, draft, sign_in):
    item = publish(engines, draft, take=Audience(preset=Preset.STAFF))
    seen = client.get(f"/files/{item.files[0].id}/thumb-320.jpg").status_code
    sign_in(Role.TEACHER)

    assert (seen, client.get(original(item)).status_code) == (200, 403)


def test_a_visitor_who_may_know_is_led_to_sign_in(client, engines, draft):
    item = publish(engines, draft, take=Audience(preset=Preset.SCHOOL))

    answer = client.get(original(item))

    assert (answer.status_code, "/sign-in" in answer.location) == (302, True)


def test_a_file_may_be_stricter_than_its_item(client, engines, draft):
    rule = Access(see=Audience(preset=Preset.STAFF))
    file = draft.files[0].model_copy(update={"access": rule})
    item = publish(engines, draft.model_copy(update={"files": (file,)}))

    assert client.get(original(item)).status_code == 404


def test_a_lost_rendition_is_put_in_line_once(client, engines, published):
    file = published.files[0]
    renditions.cached(engines, file.id, "thumb-320.jpg").unlink()
    with engines.db.reading() as session:
        before = {task.id for task in session.query(Task)}

    answers = [client.get(f"/files/{file.id}/thumb-320.jpg") for _ in range(2)]

    with engines.db.reading() as session:
        added = [t.arguments["part"] for t in session.query(Task) if t.id not in before]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert added == ["previews"]


def test_captions_come_as_webvtt(client, engines):
    video = taken_in(engines, an_mp4(), "xoe-1.mp4")
    taken_in(engines, a_vtt(), "xoe-1.vi.vtt")
    item = publish(engines, the_item(engines, video.item_id))

    answer = client.get(f"/files/{item.files[1].id}/captions.vtt")

    assert answer.content_type == "text/vtt; charset=utf-8"
    assert answer.get_data(as_text=True).startswith("WEBVTT")
    assert "Mời nhau vào vòng xòe" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["0000000000/original", "0000000000/thumb-320.jpg", "x/captions.vtt"]
)
def test_what_is_not_there_is_404(client, path):
    assert client.get(f"/files/{path}").status_code == 404


def test_a_name_in_any_script_has_a_plain_form_too():
    assert attachment('ꪎꪷ "Đèn".jpg') == (
        "attachment; filename=\"_ _Den_.jpg\"; filename*=UTF-8''"
        "%EA%AA%8E%EA%AA%B7%20%22%C4%90%C3%A8n%22.jpg"
    )
