"""Mông words, whose tones are written by a last consonant letter.

Source: ../shared/domain/vocabulary.json, hmong_vn_orthography (Decree 206-CP of 1961, pairs
such as `Hmôngz` = `Hmoob`).
"""

import re

_LANGUAGES = frozenset({"hmn", "mww", "hnj", "hmv", "blu"})
_VOWELS = "aeiouyăâêôơưw"
_CHV = re.compile(rf"^(.*[{_VOWELS}](?:ng|nh|n|m)?)[zxvkrsl]$")
_RPA = re.compile(rf"^(.*[{_VOWELS}])[bjvsgmd]$")


def is_hmong(language: str) -> bool:
    """Say whether a BCP 47 tag names a Mông language.

    Source: ISO 639-3, hmn and its members found in Viet Nam.
    """
    return language.partition("-")[0].lower() in _LANGUAGES


def without_tone_letter(word: str) -> str | None:
    """Give a lower-case Mông word without its tone letter, or None where there is none.

    Source: as the module: z x r k s v l of Chữ Hmông Việt; b j v s g m d of RPA.
    """
    found = _CHV.match(word) or _RPA.match(word)
    return found.group(1) if found else None


def without_foreign_end(word: str) -> str | None:
    """Give a word of any language without a last letter that no Vietnamese word ends in.

    Source: as the module: the tone letters of Chữ Hmông Việt end no Vietnamese syllable, those
    of RPA do (`năm`).
    """
    found = _CHV.match(word)
    return found.group(1) if found else None
