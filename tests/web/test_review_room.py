"""The reviewer's room: the queue, comments on fields, the comparison, reasons, dates."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from archive.audit.models import AuditEvent
from archive.catalogue.items import service as items
from archive.db import now
from archive.notices.models import Notice
from archive.permissions import Role
from archive.records import Link, Status
from archive.review.models import Comment, PlannedPublication
from archive.tasks.models import Task, TaskState
from tests.makers import (
    PASSWORD,
    a_community,
    a_file,
    an_account,
    an_element,
    an_item,
    seen_by,
    stored,
)
from tests.makers_intake import OFFICER, the_item, work_off


@pytest.fixture
def people(engines):
    an_account(engines, Role.OFFICER)
    an_account(engines, Role.REVIEWER)


@pytest.fixture
def enter(client, people):
    """Return a function that signs in as somebody else."""

    def enter(name):
        client.post("/sign-out")
        client.post("/sign-in", data={"username": name, "password": PASSWORD})

    return enter


def waiting(engines, title="Xòe ở bản Hìn", **said):
    """Store an item that its officer has handed in."""
    said = {"files": (a_file(),), "status": Status.DRAFT, "owner": "officer", **said}
    draft = an_item(title, published_at=None, **said)
    return items.submit(engines, stored(engines, draft), by=OFFICER)


def text(answer):
    return answer.get_data(as_text=True)


def rows(engines, table):
    with engines.db.reading() as session:
        return list(session.scalars(select(table)))


def told(engines, username):
    return [(one.kind.value, one.text) for one in rows(engines, Notice) if one.username == username]


def test_the_queue_is_narrowed_by_sender_element_day_and_reviewer(client, engines, enter):
    element = stored(engines, an_element("Xòe vòng"))
    waiting(engines, "Tư liệu một", elements=(Link(id=element.id),))
    two = waiting(engines, "Tư liệu hai").model_copy(update={"owner": "teacher"})
    items.save_description(engines, two, base_version=two.version, by=OFFICER)
    enter("reviewer")
    client.post(f"/desk/items/{two.id}/assign", data={"reviewer": "reviewer"})

    pages = {
        query: text(client.get(f"/desk/review?{query}"))
        for query in (
            "owner=officer",
            f"element={element.id}",
            "since=2999-01-01",
            "reviewer=reviewer",
            "reviewer=-",
            "since=nonsense",
        )
    }

    found = {query: ("Tư liệu một" in page, "Tư liệu hai" in page) for query, page in pages.items()}
    assert found == {
        "owner=officer": (True, False),
        f"element={element.id}": (True, False),
        "since=2999-01-01": (False, False),
        "reviewer=reviewer": (False, True),
        "reviewer=-": (True, False),
        "since=nonsense": (True, True),
    }


def test_a_comment_stands_beside_its_field_until_it_is_settled(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    said = {"field": "description", "text": "Xin ghi rõ dịp nào."}
    client.post(f"/desk/items/{item.id}/comments", data=said)
    (first,) = rows(engines, Comment)
    enter("officer")
    form = text(client.get(f"/desk/items/{item.id}"))
    answer = {"parent": first.id, "text": "Đã ghi: cưới."}
    client.post(f"/desk/items/{item.id}/comments", data=answer)
    beside = text(client.get(f"/desk/items/{item.id}/review"))

    client.post(f"/desk/items/{item.id}/comments/{first.id}")

    settled = text(client.get(f"/desk/items/{item.id}"))
    assert 'data-remark="description"' in form
    assert "Xin ghi rõ dịp nào." in form
    assert "Đã ghi: cưới." in beside
    assert "data-remark" not in settled
    assert told(engines, "officer")[-1] == ("commented", "Xin ghi rõ dịp nào.")
    assert told(engines, "reviewer")[-1] == ("commented", "Đã ghi: cưới.")


def test_an_answer_to_a_comment_on_another_item_is_refused(client, engines, enter):
    one, other = waiting(engines), waiting(engines, "Tư liệu khác")
    enter("officer")
    client.post(f"/desk/items/{one.id}/comments", data={"text": "Xem lại."})
    (first,) = rows(engines, Comment)

    crossed = {"parent": first.id, "text": "Lẫn"}
    answers = [
        client.post(f"/desk/items/{other.id}/comments", data=crossed),
        client.post(f"/desk/items/{other.id}/comments/{first.id}"),
        client.post(f"/desk/items/{one.id}/comments", data={"text": "  "}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 422]


def test_the_comparison_shows_what_changed_since_it_was_sent_back(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    first_time = text(client.get(f"/desk/items/{item.id}/review"))
    client.post(f"/desk/items/{item.id}/return", data={"reasons": "title"})
    returned = the_item(engines, item.id)
    changed = returned.model_copy(update={"title": {"vi": ["Xòe vòng, bản Hìn, 1998"]}})
    saved = items.save_description(engines, changed, base_version=returned.version, by=OFFICER)
    items.submit(engines, saved, by=OFFICER)

    page = text(client.get(f"/desk/items/{item.id}/review?against=returned"))

    assert "chưa từng công khai" in first_time
    assert '<del>Tiếng Việt: <span lang="vi">Xòe ở bản Hìn</span></del>' in page
    assert '<ins>Tiếng Việt: <span lang="vi">Xòe vòng, bản Hìn, 1998</span></ins>' in page
    assert page.count('class="row-changed"') == 1


def test_reasons_are_picked_and_words_added_and_the_officer_is_told(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    said = {"reasons": ["rights", "quality"], "reason": "Ảnh số 3."}

    client.post(f"/en/desk/items/{item.id}/return", data=said)

    why = "Quyền sử dụng chưa rõ; Tệp mờ, hỏng hoặc không đúng. Ảnh số 3."
    assert told(engines, "officer") == [("returned", why)]
    enter("officer")
    assert why in text(client.get("/desk"))


def test_who_may_not_review_or_see_is_given_nothing(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")

    answers = [
        client.post(f"/desk/items/{item.id}/assign", data={"reviewer": name}).status_code
        for name in ("officer", "nobody", "reviewer")
    ]

    assert answers == [422, 422, 303]


def test_handing_in_tells_the_reviewer_it_was_given_to_or_all(client, engines, enter):
    an_account(engines, Role.ADMIN)
    enter("officer")
    mine = an_item("Mới", status=Status.DRAFT, owner="officer", files=(a_file(),))
    draft = stored(engines, mine)
    client.post(f"/desk/items/{draft.id}/submit")

    assert [kind for kind, _ in told(engines, "reviewer")] == ["awaiting"]
    assert [kind for kind, _ in told(engines, "admin")] == ["awaiting"]
    assert told(engines, "officer") == []


def due(engines):
    """Turn the clock to the day of every plan."""
    with engines.db.writing() as session:
        session.execute(update(Task).values(due_at=now() - timedelta(seconds=1)))


def planned(client, item):
    day = (now() + timedelta(days=40)).date().isoformat()
    return client.post(f"/desk/items/{item.id}/plan", data={"day": day, "hour": "07:00"})


def test_an_item_is_published_on_its_day_and_not_before(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    answer = planned(client, item)
    shown = text(client.get("/desk/tasks")), text(client.get("/desk/review"))
    early = work_off(engines)
    before = the_item(engines, item.id).status

    due(engines)
    work_off(engines)

    assert (answer.status_code, early, before) == (303, 0, Status.REVIEW)
    assert "Công bố vào ngày đã đặt" in shown[0]
    assert "Sẽ công bố lúc" in shown[1]
    assert the_item(engines, item.id).status is Status.PUBLISHED
    assert told(engines, "officer")[-1][0] == "published"
    (task,) = rows(engines, Task)
    assert (task.state, rows(engines, PlannedPublication)) == (TaskState.DONE, [])


@pytest.mark.parametrize("way", ["plan", "task", "return", "publish"])
def test_a_date_that_was_dropped_publishes_nothing(client, engines, enter, way):
    item = waiting(engines)
    enter("reviewer")
    planned(client, item)
    (task,) = rows(engines, Task)
    urls = {
        "plan": f"/desk/items/{item.id}/plan/drop",
        "task": f"/desk/tasks/{task.id}/cancel",
        "return": f"/desk/items/{item.id}/return",
        "publish": f"/desk/items/{item.id}/publish",
    }

    client.post(urls[way], data={"reasons": "title"})
    due(engines)

    assert (work_off(engines), rows(engines, PlannedPublication)) == (0, [])
    assert rows(engines, Task)[0].state is TaskState.CANCELLED


def test_a_plan_that_may_not_be_kept_any_more_leaves_all_closed_and_says_so(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    planned(client, item)
    bare = the_item(engines, item.id).model_copy(update={"rights": None})
    items.save_description(engines, bare, base_version=bare.version, by=OFFICER)
    due(engines)

    work_off(engines)

    assert the_item(engines, item.id).status is Status.REVIEW
    assert told(engines, "reviewer")[-1][0] == "plan-failed"
    assert rows(engines, PlannedPublication) == []


def test_a_disabled_account_publishes_nothing_by_its_plans(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    planned(client, item)
    with engines.db.writing() as session:
        from archive.accounts.models import User

        session.execute(update(User).where(User.username == "reviewer").values(is_enabled=False))
    due(engines)

    work_off(engines)

    assert the_item(engines, item.id).status is Status.REVIEW


@pytest.mark.parametrize("day", ["", "31/12/2999", "2020-01-01", "2999-02-31"])
def test_only_a_day_to_come_can_be_planned(client, engines, enter, day):
    item = waiting(engines)
    enter("reviewer")

    answer = client.post(f"/desk/items/{item.id}/plan", data={"day": day})

    assert (answer.status_code, rows(engines, Task)) == (422, [])


def test_the_drafts_of_a_community_are_nobody_elses_to_review(client, engines, enter):
    community = stored(engines, a_community(steward="steward"))
    item = waiting(engines, "Kín đáo", access=seen_by("community", community.id))
    enter("reviewer")

    addresses = [f"/desk/items/{item.id}/review", "/desk/review"]
    look, queue = [client.get(address) for address in addresses]

    assert look.status_code == 404
    assert "Kín đáo" not in text(queue)
    assert told(engines, "reviewer") == []


def test_each_step_of_a_review_is_in_the_log(client, engines, enter):
    item = waiting(engines)
    enter("reviewer")
    client.post(f"/desk/items/{item.id}/assign", data={"reviewer": "reviewer"})
    client.post(f"/desk/items/{item.id}/comments", data={"text": "Xem lại."})
    planned(client, item)
    client.post(f"/desk/items/{item.id}/plan/drop")

    events = [e.action for e in rows(engines, AuditEvent) if e.owner_id == item.id]

    assert events[-4:] == [
        "assigned",
        "commented",
        "publication-planned",
        "publication-unplanned",
    ]


def test_the_queue_asks_the_same_for_one_item_and_for_ten(client, engines, enter, statements):
    waiting(engines)
    enter("reviewer")
    client.get("/desk/review")
    statements.clear()
    client.get("/desk/review")
    for_one = len(statements)
    for number in range(9):
        waiting(engines, f"Tư liệu {number}")
    statements.clear()

    client.get("/desk/review")

    assert len(statements) == for_one
