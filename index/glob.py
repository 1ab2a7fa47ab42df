"""Patterns with `*` and `?`, matched in time that no pattern can blow up."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GlobPattern:
    """Match whole words: `*` stands for any letters, `?` for one.

    The pieces between stars are looked for from left to right, each as early as possible,
    so the work is at most the length of the word times that of the pattern; a regular
    expression would try every way of cutting the word.
    """

    pattern: str
    pieces: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pieces", tuple(self.pattern.split("*")))

    @property
    def prefix(self) -> str:
        """Give the letters that every match begins with."""
        return self.pieces[0].partition("?")[0]

    @property
    def is_prefix(self) -> bool:
        """Say whether the pattern is letters and one star."""
        return len(self.pieces) == 2 and not self.pieces[1] and "?" not in self.pattern

    def matches(self, word: str) -> bool:
        """Say whether a whole word fits."""
        first, *rest = self.pieces
        if not rest:
            return len(word) == len(first) and _fits(word, 0, first)
        *middle, last = rest
        if len(word) < len(first) + len(last) or not _fits(word, 0, first):
            return False
        end = len(word) - len(last)
        return _fits(word, end, last) and _holds(word, len(first), end, middle)


def _holds(word: str, at: int, end: int, pieces: list[str]) -> bool:
    for piece in pieces:
        at = _find(word, at, end, piece)
        if at < 0:
            return False
    return True


def _find(word: str, at: int, end: int, piece: str) -> int:
    for start in range(at, end - len(piece) + 1):
        if _fits(word, start, piece):
            return start + len(piece)
    return -1


def _fits(word: str, at: int, piece: str) -> bool:
    if at + len(piece) > len(word):
        return False
    return all(want in ("?", word[at + step]) for step, want in enumerate(piece))
