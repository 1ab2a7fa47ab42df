"""Sort keys: the Vietnamese alphabet with its tones, and Tai Viet after it.

Source: CLDR common/collation/vi.xml (a ă â … d đ … e ê … o ô ơ … u ư; tones: none, huyền, hỏi,
ngã, sắc, nặng); UCA's Tai Viet contractions, which put a prevowel after its consonant (equal to
pyuca for 3,148 of 3,148 words, vocabulary.json, tai_viet.sorting).
"""

import re
import unicodedata

from index.analysis.tai_viet import CONSONANTS, PREVOWELS

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = {letter: chr(0x100 + at) for at, letter in enumerate(_ALPHABET)}
_TONES = {
    "\N{COMBINING GRAVE ACCENT}": "1",
    "\N{COMBINING HOOK ABOVE}": "2",
    "\N{COMBINING TILDE}": "3",
    "\N{COMBINING ACUTE ACCENT}": "4",
    "\N{COMBINING DOT BELOW}": "5",
    "꪿": "1",
    "ꫀ": "1",
    "꫁": "2",
    "ꫂ": "2",
}
_SWAPPED = re.compile(f"([{PREVOWELS}])([{''.join(CONSONANTS)}])")
_NUMBER = re.compile(r"\d+")
_IGNORED = re.compile(r"[^\w\s\uaa80-\uaadf\u0300-\u036f]+")


def sort_key(text: str) -> str:
    """Give a text that sorts by code point as readers of Vietnamese and Tai Viet expect.

    Source: as the module.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in _prepared(text):
        if char in _TONES:
            tones[-1:] = [_TONES[char]]
        elif not unicodedata.combining(char) or char >= "\uaa80":
            letters.append(_WEIGHTS.get(char, char))
            tones.append("0")
    # Below every letter, and no NUL: PostgreSQL keeps none in a text.
    return f"{''.join(letters)}\x01{''.join(tones)}"


def _prepared(text: str) -> str:
    words = " ".join(_IGNORED.sub(" ", unicodedata.normalize("NFC", text.lower())).split())
    swapped = _SWAPPED.sub(r"\2\1", words)
    padded = _NUMBER.sub(lambda found: found.group().zfill(10), swapped)
    return "".join(_tone_split(char) for char in padded)


def _tone_split(char: str) -> str:
    """Take the tone off a letter but leave the marks that make another letter of it."""
    if char in _WEIGHTS or char < "\x80":
        return char
    apart = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in apart if mark in _TONES)
    rest = "".join(mark for mark in apart if mark not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones
