"""Words of one length as rows of letters, so that all of them are compared at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class SameLength:
    """Hold words of one length: their numbers, and a row for all their first letters, and so on."""

    numbers: Array
    letters: Array


def same_length(words: Sequence[str], longest: int = 64) -> dict[int, SameLength]:
    """Give words by their length; longer ones are compared with nothing."""
    numbers: dict[int, list[int]] = {}
    for number, word in enumerate(words):
        if 0 < len(word) <= longest:
            numbers.setdefault(len(word), []).append(number)
    return {
        length: SameLength(np.array(found), _rows([words[at] for at in found], length))
        for length, found in numbers.items()
    }


def _rows(words: Sequence[str], length: int) -> Array:
    rows: Array = np.ascontiguousarray(letters_of("".join(words)).reshape(-1, length).T)
    return rows


def letters_of(text: str) -> Array:
    """Give the letters of a text as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
