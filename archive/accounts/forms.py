"""The forms of accounts, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import InvalidRecordError
from archive.permissions import Role


@dataclass(frozen=True, slots=True)
class SignInForm:
    """A user name and a password."""

    username: str = ""
    password: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> SignInForm:
        """Read what was sent."""
        return cls(form.get("username", "").strip()[:80], form.get("password", "")[:1000])

    @property
    def account(self) -> str:
        """The name as accounts are looked up by it, however it was typed."""
        return self.username.strip().lower()


@dataclass(frozen=True, slots=True)
class NewUserForm:
    """An account to be added."""

    username: str
    display_name: str
    role: Role

    @classmethod
    def read(cls, form: Mapping[str, str]) -> NewUserForm:
        """Read what was sent; InvalidRecordError for a role that does not exist."""
        return cls(form.get("username", ""), form.get("display_name", "")[:120], read_role(form))


def new_passwords(form: Mapping[str, str]) -> str:
    """Return the new password, typed twice alike; InvalidRecordError otherwise."""
    first, second = form.get("password", "")[:1000], form.get("again", "")[:1000]
    if first != second:
        raise InvalidRecordError({"again": ["different"]})
    return first


def read_role(form: Mapping[str, str]) -> Role:
    """Return the role that a form names; InvalidRecordError for one that does not exist."""
    try:
        return Role(form.get("role", ""))
    except ValueError:
        raise InvalidRecordError({"role": [form.get("role", "")[:40]]}) from None
