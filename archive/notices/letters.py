"""Send notices by e-mail: one letter for all that came, with nothing in it that is not public."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.accounts.queries import user_named, viewer_of
from archive.db import now
from archive.engines import Engines
from archive.notices import queries
from archive.notices.queries import NoticeLine
from archive.settings import Settings

Progress = Callable[[int], None]
_WAIT_S = 20.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# Letters are written by a worker, who has no reader's page to take the language from.
_SAID = {
    "returned": "Một tư liệu của bạn được trả lại kèm lý do",
    "commented": "Có nhận xét mới",
    "assigned": "Một tư liệu được giao cho bạn duyệt",
    "awaiting": "Một tư liệu chờ bạn duyệt",
    "published": "Một tư liệu của bạn đã được công bố",
    "plan-failed": "Một tư liệu chưa công bố được theo lịch",
}


def send(engines: Engines, arguments: dict[str, Any], _progress: Progress) -> None:
    """Send somebody what they have neither read nor been sent.

    A worker that dies between sending and writing that down sends it again: the letter then bears
    the same Message-ID, by which mail programs know it.
    """
    settings, username = engines.settings, str(arguments["username"])
    with engines.db.reading() as session:
        address, viewer = _reader(session, username)
        lines = queries.unmailed(session, viewer) if viewer is not None else []
    if not settings.smtp_url or not address or not lines:
        return
    _deliver(settings, letter(settings, address, lines))
    with engines.db.writing() as session:
        for line in lines:
            session.merge(line.notice).mailed_at = now()


def _reader(session: Session, username: str) -> tuple[str, Viewer | None]:
    user = user_named(session, username)
    if user is None or not user.is_enabled:
        return "", None
    return queries.address_of(session, username), viewer_of(session, user)


def letter(settings: Settings, address: str, lines: Sequence[NoticeLine]) -> EmailMessage:
    """Return the letter: what happened and where to look; a title only where it is public."""
    found = EmailMessage()
    sender = settings.smtp_from or f"kho-xoe@{_host(settings)}"
    found["From"], found["To"] = sender, address
    found["Subject"] = f"Kho Xòe: {len(lines)} tin mới cho bạn"
    found["Message-ID"] = f"<notice-{lines[-1].notice.id}@{_host(settings)}>"
    found["Auto-Submitted"] = "auto-generated"  # Source: RFC 3834 §5, so that no robot answers
    base = settings.base_url.rstrip("/")
    told = [_told(line, base) for line in lines]
    found.set_content(
        "\n".join([*told, "", f"Xem tất cả, hoặc thôi nhận thư: {base}/desk/notices"])
    )
    return found


def _told(line: NoticeLine, base: str) -> str:
    title = f" “{line.title}”" if line.is_public else ""
    return f"- {_SAID[line.notice.kind.value]}{title}: {base}/desk/items/{line.notice.item_id}"


def _host(settings: Settings) -> str:
    return urlsplit(settings.base_url).hostname or "localhost"


def _deliver(settings: Settings, message: EmailMessage) -> None:
    url = urlsplit(settings.smtp_url)
    with _connected(url) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _connected(url: SplitResult) -> smtplib.SMTP:
    """Return a connection as the scheme of the address says: plain, STARTTLS, or TLS at once."""
    host, port = url.hostname or "localhost", url.port or _PORTS[url.scheme]
    if url.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=_WAIT_S, context=context)
    server = smtplib.SMTP(host, port, timeout=_WAIT_S)
    if url.scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    return server
