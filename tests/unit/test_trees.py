"""Values of a facet stand under what they are within."""

import pytest

from archive.discover.trees import as_tree


def placed(values, **above):
    return as_tree(values.split(), above.get)


@pytest.mark.parametrize(
    ("values", "above", "tree"),
    [
        pytest.param("b a", {}, "b0 a0", id="roots keep their order"),
        pytest.param("a x b", {"b": "a"}, "a0 b1 x0", id="what is within another follows it"),
        pytest.param("b a", {"b": "a"}, "a0 b1", id="even if it came before"),
        pytest.param("a c", {"c": "b", "b": "a"}, "a0 c1", id="over one that is not shown"),
        pytest.param("b", {"b": "a"}, "b0", id="alone where nothing above is shown"),
        pytest.param("a b c d", {"b": "a", "c": "b", "d": "c"}, "a0 b1 c2 d2", id="not too deep"),
        pytest.param("a b c", {"a": "b", "b": "a"}, "c0 a0 b1", id="a circle"),
        pytest.param("a", {"a": "x", "x": "y", "y": "x"}, "a0", id="a circle above"),
    ],
)
def test_values_stand_under_what_they_are_within(values, above, tree):
    assert " ".join(f"{value}{depth}" for value, depth in placed(values, **above)) == tree
