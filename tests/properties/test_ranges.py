"""Whatever a browser asks for, a window lies within the file."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from media.errors import UnsatisfiableRangeError
from media.ranges import parse_range

NUMBER = st.just("") | st.integers(0, 300).map(str)
HEADER = st.builds("bytes={}-{}".format, NUMBER, NUMBER) | st.text(max_size=20)


@given(HEADER, st.integers(0, 250))
def test_a_window_lies_within_the_file(header, size_bytes):
    with suppress(UnsatisfiableRangeError):
        window = parse_range(header, size_bytes)

        assert window is None or 0 <= window.start < window.stop <= size_bytes


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 200))
def test_a_window_is_what_slicing_gives(first, length, size_bytes):
    data = bytes(number % 251 for number in range(size_bytes))

    with suppress(UnsatisfiableRangeError):
        window = parse_range(f"bytes={first}-{first + length}", size_bytes)

        assert data[window.start : window.stop] == data[first : first + length + 1]
