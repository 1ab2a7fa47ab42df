"""Prepare a data folder: idempotent, and safe to repeat with every start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archive import schema
from archive.accounts import service as accounts
from archive.accounts.queries import has_admin, user_named
from archive.catalogue import tightenings
from archive.catalogue.saving import SYSTEM
from archive.engines import Engines
from archive.permissions import Role
from archive.preserve.reconcile import recovered_at_start
from archive.vocabulary.loading import load_vocabulary

FIRST_ADMIN = "admin"
Progress = Callable[[int], None]


@dataclass(slots=True)
class SetUp:
    """What setting up did: records of vocabulary, and secrets to be shown once."""

    vocabulary: int = 0
    admin_secret: str = ""
    demo_accounts: list[tuple[str, str, str]] = field(default_factory=list)


def set_up(engines: Engines, progress: Progress | None = None) -> SetUp:
    """Bring schema and vocabulary up to date; make the first admin where there is none.

    What a crash cut off is reconciled first, so that a start-up after it finds things in order.
    """
    done = SetUp()
    schema.upgrade(engines.db)
    recovered_at_start(engines)
    tightenings.begin(engines.settings.data)
    done.vocabulary = load_vocabulary(engines, progress)
    with engines.db.writing() as session:
        if not has_admin(session):
            if user_named(session, FIRST_ADMIN) is None:
                accounts.add_user(
                    session,
                    FIRST_ADMIN,
                    role=Role.ADMIN,
                    display_name="Quản trị kho",
                    actor=SYSTEM.name,
                )
            done.admin_secret = accounts.make_link(session, FIRST_ADMIN, actor=SYSTEM.name)
    return done
