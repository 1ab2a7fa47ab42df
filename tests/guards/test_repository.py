"""What may be committed: our own files, complete, and fit for every machine."""

import re
from pathlib import Path

import pytest

from tests.guards.source import ROOT, committed_files

TEXT = {
    *(".py", ".js", ".css", ".html", ".md", ".toml", ".json", ".txt", ".cfg", ".svg", ".xml"),
    *(".po", ".yml", ".ini", ".mako", ".ttl", ".csv", ".sh", ""),
}
# The brackets keep these patterns from finding themselves.
ELSEWHERE = re.compile(
    r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.(?:org|com)|deb\.debia[n]|mave[n]\.org"
    r"|/wor[k]/|/far[m]/|/roo[t]/|/hom[e]/[a-z]+/"
)
UNFINISHED = re.compile(r"\bTOD[O]\b|\bFIXM[E]\b|\bXX[X](?=[:\s])|NotImplemente[d]Error")
BARE_SKIP = re.compile(r"(?:mark\.)?(?:ski[p]|xfai[l])(?:if)?(?:\(\s*\)|\s*$)", re.MULTILINE)
THIRD_PARTY = re.compile(r"\.min\.(?:js|css)$|node_modules/|/vendor/|\.woff2?$|\.ttf$|\.otf$")


def _texts():
    for path in committed_files():
        if path.suffix in TEXT and path.name != "LICENSE":
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def _found(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        for name, text in _texts()
        if not suffixes or name.endswith(suffixes)
        for match in pattern.finditer(text)
    ]


def test_no_registry_and_no_path_of_one_machine_is_named():
    assert _found(ELSEWHERE) == []


def test_nothing_is_left_to_be_done_later():
    assert _found(UNFINISHED, ".py", ".js", ".html", ".css") == []


def test_every_skip_gives_its_reason():
    assert _found(re.compile(r"pytest\." + BARE_SKIP.pattern, re.MULTILINE), ".py") == []


def test_no_third_party_file_is_committed():
    names = [path.relative_to(ROOT).as_posix() for path in committed_files()]

    assert [name for name in names if THIRD_PARTY.search(name)] == []


def test_the_lock_of_npm_names_no_registry():
    lock = ROOT / "package-lock.json"

    assert '"resolved"' not in lock.read_text("utf-8")


@pytest.mark.parametrize("line", (ROOT / "constraints.txt").read_text().splitlines())
def test_a_constraint_is_one_exact_version(line):
    assert re.fullmatch(r"[a-z0-9._-]+==[^\s;*]+(?: ; .+)?", line)


def test_every_requirement_is_pinned():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = {_name(line) for lines in (project["dependencies"], *extras) for line in lines}

    pinned = {_name(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}

    assert wanted - pinned == set()


def test_every_script_of_the_pages_is_type_checked():
    own = [path for path in committed_files() if path.is_relative_to(ROOT / "frontend")]
    scripts = [path for path in own if path.suffix == ".js" and "config" not in path.name]

    unchecked = [path.name for path in scripts if "// @ts-check" not in path.read_text("utf-8")]

    assert unchecked == []


@pytest.mark.xdist_group("guard")
def test_a_group_of_tests_stays_on_one_worker(request):
    # The browser's archive and the cluster are made once a worker: the scheduler must see groups.
    is_grouped = getattr(request.config.option, "loadgroup", False)

    assert request.node.nodeid.endswith("@guard") or not is_grouped


def test_commands_are_short_and_plain():
    commands = [path for path in (ROOT / "bin").iterdir() if not path.name.startswith(".")]

    assert {path.name: _length(path) for path in commands if _length(path) > 10} == {}


def _name(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


def _length(path: Path) -> int:
    lines = path.read_text("utf-8").splitlines()
    return sum(1 for line in lines if line.strip() and not line.startswith("#"))
