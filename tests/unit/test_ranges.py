"""HTTP ranges become windows of bytes as RFC 9110, section 14, says."""

from datetime import UTC, datetime

import pytest

from media.errors import UnsatisfiableRangeError
from media.ranges import ByteWindow, parse_range, range_still_holds


@pytest.mark.parametrize(
    ("header", "window"),
    [
        pytest.param("bytes=0-0", (0, 1), id="first byte"),
        pytest.param("bytes=0-499", (0, 500), id="first half"),
        pytest.param("bytes=500-", (500, 1000), id="from the middle"),
        pytest.param("bytes=999-", (999, 1000), id="last byte"),
        pytest.param("bytes=900-5000", (900, 1000), id="beyond the end"),
        pytest.param("bytes=-1", (999, 1000), id="suffix of one"),
        pytest.param("bytes=-5000", (0, 1000), id="suffix longer than the file"),
        pytest.param("Bytes = 1-2", (1, 3), id="unit in capitals with spaces"),
    ],
)
def test_one_range_is_a_window(header, window):
    assert parse_range(header, 1000) == ByteWindow(*window, 1000)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("bytes=0-1,5-6", id="several"),
        pytest.param("items=0-1", id="another unit"),
        pytest.param("bytes=5-2", id="backwards"),
        pytest.param("bytes=-", id="no numbers"),
        pytest.param("bytes=a-b", id="no digits"),
        pytest.param("bytes=+1-2", id="a sign"),
        pytest.param("bytes 0-1", id="no equals sign"),
        pytest.param("bytes=" + "9" * 400 + "-", id="absurdly long"),
    ],
)
def test_what_is_no_single_range_asks_for_the_whole_file(header):
    assert parse_range(header, 1000) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=2000-3000", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_satisfied(header):
    with pytest.raises(UnsatisfiableRangeError) as caught:
        parse_range(header, 1000)

    assert caught.value.size_bytes == 1000


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-5"])
def test_an_empty_file_has_no_range(header):
    with pytest.raises(UnsatisfiableRangeError):
        parse_range(header, 0)


def test_a_window_says_what_the_headers_need():
    window = ByteWindow(500, 1000, 1000)

    assert window.size_bytes == 500
    assert window.content_range == "bytes 500-999/1000"


@pytest.mark.parametrize(
    ("if_range", "holds"),
    [
        pytest.param(None, True, id="no header"),
        pytest.param('"abc"', True, id="same tag"),
        pytest.param('"abd"', False, id="another tag"),
        pytest.param('W/"abc"', False, id="weak tag"),
        pytest.param("Sat, 31 Jan 2026 08:15:30 GMT", True, id="same date"),
        pytest.param("Sat, 31 Jan 2026 08:15:31 GMT", False, id="another date"),
        pytest.param("yesterday", False, id="no date"),
    ],
)
def test_a_range_holds_only_for_the_same_bytes(if_range, holds):
    modified = datetime(2026, 1, 31, 8, 15, 30, 99, tzinfo=UTC)

    assert range_still_holds(if_range, etag='"abc"', modified=modified) is holds


def test_a_date_never_holds_for_a_file_without_one():
    assert not range_still_holds("Sat, 31 Jan 2026 08:15:30 GMT", etag='"abc"')
