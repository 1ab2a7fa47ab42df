"""The border of search: one Protocol, engines chosen by URL."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from index.errors import UnknownIndexUrlError
from index.synonyms import SynonymTable
from index.values import Batch, Completion, Difference, Document, Query, Results, State

Progress = Callable[[int], None]


class SearchIndex(Protocol):
    """Keep documents findable. Every method may be called from any thread."""

    synonyms: SynonymTable
    """What widens queries; assign a new table when the vocabulary changes."""

    @property
    def applied_seq(self) -> int:
        """Number of the last change that a search sees; 0 for an empty or damaged index."""

    @property
    def state(self) -> State:
        """Say how the index is."""

    def apply(self, batch: Batch) -> None:
        """Make a batch visible, all of it or nothing.

        Raises:
            SequenceGapError: the batch does not follow what was applied.
            IndexLockedError: another process is writing.
            IndexDamagedError: the index must be rebuilt first.
        """

    def search(self, query: Query) -> Results:
        """Answer a query.

        Raises:
            SearchSyntaxError: the query language was mistyped.
            SearchTooLargeError: the query asks too much.
        """

    def complete(
        self, text: str, tokens: frozenset[str], language: str = "vi", limit: int = 8
    ) -> tuple[Completion, ...]:
        """Offer titles and names that go on from what is being typed."""

    def rebuild(
        self, documents: Iterable[Document], seq: int, progress: Progress | None = None
    ) -> None:
        """Replace everything, searches going on with the old until the new is whole.

        Args:
            documents: all documents, each id once.
            seq: number of the last change that they contain.
            progress: called with the number of documents done.
        """

    def check(self, expected: Iterable[tuple[str, str]]) -> tuple[Difference, ...]:
        """Compare the index with ids and digests (`Document.digest`), ordered by id."""

    def close(self) -> None:
        """Let go of files and locks."""


def open_index(url: str, synonyms: SynonymTable | None = None) -> SearchIndex:
    """Open the engine that a URL names: `whoosh:///folder` or `memory://`.

    Raises:
        UnknownIndexUrlError: no engine has this scheme.
    """
    parts = urlsplit(url)
    table = synonyms or SynonymTable()
    if parts.scheme == "memory":
        from index.engines.memory import MemoryIndex

        return MemoryIndex(table)
    if parts.scheme == "whoosh" and parts.path:
        from index.engines.whoosh.engine import WhooshIndex

        return WhooshIndex(Path(unquote(parts.path)), table)
    raise UnknownIndexUrlError(url)
