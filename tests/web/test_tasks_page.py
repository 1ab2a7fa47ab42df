"""What the machine does, as the desk shows it: what, with what, why not, and who changed it."""

import pytest
from sqlalchemy import select

from archive.audit.models import AuditEvent
from archive.bulk.models import Round, RoundKind, RoundState
from archive.db import now
from archive.permissions import Role
from archive.records import Status
from archive.tasks import service
from archive.tasks.models import Task, TaskState
from tests.makers import a_community, a_file, an_item, seen_by, stored


def text(answer):
    return answer.get_data(as_text=True)


def queue(engines, owner, name="make-renditions", **said):
    with engines.db.writing() as session:
        task = service.enqueue(session, name, said.pop("arguments", {}), owner=owner)
        for field, value in said.items():
            setattr(task, field, value)
        session.flush()
        return task.id


def state_of(engines, task_id):
    with engines.db.reading() as session:
        return session.get_one(Task, task_id).state


def a_round(engines, made_by="officer"):
    with engines.db.writing() as session:
        session.add(
            Round(
                id="rrrrrrrrr0",
                kind=RoundKind.CHANGE,
                state=RoundState.RUNNING,
                title="Thêm nơi ghi Mường Sang",
                made_at=now(),
                made_by=made_by,
                actor_name="Cán bộ",
                settings={},
            )
        )
    return queue(engines, ("round", "rrrrrrrrr0"), "bulk-run")


def test_a_round_is_named_as_what_it_is(client, engines, sign_in):
    sign_in(Role.OFFICER)
    a_round(engines)

    page = text(client.get("/desk/tasks"))

    assert "Làm hàng loạt" in page
    assert 'href="/desk/rounds/rrrrrrrrr0">Thêm nơi ghi Mường Sang' in page
    assert "ảnh xem trước" not in page


def test_dropping_the_task_of_a_round_stops_the_round(client, engines, sign_in):
    sign_in(Role.OFFICER)
    task_id = a_round(engines)

    client.post(f"/desk/tasks/{task_id}/cancel")

    with engines.db.reading() as session:
        state = session.get_one(Round, "rrrrrrrrr0").state
    assert (state, state_of(engines, task_id)) == (RoundState.STOPPED, TaskState.CANCELLED)


def test_what_somebody_changed_about_a_task_is_in_the_log(client, engines, sign_in):
    sign_in(Role.OFFICER)
    task_id = queue(engines, ("", ""), state=TaskState.FAILED, problem="disk")

    client.post(f"/desk/tasks/{task_id}/retry")
    client.post(f"/desk/tasks/{task_id}/cancel")

    with engines.db.reading() as session:
        wanted = select(AuditEvent).where(AuditEvent.action.startswith("task-"))
        events = session.scalars(wanted.order_by(AuditEvent.seq)).all()
    assert [(event.action, event.actor) for event in events] == [
        ("task-waiting", "officer"),
        ("task-cancelled", "officer"),
    ]
    assert events[0].detail == {"task": task_id, "name": "make-renditions"}


def test_all_that_failed_is_tried_again_at_once(client, engines, sign_in):
    sign_in(Role.OFFICER)
    failed = [queue(engines, ("", ""), state=TaskState.FAILED) for _ in range(3)]
    done = queue(engines, ("", ""), state=TaskState.DONE)

    client.post("/desk/tasks/retry")

    assert {state_of(engines, one) for one in failed} == {TaskState.WAITING}
    assert state_of(engines, done) is TaskState.DONE


def test_what_failed_stands_before_a_hundred_that_wait(client, engines, sign_in):
    sign_in(Role.OFFICER)
    stored(engines, an_item(files=(a_file("hong.jpg", id="ffffffff10"),)))
    for _ in range(100):
        queue(engines, ("", ""), priority=1)
    queue(engines, ("file", "ffffffff10"), state=TaskState.FAILED, priority=99)

    page = text(client.get("/desk/tasks"))

    assert "hong.jpg" in page
    assert "Chỉ kê 100 việc đầu." in page


@pytest.fixture
def hidden_task(engines):
    """The task of a file that only a community's stewards may know of."""
    community = stored(engines, a_community())
    access = seen_by("community", community.id)
    file = a_file("kin.jpg", id="ffffffff20")
    stored(engines, an_item("Kín", files=(file,), access=access, status=Status.DRAFT))
    return queue(engines, ("file", file.id))


def test_the_task_of_what_one_may_not_know_is_neither_shown_nor_counted(
    client, engines, sign_in, hidden_task
):
    sign_in(Role.OFFICER)

    page, home = text(client.get("/desk/tasks")), text(client.get("/desk"))
    answer = client.post(f"/desk/tasks/{hidden_task}/cancel")

    assert "ffffffff20" not in page
    assert "Máy không còn việc nào." in page
    assert '<b class="num">0</b><span>việc máy đang làm' in home
    assert (answer.status_code, state_of(engines, hidden_task)) == (404, TaskState.WAITING)


def test_the_page_asks_the_same_number_of_statements_for_one_task_and_for_forty(
    client, engines, sign_in, statements
):
    sign_in(Role.OFFICER)
    stored(engines, an_item(files=(a_file(id="ffffffff10"),)))
    queue(engines, ("file", "ffffffff10"))
    client.get("/desk/tasks")
    statements.clear()
    client.get("/desk/tasks")
    for_one = len(statements)
    for _ in range(40):
        queue(engines, ("file", "ffffffff10"))
    statements.clear()

    client.get("/desk/tasks")

    assert len(statements) == for_one
