"""What stands in one cell: several values, escaped where they hold the separators themselves.

Values are separated by `|`; in lists of names and codes `;` separates too where no `|` stands.
A backslash before one of them, before another backslash or before a bracket takes its meaning away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.catalogue.labels import fold_label
from archive.records import clean_text

_SPECIAL = re.compile(r"\\([\\|;(])")
_ROLE = re.compile(r"(?P<name>.*\S)\s*(?<!\\)\((?P<role>[^()]+)\)", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_SEMICOLON = re.compile(r"(?<!\\)((?:\\\\)*);")


def split(text: str, *, is_list: bool = False) -> list[str]:
    """Return the values of a cell, still escaped; empty ones are left out."""
    pattern = _PIPE if _PIPE.search(text) or not is_list else _SEMICOLON
    parts = pattern.split(text)
    # The pattern keeps the backslashes before a separator: they belong to the value before it.
    values = [part + mark for part, mark in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    return [value.strip() for value in values if value.strip()]


def unescaped(text: str) -> str:
    """Return a value as it is meant."""
    return clean_text(_SPECIAL.sub(r"\1", text.replace("\r\n", "\n")))


def escaped(text: str, *, is_list: bool = False) -> str:
    """Return a value so that it is read as it is."""
    found = text.replace("\\", "\\\\").replace("|", "\\|")
    return found.replace(";", "\\;") if is_list else found


def joined(values: Iterable[str]) -> str:
    """Return escaped values as one cell."""
    return " | ".join(values)


def with_role(text: str, roles: Mapping[str, str]) -> tuple[str, str, str]:
    """Return (name, role, what stands in brackets and is no role) of an escaped value.

    `(=code)` is a role by its code whether it has a name or not.
    """
    found = _ROLE.fullmatch(text)
    if found is None:
        return unescaped(text), "", ""
    said = unescaped(found["role"])
    if said.startswith("="):
        return unescaped(found["name"]), said[1:], ""
    role = roles.get(fold_label(said), "")
    if not role:
        return unescaped(text), "", said
    return unescaped(found["name"]), role, ""


def named_role(name: str, role: str, words: Mapping[str, str]) -> str:
    """Return a name with its role as `with_role` reads it."""
    text = escaped(name, is_list=True).replace("(", "\\(")
    if not role:
        return text if _ROLE.fullmatch(text.replace("\\(", "(")) else text.replace("\\(", "(")
    return f"{text} ({words.get(role) or f'={role}'})"
