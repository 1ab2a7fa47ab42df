"""From draft to published, returned, withdrawn and back in time; what else the desk cares for."""

import re

import pytest
from sqlalchemy import select

from archive.audit.models import AuditEvent
from archive.catalogue import aside
from archive.catalogue.diff import differences
from archive.catalogue.items import service as items
from archive.catalogue.models import ROWS
from archive.catalogue.nouns import service as nouns
from archive.ids import new_id
from archive.permissions import Role
from archive.records import Access, Name, NameStatus, PlaceRecord, Status, record_of
from archive.tasks.models import Task, TaskState
from tests.makers import PASSWORD, a_community, a_file, an_item, stored
from tests.makers_intake import OFFICER, an_item_of, taken_in, the_item
from tests.makers_media import a_jpeg


@pytest.fixture
def ready(engines):
    """A draft that has all that it must have."""
    draft = an_item_of(engines, a_jpeg(), "a.jpg")
    changed = draft.model_copy(
        update={"description": {"vi": ["Đêm hội."]}, "rights": "CC BY-NC 4.0"}
    )
    return items.save_description(engines, changed, base_version=1, by=OFFICER)


def text(answer):
    return answer.get_data(as_text=True)


def records(engines, kind):
    with engines.db.reading() as session:
        return [record_of(row.record) for row in session.scalars(select(ROWS[kind]))]


def test_an_officer_publishes_what_is_complete(client, engines, sign_in, ready):
    sign_in(Role.OFFICER)

    answer = client.post(f"/desk/items/{ready.id}/publish")

    saved = the_item(engines, ready.id)
    assert (answer.status_code, saved.status) == (303, Status.PUBLISHED)
    assert saved.published_at is not None
    client.post("/sign-out")
    assert client.get(f"/items/{ready.id}").status_code == 200


def test_what_is_missing_is_named_part_by_part(client, engines, sign_in):
    sign_in(Role.OFFICER)
    draft = an_item_of(engines, a_jpeg(), "a.jpg")

    answer = client.post(f"/desk/items/{draft.id}/publish")

    assert answer.status_code == 422
    assert "Chưa chọn quyền sử dụng." in text(answer)
    assert "Chưa có mô tả" in text(answer)
    assert the_item(engines, draft.id).status is Status.DRAFT


def test_a_reviewer_sends_back_with_a_reason_that_the_officer_reads(
    client, engines, sign_in, ready
):
    sign_in(Role.OFFICER)
    client.post(f"/desk/items/{ready.id}/submit")
    client.post("/sign-out")
    sign_in(Role.REVIEWER)
    waiting = text(client.get("/desk/review"))
    client.post(f"/desk/items/{ready.id}/return", data={"reason": "Thiếu nơi ghi"})
    client.post("/sign-out")

    client.post("/sign-in", data={"username": "officer", "password": PASSWORD})

    assert ready.title["vi"][0] in waiting
    assert "Thiếu nơi ghi" in text(client.get("/desk"))
    assert the_item(engines, ready.id).status is Status.DRAFT


def test_a_return_without_a_reason_is_refused(client, engines, sign_in, ready):
    items.submit(engines, ready, by=OFFICER)
    sign_in(Role.REVIEWER)

    answer = client.post(f"/desk/items/{ready.id}/return", data={"reason": " "})

    assert (answer.status_code, the_item(engines, ready.id).status) == (422, Status.REVIEW)


@pytest.mark.parametrize("action", ["return", "withdraw", "reinstate"])
def test_an_officer_may_not_do_the_reviewers_work(client, sign_in, ready, action):
    sign_in(Role.OFFICER)

    assert client.post(f"/desk/items/{ready.id}/{action}").status_code == 403


def test_a_withdrawn_item_leaves_a_tombstone_with_the_reason(client, engines, sign_in, ready):
    items.publish(engines, ready, by=OFFICER)
    sign_in(Role.REVIEWER)

    client.post(f"/desk/items/{ready.id}/withdraw", data={"reason": "Gia đình xin rút"})

    client.post("/sign-out")
    answer = client.get(f"/items/{ready.id}")
    assert answer.status_code == 410
    assert "Gia đình xin rút" in text(answer)
    assert "trích dẫn cũ không bị hỏng" in text(answer)
    assert client.get(f"/files/{ready.files[0].id}/original").status_code == 404


def test_a_withdrawn_item_comes_back_where_it_stood(client, engines, sign_in, ready):
    published = items.publish(engines, ready, by=OFFICER)
    items.withdraw(engines, published, "Gia đình xin rút", by=OFFICER)
    sign_in(Role.REVIEWER)

    offered = text(client.get(f"/desk/items/{ready.id}"))
    answer = client.post(f"/desk/items/{ready.id}/reinstate", data={"reason": "Đã xin phép lại"})

    client.post("/sign-out")
    back = the_item(engines, ready.id)
    assert f"/desk/items/{ready.id}/reinstate" in offered
    assert answer.status_code == 303
    assert client.get(f"/items/{ready.id}").status_code == 200
    assert (back.published_at, back.withdrawn_reason) == (published.published_at, {})
    assert newest_event(engines) == ("reinstate", "Đưa trở lại kho: Đã xin phép lại")


def newest_event(engines):
    with engines.db.reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        return event.action, event.detail["message"]


def test_coming_back_needs_a_reason_and_what_was_not_withdrawn_stays(
    client, engines, sign_in, ready
):
    published = items.publish(engines, ready, by=OFFICER)
    sign_in(Role.REVIEWER)
    early = client.post(f"/desk/items/{ready.id}/reinstate", data={"reason": "Nhầm"})
    items.withdraw(engines, published, "Xin rút", by=OFFICER)

    answer = client.post(f"/desk/items/{ready.id}/reinstate", data={"reason": " "})

    assert (early.status_code, answer.status_code) == (422, 422)
    assert the_item(engines, ready.id).status is Status.WITHDRAWN


def test_a_withdrawn_item_is_not_edited(client, engines, sign_in, ready):
    published = items.publish(engines, ready, by=OFFICER)
    items.withdraw(engines, published, "Xin rút", by=OFFICER)
    sign_in(Role.REVIEWER)

    assert client.post(f"/desk/items/{ready.id}/publish").status_code == 410


def test_the_history_reads_as_sentences(client, engines, sign_in, ready):
    sign_in(Role.OFFICER)

    page = text(client.get(f"/desk/items/{ready.id}/history"))

    assert "Bản 2: Sửa mô tả" in page
    assert '<ins>Tiếng Việt: <span lang="vi">Đêm hội.</span></ins>' in page


def test_an_old_version_comes_back_as_a_new_one(client, engines, sign_in, ready):
    sign_in(Role.OFFICER)
    renamed = ready.model_copy(update={"title": {"vi": ["Tên nhầm"]}})
    items.save_description(engines, renamed, base_version=2, by=OFFICER)

    client.post(f"/desk/items/{ready.id}/restore", data={"number": "2"})

    saved = the_item(engines, ready.id)
    assert (saved.version, saved.title) == (4, ready.title)
    assert saved.status is Status.DRAFT


def test_a_restore_brings_back_no_wider_access_and_loses_no_file(engines, ready):
    strict = ready.model_copy(
        update={"access": Access.model_validate({"see": {"preset": "staff"}})}
    )
    saved = items.save_description(engines, strict, base_version=2, by=OFFICER)

    restored = items.restore_revision(engines, saved, 1, by=OFFICER)

    assert restored.access == strict.access
    assert [file.id for file in restored.files] == [file.id for file in saved.files]


@pytest.fixture
def three(engines):
    """A draft with the files a, b and c, of which a is the cover; then turned round, c in front."""
    files = tuple(a_file(name) for name in ("a.jpg", "b.jpg", "c.jpg"))
    first = stored(engines, an_item(files=files, cover=files[0].id, status=Status.DRAFT))
    turned = first.model_copy(update={"files": files[::-1], "cover": files[2].id})
    return items.save_description(engines, turned, base_version=1, by=OFFICER)


def test_the_history_names_the_cover_and_the_order_of_the_files(client, sign_in, three):
    sign_in(Role.OFFICER)

    page = text(client.get(f"/desk/items/{three.id}/history"))

    assert "<del>a.jpg</del> <ins>c.jpg</ins>" in page
    assert re.search(r"Thứ tự tệp</dt>\s*<dd>\s*a.jpg, b.jpg, c.jpg → c.jpg, b.jpg, a.jpg", page)
    assert "<dt>Tệp</dt>" not in page
    assert not any(file.id in page for file in three.files)


def test_a_new_file_does_not_change_the_order_of_the_others(three):
    more = three.model_copy(update={"files": (a_file("d.jpg"), *three.files)})

    found = differences(three, more, {})

    assert [(one.field, one.added) for one in found] == [("files", ("d.jpg",))]


def test_files_of_one_name_are_told_apart(three):
    twins = a_file("anh.jpg"), a_file("anh.jpg", label={"vi": ["Bìa"]}), a_file("anh.jpg")
    before = three.model_copy(update={"files": twins})
    after = three.model_copy(update={"files": twins[::-1]})

    (found,) = differences(before, after, {})

    assert found.after == ("anh.jpg, anh.jpg (Bìa), anh.jpg [2]",)


def test_a_restore_brings_back_the_order_of_the_files(engines, three):
    c, b, a = three.files
    scan = a_file("b2.jpg")
    newer = a_file("d.jpg")
    replaced = b.model_copy(update={"replaced_by": scan.id})
    changed = three.model_copy(update={"files": (newer, c, scan, replaced, a)})
    saved = items.save_description(engines, changed, base_version=2, by=OFFICER)

    restored = items.restore_revision(engines, saved, 1, by=OFFICER)

    names = [file.name for file in restored.current_files]
    assert names == ["a.jpg", "b2.jpg", "c.jpg", "d.jpg"]
    assert restored.cover == a.id


def test_a_restored_cover_is_the_better_scan_of_the_one_of_then(engines, three):
    c, b, a = three.files
    scan = a_file("a2.jpg")
    files = (c, b, scan, a.model_copy(update={"replaced_by": scan.id}))
    changed = three.model_copy(update={"files": files})
    saved = items.save_description(engines, changed, base_version=2, by=OFFICER)

    restored = items.restore_revision(engines, saved, 1, by=OFFICER)

    assert restored.cover == scan.id


def test_the_desk_shows_what_is_in_hand(client, engines, sign_in, ready):
    sign_in(Role.OFFICER)
    taken_in(engines, b"words", "c.txt")

    page = text(client.get("/desk"))

    assert ready.title["vi"][0] in page
    assert "tệp giữ riêng" in page


def test_items_are_listed_by_status(client, engines, sign_in, ready):
    stored(engines, an_item("Đã công bố"))
    sign_in(Role.OFFICER)

    drafts, published = client.get("/desk/items"), client.get("/desk/items?status=published")

    assert ready.id in text(drafts)
    assert ready.id not in text(published)
    assert "Đã công bố" in text(published)


def test_a_failed_task_says_why_and_runs_again_on_a_click(client, engines, sign_in, ready):
    sign_in(Role.OFFICER)
    with engines.db.writing() as session:
        task = session.scalars(select(Task).order_by(Task.priority)).first()
        task.state, task.problem = TaskState.FAILED, "rendition-failed"

    page = text(client.get("/desk/tasks"))
    client.post(f"/desk/tasks/{task.id}/retry")

    with engines.db.reading() as session:
        state = session.get_one(Task, task.id).state
    assert "Chưa tạo được bản xem" in page
    assert state is TaskState.WAITING


def test_a_waiting_task_is_cancelled_on_a_click(client, engines, sign_in, ready):
    sign_in(Role.OFFICER)
    with engines.db.reading() as session:
        task = session.scalars(select(Task).order_by(Task.priority)).first()

    client.post(f"/desk/tasks/{task.id}/cancel")

    with engines.db.reading() as session:
        assert session.get_one(Task, task.id).state is TaskState.CANCELLED


def test_a_refused_file_is_shown_sent_and_deleted_only_when_sure(client, engines, sign_in):
    sign_in(Role.OFFICER)
    refused = taken_in(engines, b"just words", "notes.txt")

    page = text(client.get("/desk/aside"))
    sent = client.get(f"/desk/aside/{refused.aside_id}")
    hasty = client.post(f"/desk/aside/{refused.aside_id}/delete")
    still_there = list(aside.folder_of(engines).iterdir())
    client.post(f"/desk/aside/{refused.aside_id}/delete", data={"sure": "1"})

    assert "notes.txt" in page
    assert (sent.data, sent.headers["Content-Disposition"][:10]) == (b"just words", "attachment")
    assert (hasty.status_code, len(still_there)) == (422, 1)
    assert list(aside.folder_of(engines).iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param("agent", {"kind": "group", "born": "khoảng 1960"}, id="agent"),
        pytest.param("event", {"date": "10/1 âm lịch"}, id="event"),
        pytest.param("place", {"kind": "village", "latitude": "21,33"}, id="place"),
        pytest.param("collection", {}, id="collection"),
        pytest.param("community", {}, id="community"),
    ],
)
def test_a_noun_is_added_and_changed(client, engines, sign_in, kind, fields):
    sign_in(Role.OFFICER)
    names = {"name.lang": "vi", "name.status": "preferred", "name.text": "Tên mẫu"}

    added = client.post(f"/desk/new/{kind}", data={**names, **fields})
    record = records(engines, kind)[0]
    changed = client.post(
        f"/desk/{kind}/{record.id}",
        data={**names, **fields, "base_version": "1", "description.lang": "vi"}
        | {"description.text": "Mô tả mẫu."},
    )

    assert (added.status_code, changed.status_code) == (303, 303)
    saved = records(engines, kind)[0]
    assert (saved.version, saved.slug, saved.description) == (
        2,
        "ten-mau",
        {"vi": ["Mô tả mẫu."]},
    )
    assert client.get(f"/desk/{kind}/{record.id}").status_code == 200
    assert "Tên mẫu" in text(client.get(f"/desk/nouns/{kind}"))


def test_a_noun_without_a_name_is_not_saved(client, engines, sign_in):
    sign_in(Role.OFFICER)

    answer = client.post("/desk/new/agent", data={"kind": "person"})

    assert (answer.status_code, records(engines, "agent")) == (422, [])


def test_a_noun_gets_its_missing_address_when_it_is_saved(client, engines, sign_in):
    hidden = Name(language="vi", text="Tên cũ", status=NameStatus.HIDDEN)
    shown = Name(language="vi", text="Bản Hìn", status=NameStatus.PREFERRED)
    place = stored(engines, PlaceRecord(id=new_id(), kind="village", names=(hidden, shown)))

    nouns.save_noun(engines, place, base_version=1, by=OFFICER)

    assert records(engines, "place")[0].slug == "ban-hin"


def test_a_noun_that_latin_letters_cannot_name_keeps_its_id_as_address(engines):
    name = Name(language="blt-Tavt", text="ꪜꪱꪥ", status=NameStatus.PREFERRED)

    saved = nouns.save_noun(
        engines,
        nouns.blank("agent").model_copy(update={"names": (name,)}),
        base_version=None,
        by=OFFICER,
    )

    assert saved.slug == saved.id


def test_two_of_one_name_get_addresses_of_their_own(client, engines, sign_in):
    sign_in(Role.OFFICER)
    names = {"name.lang": "vi", "name.status": "preferred", "name.text": "Lò Thị Mẫu"}

    for _ in range(2):
        client.post("/desk/new/agent", data=names)

    assert len({record.slug for record in records(engines, "agent")}) == 2


def test_an_officer_cannot_let_himself_into_a_community(client, engines, sign_in):
    community = stored(engines, a_community("Bản Mẫu"))
    sign_in(Role.OFFICER)

    client.post(
        f"/desk/community/{community.id}",
        data={
            "base_version": "1",
            "name.lang": "vi",
            "name.status": "preferred",
            "name.text": "Bản Mẫu",
            "members-0-name": "officer",
            "members-0-role": "member",
        },
    )

    assert records(engines, "community")[0].members == ()


def test_a_steward_says_who_belongs(client, engines, sign_in):
    community = stored(engines, a_community("Bản Mẫu", steward="steward"))
    sign_in(Role.STEWARD, "steward")

    client.post(
        f"/desk/community/{community.id}",
        data={
            "base_version": "1",
            "name.lang": "vi",
            "name.status": "preferred",
            "name.text": "Bản Mẫu",
            "members-0-name": "steward",
            "members-0-role": "steward",
            "members-1-name": "teacher",
            "members-1-role": "member",
        },
    )

    assert [link.id for link in records(engines, "community")[0].members] == ["steward", "teacher"]


@pytest.mark.parametrize(
    "path",
    ["/desk", "/desk/upload", "/desk/items", "/desk/review", "/desk/tasks", "/desk/aside"],
)
def test_visitors_are_led_to_sign_in(client, path):
    answer = client.get(path)

    assert (answer.status_code, "/sign-in" in answer.location) == (302, True)
