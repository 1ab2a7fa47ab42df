"""The engines that the suites of SearchIndex run on."""

from collections.abc import Iterator

import pytest

from index import SearchIndex
from tests.makers_index import an_index

ENGINES = ["memory", "whoosh"]


@pytest.fixture(params=ENGINES)
def engine_name(request) -> str:
    """Name each engine in turn."""
    return request.param


@pytest.fixture
def index(engine_name, tmp_path) -> Iterator[SearchIndex]:
    """Open an empty index of each engine in turn."""
    opened = an_index(engine_name, tmp_path)
    yield opened
    opened.close()
