"""Each Protocol at a border has a conformance suite that every engine behind it passes."""

import ast
import re
from functools import cache

import pytest

from tests.guards.source import ROOT, Function, Module, modules

SUITES = ROOT / "tests" / "conformance"


@cache
def _classes() -> tuple[tuple[Module, ast.ClassDef], ...]:
    every = ((module, node) for module in modules() for node in ast.walk(module.tree))
    return tuple((module, node) for module, node in every if isinstance(node, ast.ClassDef))


def _bases(node: ast.ClassDef) -> set[str]:
    names = (
        getattr(base, "value", base) if isinstance(base, ast.Subscript) else base
        for base in node.bases
    )
    return {getattr(base, "id", getattr(base, "attr", "")) for base in names}


def _methods(node: ast.ClassDef) -> set[str]:
    written = {part.name for part in node.body if isinstance(part, Function)}
    return {name for name in written if not name.startswith("_")}


# A shape of one method (something to read from, something to call) is no border, and neither is
# one that only libraries' objects have.
SHAPES = {
    node.name: (module, _methods(node))
    for module, node in _classes()
    if "Protocol" in _bases(node) and len(_methods(node)) > 1
}


def _engines(border: str) -> list[tuple[Module, ast.ClassDef]]:
    """Return the classes that stand behind a border, by name of a base or by their methods."""
    home, methods = SHAPES[border]
    return [
        (module, node)
        for module, node in _classes()
        if module.package == home.package
        and node.name not in SHAPES
        and (border in _bases(node) or methods <= _methods_with_bases(node))
    ]


def _methods_with_bases(node: ast.ClassDef) -> set[str]:
    above = [other for _, other in _classes() if other.name in _bases(node)]
    return _methods(node).union(*map(_methods_with_bases, above))


def _suite(border: str) -> str:
    texts = (path.read_text("utf-8") for path in sorted(SUITES.rglob("*.py")))
    return "\n".join(text for text in texts if re.search(rf"\b{border}\b", text))


BORDERS = sorted(shape for shape in SHAPES if _engines(shape))


def test_the_borders_of_the_architecture_are_there():
    assert {"SearchIndex", "Storage"} <= set(BORDERS)


@pytest.mark.parametrize("border", BORDERS)
def test_a_border_has_a_conformance_suite(border):
    assert "def test_" in _suite(border)


@pytest.mark.parametrize("border", BORDERS)
def test_every_engine_behind_a_border_is_in_its_suite(border):
    suite = _suite(border)

    absent = [
        node.name for module, node in _engines(border) if not _is_named(module, node.name, suite)
    ]

    assert absent == []


def _is_named(module: Module, engine: str, suite: str) -> bool:
    """Whether a suite names an engine by class, by the scheme of its URL or as a case."""
    names = {module.path.stem, module.path.parent.name} - {"engine", "engines", "stores"}
    words = "|".join(map(re.escape, names))
    return bool(re.search(rf"\b{engine}\b|[\"'](?:{words})[\"']|\b(?:{words})://", suite))
