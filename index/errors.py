"""Errors of search, one per reason, each with its evidence."""


class SearchError(Exception):
    """Stand at the root of everything that search can refuse."""

    code = "search-error"


class SearchSyntaxError(SearchError):
    """Say that the query language was mistyped, and where.

    Args:
        reason: a kebab slug, such as `unclosed-quote`; words come from the caller.
        position: offset of the mistake in the text as typed, in characters.
        fragment: the few characters that are at fault.
    """

    code = "search-syntax"

    def __init__(self, reason: str, position: int, fragment: str = "") -> None:
        super().__init__(f"{reason} at {position}: {fragment!r}")
        self.reason = reason
        self.position = position
        self.fragment = fragment


class SearchTooLargeError(SearchError):
    """Say that a query asks for more than the engine is willing to do."""

    code = "search-too-large"

    def __init__(self, what: str, given: int, limit: int) -> None:
        super().__init__(f"{given} {what}, at most {limit} are answered")
        self.what = what
        self.given = given
        self.limit = limit


class IndexDamagedError(SearchError):
    """Say that the index on disk cannot be trusted and is to be rebuilt."""

    code = "index-damaged"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class IndexLockedError(SearchError):
    """Say that another process is writing the index."""

    code = "index-locked"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is being written by another process")
        self.place = place


class SequenceGapError(SearchError):
    """Say that a batch does not follow the last one applied."""

    code = "index-sequence-gap"

    def __init__(self, applied: int, after: int) -> None:
        super().__init__(f"the index stands at {applied}, the batch follows {after}")
        self.applied = applied
        self.after = after


class UnknownIndexUrlError(SearchError):
    """Say that no engine answers to this URL."""

    code = "unknown-index-url"

    def __init__(self, url: str) -> None:
        super().__init__(f"no search engine for {url!r}")
        self.url = url
