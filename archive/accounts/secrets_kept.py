"""What the database keeps of a secret: never the secret itself."""

from __future__ import annotations

import hashlib


def hash_of(key: str) -> str:
    """Return what the database keeps of a secret key."""
    return hashlib.sha256(key.encode()).hexdigest()
