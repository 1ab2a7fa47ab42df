"""Read second factors."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.accounts.factors.models import RecoveryCode, SecondFactor


def has_factor(session: Session, user_id: str) -> bool:
    """Tell whether an account is asked for a code when it signs in."""
    found = session.get(SecondFactor, user_id)
    return found is not None and found.confirmed_at is not None


def owners_of_factors(session: Session) -> frozenset[str]:
    """Return the accounts that are asked for a code."""
    rows = select(SecondFactor.user_id).where(SecondFactor.confirmed_at.is_not(None))
    return frozenset(session.scalars(rows))


def recovery_codes_left(session: Session, user_id: str) -> int:
    """Return how many printed codes of an account were not used yet."""
    rows = select(func.count()).select_from(RecoveryCode)
    of_account = rows.where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(of_account) or 0
