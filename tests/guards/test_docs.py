"""The reference names every setting, command, permission, error code and route: docs cannot lie."""

import importlib
import re
from functools import cache

import click
import pytest

from tests.guards.source import ROOT, modules

REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"\bKHO_[A-Z][A-Z_]*[A-Z]\b")
SECTION = re.compile(r"^#+ `(kho[^`]*)`\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGES = sorted((ROOT / "docs").rglob("*.md"))
MARKDOWN = [*PAGES, *sorted(ROOT.glob("*.md"))]


@cache
def _page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text("utf-8")


def _rows(page: str) -> dict[str, list[str]]:
    """Return the rows of a page's tables whose first cell is code: {first cell: other cells}."""
    lines = (line.strip()[1:-1].split("|") for line in page.splitlines() if line[:3] == "| `")
    return {cells[0].strip(" `"): [cell.strip(" `") for cell in cells[1:]] for cells in lines}


def test_every_setting_is_in_the_reference():
    used = {name for module in modules() for name in SETTING.findall("\n".join(module.lines))}
    fields = {f"KHO_{name.upper()}" for name in _settings()}

    assert set(_rows(_page("settings"))) == used | fields


def test_every_setting_does_something():
    elsewhere = [module for module in modules() if module.name != "archive/settings.py"]
    read = "\n".join(line for module in elsewhere for line in module.lines)

    assert [name for name in _settings() if not re.search(rf"\.{name}\b", read)] == []


def test_every_command_has_a_section_with_its_options():
    sections = dict(SECTION.findall(_page("commands")))

    lacking = {
        name: missing
        for name, options in _commands().items()
        if (missing := [one for one in options if one not in sections.get(name, "")])
    }

    assert set(sections) == set(_commands())
    assert lacking == {}


def test_every_permission_is_given_to_the_roles_that_the_reference_says():
    from archive.permissions import ROLE_PERMISSIONS, Permission, Role

    head = next(line for line in _page("permissions").splitlines() if line.startswith("| Perm"))
    roles = [Role(cell.strip(" `")) for cell in head.strip()[1:-1].split("|")[1:]]

    told = {
        name: {role for role, cell in zip(roles, cells, strict=True) if cell}
        for name, cells in _rows(_page("permissions")).items()
    }

    assert set(roles) == set(Role)
    assert told == {
        str(permission): {role for role in Role if permission in ROLE_PERMISSIONS[role]}
        for permission in Permission
    }


def test_every_error_code_is_in_the_reference_with_its_status():
    from archive.errors import ArchiveError, status_of

    told = _rows(_page("errors"))

    lacking = {error.code for error in _leaves() if error.code not in told}
    wrong = {
        error.code: told[error.code][0]
        for error in _leaves()
        if issubclass(error, ArchiveError)
        and error.code in told
        and told[error.code][0] != str(status_of(error.__new__(error)))
    }

    assert lacking == set()
    assert wrong == {}
    assert set(told) - {error.code for error in _leaves()} == set()


def test_an_error_code_has_one_meaning():
    codes = [error.code for error in _leaves() if "code" in vars(error)]

    assert sorted(codes) == sorted(set(codes))
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code)] == []


def test_every_column_of_a_sheet_is_in_the_reference_with_its_headers():
    from archive.sheets.columns import FIELDS

    told = {name: cells[-1] for name, cells in _rows(_page("sheets")).items()}

    assert told == {field.name: ", ".join(field.headers) for field in FIELDS.values()}


def test_every_route_is_in_the_reference(app):
    rules = {rule.rule for rule in app.url_map.iter_rules()}

    assert set(_rows(_page("routes"))) == rules


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_to_a_file_leads_somewhere(path):
    links = (link.split("#")[0] for link in LINK.findall(path.read_text("utf-8")))

    broken = [link for link in links if _is_file(link) and not (path.parent / link).exists()]

    assert broken == []


def test_every_page_can_be_reached_from_the_index():
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.suffix != ".md" or page in reached or not page.exists():
            continue
        reached.add(page)
        links = (link.split("#")[0] for link in LINK.findall(page.read_text("utf-8")))
        waiting += [(page.parent / link).resolve() for link in links if _is_file(link)]

    assert [path.name for path in PAGES if path not in reached] == []


def _is_file(link: str) -> bool:
    return bool(link) and not link.startswith(("http:", "https:", "mailto:", "/"))


def _settings() -> tuple[str, ...]:
    from archive.settings import Settings

    return Settings.__slots__


@cache
def _commands() -> dict[str, list[str]]:
    """Return {"kho user add": ["--role", …]} of every command that does something."""
    from archive import cli

    groups = [value for value in vars(cli).values() if isinstance(value, click.Group)]
    return dict(part for group in groups for part in _below("kho", group))


def _below(path: str, command: click.Command):
    if not isinstance(command, click.Group):
        options = [one for one in command.params if isinstance(one, click.Option)]
        yield path, [max(one.opts, key=len) for one in options]
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        yield from _below(f"{path} {name}", command.get_command(context, name))


@cache
def _leaves() -> tuple[type[Exception], ...]:
    """Return every error class of the product that has a code."""
    for module in modules():
        name = module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if module.path.name != "__main__.py" and "migrations" not in name:
            importlib.import_module(name)
    roots = [
        importlib.import_module(f"{package}.errors").__dict__[root]
        for package, root in (
            ("archive", "ArchiveError"),
            ("media", "MediaError"),
            ("index", "SearchError"),
        )
    ]
    found = [error for root in roots for error in _subclasses(root)]
    return tuple({error.code: error for error in reversed(found)}.values())


def _subclasses(error):
    yield error
    for below in error.__subclasses__():
        yield from _subclasses(below)
