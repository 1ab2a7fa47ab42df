"""The advanced form writes what the query language reads as it was meant."""

import pytest
from werkzeug.datastructures import MultiDict

from archive.searches.advanced import AdvancedForm
from index import open_index
from index.syntax import parse
from tests.makers_index import a_document, filled, found


@pytest.fixture
def memory_index():
    return open_index("memory://")


def written(language="vi", **fields):
    return AdvancedForm.read(
        MultiDict({"any" if k == "some" else k: v for k, v in fields.items()})
    ).query(language)


@pytest.mark.parametrize(
    ("fields", "query"),
    [
        pytest.param({"all": "xòe  khăn"}, "xòe khăn", id="all of the words"),
        pytest.param({"phrase": "nhôm khăn"}, '"nhôm khăn"', id="a phrase"),
        pytest.param({"some": "khèn pí tính"}, "(khèn OR pí OR tính)", id="one of the words"),
        pytest.param({"some": "khèn"}, "khèn", id="one of one"),
        pytest.param({"none": "lớp múa"}, "-lớp -múa", id="none of the words"),
        pytest.param({"title": "đêm hội"}, 'tiêu-đề:"đêm hội"', id="a part of the record"),
        pytest.param({"all": "AND or NOT"}, '"AND" or "NOT"', id="words that look like operators"),
        pytest.param({"all": "a:b (c) x*"}, '"a:b" "(c)" "x*"', id="words that look like signs"),
        pytest.param({"phrase": 'nói "xòe" đi'}, '"nói xòe đi"', id="quotes within a phrase"),
        pytest.param({"all": "khaw", "similar": "1"}, "khaw~", id="words that may be misspelled"),
    ],
)
def test_what_is_filled_in_is_written(fields, query):
    assert written(**fields) == query
    assert parse(query) is not None


def test_the_prefixes_are_the_readers_own():
    assert written("en", name="Lò Thị") == 'name:"Lò Thị"'
    assert written("vi", name="Lò Thị") == 'tên:"Lò Thị"'


def test_nothing_filled_in_is_everything():
    assert written() == ""


def test_what_is_written_finds_what_was_meant(memory_index):
    filled(
        memory_index,
        [
            a_document("item:1", "Xòe khăn đêm hội"),
            a_document("item:2", "Xòe nón"),
            a_document("item:3", "Khăn piêu"),
        ],
    )

    def ids(**fields):
        return sorted(found(memory_index, written(**fields)))

    assert ids(all="xòe", none="nón") == ["item:1"]
    assert ids(some="nón piêu") == ["item:2", "item:3"]
    assert ids(title="đêm hội") == ["item:1"]


def test_operators_between_letters_without_capitals_are_operators(memory_index):
    filled(memory_index, [a_document("item:1", "ꪎꪱ"), a_document("item:2", "ꪀꪮ")])

    assert sorted(found(memory_index, "ꪎꪱ OR ꪀꪮ")) == ["item:1", "item:2"]
