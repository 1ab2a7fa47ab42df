"""Whatever a file is called outside: a path of ours and a header that hold it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from archive.catalogue.files.names import safe_name
from archive.catalogue.files.sending import attachment

NAMES = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="./\\ \t\r\n\0:\u202eờ😀", max_size=400),
    st.tuples(st.text(), st.text(alphabet="abcờ.", max_size=12)).map(".".join),
)


@given(NAMES)
def test_a_name_is_one_part_of_a_path(name: str) -> None:
    safe = safe_name(name)

    assert safe not in {"", ".", ".."}
    assert "/" not in safe
    assert "\\" not in safe
    assert len(safe.encode()) <= 255
    assert not [char for char in safe if unicodedata.category(char)[0] == "C"]
    assert safe_name(safe) == safe


@given(NAMES)
def test_a_name_stays_inside_its_header(name: str) -> None:
    header = attachment(safe_name(name))

    headers = Headers({"Content-Disposition": header})
    assert header.isascii()
    assert header.isprintable()
    assert headers["Content-Disposition"].count('"') == 2
    assert header.count("; filename") == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\anh.jpg", "anh.jpg"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("a\r\nSet-Cookie: x=y.jpg", "aSet-Cookie: x=y.jpg"),
        ("\udcff\udcfe.jpg", "jpg"),
        ("...", "tep"),
        (".htaccess", "htaccess"),
    ],
)
def test_what_is_left_of_a_name(name: str, expected: str) -> None:
    assert safe_name(name) == expected
