"""The synonym table of the index, from the vocabulary's names in SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.audit.models import Change
from archive.catalogue.models import Label, LinkRow, Term
from archive.engines import Engines
from archive.vocabulary.synonyms import guard_pairs, synonym_group
from index.engine import SearchIndex
from index.synonyms import SynonymGroup, SynonymTable

_NAMED = ("element", "term", "place", "community", "list")
_FACETS = {"element": "element", "place": "place"}
_LOCK = threading.Lock()
_SEEN: WeakKeyDictionary[SearchIndex, int] = WeakKeyDictionary()
_SCHEME_FACETS = {"instruments": "instrument", "peoples": "people"}


def fresh_synonyms(engines: Engines) -> None:
    """Give the index a new table when a name of the vocabulary has changed."""
    with _LOCK, engines.db.reading() as session:
        seq = session.scalar(select(func.max(Change.seq)).where(Change.owner_type.in_(_NAMED)))
        if _SEEN.get(engines.index) != (seq or 0):
            groups = tuple(_groups(session))
            engines.index.synonyms = SynonymTable(groups, _guards(groups))
            _SEEN[engines.index] = seq or 0


def _guards(groups: Iterable[SynonymGroup]) -> Iterator[tuple[str, str]]:
    return guard_pairs(
        synonym_group(
            group.id,
            group.id.partition(":")[0],
            [(*name, True) for name in (*group.preferred, *group.variants)]
            + [(*name, False) for name in group.outdated],
        )
        for group in groups
    )


def _groups(session: Session) -> Iterator[SynonymGroup]:
    rows = session.scalars(
        select(Label)
        .where(Label.owner_type.in_(_NAMED))
        .order_by(Label.owner_type, Label.owner_id, Label.position)
    )
    by_owner: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {}
    for row in rows:
        kinds = by_owner.setdefault((row.owner_type, row.owner_id), {})
        kinds.setdefault(row.kind, []).append((row.language, row.value))
    narrower, schemes = _narrower(session), _schemes(session)
    for (kind, owner), names in by_owner.items():
        yield SynonymGroup(
            id=f"{kind}:{owner}",
            preferred=tuple(names.get("preferred", ())),
            variants=tuple(names.get("variant", ())),
            outdated=tuple(names.get("hidden", ())),
            narrower=narrower.get((kind, owner), ()),
            facet=_FACETS.get(kind) or _SCHEME_FACETS.get(schemes.get(owner, ""), ""),
        )


def _narrower(session: Session) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for term, above in session.execute(select(Term.id, Term.broader_id)):
        if above:
            found.setdefault(("term", above), []).append(f"term:{term}")
    members = select(LinkRow.owner_id, LinkRow.target_id).where(LinkRow.relation == "member")
    for owner, element in session.execute(members):
        found.setdefault(("list", owner), []).append(f"element:{element}")
    return {owner: tuple(below) for owner, below in found.items()}


def _schemes(session: Session) -> dict[str, Any]:
    return dict(session.execute(select(Term.id, Term.scheme)).tuples().all())
