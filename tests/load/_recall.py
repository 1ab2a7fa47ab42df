"""Compare what a reader says of a file with what the reference tools say of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.load._references import NUMBERS, Facts

RIGHT, WRONG, MISSING = "right", "wrong", "missing"
_GPS_SLACK_DEG = 0.0005
# Fields that hold several texts: each of the tool's must be among ours.
_LISTS = ("keywords", "creators")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one field of one file was read, with both values."""

    path: str
    form: str
    field: str
    outcome: str
    said: Any
    ours: Any


def judge(path: str, form: str, reference: Facts, ours: Facts) -> list[Verdict]:
    """Return a verdict for each field that a reference tool read."""
    return [
        Verdict(path, form, name, _outcome(name, said, ours.get(name, [])), said, ours.get(name))
        for name, said in sorted(reference.items())
    ]


def _outcome(name: str, said: list[Any], ours: list[Any]) -> str:
    ours = [value for value in ours if value not in (None, "", [], ())]
    if not ours:
        return MISSING
    found = any(_agree(name, one, value) for one in said for value in ours)
    return RIGHT if found else WRONG


def _agree(name: str, said: Any, ours: Any) -> bool:
    if name in NUMBERS:
        number = _number(said)
        return number is not None and abs(number - float(ours)) <= NUMBERS[name](number)
    special = {
        "dimensions": _same_size,
        "gps": _same_place,
        "captured": _same_time,
        "chapters": _same_chapters,
        "video_codec": _same_codec,
        "audio_codec": _same_codec,
        "bext.origination": _same_time,
    }.get(name)
    if special:
        return special(said, ours)
    return _same_texts(said, ours) if name in _LISTS else _same_text(said, ours)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _same_size(said: Any, ours: Any) -> bool:
    return tuple(said) == tuple(ours)


def _same_place(said: Any, ours: Any) -> bool:
    return all(abs(a - b) < _GPS_SLACK_DEG for a, b in zip(said, ours, strict=True))


def _same_time(said: Any, ours: Any) -> bool:
    """Tell whether the digits agree as far as both go, a year at least."""
    one, other = (re.sub(r"\D", "", re.sub(r"[+-]\d\d:?\d\d$|\.\d+", "", str(v).strip()))[:14]
                  for v in (said, ours))  # fmt: skip
    one = re.sub(r"(0000)+$", "", one) if len(one) == 8 else one
    return len(other) >= 4 and (one.startswith(other) or other.startswith(one)) and len(one) >= 4


def _same_chapters(said: Any, ours: Any) -> bool:
    pairs = zip(said, ours, strict=False)
    return len(said) == len(ours) and all(
        abs(a[0] - b[0]) < 0.15 and plain(a[1]) == plain(b[1]) for a, b in pairs
    )


def _same_codec(said: Any, ours: Any) -> bool:
    one, other = (re.sub(r"[^a-z0-9]", "", str(v).lower()) for v in (said, ours))
    return one == other or (len(one) > 2 and (other.startswith(one) or one.startswith(other)))


def _same_texts(said: Any, ours: Any) -> bool:
    """Tell whether each of the tool's texts stands among ours, however they were parted."""
    mine = {plain(part) for part in _texts(ours)}
    whole = plain(" ".join(map(str, _texts(ours))))
    return all(
        plain(part) in mine or plain(part) == whole or all(p in mine for p in _parts(part))
        for part in _texts(said)
    )


def _texts(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _parts(value: Any) -> list[str]:
    return [plain(part) for part in re.split(r"[;,/]", str(value)) if part.strip()]


def _same_text(said: Any, ours: Any) -> bool:
    mine = {plain(part) for part in _texts(ours)}
    joined = plain("; ".join(map(str, _texts(ours))))
    told = plain(said if not isinstance(said, list) else "; ".join(map(str, said)))
    if told in mine or re.sub(r"\W", "", told) in {re.sub(r"\W", "", t) for t in (*mine, joined)}:
        return True
    # Whole texts are cut by both sides; a number may stand as "1" or "01/12".
    return any(len(told) > 80 and (told[:80] == one[:80]) for one in mine) or bool(
        re.fullmatch(r"\d+(/\d+)?", told)
        and any(told.split("/")[0].lstrip("0") == one.split("/")[0].lstrip("0") for one in mine)
    )


def plain(value: Any) -> str:
    """Return a text without the differences that no reader would see."""
    text = unicodedata.normalize("NFC", str(value)).replace("\x00", "")
    return re.sub(r"\s+", " ", text).strip().casefold()


def shares(verdicts: Iterable[Verdict], key: str) -> dict[str, tuple[int, int]]:
    """Return (right, all) by the attribute `key` of the verdicts, the largest group first."""
    right, whole = Counter[str](), Counter[str]()
    for verdict in verdicts:
        group = str(getattr(verdict, key))
        group = group.partition(".")[0] if key == "field" else group
        whole[group] += 1
        right[group] += verdict.outcome == RIGHT
    return {group: (right[group], count) for group, count in whole.most_common()}
