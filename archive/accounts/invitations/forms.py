"""The forms of invitations, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import InvalidRecordError
from archive.ids import slug_of
from archive.numbers import whole_number
from archive.permissions import Role

INVITED = (Role.TEACHER, Role.RESEARCHER)
MOST_PEOPLE = 500
MOST_DAYS = 400
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class InvitationForm:
    """A school that is to be invited."""

    school: str
    role: Role
    most: int
    days: int

    @classmethod
    def read(cls, form: Mapping[str, str]) -> InvitationForm:
        """Read what was sent; InvalidRecordError names all that cannot be."""
        read = cls(
            school=form.get("school", "").strip()[:200],
            role=_invited(form.get("role", Role.TEACHER.value)),
            most=whole_number(form.get("most", "")) or 0,
            days=whole_number(form.get("days", "")) or 0,
        )
        problems = {
            **({} if read.school else {"school": ["empty"]}),
            **({} if 0 < read.most <= MOST_PEOPLE else {"most": [f"1–{MOST_PEOPLE}"]}),
            **({} if 0 < read.days <= MOST_DAYS else {"days": [f"1–{MOST_DAYS}"]}),
        }
        if problems:
            raise InvalidRecordError(problems)
        return read


def _invited(value: str) -> Role:
    role = next((role for role in INVITED if role.value == value), None)
    if role is None:
        raise InvalidRecordError({"role": [value[:40]]})
    return role


@dataclass(frozen=True, slots=True)
class JoinForm:
    """Somebody who makes an account with the code of a school."""

    code: str = ""
    display_name: str = ""
    username: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> JoinForm:
        """Read what was sent; without a user name the person's own name makes one."""
        name = form.get("display_name", "").strip()[:120]
        wanted = form.get("username", "").strip().lower()[:80]
        return cls(form.get("code", "").strip()[:60], name, wanted or slug_of(name))


def names_of_sheet(text: str) -> list[str]:
    """Return the names of a pasted sheet, one a line, in the order given; its first column counts.

    Raises:
        InvalidRecordError: there is none, or there are more than one sheet takes.
    """
    lines = (line.split("\t")[0].strip() for line in text.splitlines())
    names = [" ".join(line.split())[:120] for line in lines if slug_of(line)]
    if not names or len(names) > MOST_ROWS:
        raise InvalidRecordError({"names": [f"1–{MOST_ROWS}"]})
    return names
