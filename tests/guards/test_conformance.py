"""Each Protocol at a border has a conformance suite that every engine behind it passes."""

import ast
import re
from functools import cache

from tests.guards.source import ROOT, Function, Module, modules

SUITES = ROOT / "tests" / "conformance"


@cache
def _classes() -> tuple[tuple[Module, ast.ClassDef], ...]:
    every = ((module, node) for module in modules() for node in module.tree.body)
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


@cache
def _shapes() -> dict[str, tuple[Module, set[str]]]:
    # A shape of one method (something to read from, something to call) is no border, and neither
    # is one that only libraries' objects have.
    return {
        node.name: (module, _methods(node))
        for module, node in _classes()
        if "Protocol" in _bases(node) and len(_methods(node)) > 1
    }


def _engines(border: str) -> list[tuple[Module, ast.ClassDef]]:
    """Return the classes that stand behind a border, by name of a base or by their methods."""
    home, methods = _shapes()[border]
    return [
        (module, node)
        for module, node in _classes()
        if module.package == home.package
        and node.name not in _shapes()
        and (border in _bases(node) or methods <= _methods_with_bases(node))
    ]


def _methods_with_bases(node: ast.ClassDef) -> set[str]:
    above = [other for name in _bases(node) for other in _classes_named().get(name, [])]
    return _methods(node).union(*map(_methods_with_bases, above))


@cache
def _classes_named() -> dict[str, list[ast.ClassDef]]:
    named: dict[str, list[ast.ClassDef]] = {}
    for _, node in _classes():
        named.setdefault(node.name, []).append(node)
    return named


def _suite(border: str) -> str:
    texts = (path.read_text("utf-8") for path in sorted(SUITES.rglob("*.py")))
    return "\n".join(text for text in texts if re.search(rf"\b{border}\b", text))


@cache
def _borders() -> tuple[str, ...]:
    return tuple(sorted(shape for shape in _shapes() if _engines(shape)))


def test_the_borders_of_the_architecture_are_there():
    assert {"SearchIndex", "Storage"} <= set(_borders())


def test_a_border_has_a_conformance_suite():
    assert [border for border in _borders() if "def test_" not in _suite(border)] == []


def test_every_engine_behind_a_border_is_in_its_suite():
    absent = [
        (border, node.name)
        for border in _borders()
        for module, node in _engines(border)
        if not _is_named(module, node.name, _suite(border))
    ]

    assert absent == []


def _is_named(module: Module, engine: str, suite: str) -> bool:
    """Whether a suite names an engine by class, by the scheme of its URL or as a case."""
    names = {module.path.stem, module.path.parent.name} - {"engine", "engines", "stores"}
    words = "|".join(map(re.escape, names))
    return bool(re.search(rf"\b{engine}\b|[\"'](?:{words})[\"']|\b(?:{words})://", suite))
