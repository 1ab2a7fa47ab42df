"""Fixed identifiers of the demonstration: the same in every archive, check character and all."""

from __future__ import annotations

import hashlib

from archive.ids import ALPHABET, check_character

_LENGTH = 9


def demo_id(key: str) -> str:
    """Return the identifier of a key such as `item:vong-lua`."""
    number = int.from_bytes(hashlib.sha256(f"kho-xoe demo {key}".encode()).digest(), "big")
    body = ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return body + check_character(body)
