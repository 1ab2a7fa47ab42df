"""Read the vocabulary for its editors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, visible
from archive.catalogue.labels import fold_label
from archive.catalogue.models import ROWS, Element, Label, Term
from archive.records import Status

PAGE = 60


def schemes(session: Session) -> list[tuple[str, int]]:
    """Return the concept schemes with the number of their terms."""
    rows = select(Term.scheme, func.count()).where(Term.status != Status.WITHDRAWN)
    rows = rows.group_by(Term.scheme).order_by(Term.scheme)
    return list(session.execute(rows).all())


def entries(
    session: Session, kind: str, viewer: Viewer, *, scheme: str = "", words: str = "", page: int = 1
) -> tuple[list[Any], int]:
    """Return a page of elements or terms by name, and how many the viewer may see."""
    table = ROWS[kind]
    rows = select(table).where(
        visible(table, kind, viewer, Grade.SEE), table.status != Status.WITHDRAWN
    )
    if scheme:
        column = Term.scheme if kind == "term" else Element.kind
        rows = rows.where(column == scheme)
    if words:
        labels = select(Label.owner_id).where(
            Label.owner_type == kind, Label.folded.contains(fold_label(words), autoescape=True)
        )
        rows = rows.where(or_(table.id.in_(labels), table.id == words))
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    ordered = rows.order_by(table.sort_key, table.id).limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(ordered)), total


def choices(session: Session, kind: str, viewer: Viewer, scheme: str = "") -> list[tuple[str, str]]:
    """Return id and name of every entry that a viewer's form may point to."""
    table = ROWS[kind]
    rows = select(table.id, table.title).where(
        visible(table, kind, viewer), table.status != Status.WITHDRAWN
    )
    rows = rows.order_by(table.sort_key)
    if scheme:
        rows = rows.where(Term.scheme == scheme)
    return list(session.execute(rows).all())
