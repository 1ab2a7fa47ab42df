"""Whether the archive can answer: database, store and index, each with a word and no detail."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from archive.engines import Engines
from index.errors import SearchError
from media.errors import MediaError

log = logging.getLogger(__name__)
OK = "ok"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of each part."""

    database: str
    store: str
    index: str

    @property
    def is_ready(self) -> bool:
        """Whether pages can be read; the index repairs itself, and they do without it."""
        return self.database == OK and self.store == OK

    def as_dict(self) -> dict[str, str]:
        """Return the states as a JSON object."""
        return {"database": self.database, "store": self.store, "index": self.index}


def readiness(engines: Engines) -> Readiness:
    """Ask each part for an answer."""
    return Readiness(_database(engines), _store(engines), _index(engines))


def _database(engines: Engines) -> str:
    try:
        engines.db.ping()
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return "unavailable"
    return OK


def _store(engines: Engines) -> str:
    try:
        free_bytes = engines.repository.free_bytes()
    except (OSError, MediaError):
        log.exception("the store does not answer")
        return "unavailable"
    return OK if free_bytes is None or free_bytes > engines.settings.reserve_bytes else "full"


def _index(engines: Engines) -> str:
    try:
        return str(engines.index.state)
    except (OSError, SearchError):
        log.exception("the index does not answer")
        return "unavailable"
