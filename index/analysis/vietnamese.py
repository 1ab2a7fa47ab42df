"""Vietnamese syllables: one exact form per spelling, one folded form per sound without marks.

Source: Launchpad's Vietnamese spelling guide on the two ways of placing a tone mark
(https://help.launchpad.net/Translations/Vietnamese/Spelling); weights and streams measured on
XQuAD-vi, docs/explanation/search.md.
"""

import re
import unicodedata

TONE_LETTERS = {
    "\N{COMBINING GRAVE ACCENT}": "f",
    "\N{COMBINING ACUTE ACCENT}": "s",
    "\N{COMBINING HOOK ABOVE}": "r",
    "\N{COMBINING TILDE}": "x",
    "\N{COMBINING DOT BELOW}": "j",
}
TONE_MARKS = {letter: mark for mark, letter in TONE_LETTERS.items()}
TONE_SIGN = "/"
"""Stands between a syllable and its tone; no token holds a slash, so nothing collides."""

_FINAL_Y = re.compile(r"(^|[^aeiouy]|(?<=q)u)y$")


def exact(word: str) -> str:
    """Give the spelling with its tone pulled to the end: `hòa` and `hoà` are both `hoa/f`.

    Source: measured, the exact stream alone tells `cầu mưa` from `cầu mùa`.
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [TONE_LETTERS[char] for char in letters if char in TONE_LETTERS]
    plain = "".join(char for char in letters if char not in TONE_LETTERS)
    base = unicodedata.normalize("NFC", plain)
    return f"{base}{TONE_SIGN}{tones[-1]}" if tones else base


def folded(word: str) -> str:
    """Give the word without marks, `đ` as `d`, and final `y` as `i` where both are written.

    `mỹ` meets `mĩ` and `quý` meets `quí`, but `tay` and `tai`, `thúy` and `thúi` stay apart.
    Marks of other scripts are letters there and stay.

    Source: ../shared/domain/vocabulary.json, vietnamese_search.facts.
    """
    return _FINAL_Y.sub(r"\1i", without_marks(word))


def without_marks(word: str) -> str:
    """Take Latin diacritics off and write `đ` as `d`, in lower case.

    Source: Unicode 15, combining diacritical marks U+0300–U+036F; `đ` has no decomposition.
    """
    letters = unicodedata.normalize("NFD", word.lower())
    plain = "".join(char for char in letters if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", plain).replace("đ", "d")


def has_marks(word: str) -> bool:
    """Say whether a word bears any Vietnamese mark or `đ`.

    Source: as `without_marks`.
    """
    return without_marks(word) != unicodedata.normalize("NFC", word.lower())


def spelled(form: str) -> str:
    """Write an exact form as a reader expects it: `xoe/f` as `xòe`.

    The mark stands on a vowel with a quality mark, else before a final vowel pair's last
    letter, else on the last vowel (the older style, which Son La's newspapers keep).

    Source: the Launchpad guide above.
    """
    base, sign, tone = form.partition(TONE_SIGN)
    if not sign:
        return base
    at = _marked_vowel(base)
    marked = base[: at + 1] + TONE_MARKS[tone] + base[at + 1 :]
    return unicodedata.normalize("NFC", marked)


def _marked_vowel(base: str) -> int:
    bare = [unicodedata.normalize("NFD", char)[0] for char in base]
    vowels = [at for at, char in enumerate(bare) if char in "aeiouy"]
    if len(vowels) > 1 and base[:2] in {"qu", "gi"}:
        vowels = vowels[1:]
    qualified = [at for at in vowels if base[at] in "ăâêôơư"]
    if qualified:
        return qualified[-1]
    if len(vowels) > 1 and vowels[-1] == len(base) - 1:
        return vowels[-2]
    return vowels[-1] if vowels else 0
