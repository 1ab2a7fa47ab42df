"""Mông words, whose tones are written by a last consonant letter.

Source: ../shared/domain/vocabulary.json, hmong_vn_orthography (Decree 206-CP of 1961, pairs
such as `Hmôngz` = `Hmoob`).
"""

import re

_LANGUAGES = frozenset({"hmn", "mww", "hnj", "hmv", "blu"})
_TONED = re.compile(r"^(.*[aeiouyăâêôơư](?:ng|nh|n|m)?)[zxvkrslbjgmd]$")


def is_hmong(language: str) -> bool:
    """Say whether a BCP 47 tag names a Mông language.

    Source: ISO 639-3, hmn and its members found in Viet Nam.
    """
    return language.partition("-")[0].lower() in _LANGUAGES


def without_tone_letter(word: str) -> str | None:
    """Give the word without its tone letter, or None where there is none.

    Args:
        word: a lower-case word in Chữ Hmông Việt or in RPA.

    Source: as the module: z x r k s v l of CHV; b j v s g m d of RPA.
    """
    found = _TONED.match(word)
    return found.group(1) if found else None
