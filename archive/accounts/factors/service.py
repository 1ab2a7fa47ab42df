"""Give accounts a second factor, ask for it, and take it away."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from archive.accounts.factors import codes
from archive.accounts.factors.models import RecoveryCode, SecondFactor
from archive.accounts.factors.queries import has_factor
from archive.accounts.models import User
from archive.accounts.secrets_kept import hash_of
from archive.audit.service import note_event
from archive.db import now
from archive.errors import WrongCodeError


def begin(session: Session, user: User, *, key: str) -> str:
    """Return the secret that a telephone is to take over; one begun before is shown again.

    It asks for nothing until `confirm` has seen a code that was made with it.
    """
    kept = session.get(SecondFactor, user.id)
    known = codes.opened(kept.secret, key) if kept else None
    if kept and kept.confirmed_at is None and known:
        return known
    secret = codes.new_secret()
    session.merge(
        SecondFactor(
            user_id=user.id,
            secret=codes.sealed(secret, key),
            made_at=now(),
            confirmed_at=None,
            last_step=0,
        )
    )
    return secret


def confirm(session: Session, user: User, code: str, *, key: str) -> list[str]:
    """Let the second factor hold from now on; return the codes to be printed, once.

    Raises:
        WrongCodeError: the code was not made with the secret that was begun.
    """
    kept = session.get(SecondFactor, user.id)
    is_begun = kept is not None and kept.confirmed_at is None
    if kept is None or not is_begun or not _is_of_telephone(session, kept, code, key):
        raise WrongCodeError
    kept.confirmed_at = now()
    note_event(session, "factor-added", ("user", user.username), actor=user.username)
    return new_recovery_codes(session, user)


def new_recovery_codes(session: Session, user: User) -> list[str]:
    """Return new codes for paper; those printed before are worth nothing from now on."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    printed = codes.recovery_codes()
    session.add_all(
        RecoveryCode(code_hash=_hash(user.id, code), user_id=user.id) for code in printed
    )
    session.flush()
    note_event(session, "recovery-codes-made", ("user", user.username), actor=user.username)
    return printed


def check(session: Session, user: User, code: str, *, key: str) -> None:
    """Let a code through, of the telephone or of paper; each is good once.

    Raises:
        WrongCodeError: it is none of both, or was used before.
    """
    kept = session.get(SecondFactor, user.id)
    if kept is not None and kept.confirmed_at and _is_of_telephone(session, kept, code, key):
        return
    if not _is_of_paper(session, user, code):
        raise WrongCodeError
    note_event(session, "recovery-code-used", ("user", user.username), actor=user.username)


def _is_of_telephone(session: Session, kept: SecondFactor, code: str, key: str) -> bool:
    """Tell whether a code is right and newer than the one that was used last.

    Source: RFC 6238, 5.2: a code is accepted once.
    """
    secret = codes.opened(kept.secret, key)
    step = codes.step_of(secret, codes.plain(code)) if secret else None
    return step is not None and _is_first_to_use(session, kept.user_id, step)


def _is_first_to_use(session: Session, user_id: str, step: int) -> bool:
    """Write down which step was used; of two that come at once with one code, one is too late."""
    used = (
        update(SecondFactor)
        .where(SecondFactor.user_id == user_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.user_id)
    )
    return session.scalar(used) is not None


def _is_of_paper(session: Session, user: User, code: str) -> bool:
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == _hash(user.id, code))
        .where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
        .returning(RecoveryCode.user_id)
    )
    return session.scalar(used) is not None


def remove(session: Session, user: User, *, actor: str) -> None:
    """Take the second factor of an account away, and its printed codes with it."""
    had_one = has_factor(session, user.id)
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    if had_one:
        note_event(session, "factor-removed", ("user", user.username), actor=actor)


def _hash(user_id: str, code: str) -> str:
    return hash_of(f"{user_id}:{codes.plain(code)}")
