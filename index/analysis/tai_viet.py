"""Tai Viet: syllables without spaces, one tone convention, a skeleton shared with Tai Latin.

Source: ../shared/domain/vocabulary.json, tai_viet and romanisation_fold: parsed 194 of 195
words of fanzung.com and 316 of 318 syllables after deleting all spaces; r12a's description of
Tai Dam (https://r12a.github.io/scripts/tavt/blt.html).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.analysis.vietnamese import without_marks

_ONSETS = (
    "k khh kh g ng ch tr x nh đ t th n b p phh ph m d r l v h".split()  # noqa: SIM905 - a table
)
CONSONANTS = {
    chr(0xAA80 + 2 * row + high): onset
    for row, onset in enumerate([*_ONSETS, ""])
    for high in (0, 1)
}
PREVOWELS = "ꪵꪶꪹꪻꪼ"
_COMBINING = "ꪴꪰꪲꪳꪷꪸꪾ"
_POST = "ꪱꪺꪽ"
_FINALS = {"ꪀ": "k", "ꪚ": "p", "ꪒ": "t", "ꪣ": "m", "ꪙ": "n", "ꪉ": "ng", "ꪥ": "i", "ꪫ": "u"}
_SYMBOLS = {"ꫛ": "côn", "ꫜ": "nưng"}
_TONES = {"꪿": "꪿", "ꫀ": "꪿", "꫁": "꫁", "ꫂ": "꫁"}
TONE_CHARS = "꪿ꫀ꫁ꫂ"
_VOWELS = {
    "ꪰ": "ă",
    "ꪱ": "a",
    "ꪲ": "i",
    "ꪳ": "ư",
    "ꪴ": "u",
    "ꪷ": "o",
    "ꪸ": "ia",
    "ꪺ": "ua",
    "ꪾ": "ăm",
    "ꪽ": "ăn",
}
_AFTER_E = {"ꪸ": "ê", "ꪷ": "ơ", "ꪱ": "au", "": "ưa"}
_PREVOWEL_SOUNDS = {"ꪵ": "e", "ꪶ": "ô", "ꪻ": "aư", "ꪼ": "ay"}
_LONGEST_SYLLABLE = 9

_con, _comb, _post = f"[{''.join(CONSONANTS)}]", f"[{_COMBINING}]", f"[{_POST}]"
_mark, _spacing, _vo, _o = "[꪿꫁]", "[ꫀꫂ]", "ꪫ", "[ꪮꪯ]"
_SYLLABLE = re.compile(
    rf"(?P<pre>ꪹꪹ|[{PREVOWELS}])?(?P<onset>{_con})"
    rf"(?P<tone0>{_mark}(?={_vo}(?:{_comb}|{_post}|{_o})))?"
    rf"(?P<glide>{_vo}(?={_mark}?(?:{_comb}|{_post}|{_o})|{_mark}?ꪥ|{_mark}))?"
    rf"(?:(?P<comb>{_comb})(?P<tone1>{_mark})?|(?P<tone2>{_mark}))?"
    rf"(?P<post>{_post}|{_o}(?!{_comb}|{_post}))?"
    rf"(?P<final>ꪚꪾ|[{''.join(_FINALS)}](?!{_mark}?(?:{_comb}|{_post}|{_o})))?"
    rf"(?P<tone3>{_spacing})?|(?P<symbol>[ꫛꫜ])|(?P<other>[ꫝ-꫟])"
)
_CLUSTER = re.compile(
    rf"[{PREVOWELS}]*[\uaa80-\uaaaf]?[{_COMBINING}{_POST}{TONE_CHARS}]*|[\uaa80-\uaadf]"
)


@dataclass(frozen=True, slots=True)
class Syllable:
    """Hold one syllable as written in the Tai Dam convention.

    Args:
        exact: canonical spelling, tone mark after the combining vowel.
        folded: the same without its tone.
        keys: skeletons that Tai in Latin letters shares.
        start: offset in the run.
        end: offset after the last character.
    """

    exact: str
    folded: str
    keys: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=50_000)
def syllables(run: str) -> tuple[Syllable, ...]:
    """Cut a run of Tai Viet into the fewest syllables; what does not parse, into clusters.

    Source: measured, fewest syllables by dynamic programming recovers 316 of 318.
    """
    text = unicodedata.normalize("NFC", run)
    cuts = _fewest_cuts(text)
    spans = pairwise(cuts) if cuts else _cluster_spans(text)
    return tuple(_syllable(text[start:end], start, end) for start, end in spans)


def canonical(run: str) -> str:
    """Write a run with one tone convention: `ꪄꪴꪙꫀ` as `ꪄꪴ꪿ꪙ`.

    Source: vocabulary.json, tai_viet.canonicalisation.
    """
    return "".join(syllable.exact for syllable in syllables(run))


@lru_cache(maxsize=200_000)
def latin_key(word: str) -> str:
    """Give the skeleton of one syllable in Latin letters, whatever its marks.

    Source: vocabulary.json, romanisation_fold.key_rules_latin.
    """
    key = without_marks(word)
    for pattern, replacement in _KEY_RULES:
        key = pattern.sub(replacement, key)
    return key


_KEY_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^ngh", "ng"),
        (r"^gh", "g"),
        (r"^f", "ph"),
        (r"^s(?!h)", "x"),
        (r"^w", "v"),
        (r"^khh", "kh"),
        (r"^phh", "ph"),
        (r"^qu", "ku"),
        (r"^c(?!h)", "k"),
        (r"^y(?=[aeiou])", "d"),
        (r"(?<=.)(?:c|q)$", "k"),
        (r"y", "i"),
        (r"ie", "ia"),
        (r"uo", "ua"),
        (r"ao$", "au"),
        (r"eo$", "eu"),
        (r"iau$", "iu"),
        (r"(?<=.)nh$", "ng"),
        (r"(?<=.)ch$", "k"),
    )
)


def _fewest_cuts(text: str) -> list[int] | None:
    best: list[int | None] = [0] + [None] * len(text)
    back = [0] * (len(text) + 1)
    for start in range(len(text)):
        steps = best[start]
        if steps is None:
            continue
        for end in range(start + 1, min(len(text), start + _LONGEST_SYLLABLE) + 1):
            known = best[end]
            if (known is None or steps + 1 < known) and _is_syllable(text[start:end]):
                best[end], back[end] = steps + 1, start
    return _walk_back(back, len(text)) if best[-1] is not None else None


def _walk_back(back: list[int], end: int) -> list[int]:
    cuts = [end]
    while cuts[-1]:
        cuts.append(back[cuts[-1]])
    return cuts[::-1]


def _cluster_spans(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _CLUSTER.finditer(text) if found.group()]


@lru_cache(maxsize=50_000)
def _is_syllable(text: str) -> bool:
    found = _SYLLABLE.fullmatch(text)
    if found is None:
        return False
    return found["onset"] is None or _sound(found) is not None


def _syllable(text: str, start: int, end: int) -> Syllable:
    found = _SYLLABLE.fullmatch(text)
    if not found or found["onset"] is None:
        symbol = _SYMBOLS.get(text)
        keys = (latin_key(symbol),) if symbol else ()
        return Syllable(text, text.translate(_NO_TONES) or text, keys, start, end)
    exact = _written(found)
    return Syllable(exact, exact.translate(_NO_TONES), _keys(found), start, end)


_NO_TONES = {ord(char): None for char in TONE_CHARS}


def _written(found: re.Match[str]) -> str:
    tones = (found["tone1"], found["tone2"], found["tone0"], found["tone3"])
    tone = next((_TONES[tone] for tone in tones if tone), "")
    prevowel, combining, final = found["pre"] or "", found["comb"] or "", found["final"] or ""
    if prevowel == "ꪹꪹ":
        prevowel = "ꪵ"
    if final == "ꪚꪾ":
        combining, final = "ꪾ", "ꪚ"
    onset = found["onset"] + (found["glide"] or "")
    return prevowel + onset + combining + tone + (found["post"] or "") + final


def _sound(found: re.Match[str]) -> str | None:
    """Give the vowel in Vietnamese letters, None where there is none."""
    prevowel, combining, post = found["pre"] or "", found["comb"] or "", found["post"] or ""
    if prevowel == "ꪹꪹ":
        prevowel = "ꪵ"
    if prevowel == "ꪹ":
        return _AFTER_E.get(combining or post, _AFTER_E[""])
    if prevowel:
        return _PREVOWEL_SOUNDS[prevowel]
    if found["final"] == "ꪚꪾ" or (combining == "ꪾ" and found["final"]):
        return "ă"
    if post in {"ꪮ", "ꪯ"}:
        return "o"
    return _VOWELS.get(post or combining)


def _keys(found: re.Match[str]) -> tuple[str, ...]:
    sound = _sound(found) or ""
    onset = CONSONANTS[found["onset"]] + ("u" if found["glide"] else "")
    final = "p" if found["final"] == "ꪚꪾ" else _FINALS.get(found["final"] or "", "")
    sounds = (sound, "â") if sound == "ơ" else (sound,)
    return tuple(dict.fromkeys(latin_key(onset + vowel + final) for vowel in sounds))
