"""Passwords: argon2id with 46 MiB, two at a time, and a check of what people choose."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.errors import WeakPasswordError

# Source: OWASP Password Storage Cheat Sheet: argon2id, 46 MiB, one iteration, one lane.
_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_TWO_AT_A_TIME = threading.BoundedSemaphore(2)
_SHORTEST = 12
_FEWEST_DIFFERENT = 5


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password; WeakPasswordError when it is too weak."""
    check_strength(password)
    return hash_again(password)


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made by an older recipe than ours of today."""
    return _HASHER.check_needs_rehash(password_hash)


def hash_again(password: str) -> str:
    """Return the hash of a password that is right, however weak it is by the rules of today."""
    with _TWO_AT_A_TIME:
        return _HASHER.hash(password)


def is_right(password_hash: str, password: str) -> bool:
    """Tell whether a password is the one; takes the same time for an account without one."""
    with _TWO_AT_A_TIME:
        try:
            return _HASHER.verify(password_hash or _NOBODYS, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def check_strength(password: str) -> None:
    """Raise WeakPasswordError for a password that is short or of few different characters."""
    if len(password) < _SHORTEST:
        raise WeakPasswordError("short")
    if len(set(password.lower())) < _FEWEST_DIFFERENT:
        raise WeakPasswordError("common")


# The hash of a password of nobody, so that an unknown name costs as much as a known one.
_NOBODYS = _HASHER.hash("mật khẩu không của ai")
