"""Vietnamese number words, so that `6 điệu` and `sáu điệu` meet.

Source: ../shared/domain/vocabulary.json, vietnamese_search.number_words and its fact on
numerals 1 to 36 (the forms of xòe are counted up to thirty-six).
"""

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
HIGHEST = 99


def number_words(number: int) -> tuple[str, ...]:
    """Give the ways of saying a number from 1 to 99, the usual one first.

    Source: as the module; mốt, tư and lăm are what một, bốn and năm become after mươi.
    """
    tens, unit = divmod(number, 10)
    if tens == 0:
        return (_UNITS[unit],)
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if unit == 0:
        return (head,)
    return tuple(f"{head} {word}" for word in _unit_words(tens, unit))


def _unit_words(tens: int, unit: int) -> tuple[str, ...]:
    if unit == 5:
        return ("lăm",)
    if tens > 1 and unit in {1, 4}:
        return ({1: "mốt", 4: "tư"}[unit], _UNITS[unit])
    return (_UNITS[unit],)
