"""Notices: in the page for whom they concern, and by e-mail through a real mail server."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, update

from archive.access import Viewer
from archive.db import now
from archive.engines import Engines
from archive.notices import service
from archive.notices.models import Notice, NoticeKind
from archive.permissions import Role
from archive.records import Status
from archive.settings import Settings
from archive.tasks.handlers import HANDLERS
from archive.tasks.models import Task, TaskState
from archive.tasks.worker import Worker
from tests.makers import a_community, an_account, an_item, seen_by, stored
from tests.makers_intake import OFFICER
from tests.serving import free_port

MAIL_SERVER = """
import sys, threading
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult

def allow(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"kho", b"p@ss word"))

secured = {"authenticator": allow, "auth_required": True, "auth_require_tls": False}
port = int(sys.argv[2])
Controller(Mailbox(sys.argv[1]), hostname="127.0.0.1", port=port, **secured).start()
print("ready", flush=True)
threading.Event().wait()
"""


class Box:
    """A mail server on this machine that asks for a password, and the letters that it got."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        command = [sys.executable, "-W", "ignore", "-c", MAIL_SERVER, str(folder), str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.process.stdout.readline()

    @property
    def letters(self):
        files = sorted((self.folder / "new").iterdir())
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.fixture
def mail(tmp_path):
    box = Box(tmp_path / "mail")
    yield box
    box.process.kill()
    box.process.communicate()


def with_mail(engines, port, password="p%40ss%20word"):
    settings = replace(
        engines.settings,
        smtp_url=f"smtp://kho:{password}@127.0.0.1:{port}",
        smtp_from="kho@vidu.vn",
        base_url="https://kho.vidu.vn",
    )
    return Engines(settings, engines.db, engines.repository)


def tell(engines, item, kind=NoticeKind.RETURNED, username="officer", **more):
    with engines.db.writing() as session:
        return service.tell(session, kind, item, [username], by=OFFICER, **more)


def subscribe(engines, username="nguoi"):
    with engines.db.writing() as session:
        viewer = Viewer(id="1", username=username)
        service.set_address(session, "can.bo@vidu.vn", viewer)


def worked_off(engines):
    with engines.db.writing() as session:
        session.execute(update(Task).values(due_at=now() - timedelta(seconds=1)))
    Worker(engines, HANDLERS).run_one()


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def nguoi(engines):
    return an_account(engines, Role.OFFICER, "nguoi")


def test_a_notice_is_shown_counted_and_read(client, engines, sign_in):
    sign_in(Role.OFFICER, "nguoi")
    item = stored(engines, an_item("Xòe đêm", status=Status.DRAFT))
    tell(engines, item, username="nguoi", text="Thiếu ngày ghi")
    before = text(client.get("/desk"))
    page = text(client.get("/desk/notices"))

    answer = client.post("/desk/notices/1/open")

    assert '<b class="nav-count num">1<' in before
    assert "Thiếu ngày ghi" in page
    assert answer.location == f"/desk/items/{item.id}"
    assert "nav-count" not in text(client.get("/desk"))


def test_nobody_reads_the_notices_of_others(client, engines, sign_in, nguoi):
    tell(engines, stored(engines, an_item("Xòe đêm")), username="nguoi")
    sign_in(Role.OFFICER)

    answer, page = client.post("/desk/notices/1/open"), text(client.get("/desk/notices"))

    assert (answer.status_code, "Xòe đêm" in page) == (404, False)


def test_what_is_closed_to_somebody_meanwhile_is_neither_listed_nor_counted(
    client, engines, sign_in
):
    from archive.catalogue.saving import SYSTEM, Save, save

    sign_in(Role.OFFICER, "nguoi")
    item = stored(engines, an_item("Xòe kín"))
    tell(engines, item, username="nguoi")
    community = stored(engines, a_community())
    closed = item.model_copy(update={"access": seen_by("community", community.id)})

    save(engines, Save(closed, "đóng", base_version=item.version), by=SYSTEM)

    page = text(client.get("/desk/notices"))
    assert "Xòe kín" not in page
    assert "nav-count" not in page


def test_who_did_it_who_may_not_see_and_who_is_gone_are_not_told(engines, nguoi):
    community = stored(engines, a_community())
    hidden = stored(engines, an_item(access=seen_by("community", community.id)))
    shown = stored(engines, an_item())

    told = [
        tell(engines, hidden, username="nguoi"),
        tell(engines, shown, username="nobody"),
        tell(engines, shown, username=OFFICER.username),
        tell(engines, shown, username="nguoi"),
    ]

    assert told == [0, 0, 0, 1]


def test_reading_pages_ask_nothing_for_notices(client, engines, sign_in, statements):
    sign_in(Role.OFFICER, "nguoi")
    tell(engines, stored(engines, an_item("Xòe đêm")), username="nguoi")
    statements.clear()

    client.get("/about")

    assert [one for one in statements if "notice" in one] == []


def test_several_notices_are_one_letter_that_tells_no_closed_title(engines, mail, nguoi):
    subscribe(engines)
    tell(engines, stored(engines, an_item("Xòe công khai")), username="nguoi", text="Bí mật")
    draft = stored(engines, an_item("Bản nháp kín", status=Status.DRAFT))
    tell(engines, draft, NoticeKind.ASSIGNED, username="nguoi")

    worked_off(with_mail(engines, mail.port))

    (letter,) = mail.letters
    words = letter.get_content()
    assert (letter["To"], letter["From"]) == ("can.bo@vidu.vn", "kho@vidu.vn")
    assert letter["Subject"] == "Kho Xòe: 2 tin mới cho bạn"
    assert "“Xòe công khai”: https://kho.vidu.vn/desk/items/" in words
    assert "Bản nháp kín" not in words
    assert "Bí mật" not in words


def test_what_was_sent_or_read_is_not_sent_again(engines, mail, nguoi):
    subscribe(engines)
    item = stored(engines, an_item("Xòe"))
    tell(engines, item, username="nguoi")
    worked_off(with_mail(engines, mail.port))
    tell(engines, item, NoticeKind.COMMENTED, username="nguoi")
    with engines.db.writing() as session:
        service.read_all(session, Viewer(id="1", username="nguoi"))

    worked_off(with_mail(engines, mail.port))

    assert len(mail.letters) == 1


@pytest.mark.parametrize("wrong", [pytest.param("password", marks=pytest.mark.whole), "port"])
def test_a_mail_server_that_refuses_is_asked_again_and_the_password_stays_unsaid(
    engines, mail, nguoi, wrong
):
    subscribe(engines)
    tell(engines, stored(engines, an_item("Xòe")), username="nguoi")
    said = {"password": (mail.port, "geheim"), "port": (1, "geheim")}[wrong]

    worked_off(with_mail(engines, *said))

    with engines.db.reading() as session:
        task = session.scalars(select(Task)).one()
        notice = session.scalars(select(Notice)).one()
    assert (task.state, task.attempts, notice.mailed_at) == (TaskState.WAITING, 1, None)
    assert task.problem
    assert "geheim" not in task.problem


def test_without_an_address_no_letter_is_queued(engines, nguoi):
    tell(engines, stored(engines, an_item("Xòe")), username="nguoi")

    with engines.db.reading() as session:
        assert session.scalars(select(Task)).all() == []


def test_somebody_gives_and_takes_back_an_address(client, engines, sign_in):
    sign_in(Role.OFFICER, "nguoi")

    answers = [
        client.post("/desk/notices/address", data={"address": typed}).status_code
        for typed in ("khong-phai", "a@b.vn\nBcc: x@y.vn", "can.bo@vidu.vn")
    ]
    kept = text(client.get("/desk/notices"))
    client.post("/desk/notices/address", data={"address": ""})

    assert answers == [422, 422, 303]
    assert "can.bo@vidu.vn" in kept
    assert "can.bo@vidu.vn" not in text(client.get("/desk/notices"))


@pytest.mark.parametrize("written", ["mail.vidu.vn", "http://mail.vidu.vn", "smtp://"])
def test_a_mail_server_that_makes_no_sense_stops_the_start(written):
    from archive.errors import SettingError

    with pytest.raises(SettingError):
        Settings.from_environ({"KHO_SMTP_URL": written})
