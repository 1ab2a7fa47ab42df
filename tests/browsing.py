"""A small archive to look at in a real browser: the demonstration's best, served by `kho serve`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archive.accounts import service as accounts
from archive.demo.keys import demo_id
from archive.demo.making import make_demonstration
from archive.demo.order import Detail
from archive.engines import open_engines
from archive.indexing.indexer import Indexer
from archive.permissions import Role
from archive.setting_up.service import set_up
from archive.settings import Settings
from archive.tasks.handlers import HANDLERS
from archive.tasks.worker import Worker
from tests.makers_media import a_jpeg
from tests.serving import Visitor, serving

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.engines import Engines

IMAGE, SOUND, VIDEO, PAPERS = "hoa-van-pieu", "khuc-tinh-tau", "nang-khan-video", "sach-chu-thai"
RESTRICTED, DRAFT, WITHDRAWN = "quam-to-muong", "ban-nhap-hoa-van", "da-rut"
OTHERS = ("kham-khen-anh", "moi-lau-anh", "pha-xi-anh", "hoa-ban-som", "khan-trai", "cho-duyet")
KEYS = frozenset((IMAGE, SOUND, VIDEO, PAPERS, RESTRICTED, DRAFT, WITHDRAWN, *OTHERS))
# Pictures are as large as people's, so that pages weigh what they weigh; films are short.
DETAIL = Detail(picture_px=1600, video_share=0.3, length_s=4.0, previews_s=0.0)
NEWCOMER, SECOND = "nguoimoi", "nguoithuhai"
VISITOR, OFFICER, REVIEWER, ADMIN = "", "canbo", "duyet", "quantri"


@dataclass(frozen=True, slots=True)
class Archive:
    """A served archive: where it is, who may sign in, and paths that are known only now.

    `welcome` is a one-time link that is only looked at, `link` one to be used, `made` the paths of
    what an officer has sent.
    """

    origin: str
    passwords: dict[str, str]
    welcome: str
    link: str = ""
    made: Mapping[str, str] = field(default_factory=dict)

    def path(self, written: str) -> str:
        """Return a path with the archive's own parts filled in."""
        return written.format(welcome=self.welcome, **self.made)


def item_id(key: str) -> str:
    """Return the identifier of an item of the demonstration."""
    return demo_id(f"item:{key}")


def item(key: str) -> str:
    """Return the path of an item of the demonstration."""
    return f"/items/{item_id(key)}"


@contextmanager
def served_archive(data: Path) -> Iterator[Archive]:
    """Make the archive in a folder and serve it, every rendition made and all of it found."""
    engines = open_engines(Settings(data=data).completed())
    try:
        passwords, welcome, link = _fill(engines)
    finally:
        engines.close()
    with serving(data) as running:
        visitor = Visitor(running.port)
        visitor.sign_in(OFFICER, passwords[OFFICER])
        made = {"batch": _uploaded(visitor), "sheet": _looked_at(visitor)}
        visitor.sign_in(REVIEWER, passwords[REVIEWER])
        made["change"] = _planned(visitor)
        visitor.close()
        origin = f"http://127.0.0.1:{running.port}"
        yield Archive(origin, passwords, f"/welcome/{welcome}", f"/welcome/{link}", made)


def _fill(engines: Engines) -> tuple[dict[str, str], str, str]:
    set_up(engines)
    made = make_demonstration(engines, detail=DETAIL, only=KEYS)
    with engines.db.writing() as session:
        welcome, link = (_newcomer(session, name) for name in (NEWCOMER, SECOND))
    Worker(engines, HANDLERS).drain()
    Indexer(engines).drain()
    return {username: password for username, password, _ in made}, welcome, link


def _newcomer(session: Session, username: str) -> str:
    """Add an officer; return the secret of the one-time link."""
    accounts.add_user(session, username, role=Role.OFFICER, actor="test")
    return accounts.make_link(session, username, actor="test")


def _uploaded(visitor: Visitor) -> str:
    """Send a picture and a torn one together; return the path of the page that tells of them."""
    sent = {"thu.jpg": a_jpeg(640, 480), "rach.jpg": a_jpeg(640, 480)[:400]}
    visitor.get("/desk/upload")
    visitor.send_form("/desk/upload", {}, [("files", name, data) for name, data in sent.items()])
    return _led_to(visitor, "/desk/batches/")


def _looked_at(visitor: Visitor) -> str:
    """Send a sheet with a bad row; return the path of its dry run."""
    visitor.get("/desk/sheets")
    rows = "dcterms:title@vi,dcterms:date\nXòe thử,2021\nXòe sai,hôm nào đó\n".encode()
    visitor.send_form("/desk/sheets", {"action": "create"}, [("sheet", "thu.csv", rows)])
    return _led_to(visitor, "/desk/sheets/")


def _planned(visitor: Visitor) -> str:
    """Ask for a change of everything that is found; return the path of its preview."""
    visitor.get("/desk/bulk?q=xoe")
    change = {"target": "rights", "operation": "set", "value": "CC BY 4.0", "find": ""}
    visitor.send_form("/desk/bulk", {"query": "q=xoe", **change}, [])
    return _led_to(visitor, "/desk/bulk/")


def _led_to(visitor: Visitor, where: str) -> str:
    """Return the path that the last answer leads to, which must be such a page."""
    if not visitor.location.startswith(where):
        message = f"an answer led to {visitor.location!r} instead of {where}"
        raise AssertionError(message)
    return visitor.location
