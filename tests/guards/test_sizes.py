"""Small things: files and functions stay within the bounds of STYLE §2.9 and §6."""

from statistics import median, quantiles

import pytest

from tests.guards.source import PACKAGES, ROOT, Function, Module, body_of, committed_files, modules

FILE_LINES = 400
SCRIPT_LINES = 200
VIEW_LINES = 15
COMMAND_LINES = 10
OWN_SCRIPTS = (ROOT / "frontend", ROOT / "archive" / "static")


def test_no_python_file_is_longer_than_400_lines():
    too_long = {
        module.name: len(module.lines) for module in modules() if len(module.lines) > FILE_LINES
    }

    assert too_long == {}


@pytest.mark.parametrize(
    ("suffix", "most"),
    [
        pytest.param(".js", SCRIPT_LINES, id="scripts"),
        pytest.param(".css", FILE_LINES, id="styles"),
        pytest.param(".html", FILE_LINES, id="templates"),
    ],
)
def test_no_file_of_the_pages_is_too_long(suffix, most):
    own = [path for path in committed_files() if path.suffix == suffix and _is_of_the_pages(path)]

    too_long = {path.relative_to(ROOT).as_posix(): _count(path) for path in own}

    assert {name: lines for name, lines in too_long.items() if lines > most} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_are_small(package):
    sizes = [
        module.code_lines([function])
        for module in modules()
        if module.package == package
        for function in module.functions()
    ]

    assert (median(sizes), quantiles(sizes, n=10)[-1]) <= (8, 25)
    assert quantiles(sizes, n=10)[-1] <= 25


def test_a_view_is_three_moves():
    assert _too_long("views", "route", VIEW_LINES) == []


def test_a_command_is_a_few_lines_over_a_service():
    assert _too_long("commands", "command", COMMAND_LINES) == []


def _too_long(stem: str, decorator: str, most: int) -> list[str]:
    return [
        f"{module.name}: {function.name} has {size} lines"
        for module in modules()
        if stem in {module.path.stem, module.path.parent.name}
        for function in module.functions()
        if _is_decorated(module, function, decorator)
        and (size := module.code_lines(body_of(function))) > most
    ]


def _is_decorated(module: Module, function: Function, word: str) -> bool:
    return any(
        word in module.lines[node.lineno - 1] or (word == "route" and _is_verb(module, node.lineno))
        for node in function.decorator_list
    )


def _is_verb(module: Module, number: int) -> bool:
    line = module.lines[number - 1]
    return any(f".{verb}(" in line for verb in ("get", "post", "put", "patch", "delete"))


def _is_of_the_pages(path) -> bool:
    return path.is_relative_to(ROOT / "templates") or any(map(path.is_relative_to, OWN_SCRIPTS))


def _count(path) -> int:
    return len(path.read_text("utf-8").splitlines())
