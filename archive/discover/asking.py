"""Whom to ask about what one may know of and not see."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, tokens, tokens_of
from archive.catalogue.models import Community
from archive.filters import best
from archive.records import CommunityRecord, Record, record_of


def whom_to_ask(session: Session, record: Record, viewer: Viewer, contact: str = "") -> str:
    """Return the community that decides, with its contact as far as the viewer may see it."""
    communities = record.access.see.communities
    rows = (session.get(Community, community) for community in communities)
    records = (record_of(row.record) for row in rows if row is not None)
    said = [
        ": ".join(filter(None, (_name(one), best(one.contact))))
        for one in records
        if isinstance(one, CommunityRecord) and tokens(viewer) & tokens_of(one, Grade.SEE)
    ]
    return "; ".join(said) or contact or _("Xin hỏi cán bộ của kho.")


def _name(record: CommunityRecord) -> str:
    return next(iter(record.names_in("vi")), record.id)
