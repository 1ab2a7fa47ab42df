"""Pages of a long list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many, and the address of each."""

    number: int
    pages: int
    href: Callable[[int], str]
