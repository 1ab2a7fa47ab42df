"""Publish many drafts at once: what is complete goes out, the rest stays with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from archive.catalogue.items.service import check_publishable, published
from archive.catalogue.saving import Actor, Save, save, save_many
from archive.engines import Engines
from archive.errors import ArchiveError, NotPublishableError
from archive.records import ItemRecord

_AT_ONCE = 200


def publish_complete(engines: Engines, drafts: Sequence[ItemRecord], *, by: Actor) -> list[str]:
    """Publish those drafts that have all that they must; return the ids of these."""
    ready = [record for record in drafts if _is_complete(engines, record)]
    done: list[str] = []
    for start in range(0, len(ready), _AT_ONCE):
        saves = [_save_of(record) for record in ready[start : start + _AT_ONCE]]
        done += _saved(engines, saves, by)
    return done


def _is_complete(engines: Engines, record: ItemRecord) -> bool:
    try:
        check_publishable(engines, record)
    except NotPublishableError:
        return False
    return True


def _save_of(record: ItemRecord) -> Save:
    return Save(published(record), "Công bố", base_version=record.version, action="publish")


def _saved(engines: Engines, saves: Sequence[Save], by: Actor) -> list[str]:
    """Save all at once; where one of them has changed meanwhile, one by one without it."""
    try:
        return [record.id for record in save_many(engines, saves, by=by)]
    except ArchiveError:
        return [one for what in saves for one in _saved_alone(engines, what, by)]


def _saved_alone(engines: Engines, what: Save, by: Actor) -> list[str]:
    try:
        return [save(engines, what, by=by).id]
    except ArchiveError:
        return []
