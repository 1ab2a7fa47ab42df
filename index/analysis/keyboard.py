"""Vietnamese typed with the input method switched off, read as the keys meant.

Source: the Telex and VNI conventions of TCVN 5712-era keyboards as UniKey documents them
(https://www.unikey.org/manual.html); offered as a suggestion only, never searched silently.
"""

import re

from index.analysis.vietnamese import TONE_SIGN

_SYLLABLE = re.compile(
    r"(?:ngh|[cgknpt]h|ng|gi|qu|tr|[bcdđghklmnrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_VOWEL = re.compile(r"[aeiouyăâêôơư]")
_TELEX_TONE = re.compile(r"[sfrxj](?=[^sfrxj]*$)")
_TELEX_PAIRS = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VNI_TONES = dict(zip("12345", "sfrxj", strict=True))
_VNI_PAIRS = (
    ("uo7", "ươ"),
    ("d9", "đ"),
    ("a6", "â"),
    ("e6", "ê"),
    ("o6", "ô"),
    ("o7", "ơ"),
    ("u7", "ư"),
    ("a8", "ă"),
)


def from_telex(word: str) -> str | None:
    """Read `xoef` as the exact form `xoe/f`; None where nothing is left to read.

    Source: as the module.
    """
    lowered = word.lower()
    rest, tone = _take_telex_tone(lowered)
    rest = _pulled(re.sub(r"uo([a-z]*)w", r"ươ\1", rest), "w", "aou")
    rest = _replaced(_pulled(_pulled(rest, "a", "a"), "d", "d"), _TELEX_PAIRS)
    if rest.startswith("w"):
        rest = "ư" + rest[1:]
    return None if rest == lowered and not tone else _toned(rest, tone)


def from_vni(word: str) -> str | None:
    """Read `xoe2` as the exact form `xoe/f`, and `khaw1m`, half Telex; None without digits.

    Source: as the module.
    """
    lowered = word.lower()
    if not re.search(r"[a-z].*[1-9]", lowered):
        return None
    digits = [char for char in lowered if char in _VNI_TONES]
    rest = "".join(char for char in lowered if char not in _VNI_TONES)
    rest = re.sub(r"^d([a-z0-9]*)9", r"đ\1", re.sub(r"uo([a-z]*)7", r"ươ\1", rest))
    rest = _pulled(_pulled(_pulled(rest, "7", "ou"), "8", "a"), "6", "aeo")
    rest = _replaced(_replaced(rest, _VNI_PAIRS), _TELEX_PAIRS)
    if re.search(r"[0-9]", rest):
        return None
    return _toned(rest, _VNI_TONES[digits[-1]] if digits else "")


def readings(word: str) -> tuple[str, ...]:
    """Give the exact forms that a raw word may mean, Telex first.

    Source: as the module.
    """
    if not word.isascii():
        return ()
    found = (from_telex(word), from_vni(word))
    return tuple(dict.fromkeys(form for form in found if form))


def is_syllable(form: str) -> bool:
    """Say whether an exact form may be a Vietnamese syllable, known or not.

    Source: the onsets, nuclei and codas of Vietnamese spelling, Thompson, "A Vietnamese Reference
    Grammar" (1987), chapter 3.
    """
    return bool(_SYLLABLE.fullmatch(form.partition(TONE_SIGN)[0]))


def _take_telex_tone(word: str) -> tuple[str, str]:
    found = _TELEX_TONE.search(word)
    if not found or not _VOWEL.search(word[: found.start()]):
        return word, ""
    return word[: found.start()] + word[found.end() :], found.group()


def _pulled(word: str, key: str, vowels: str) -> str:
    """Bring a key typed after the final consonants back to the letter that it marks."""
    pattern = rf"([{vowels}])([a-zđ]*?[bcdghklmnptuvx])({key})$"
    if key == "d":
        pattern = r"^(d)([a-z]+)(d)$"
    return re.sub(pattern, r"\1\3\2", word)


def _replaced(word: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for typed, meant in pairs:
        word = word.replace(typed, meant)
    return word.replace("uơ", "ươ")


def _toned(rest: str, tone: str) -> str:
    return f"{rest}{TONE_SIGN}{tone}" if tone else rest
