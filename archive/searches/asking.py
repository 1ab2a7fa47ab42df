"""Ask the index for those who take results away: a mistake is an error, not a page."""

from __future__ import annotations

from archive.discover.service import ask
from archive.engines import Engines
from archive.errors import InvalidRecordError
from index.errors import SearchSyntaxError, SearchTooLargeError
from index.values import Query, Results


def asked_in_earnest(engines: Engines, query: Query) -> Results:
    """Return what is found.

    Raises:
        InvalidRecordError: the words are mistyped, or ask for too much.
        SearchUnavailableError: the index cannot answer now.
    """
    try:
        return ask(engines, query)
    except (SearchSyntaxError, SearchTooLargeError) as problem:
        raise InvalidRecordError({"q": [str(problem)]}) from problem
