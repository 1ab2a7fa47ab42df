"""tus 1.0 at /uploads: what is acknowledged stays, and what is whole is in the archive."""

import hashlib
import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from archive.app import create_app
from archive.catalogue.files.models import AsideFile, File, ImportBatch, ImportEntry
from archive.catalogue.models import Item
from archive.catalogue.saving import SYSTEM, Save, save
from archive.db import now
from archive.desk.uploads import pieces, service
from archive.desk.uploads.models import Upload
from archive.desk.uploads.protocol import CHUNK_BYTES
from archive.engines import open_engines
from archive.ids import new_id
from archive.permissions import Role
from archive.records import Access, Audience, Preset
from archive.schema import create_tables
from archive.settings import Settings
from tests.makers import PASSWORD, an_account
from tests.makers_intake import an_item_of, the_item, work_off
from tests.makers_media import a_jpeg, a_png
from tests.makers_tus import BODY, TUS, begun, checksum, offset_of, patched, sent, told

JPEG = a_jpeg(400, 300)
ROLES = (Role.OFFICER, Role.ADMIN, Role.TEACHER, Role.RESEARCHER, Role.STEWARD)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One archive for all tests here, with a client that an officer signed in."""
    settings = Settings(data=tmp_path_factory.mktemp("kho"), secret_key="tests").completed()
    engines = open_engines(settings)
    create_tables(engines.db)
    app = create_app(engines=engines)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.config["RATELIMIT_ENABLED"] = False
    yield engines, app, {role: signed_in(engines, app, role) for role in ROLES}
    engines.close()


@pytest.fixture
def engines(shared):
    """The shared archive, empty again."""
    engines = shared[0]
    for item in rows(engines, Item):
        engines.repository.purge(f"urn:kho:item:{item.id}")
    with engines.db.writing() as session:
        for table in (Upload, ImportEntry, ImportBatch, AsideFile, File, Item):
            session.execute(delete(table))
    for name in left_over(engines):
        (engines.settings.data / "uploads" / name).unlink()
    return engines


@pytest.fixture
def app(shared):
    """The application; a test that asks for the guard of forms leaves it off again."""
    yield shared[1]
    shared[1].config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def officer(shared, engines):
    """A client that is signed in as an officer."""
    return shared[2][Role.OFFICER]


def signed_in(engines, app, role):
    an_account(engines, role, role.value)
    client = app.test_client()
    client.post("/sign-in", data={"username": role.value, "password": PASSWORD})
    return client


@pytest.fixture
def limit(engines):
    """A function that sets a limit of the archive for the length of a test."""
    before = {}

    def put(name, value):
        before.setdefault(name, getattr(engines.settings, name))
        object.__setattr__(engines.settings, name, value)

    yield put
    for name, value in before.items():
        object.__setattr__(engines.settings, name, value)


def rows(engines, table):
    with engines.db.reading() as session:
        return session.scalars(select(table)).all()


def left_over(engines):
    return sorted(path.name for path in (engines.settings.data / "uploads").glob("tus-*"))


def test_a_client_learns_what_the_server_speaks(app):
    answer = app.test_client().options("/uploads")

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1,md5"
    assert answer.headers["Tus-Extension"] == (
        "creation,creation-with-upload,checksum,expiration,termination"
    )


def test_a_whole_file_is_a_draft_at_once_with_the_same_bytes(officer, engines):
    url = sent(officer, JPEG, "múa.jpg", step=1000)

    item = the_item(engines, rows(engines, Item)[0].id)
    assert item.files[0].sha256 == hashlib.sha256(JPEG).hexdigest()
    assert engines.repository.read(item.object_id, item.files[0].master_path) == JPEG
    assert (item.files[0].name, item.status) == ("múa.jpg", "draft")
    assert offset_of(officer, url) == len(JPEG)
    assert left_over(engines) == []


def test_the_first_bytes_may_come_with_the_creation(officer, engines):
    headers = {**TUS, "Upload-Length": str(len(JPEG)), "Content-Type": BODY}

    answer = officer.post("/uploads", data=JPEG, headers=headers)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(JPEG)))
    assert len(rows(engines, Item)) == 1


def test_a_refused_file_is_kept_aside_with_its_reason(officer, engines):
    sent(officer, b"words and no picture", "c.jpg")

    row, kept = rows(engines, Upload)[0], rows(engines, AsideFile)[0]
    assert (row.outcome, row.reason, row.aside_id) == ("refused", "unsupported-format", kept.id)
    assert (engines.settings.data / "aside" / kept.id).read_bytes() == b"words and no picture"


def test_an_empty_file_is_answered_at_once(officer, engines):
    answer = begun(officer, 0, "empty.jpg")

    assert (answer.status_code, rows(engines, Upload)[0].reason) == (201, "broken-file")


def test_files_of_a_batch_are_counted(officer, engines):
    batch = new_id()

    sent(officer, JPEG, batch=batch)
    sent(officer, JPEG, "again.jpg", batch=batch)
    sent(officer, b"words", "c.txt", batch=batch)

    found = rows(engines, ImportBatch)[0]
    assert (found.id, found.taken, found.known, found.refused) == (batch, 1, 1, 1)


def test_a_file_joins_the_item_that_it_is_sent_to(officer, engines):
    item = an_item_of(engines, JPEG, "a.jpg")

    sent(officer, a_png(), "b.png", item=item.id)

    assert [file.name for file in the_item(engines, item.id).files] == ["a.jpg", "b.png"]


@pytest.mark.parametrize(
    ("offset", "data", "headers", "status"),
    [
        pytest.param(1, b"x", {}, 409, id="gap"),
        pytest.param(0, b"x" * 101, {}, 400, id="too-much"),
        pytest.param(0, b"x" * (CHUNK_BYTES + 1), {}, 413, id="chunk-too-large"),
        pytest.param(0, b"x", {"Content_Type": "text/plain"}, 415, id="content-type"),
        pytest.param(0, b"x", {"Tus_Resumable": "0.2.2"}, 412, id="version"),
        pytest.param(0, b"x", {"Upload_Offset": "-1"}, 400, id="offset"),
        pytest.param(0, b"x", {"Upload_Checksum": "crc32 AAAA"}, 400, id="algorithm"),
        pytest.param(0, b"x", {"Upload_Checksum": checksum(b"y")}, 460, id="checksum"),
    ],
)
def test_a_wrong_piece_changes_nothing(officer, offset, data, headers, status):
    url = begun(officer, 100).headers["Location"]

    answer = patched(officer, url, offset, data, **headers)

    assert answer.status_code == status
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert offset_of(officer, url) == 0


@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
def test_a_piece_with_the_right_checksum_is_taken(officer, algorithm):
    url = begun(officer, 100).headers["Location"]

    answer = patched(officer, url, 0, b"abc", Upload_Checksum=checksum(b"abc", algorithm))

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "3")


def test_a_file_that_is_not_what_was_announced_begins_anew(officer, engines):
    announced = hashlib.sha256(JPEG).hexdigest()
    url = begun(officer, len(JPEG), sha256=announced).headers["Location"]

    answer = patched(officer, url, 0, JPEG[:-1] + b"?")

    assert (answer.status_code, offset_of(officer, url)) == (460, 0)
    assert rows(engines, Item) == []
    assert patched(officer, url, 0, JPEG).status_code == 204
    assert len(rows(engines, Item)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "-5"},
        {"Upload-Defer-Length": "1"},
        {"Upload-Length": "5", "Upload-Metadata": "filename not-base-64!"},
        {"Upload-Length": "5", "Upload-Metadata": told(role="owner")},
        {"Upload-Length": "5", "Upload-Metadata": told(sha256="abc")},
    ],
    ids=["negative", "deferred", "metadata", "role", "sha256"],
)
def test_a_creation_that_makes_no_sense_is_refused(officer, engines, headers):
    answer = officer.post("/uploads", headers={**TUS, **headers})

    assert (answer.status_code, answer.json["code"]) == (400, "tus-request-bad")
    assert rows(engines, Upload) == []


def test_what_stands_behind_the_acknowledged_offset_is_cut_off(officer, engines):
    url = begun(officer, len(JPEG)).headers["Location"]
    patched(officer, url, 0, JPEG[:1000])
    path = pieces.path_of(engines, url.rpartition("/")[2])
    path.write_bytes(path.read_bytes() + b"never acknowledged")

    patched(officer, url, 1000, JPEG[1000:])

    assert rows(engines, Item)[0].id
    assert the_item(engines, rows(engines, Item)[0].id).files[0].sha256 == (
        hashlib.sha256(JPEG).hexdigest()
    )


def test_the_hash_is_counted_again_after_a_restart(officer, engines):
    url = begun(officer, len(JPEG), sha256=hashlib.sha256(JPEG).hexdigest()).headers["Location"]
    patched(officer, url, 0, JPEG[:1000])
    pieces._counted.clear()

    answer = patched(officer, url, 1000, JPEG[1000:])

    assert (answer.status_code, len(rows(engines, Item))) == (204, 1)


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_anothers_upload_is_not_found(shared, officer, method):
    url = begun(officer, 100).headers["Location"]
    chief = shared[2][Role.ADMIN]

    headers = {**TUS, "Upload-Offset": "0", "Content-Type": BODY}
    answer = chief.open(url, method=method, headers=headers, data=b"x")

    assert answer.status_code == 404
    assert offset_of(officer, url) == 0


@pytest.mark.parametrize("role", [Role.TEACHER, Role.RESEARCHER, Role.STEWARD])
def test_who_may_not_upload_begins_nothing(shared, engines, role):
    assert begun(shared[2][role], 100).status_code == 403
    assert (rows(engines, Upload), left_over(engines)) == ([], [])


def test_a_stranger_is_asked_who_is_there(app):
    answer = begun(app.test_client(), 100)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_request_without_the_forms_token_is_refused(app, officer, engines):
    app.config["WTF_CSRF_ENABLED"] = True

    answer = begun(officer, 100)

    assert (answer.status_code, answer.json["code"]) == (400, "form-expired")
    assert rows(engines, Upload) == []


@pytest.mark.parametrize(("scope", "status"), [("1", 201), ("", 403)])
def test_a_token_sends_files_only_if_it_was_made_for_that(app, officer, scope, status):
    page = officer.post("/account/tokens", data={"name": "quét", "upload": scope})
    secret = page.get_data(as_text=True).split('id="new-token">')[1].split("<")[0]
    app.config["WTF_CSRF_ENABLED"] = True
    headers = {**TUS, "Upload-Length": "9", "Authorization": f"Bearer {secret}"}

    answer = app.test_client().post("/uploads", headers=headers)

    assert answer.status_code == status


def test_a_file_that_finds_no_room_is_refused_before_the_first_byte(officer, engines, limit):
    free = engines.repository.free_bytes()
    limit("upload_quota_bytes", 2 * free)

    answer = begun(officer, free)

    assert (answer.status_code, answer.json["code"]) == (507, "disk-full")
    assert "hết chỗ" in answer.json["title"]
    assert (rows(engines, Upload), left_over(engines)) == ([], [])


def test_a_piece_that_finds_no_room_is_refused_and_may_come_later(officer, limit):
    url = begun(officer, len(JPEG)).headers["Location"]
    limit("reserve_bytes", 1 << 60)

    answer = patched(officer, url, 0, JPEG)

    limit("reserve_bytes", 0)
    assert (answer.status_code, offset_of(officer, url)) == (507, 0)
    assert patched(officer, url, 0, JPEG).status_code == 204


def test_an_account_has_only_so_much_under_way(officer, limit):
    limit("upload_quota_bytes", 150)
    url = begun(officer, 100).headers["Location"]

    refused = begun(officer, 100)
    officer.delete(url, headers=TUS)

    assert (refused.status_code, refused.json["code"]) == (413, "upload-quota-full")
    assert begun(officer, 100).status_code == 201


def test_a_dropped_upload_is_gone_with_its_bytes(officer, engines):
    url = begun(officer, 100).headers["Location"]
    patched(officer, url, 0, b"abc")

    answer = officer.delete(url, headers=TUS)

    assert (answer.status_code, left_over(engines)) == (204, [])
    assert officer.head(url, headers=TUS).status_code == 404


def test_an_old_upload_is_swept_and_a_young_one_stays(officer, engines):
    old, young = (begun(officer, 100).headers["Location"] for _ in range(2))
    with engines.db.writing() as session:
        session.execute(
            update(Upload)
            .where(Upload.id == old.rpartition("/")[2])
            .values(expires_at=now() - timedelta(seconds=1))
        )
    orphan = pieces.path_of(engines, "orphan")
    orphan.write_bytes(b"")
    os.utime(orphan, (0, time.time() - 90_000))

    gone = officer.head(old, headers=TUS).status_code
    service.sweep(engines)

    assert gone == 404
    assert left_over(engines) == [f"tus-{young.rpartition('/')[2]}"]


def test_a_method_may_stand_in_a_header(officer):
    url = begun(officer, 100).headers["Location"]
    headers = {**TUS, "X-HTTP-Method-Override": "PATCH", "Content-Type": BODY, "Upload-Offset": "0"}

    answer = officer.post(url, headers=headers, data=b"abc")

    assert (answer.status_code, offset_of(officer, url)) == (204, 3)


def asked(client, data, **more):
    files = [{"name": "a.jpg", "sha256": hashlib.sha256(data).hexdigest()}]
    return client.post("/uploads/known", json={"files": files, **more}).json["files"][0]


def test_a_lost_answer_is_asked_again_by_hash(officer, engines):
    half = begun(officer, len(JPEG), sha256=hashlib.sha256(JPEG).hexdigest()).headers["Location"]
    patched(officer, half, 0, JPEG[:1000])

    before = asked(officer, JPEG)
    patched(officer, half, 1000, JPEG[1000:])
    after = asked(officer, JPEG)

    assert (before["state"], before["url"], before["offset"]) == ("under-way", half, 1000)
    assert after["state"] == "known"
    assert after["href"] == f"/desk/items/{rows(engines, Item)[0].id}"


def test_a_hash_tells_nothing_of_what_is_hidden(officer, engines):
    item = an_item_of(engines, JPEG, "a.jpg")
    communitys = Access(see=Audience(preset=Preset.COMMUNITY, communities=("congdong",)))
    hidden = item.model_copy(update={"access": communitys, "owner": ""})
    save(engines, Save(hidden, "hidden", base_version=item.version), by=SYSTEM)

    assert asked(officer, JPEG) == {
        "sha256": hashlib.sha256(JPEG).hexdigest(),
        "state": "new",
    }


def test_what_is_known_before_sending_is_noted_in_the_batch_once(officer, engines):
    an_item_of(engines, JPEG, "a.jpg")
    batch = new_id()

    for _ in range(2):
        asked(officer, JPEG, batch=batch)

    noted = [entry for entry in rows(engines, ImportEntry) if entry.batch_id == batch]
    assert [entry.outcome for entry in noted] == ["known"]
    assert len(rows(engines, Item)) == 1


def states(client, batch):
    return client.get(f"/desk/batches/{batch}/state").json["files"]


def test_the_state_of_each_file_is_what_the_database_knows(officer, engines):
    batch = new_id()
    half = begun(officer, 1000, "half.jpg", batch=batch).headers["Location"]
    patched(officer, half, 0, b"x" * 250)
    begun(officer, 1000, "waiting.jpg", batch=batch)
    taken = sent(officer, JPEG, "taken.jpg", batch=batch)
    sent(officer, b"words", "refused.doc", batch=batch)

    before = {one["name"]: one for one in states(officer, batch)}
    work_off(engines)
    after = {one["name"]: one for one in states(officer, batch)}

    assert {name: one["state"] for name, one in before.items()} == {
        "half.jpg": "sending",
        "waiting.jpg": "waiting",
        "taken.jpg": "checked",
        "refused.doc": "refused",
    }
    assert before["half.jpg"]["percent"] == 25
    assert before["taken.jpg"]["upload"] == taken.rpartition("/")[2]
    assert "Kho chưa nhận loại tệp TEXT" in before["refused.doc"]["text"]
    assert after["taken.jpg"]["state"] == "ready"
    assert after["taken.jpg"]["picture"].startswith("/files/")


def test_a_state_that_did_not_change_is_not_sent_again(officer):
    batch = new_id()
    begun(officer, 1000, batch=batch)
    first = officer.get(f"/desk/batches/{batch}/state")

    headers = {"If-None-Match": first.headers["ETag"]}
    again = officer.get(f"/desk/batches/{batch}/state", headers=headers)

    assert (first.json["is_open"], again.status_code) == (True, 304)


def test_what_was_begun_stands_on_the_page_and_can_be_dropped(officer, engines):
    url = begun(officer, 1000, "dở dang.jpg").headers["Location"]
    page = officer.get("/desk/upload").get_data(as_text=True)

    officer.post(f"/desk/uploads/{url.rpartition('/')[2]}/drop")

    assert "dở dang.jpg" in page
    assert left_over(engines) == []
