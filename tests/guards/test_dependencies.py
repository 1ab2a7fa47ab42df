"""Who may import whom, and who may touch what; bin/lint's import contracts say it more deeply."""

import ast

import pytest

from tests.guards.source import PACKAGES, Module, modules

FORBIDDEN = {
    "media": {"archive", "index", "alembic", "flask", "jinja2", "sqlalchemy", "werkzeug"},
    "index": {"archive", "media", "alembic", "flask", "jinja2", "sqlalchemy", "werkzeug"},
    "archive": {"whoosh"},
}
# Where SQL may stand (STYLE §6): a file of one of these names, or a package of that name.
# access.py too: the condition that it gives to queries is the one access function's own.
SQL = {"access", "db", "migrations", "models", "projection", "queries", "service", "tasks"}
# What carries statements, and its errors, may be named anywhere: naming them writes no SQL.
NO_SQL = {
    "Connection",
    "Engine",
    "IntegrityError",
    "OperationalError",
    "SQLAlchemyError",
    "Session",
}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_nothing_from_above_or_beside(package):
    wrong = [
        f"{module.name} imports {name}"
        for module in modules()
        if module.package == package
        for name, _ in module.imports()
        if name.split(".")[0].removesuffix("_sqlalchemy") in FORBIDDEN[package]
        or (package != "archive" and name.startswith("flask_"))
    ]

    assert wrong == []


def test_sql_stands_only_where_the_style_puts_it():
    wrong = [
        f"{module.name} imports {name}.{what}".rstrip(".")
        for module in modules()
        if not SQL & {*module.path.parts, module.path.stem}
        for name, what in module.imports()
        if name.split(".")[0] == "sqlalchemy" and what not in NO_SQL
    ]

    assert wrong == []


def test_only_the_schema_runs_migrations():
    wrong = [
        module.name
        for module in modules()
        for name, _ in module.imports()
        if name.split(".")[0] == "alembic"
        and not module.name.startswith(("archive/schema.py", "archive/migrations/"))
    ]

    assert wrong == []


def test_only_access_touches_the_current_user():
    wrong = [
        module.name
        for module in modules()
        if module.name != "archive/access.py" and _names(module) & {"current_user"}
    ]

    assert wrong == []


def test_services_and_queries_know_no_request():
    wrong = [
        f"{module.name} reads {', '.join(sorted(read))}"
        for module in modules()
        if module.path.stem in {"models", "projection", "queries", "service"}
        and (read := _flask_names(module))
    ]

    assert wrong == []


def test_services_and_queries_never_commit():
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.path.stem in {"projection", "queries", "service"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    ]

    assert wrong == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}

    assert [module.name for module in modules() if module.path.stem in drawers] == []


def _names(module: Module) -> set[str]:
    return {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}


def _flask_names(module: Module) -> set[str]:
    return {
        what
        for name, what in module.imports()
        if name == "flask" and what in {"request", "g", "current_app", "session"}
    }
