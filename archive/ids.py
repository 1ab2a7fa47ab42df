"""Identifiers: nine random characters and a check character, and slugs from names."""

from __future__ import annotations

import re
import secrets
import unicodedata

# The “betanumeric” alphabet of ARK and NOID: digits and consonants, so that no word appears.
# Source: https://datatracker.ietf.org/doc/draft-kunze-ark/ section on the check character.
ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
_LENGTH = 9


def check_character(body: str) -> str:
    """Return the NOID check character of a body of the alphabet."""
    total = sum(position * ALPHABET.index(char) for position, char in enumerate(body, 1))
    return ALPHABET[total % len(ALPHABET)]


def new_id() -> str:
    """Return a new identifier; 29⁹ of them leave collisions to the primary key."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return body + check_character(body)


def is_id(text: str) -> bool:
    """Tell whether a text is an identifier with the right check character."""
    return (
        len(text) == _LENGTH + 1
        and all(char in ALPHABET for char in text)
        and check_character(text[:-1]) == text[-1]
    )


def slug_of(name: str) -> str:
    """Return a name as lower-case ASCII words joined by hyphens; "" when nothing is left."""
    folded = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100]
