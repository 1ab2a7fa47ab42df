"""Patterns with `*` and `?`, matched in time that no pattern can blow up."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class GlobPattern:
    """Match whole words: `*` stands for any letters, `?` for one.

    The pieces between stars are looked for from left to right, each as early as possible and
    never again (an atomic group), so the work grows with the length of the word alone; an
    ordinary regular expression would try every way of cutting the word.
    """

    pattern: str

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Give what stands between the stars."""
        return tuple(self.pattern.split("*"))

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
        return self._compiled.fullmatch(word) is not None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        first, *rest = (re.escape(piece).replace(r"\?", ".") for piece in self.pieces)
        if not rest:
            return re.compile(first, re.DOTALL)
        *middle, last = rest
        between = "".join(f"(?>.*?{piece})" for piece in middle if piece)
        return re.compile(f"{first}{between}.*{last}", re.DOTALL)
