"""The engines behind the application, chosen by URL: database, storage, index, sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db import Database
from archive.settings import Settings
from media.ocfl import Repository

if TYPE_CHECKING:
    from index.engine import SearchIndex
    from media.sandbox import Sandbox


@dataclass(frozen=True)
class Engines:
    """What services work with; everything heavy is opened on first use."""

    settings: Settings
    db: Database = field(repr=False)
    repository: Repository = field(repr=False)

    @cached_property
    def index(self) -> SearchIndex:
        """The full-text index."""
        from index import open_index

        return open_index(self.settings.index_url)

    @cached_property
    def sandbox(self) -> Sandbox:
        """The limited processes that read what people send."""
        from media.limits import Ceilings
        from media.sandbox import Limits, Sandbox

        asked = self.settings
        return Sandbox(
            limits=Limits(
                memory_bytes=asked.decoder_memory_bytes,
                wall_s=asked.decoder_seconds,
                cpu_s=asked.decoder_seconds,
            ),
            ceilings=Ceilings(pixels=asked.most_pixels, duration_s=asked.most_seconds),
        )

    @property
    def cache(self) -> Path:
        """The folder of renditions."""
        return self.settings.data / "cache"

    @property
    def journal(self) -> Path:
        """The folder that notes which objects are being written."""
        return self.settings.data / "journal"

    def close(self) -> None:
        """Close what has been opened."""
        for name in ("sandbox", "index"):
            opened = self.__dict__.get(name)
            if opened is not None:
                opened.close()
        self.db.close()


def open_engines(settings: Settings) -> Engines:
    """Open the engines of these settings, making the data folder where it is missing.

    A store that is gone, with its disk perhaps, is not replaced by an empty one.
    """
    from media import open_repository

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(settings.database_url)
    try:
        repository = open_repository(
            settings.storage_url, settings.data, may_make=lambda: not _holds_records(database)
        )
    except BaseException:
        database.close()
        raise
    return Engines(settings, database, repository)


def _holds_records(database: Database) -> bool:
    from archive.preserve.queries import holds_records

    with database.reading() as session:
        return holds_records(session)
