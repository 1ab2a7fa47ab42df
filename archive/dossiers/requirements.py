"""What a dossier asks for, each with where that is written, as data/requirements.json has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a dossier asks for: how it is measured, how much is enough, who says so."""

    key: str
    title: dict[str, str]
    measure: str
    fields: tuple[str, ...]
    least: float
    fill: str
    source: dict[str, str]
    url: str


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return everything that is asked for, in the order of a dossier."""
    text = (files("archive.dossiers") / "data" / "requirements.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return tuple(Requirement(**{**row, "fields": tuple(row["fields"])}) for row in rows)
