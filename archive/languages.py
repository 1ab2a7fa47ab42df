"""Languages and scripts by their BCP 47 tags, with names of our own.

CLDR lacks most languages of Sơn La, and its `th` reads “Tiếng Thái”, which is another people's
language; so the names, the order and the traps are data of the vocabulary.

Source: https://www.rfc-editor.org/info/bcp47 (RFC 5646), `archive/vocabulary/data/languages.json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from archive.vocabulary.starter import read_data

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{5,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<rest>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE | re.ASCII,
)
_RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}
_RIGHT_TO_LEFT = {"ar", "arc", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_USUAL_SCRIPT = {"vi": "Latn", "lo": "Laoo"}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Tag:
    """A language tag in its parts, each in its canonical case."""

    language: str
    script: str = ""
    region: str = ""
    rest: str = ""

    def __str__(self) -> str:
        """Return the tag."""
        return "-".join(filter(None, (self.language, self.script, self.region, self.rest)))


def parse_tag(text: str) -> Tag | None:
    """Return the parts of a well-formed BCP 47 tag, or None."""
    found = _TAG.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return Tag(
        found["language"].lower(),
        (found["script"] or "").title(),
        (found["region"] or "").upper(),
        (found["variants"] + found["rest"]).lower().removeprefix("-"),
    )


def is_valid_tag(text: str) -> bool:
    """Tell whether a text is a tag that may be stored: well-formed and none of the traps."""
    return parse_tag(text) is not None and trap(text) is None


def trap(text: str, in_language: str = "vi") -> str | None:
    """Return why a tag is not what it looks like in Sơn La (`tnu` is not Kháng), or None."""
    tag = parse_tag(text)
    reasons = _table().traps.get(tag.language) if tag else None
    return _said(reasons, in_language) if reasons else None


def language_name(text: str, in_language: str = "vi") -> str:
    """Return the name of a tag: `blt-Tavt` is “Tiếng Thái Đen, chữ Thái”.

    A tag without a name of ours is its own name.
    """
    tag = parse_tag(text)
    if tag is None:
        return text
    table = _table()
    whole = table.languages.get("-".join(filter(None, (tag.language, tag.script or tag.region))))
    if whole:
        return _said(whole, in_language)
    name = table.languages.get(tag.language)
    if name is None:
        return str(tag)
    return ", ".join(filter(None, (_said(name, in_language), script_name(tag.script, in_language))))


def script_name(script: str, in_language: str = "vi") -> str:
    """Return the name of an ISO 15924 code, or the code where it has none of ours."""
    names = _table().scripts.get(script)
    return _said(names, in_language) if names else script


def html_lang(text: str) -> str:
    """Return the value for an HTML `lang` attribute: the tag in its case, or `und`."""
    return str(parse_tag(text) or "und")


def direction(text: str) -> Literal["ltr", "rtl"]:
    """Return the direction of writing."""
    tag = parse_tag(text)
    if tag is None:
        return "ltr"
    is_rtl = tag.script in _RIGHT_TO_LEFT_SCRIPTS if tag.script else tag.language in _RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"


def known_tags() -> tuple[str, ...]:
    """Return the tags that a form offers, in their order, with the scripts of each language."""
    table = _table()
    return tuple(
        tag
        for language, scripts in table.offered.items()
        for tag in (language, *(f"{language}-{script}" for script in scripts))
    )


def in_order(tags: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return tags as pages list them: Vietnamese, English, then the languages of Sơn La."""
    order = {tag: place for place, tag in enumerate(known_tags())}
    return tuple(sorted(tags, key=lambda tag: (order.get(html_lang(tag), len(order)), tag)))


@dataclass(frozen=True, slots=True)
class _Table:
    languages: dict[str, dict[str, str]]
    scripts: dict[str, dict[str, str]]
    traps: dict[str, dict[str, str]]
    offered: dict[str, tuple[str, ...]]


@cache
def _table() -> _Table:
    data = read_data("languages.json")
    return _Table(
        languages={row["id"]: row["names"] for row in data["languages"]},
        scripts={row["id"]: row["names"] for row in data["scripts"]},
        traps={row["id"]: row["reason"] for row in data["traps"]},
        offered={row["id"]: _scripts_to_offer(row) for row in data["languages"]},
    )


def _scripts_to_offer(row: dict[str, Any]) -> tuple[str, ...]:
    # A language's only script goes without saying, and so does the one that BCP 47 suppresses.
    scripts = tuple(row.get("scripts", ()))
    usual = _USUAL_SCRIPT.get(row["id"])
    return tuple(script for script in scripts if script != usual) if len(scripts) > 1 else ()


def _said(names: dict[str, str], in_language: str) -> str:
    return names["vi" if in_language.partition("-")[0] == "vi" else "en"]
