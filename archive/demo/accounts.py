"""The accounts of the demonstration, with passwords of each installation's own."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from archive.accounts import service as accounts
from archive.accounts.passwords import is_right
from archive.accounts.queries import user_named
from archive.engines import Engines
from archive.ids import ALPHABET
from archive.permissions import Role

ACTOR = "Bản minh họa"
ACCOUNTS_FILE = "demo-accounts.tsv"
Account = tuple[str, str, str]

_ACCOUNTS = (
    ("giaovien", Role.TEACHER, "Giáo viên (minh họa)"),
    ("nghiencuu", Role.RESEARCHER, "Người nghiên cứu (minh họa)"),
    ("canbo", Role.OFFICER, "Cán bộ (minh họa)"),
    ("duyet", Role.REVIEWER, "Người duyệt (minh họa)"),
    ("congdong", Role.STEWARD, "Đại diện cộng đồng (minh họa)"),
    ("thanhvien", Role.RESEARCHER, "Thành viên cộng đồng (minh họa)"),
    ("quantri", Role.ADMIN, "Quản trị (minh họa)"),
)


def demo_accounts(engines: Engines) -> list[Account]:
    """Make the accounts that are missing; return those whose password is still the one made.

    The passwords are kept beside the data, for the owner of the folder alone, so that every
    start of a demonstration can tell how to sign in.
    """
    path = engines.settings.data / ACCOUNTS_FILE
    kept = _read(path)
    with engines.db.writing() as session:
        for username, role, name in _ACCOUNTS:
            if user_named(session, username) is None:
                user = accounts.add_user(
                    session, username, role=role, display_name=name, actor=ACTOR, is_demo=True
                )
                kept[username] = _password()
                accounts.set_password(session, user, kept[username])
        _write(path, kept)
    return _that_work(engines, kept)


def _that_work(engines: Engines, kept: dict[str, str]) -> list[Account]:
    found = []
    with engines.db.reading() as session:
        for username, role, _ in _ACCOUNTS:
            user = user_named(session, username)
            if (
                user is not None
                and username in kept
                and is_right(user.password_hash, kept[username])
            ):
                found.append((username, kept[username], role.value))
    return found


def _password() -> str:
    parts = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(parts)


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1}


def _write(path: Path, kept: dict[str, str]) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    roles = {username: role.value for username, role, _ in _ACCOUNTS}
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}\t{word}\t{roles.get(name, '')}\n" for name, word in kept.items())
    new.replace(path)
