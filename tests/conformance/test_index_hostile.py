"""Queries that nobody means well: each is answered or refused, at once and with nothing else."""

import random
import time
import tracemalloc
import unicodedata

import pytest

from index import Query
from index.engines.whoosh.engine import WhooshIndex
from index.errors import SearchError
from tests.load._catalogue import FACETS, Catalogue
from tests.makers import an_item, stored
from tests.makers_index import a_document

LONG, SHORT = 20_000, 150
SLOWEST_S = 2.0
MOST_BYTES = 150_000_000


def tai_soup(chance, words):
    """Make words of any Tai Viet letters, vowels and tone signs in any order."""
    letters = [chr(0xAA80 + at) for at in range(0x43)]
    return " ".join("".join(chance.choices(letters, k=chance.randint(2, 30))) for _ in range(words))


SOUP = random.Random(2)
NAMES = ("title", "tên", "text", "id", "điệu", "dân-tộc", "place", "loại", "decade", "chữ")
HOSTILE = {
    "ten-thousand-words": "xòe " * 10_000,
    "two-thousand-words-in-one": "a-" * 2_000,
    "words-with-slashes": "a/b" * 1_300,
    "words-with-colons": "a:" * 2_000,
    "a-megabyte": "x" * 1_000_000,
    "a-megabyte-of-words": "a " * 500_000,
    "a-word-of-four-thousand-letters": "x" * 4_000,
    "a-letter-with-four-thousand-marks": "x" + "\u0300" * 3_999,
    "stars": "*a*b*c*",
    "many-stars": " ".join(["*a*b*c*d*e*"] * 8),
    "endings": " ".join(f"*{letter}" for letter in "aeinthgo"),
    "beginnings": " ".join(f"{letter}*" for letter in "xathnkmc"),
    "questions": " ".join(["?a?e?*"] * 8),
    "a-quote": 'xòe "khăn',
    "quotes": '""' * 2_000,
    "curly-quotes": "“" * 100,
    "control-characters": "".join(map(chr, range(32))) + "\x7f" + "\x00" * 3_000,
    "lone-surrogates": "\ud800xòe \udfff \ud800* \ud800ab~ điệu:\ud800 id:\udc00",
    "a-quoted-surrogate": '"\ud800 a"',
    "a-regular-expression": "(((a+)+)+)+$ [a-z]{1,9999} (.*)*\\1",
    "ten-thousand-parentheses": "(" * 10_000,
    "four-thousand-parentheses": "(" * 4_000,
    "nested-parentheses": "(" * 1_999 + "a" + ")" * 1_999,
    "closing-parentheses": ")" * 4_000,
    "a-chain-of-not": "NOT " * 999 + "a",
    "a-chain-of-không": "KHÔNG " * 600 + "a",
    "minus-signs": "-" * 3_999 + "a",
    "operators": "AND " * 1_000,
    "or-and": "a OR b AND " * 60 + "a",
    "fields-in-fields": "title:" * 600 + "a",
    "not-in-fields": "NOT title:" * 390 + "a",
    "thousands-of-fields": " ".join(f"{NAMES[n % 10]}:a{n}" for n in range(2_000)),
    "a-hundred-fields": " ".join(f"{NAMES[n % 10]}:a{n}" for n in range(60)),
    "excluded-fields": " ".join(f"-{NAMES[n % 10]}:a" for n in range(60)),
    "huge-range": "năm:-9999..9999",
    "huge-years": "năm:99999999999999999999..",
    "years-of-three-thousand-figures": "năm:" + "9" * 3_000,
    "a-hundred-ranges": " ".join(["năm:-9999..9999"] * 60),
    "similar-words": " ".join(
        f"{word}~2" for word in ["xoe", "khan", "then", "thai", "muong", "hoa", "ban", "la"]
    ),
    "similar-long-words": " ".join(["xabcdefgh~2"] * 8),
    "similar-to-four-thousand-letters": "x" * 3_990 + "~2",
    "a-hundred-similar-words": " ".join(["xoe~"] * 128),
    "tai-soup": tai_soup(SOUP, 120)[:4_000],
    "a-little-tai-soup": tai_soup(SOUP, 12),
    "tai-tone-signs": "\uaac1" * 4_000,
    "common-words": " ".join(["a", "la", "va", "cua", "the", "of", "and", "in"] * 16),
    "unknown-words": " ".join(f"xq{n}zv" for n in range(60)),
    "raw-typing": " ".join(["xoef", "khawn", "dduongwf"] * 40),
    "a-long-phrase": '"' + " ".join(["the of"] * 60) + '"',
    "many-phrases": " ".join(['"the of"'] * 60),
    "lunar-dates": " ".join(["15/8 âm lịch"] * 30),
    "lao": "ກຂ" * 2_000,
    "right-to-left": "\u202e" * 2_000 + "a",
    "letters-that-grow": "ﷺ" * 4_000,
}
CASES = [pytest.param(text, id=name) for name, text in HOSTILE.items()]


@pytest.fixture(scope="module")
def archive(tmp_path_factory, is_long):
    """An index of made-up records, beside them Tai soup and many words that begin alike."""
    index = WhooshIndex(tmp_path_factory.mktemp("hostile") / "index")
    index.rebuild(_documents(LONG if is_long else SHORT), 1)
    index.search(Query("mot hai", facets=FACETS))
    index.search(Query("khongcotu"))
    return index


def _documents(count):
    chance = random.Random(1)
    yield from Catalogue().documents(count)
    for number in range(count // 12):
        alike = " ".join("x" + "".join(chance.choices("abcdefghij", k=8)) for _ in range(40))
        yield a_document(f"item:soup-{number}", alike[:50], f"{tai_soup(chance, 20)} {alike}")


def answered(index, text, **asked):
    """Search, and say what came: a number of results or the code of a refusal."""
    try:
        return index.search(Query(text, **asked)).total
    except SearchError as error:
        return error.code


@pytest.mark.parametrize("text", CASES)
def test_a_hostile_query_is_answered_or_refused_in_time(archive, is_long, text):
    outcomes, spent_s = [], []
    for asked in (
        {},
        {"facets": FACETS, "year_from": 1955, "year_to": 10**12, "offset": 10**9},
        {"exact": True},
    ):
        begun = time.process_time()
        outcomes.append(answered(archive, text, **asked))
        spent_s.append(time.process_time() - begun)

    assert all(isinstance(each, int) or each.startswith("search-") for each in outcomes)
    # How long it takes says nothing on a machine that tests run on beside each other.
    assert not is_long or max(spent_s) < SLOWEST_S


def test_random_text_is_answered_or_refused(archive, is_long):
    signs = 'xòe kh*?~"()[]:-+AND OR NOT năm:title:1950..\\/^&|\x00ꪜꪸꪫ\ud800\u0309'
    chance = random.Random(3)

    for _ in range(2_000 if is_long else 100):
        text = "".join(chance.choices(signs, k=chance.choice((5, 25, 60, 400))))

        assert answered(archive, text) is not None, text


def test_hostile_queries_take_no_memory_that_they_keep_or_need_much_of(archive, is_long):
    texts = list(HOSTILE.values())[:: 1 if is_long else 6]
    for text in texts:
        answered(archive, text, facets=FACETS)
    tracemalloc.start()
    for text in texts:
        answered(archive, text, facets=FACETS)
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < MOST_BYTES / 10
    assert most < MOST_BYTES


def _sent(text):
    """Give a text as a browser can send it: no address holds half a character."""
    sound = text.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", sound)


@pytest.mark.parametrize("text", CASES)
def test_page_and_api_never_fail_on_it(hostile_client, text):
    codes = {
        address: hostile_client.get(address, query_string={"q": _sent(text)}).status_code
        for address in ("/search", "/en/search", "/api/v1/search", "/api/v1/complete")
    }

    assert set(codes.values()) <= {200, 400, 414, 422}, codes


@pytest.fixture(scope="module")
def hostile_client(tmp_path_factory):
    """Make a client of an archive of two items, for all the queries."""
    from archive.app import create_app
    from archive.catalogue import tightenings
    from archive.engines import open_engines
    from archive.schema import create_tables
    from archive.settings import Settings

    settings = Settings(data=tmp_path_factory.mktemp("kho"), secret_key="tests only").completed()
    engines = open_engines(settings)
    create_tables(engines.db)
    tightenings.begin(settings.data)
    stored(engines, an_item("Xòe vòng"), an_item("Xòe khăn"), find=True)
    app = create_app(engines=engines)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, RATELIMIT_ENABLED=False)
    yield app.test_client()
    engines.close()


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "9" * 400, "to": "-" + "9" * 400},
        {"page": "9" * 30},
        {"page": "-1", "sort": "nothing", "view": "\x00", "type": "*"},
        {"kind": ["video"] * 500},
        {"place": "\x00" * 3000},
        {"cursor": "x" * 4000},
        {"limit": "9" * 30},
    ],
    ids="-".join,
)
def test_no_argument_of_a_search_makes_the_site_fail(hostile_client, asked):
    codes = {
        address: hostile_client.get(address, query_string={"q": "xòe", **asked}).status_code
        for address in ("/search", "/api/v1/search")
    }

    assert set(codes.values()) <= {200, 400, 422}, codes
