"""Days of the lunar calendar, however they are written: `10/1 âm lịch`, *mùng 10 tháng Giêng*.

Source: ../shared/domain/vocabulary.json, vietnamese_search.facts; the day is *mùng* or *mồng* up
to the tenth and *rằm* on the fifteenth, the first month *Giêng* and the twelfth *Chạp*.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.analysis import Token
from index.analysis.numbers import number_words
from index.analysis.vietnamese import without_marks

_FULL_MOON = 15
_LAST_DAY = 30
_LAST_MONTH = 12
_LAST_MUNG = 10
_NAMED_MONTHS = {1: "giêng", 12: "chạp"}
_NUMBERS = {
    tuple(without_marks(words).split()): number
    for number in range(1, _LAST_DAY + 1)
    for words in (str(number), *number_words(number))
}
_LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class LunarDay:
    """Say that tokens `start` to `end` name a day of the lunar year."""

    start: int
    end: int
    day: int
    month: int


def lunar_days(found: Sequence[Token]) -> Iterator[LunarDay]:
    """Give the lunar days that tokens name, from left to right.

    Source: as the module.
    """
    words = [token.folded for token in found]
    at = 0
    while at < len(words):
        named = _spoken(words, at) or _figures(words, at)
        if named:
            yield named
        at = named.end if named else at + 1


def spellings(day: int, month: int) -> tuple[str, ...]:
    """Give the ways of writing a lunar day.

    Source: as the module.
    """
    months = [str(month), *number_words(month)]
    if month in _NAMED_MONTHS:
        months.insert(0, _NAMED_MONTHS[month])
    days = ["rằm"] if day == _FULL_MOON else []
    days += [str(day), *number_words(day)]
    if day <= _LAST_MUNG:
        days += [f"{word} {day}" for word in ("mùng", "mồng")]
    return (*(f"{one} tháng {other}" for one in days for other in months), f"{day}/{month}")


def _spoken(words: Sequence[str], at: int) -> LunarDay | None:
    """Read `[mùng|mồng|ngày] <day> tháng <month> [âm lịch]`; plain days need a lunar word."""
    start = at
    begins = words[at] in {"mung", "mong"}
    at += begins or words[at] == "ngay"
    full = at < len(words) and words[at] == "ram"
    day, at = (_FULL_MOON, at + 1) if full else _number(words, at, _LAST_DAY)
    if not day or at >= len(words) or words[at] != "thang":
        return None
    month, at, named = _month(words, at + 1)
    lunar = words[at : at + 2] == ["am", "lich"]
    if not month or not (begins or full or named or lunar):
        return None
    return LunarDay(start, at + 2 * lunar, day, month)


def _figures(words: Sequence[str], at: int) -> LunarDay | None:
    """Read `<day>/<month> âm lịch`."""
    if words[at + 2 : at + 4] != ["am", "lich"]:
        return None
    day, month = (_NUMBERS.get((word,), 0) for word in words[at : at + 2])
    return LunarDay(at, at + 4, day, month) if day and 0 < month <= _LAST_MONTH else None


def _month(words: Sequence[str], at: int) -> tuple[int, int, bool]:
    for number, name in _NAMED_MONTHS.items():
        if words[at : at + 1] == [without_marks(name)]:
            return number, at + 1, True
    return *_number(words, at, _LAST_MONTH), False


def _number(words: Sequence[str], at: int, most: int) -> tuple[int, int]:
    for end in range(min(len(words), at + _LONGEST_NUMBER), at, -1):
        number = _NUMBERS.get(tuple(words[at:end]), 0)
        if 0 < number <= most:
            return number, end
    return 0, at
