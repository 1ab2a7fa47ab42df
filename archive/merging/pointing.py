"""Turn what a record points to: from one noun to the one that stands in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from archive.records import Access, Audience, FileRecord, Link, Narrative, Record
from media.tiers import Tier

Owner = tuple[str, str]
R = TypeVar("R", bound=Record)

# Which noun the ids in a field are of.
_FIELDS: dict[str, str] = {
    "elements": "element",
    "related": "element",
    "places": "place",
    "merged_from": "place",
    "within": "place",
    "agents": "agent",
    "creators": "agent",
    "taught_by": "agent",
    "person": "agent",
    "guardian": "agent",
    "narratives": "agent",
    "terms": "term",
    "peoples": "term",
    "notices": "term",
    "broader": "term",
    "ich_type": "term",
    "unesco_domains": "term",
    "communities": "community",
    "collections": "collection",
    "event": "event",
}


def repointed(record: R, old: Owner, new_id: str) -> R:
    """Return a record that points to `new_id` wherever it pointed to `old`; never to itself."""
    kind, old_id = old
    own = record.id if record.type == kind else ""
    changes: dict[str, Any] = {}
    for name in type(record).model_fields:
        if _noun_of(record, name) == kind:
            changes[name] = _turned(getattr(record, name), old_id, new_id, own)
    if kind == "community":
        changes["access"] = _opened(record.access, old_id, new_id)
    if hasattr(record, "files"):
        changes["files"] = tuple(_file(file, old, new_id) for file in record.files)
    changed = {name: value for name, value in changes.items() if value != getattr(record, name)}
    return record.model_copy(update=changed) if changed else record


def points_to(record: Record, target: Owner) -> bool:
    """Tell whether a record points to another one, in whichever field."""
    return repointed(record, target, "") is not record


def _noun_of(record: Record, name: str) -> str:
    if name == "members":
        return "element" if record.type == "list" else ""
    return _FIELDS.get(name, "")


def _turned(value: Any, old: str, new: str, own: str) -> Any:  # noqa: ANN401 - any field of a record
    """Return a value with an id turned, once each, and nothing that would point to `own`."""
    if isinstance(value, tuple):
        turned = [_turned(one, old, new, own) for one in value]
        if turned == list(value):
            return value
        return tuple(_once(one for one in turned if _id_of(one) != own or not own))
    if isinstance(value, Narrative):
        return value.model_copy(update={"voice": _turned(value.voice, old, new, "")})
    if isinstance(value, Link):
        return value.model_copy(update={"id": new}) if value.id == old else value
    if value != old:
        return value
    return None if new == own else new


def _id_of(value: Any) -> str | None:  # noqa: ANN401 - an id, or a value that holds one
    return value.id if isinstance(value, Link) else value if isinstance(value, str) else None


def _once(values: Iterable[Any]) -> Iterator[Any]:
    """Yield each id once in each role."""
    seen: set[Any] = set()
    for value in values:
        key = (value.id, value.role) if isinstance(value, Link) and value.id else repr(value)
        if key not in seen:
            seen.add(key)
            yield value


def _opened(access: Access, old: str, new: str) -> Access:
    """Return a rule that names one community in place of another."""
    audiences = {name: getattr(access, name) for name in ("see", "know", "take")}
    turned = {name: _audience(one, old, new) for name, one in audiences.items() if one}
    return access.model_copy(update=turned)


def _audience(audience: Audience, old: str, new: str) -> Audience:
    named = tuple(dict.fromkeys(new if one == old else one for one in audience.communities))
    return audience.model_copy(update={"communities": named})


def _file(file: FileRecord, old: Owner, new_id: str) -> FileRecord:
    kind, old_id = old
    if kind == "community" and file.access is not None:
        return file.model_copy(update={"access": _opened(file.access, old_id, new_id)})
    if kind == "term" and file.tiers:
        return file.model_copy(
            update={"tiers": tuple(_tier(tier, old_id, new_id) for tier in file.tiers)}
        )
    return file


def _tier(tier: Tier, old: str, new: str) -> Tier:
    steps = tuple(
        replace(step, movement=new) if step.movement == old else step for step in tier.segments
    )
    return replace(tier, segments=steps)
