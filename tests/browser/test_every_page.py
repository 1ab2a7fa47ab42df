"""Every kind of page is free of findings, fits its window and keeps to itself."""

from urllib.parse import urlsplit
from zlib import crc32

import pytest

from tests.browser_pages import KINDS, NAMES, look_at

pytestmark = pytest.mark.browser
# Before CI every second page is looked at, always the same ones.
every_page = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.whole] if crc32(name.encode()) % 2 else [])
        for name in NAMES
    ],
)
FAULTY = """<!doctype html><html lang="vi"><title>Sai</title>
<main><p style="color: #999; background: #aaa; width: 500px">Chữ mờ</p></main></html>"""
STATUS = {kind.name: kind.status for kind in KINDS}


@every_page
def test_it_is_the_page_that_is_meant(sight_of, name):
    assert sight_of(name).status == STATUS[name]


@every_page
def test_axe_finds_nothing_light_or_dark_wide_or_narrow(sight_of, name):
    assert sight_of(name).findings == {}


@every_page
def test_nothing_sticks_out_at_320_px_or_400_percent(sight_of, name):
    assert sight_of(name).sticking_out == {"320 px": [], "400 %": []}


@every_page
def test_no_more_than_a_third_is_covered_at_400_percent(sight_of, name):
    assert sight_of(name).covered_px <= 85


@every_page
def test_the_content_policy_has_nothing_to_forbid(sight_of, name):
    assert sight_of(name).forbidden == []


@every_page
def test_nothing_fails(sight_of, name):
    assert sight_of(name).failures == []


@every_page
def test_no_other_host_is_asked(sight_of, name):
    hosts = {urlsplit(url).hostname for url in sight_of(name).asked if url.startswith("http")}

    assert hosts == {"127.0.0.1"}


def test_a_page_with_faults_is_found_out(page, archive):
    page.context.route(
        "**/faulty", lambda route: route.fulfill(body=FAULTY, content_type="text/html")
    )

    sight = look_at(page.context, archive.origin, "/faulty")

    assert sorted(sight.findings) == ["narrow, dark", "narrow, light", "wide, dark", "wide, light"]
    assert len(sight.sticking_out["320 px"]) == 1
