"""Dates as people write them, EDTF, and the way back into words."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.catalogue.dates import (
    DateNotUnderstoodError,
    Precision,
    format_date,
    parse_date,
)


@pytest.mark.parametrize(
    ("written", "edtf", "years"),
    [
        ("12/02/2025", "2025-02-12", (2025, 2025)),
        ("12.2.2025", "2025-02-12", (2025, 2025)),
        ("12-2-2025", "2025-02-12", (2025, 2025)),
        ("ngày 12 tháng 2 năm 2025", "2025-02-12", (2025, 2025)),
        ("Ngày 12/2/2025", "2025-02-12", (2025, 2025)),
        ("12/02/2025 14:30", "2025-02-12", (2025, 2025)),
        ("2025:02:12 10:11:12", "2025-02-12", (2025, 2025)),
        ("2025/02/12", "2025-02-12", (2025, 2025)),
        ("12 February 2025", "2025-02-12", (2025, 2025)),
        ("February 12, 2025", "2025-02-12", (2025, 2025)),
        ("2/2025", "2025-02", (2025, 2025)),
        ("tháng 2/2025", "2025-02", (2025, 2025)),
        ("tháng 2 năm 2025", "2025-02", (2025, 2025)),
        ("tháng Mười Hai năm 1979", "1979-12", (1979, 1979)),
        ("tháng Tám 1945", "1945-08", (1945, 1945)),
        ("Feb 2025", "2025-02", (2025, 2025)),
        ("1998", "1998", (1998, 1998)),
        ("năm 1998", "1998", (1998, 1998)),
        ("mùa xuân 1998", "1998-21", (1998, 1998)),
        ("autumn 1998", "1998-23", (1998, 1998)),
        ("khoảng 1960", "1960~", (1960, 1960)),
        ("khoang nam 1960", "1960~", (1960, 1960)),
        ("circa 1920", "1920~", (1920, 1920)),
        ("c. 1920", "1920~", (1920, 1920)),
        ("1920?", "1920?", (1920, 1920)),
        ("khoảng 1920?", "1920%", (1920, 1920)),
        ("có lẽ 1920", "1920?", (1920, 1920)),
        ("thập niên 80", "198X", (1980, 1989)),
        ("thập niên 1980", "198X", (1980, 1989)),
        ("những năm 1970", "197X", (1970, 1979)),
        ("những năm 80 của thế kỷ trước", "198X", (1980, 1989)),
        ("những năm 20 của thế kỷ XX", "192X", (1920, 1929)),
        ("the 1970s", "197X", (1970, 1979)),
        ("'70s", "197X", (1970, 1979)),
        ("thế kỷ 19", "18XX", (1800, 1899)),
        ("thế kỷ XIX", "18XX", (1800, 1899)),
        ("TK XIX", "18XX", (1800, 1899)),
        ("19th century", "18XX", (1800, 1899)),
        ("thế kỷ XIX–XX", "18XX/19XX", (1800, 1999)),
        ("đầu thế kỷ 20", "1900~/1933~", (1900, 1933)),
        ("cuối những năm 1980", "1986~/1989~", (1986, 1989)),
        ("nửa đầu thế kỷ 20", "1900~/1949~", (1900, 1949)),
        ("trước 1954", "../1954", (None, 1954)),
        ("trước năm 1954", "../1954", (None, 1954)),
        ("before 1954", "../1954", (None, 1954)),
        ("sau 1975", "1975/..", (1975, None)),
        ("từ 1975", "1975/..", (1975, None)),
        ("1990 đến nay", "1990/..", (1990, None)),
        ("1960–1965", "1960/1965", (1960, 1965)),
        ("1960-65", "1960/1965", (1960, 1965)),
        ("từ 1960 đến 1965", "1960/1965", (1960, 1965)),
        ("giữa thế kỷ 20", "1934~/1966~", (1934, 1966)),
        ("giữa những năm 1980", "1983~/1986~", (1983, 1986)),
        ("mid-20th century", "1934~/1966~", (1934, 1966)),
        ("giữa năm 1975", "1975", (1975, 1975)),
        ("between 1960 and 1965", "1960/1965", (1960, 1965)),
        ("khoảng 1960–1965", "1960~/1965~", (1960, 1965)),
        ("những năm 1960-1965", "1960/1965", (1960, 1965)),
        ("28–29/3/2025", "2025-03-28/2025-03-29", (2025, 2025)),
        ("28/3–2/4/2025", "2025-03-28/2025-04-02", (2025, 2025)),
        ("3–5/2025", "2025-03/2025-05", (2025, 2025)),
        ("12/02/2025 - 15/02/2025", "2025-02-12/2025-02-15", (2025, 2025)),
        ("2023 hoặc 2024", "[2023,2024]", (2023, 2024)),
        ("2023 và 2024", "{2023,2024}", (2023, 2024)),
    ],
)
def test_what_people_write_becomes_edtf(written, edtf, years):
    date = parse_date(written)

    assert date.edtf == edtf
    assert (date.year_from, date.year_to) == years
    assert date.as_written == written
    assert not date.is_lunar


@pytest.mark.parametrize(
    "written",
    [
        "1985-04-12",
        "1985-04",
        "1985",
        "1985-04-12T23:20:30Z/1985-05",
        "1964/2008",
        "2004-02-01/2005-02",
        "2001-21",
        "1984?",
        "2004-06~",
        "2004-06-11%",
        "201X",
        "20XX",
        "2004-XX",
        "1985-04-XX",
        "1985-XX-XX",
        "1985-04-12/..",
        "../1985-04",
        "-1985",
        "156X-12-25",
        "[1667,1668,1670..1672]",
        "{1960,1961-12}",
        "[..1984]",
        "XXXX",
    ],
)
def test_edtf_is_understood_as_it_stands(written):
    date = parse_date(written)

    assert date.edtf == written.replace("T23:20:30Z", "")


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("10/1 âm lịch", None),
        ("mùng 10 tháng Giêng", None),
        ("14/7 ÂL", None),
        ("rằm tháng Giêng 2025", "2025"),
        ("10/1/2025 âm lịch", "2025"),
        ("Tết 1990", "1990"),
        ("khoảng Tết 1990", "1990~"),
        ("lunar new year 1990", "1990"),
        ("23 tháng Chạp 2024", "[2024,2025]"),
    ],
)
def test_a_lunar_date_never_becomes_a_solar_day(written, edtf):
    date = parse_date(written)

    assert date.is_lunar
    assert date.edtf == edtf
    assert date.as_written == written


def test_the_independence_tet_is_a_solar_feast():
    with pytest.raises(DateNotUnderstoodError):
        parse_date("Tết Độc lập")


@pytest.mark.parametrize("written", ["không rõ", "chưa rõ năm", "n.d.", "unknown"])
def test_not_known_is_a_date_too(written):
    date = parse_date(written)

    assert date.edtf is None
    assert date.precision is Precision.UNKNOWN


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("30/2/2025", "day"),
        ("2025-02-30", "day"),
        ("25/13/2025", "day"),
        ("12/2/95", "four-digits"),
        ("thập niên 20", "four-digits"),
        ("1965–1960", "reversed"),
        ("2008/1964", "reversed"),
        ("  ", "empty"),
        ("x" * 300, "long"),
        ("hôm qua", "form"),
        ("Phường Tô Hiệu", "form"),
    ],
)
def test_what_is_not_understood_says_what_may_help(written, hint):
    with pytest.raises(DateNotUnderstoodError) as caught:
        parse_date(written)

    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("edtf", "vi", "en"),
    [
        ("2025-02-12", "12/02/2025", "12 February 2025"),
        ("2025-02", "02/2025", "February 2025"),
        ("1998", "1998", "1998"),
        ("1998-21", "mùa xuân 1998", "spring 1998"),
        ("1960~", "khoảng 1960", "about 1960"),
        ("1920?", "1920?", "1920?"),
        ("1920%", "khoảng 1920?", "about 1920?"),
        ("198X", "thập niên 1980", "1980s"),
        ("18XX", "thế kỷ 19", "19th century"),
        ("20XX", "thế kỷ 21", "21st century"),
        ("1960/1965", "1960 – 1965", "1960 – 1965"),
        ("../1954", "đến 1954", "until 1954"),
        ("1975/..", "từ 1975", "since 1975"),
        ("[2023,2024]", "2023 hoặc 2024", "2023 or 2024"),
    ],
)
def test_a_date_is_put_into_words(edtf, vi, en):
    assert format_date(edtf, "vi") == vi
    assert format_date(edtf, "en") == en


def test_words_of_what_is_no_edtf_are_refused():
    with pytest.raises(DateNotUnderstoodError):
        format_date("hôm qua")


year = st.integers(1, 2100).map("{:04}".format)
marks = st.sampled_from(["", "?", "~", "%"])
days = st.dates().map(str)
months = st.builds("{}-{:02}".format, year, st.integers(1, 12))
seasons = st.builds("{}-{}".format, year, st.integers(21, 24))
unspecified = st.one_of(
    year.map(lambda y: y[:3] + "X"), st.integers(0, 20).map("{:02}XX".format), st.just("XXXX")
)
partly = st.builds("{}-{}".format, year, st.sampled_from(["XX", "XX-XX", "04-XX"]))
points = st.builds(
    "{}{}".format, st.one_of(year, days, months, seasons, unspecified, partly), marks
)


def ordered(pair):
    first, second = sorted(pair, key=lambda each: parse_date(each).year_from or 0)
    return f"{first}/{second}"


known = points.filter(lambda each: parse_date(each).year_from is not None)
spans = st.one_of(
    points.map("../{}".format),
    points.map("{}/..".format),
    st.tuples(known, known)
    .filter(lambda pair: len({parse_date(each).year_from for each in pair}) == 2)
    .filter(lambda pair: not any("X" in each for each in pair))
    .map(ordered),
)
sets = st.lists(year, min_size=2, max_size=3, unique=True).map(lambda ys: f"[{','.join(ys)}]")


@given(st.one_of(points, spans, sets), st.sampled_from(["vi", "en"]))
def test_words_keep_the_years_on_the_way_there_and_back(edtf, language):
    date = parse_date(edtf)

    again = parse_date(format_date(edtf, language))

    assert (again.year_from, again.year_to) == (date.year_from, date.year_to)


WORDS = [
    "khoảng",
    "những",
    "năm",
    "thập",
    "niên",
    "thế",
    "kỷ",
    "trước",
    "sau",
    "từ",
    "đến",
    "và",
    "hoặc",
    "tháng",
    "ngày",
    "Tết",
    "rằm",
    "âm",
    "lịch",
    "Chạp",
    "đầu",
    "cuối",
    "nửa",
    "giữa",
    "mùa",
    "xuân",
    "circa",
    "before",
    "after",
    "century",
    "spring",
    "1960",
    "1965",
    "80",
    "19",
    "XIX",
    "12/2/2025",
    "2/2025",
    "30/2/2025",
    "?",
    "–",
    "-",
    "/",
    "..",
    "X",
    "198X",
    "[",
    "]",
    "{",
    "}",
    ",",
    "nay",
    "'s",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)))
@example("١٢/٢/٢٠٢٥")
@example("từ")
@example("/")
@example("[]")
@example("²⁰²⁵")
def test_no_text_raises_anything_else(text):
    with contextlib.suppress(DateNotUnderstoodError):
        assert parse_date(text).as_written
