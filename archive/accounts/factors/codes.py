"""Codes of a telephone after RFC 6238, and codes for paper."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from hashlib import sha256

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from archive.ids import ALPHABET

ISSUER = "Kho Xoe"
RECOVERY_CODES = 10
_STEP_S = 30
_STEPS_APART = 1


def new_secret() -> str:
    """Return a new secret of 160 bits. Source: RFC 4226, 4, R6."""
    return pyotp.random_base32()


def sealed(secret: str, key: str) -> str:
    """Return a secret as the database keeps it: of no use without the archive's own key."""
    return _box(key).encrypt(secret.encode()).decode()


def opened(kept: str, key: str) -> str | None:
    """Return the secret that was sealed; None where the archive has another key by now."""
    try:
        return _box(key).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _box(key: str) -> Fernet:
    derived = hmac.digest(key.encode(), b"second factor", sha256)
    return Fernet(base64.urlsafe_b64encode(derived))


def step_of(secret: str, code: str, now_s: float | None = None) -> int | None:
    """Return the time step, of 30 s, that a code belongs to; None for a wrong or old code.

    A telephone's clock may go one step before or after ours.
    Source: RFC 6238, 5.2.
    """
    here = int((time.time() if now_s is None else now_s) // _STEP_S)
    reader = pyotp.TOTP(secret)
    for step in range(here - _STEPS_APART, here + _STEPS_APART + 1):
        if hmac.compare_digest(reader.generate_otp(step), code):
            return step
    return None


def plain(code: str) -> str:
    """Return a typed code without the spaces and dashes that people put in."""
    return "".join(letter for letter in code.lower() if letter.isalnum())[:40]


def recovery_codes() -> list[str]:
    """Return new codes for paper, in groups of four: some 79 bits each."""
    return ["-".join(_group() for _ in range(4)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(4))


def picture(secret: str, username: str) -> str:
    """Return the square picture that an app reads a secret from, as a `data:` address of SVG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    return square(address)


def square(text: str) -> str:
    """Return a text as a square picture for cameras, as a `data:` address of SVG."""
    made: str = segno.make(text, error="m").svg_data_uri(scale=5, border=2, light="#fff")
    return made
