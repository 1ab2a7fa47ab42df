"""Writing to the keepers, and what the desk does with it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from archive.db import now
from archive.messages.models import Message
from archive.messages.service import forget_names
from archive.permissions import Role
from tests.makers import signed_in

WORDS = "Người trong ảnh là mẹ tôi, xin gỡ xuống."


def written(client, **said):
    """Send the form of a reader."""
    return client.post("/contact", data={"kind": "removal", "item": "x", "text": WORDS, **said})


def messages(engines):
    """Return every message."""
    with engines.db.reading() as session:
        return list(session.scalars(select(Message)))


def test_what_a_reader_writes_is_on_the_desk(engines, client):
    written(client, name="Lò Văn A", reply_to="0900 000 000")
    signed_in(engines, client, Role.OFFICER)

    page = client.get("/desk/messages").get_data(as_text=True)

    assert WORDS in page
    assert "Xin gỡ xuống hoặc giới hạn người xem" in page
    assert "1 thư của người xem chờ trả lời" in client.get("/desk").get_data(as_text=True)


def test_nobody_else_reads_it(engines, client):
    written(client)
    signed_in(engines, client, Role.TEACHER)

    assert client.get("/desk/messages").status_code == 403


def test_a_machine_that_fills_in_the_hidden_field_writes_nothing(engines, client):
    answer = written(client, website="http://spam.example")

    assert (answer.status_code, messages(engines)) == (303, [])


def test_an_empty_message_is_asked_for_words(engines, client):
    answer = written(client, text="  ")

    assert answer.status_code == 422
    assert "Xin viết điều bạn muốn nói" in answer.get_data(as_text=True)


def test_writing_is_throttled(client):
    answers = [written(client).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]


def test_a_message_is_settled_and_opened_again(engines, client):
    written(client)
    signed_in(engines, client, Role.OFFICER)
    address = f"/desk/messages/{messages(engines)[0].id}"

    client.post(address, data={"answer": "Đã gỡ."})
    done = client.get("/desk/messages?state=done").get_data(as_text=True)
    client.post(address, data={"again": "1"})

    assert "Đã gỡ." in done
    assert WORDS in client.get("/desk/messages").get_data(as_text=True)


def test_who_wrote_is_forgotten_a_year_after(engines, client):
    written(client, name="Lò Văn A", reply_to="0900 000 000")
    with engines.db.writing() as session:
        session.execute(update(Message).values(done_at=now() - timedelta(days=366)))

    with engines.db.writing() as session:
        forget_names(session)

    kept = messages(engines)[0]
    assert (kept.name, kept.reply_to, kept.text) == ("", "", WORDS)
