"""Read the product's own source, so that the guards can hold it to the house style."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("archive", "media", "index")
LEFT_OUT = {".git", ".venv", "node_modules", "instance", "dist", "build", "__pycache__"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of the product."""

    path: Path

    @property
    def name(self) -> str:
        """The file's path from the root, as messages show it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def package(self) -> str:
        """The top-level package: archive, media or index."""
        return self.path.relative_to(ROOT).parts[0]

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines."""
        return self.path.read_text("utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse("\n".join(self.lines))

    def functions(self) -> Iterator[Function]:
        """Yield every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def imports(self) -> Iterator[tuple[str, str]]:
        """Yield (module, name) of every import, also of those inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((node.module, alias.name) for alias in node.names)

    def code_lines(self, nodes: list[ast.stmt]) -> int:
        """Count the lines of some statements that are neither blank nor comment nor docstring."""
        if not nodes:
            return 0
        within = range(nodes[0].lineno, (nodes[-1].end_lineno or 0) + 1)
        told = {line for node in nodes for line in _docstring_lines(node)}
        return sum(1 for number in within if number not in told and self._is_code(number))

    def _is_code(self, number: int) -> bool:
        line = self.lines[number - 1].strip()
        return bool(line) and not line.startswith("#")


def _docstring_lines(node: ast.AST) -> Iterator[int]:
    for inner in ast.walk(node):
        if isinstance(inner, (*Function.__args__, ast.ClassDef, ast.Module)) and (
            first := docstring_of(inner)
        ):
            yield from range(first.lineno, (first.end_lineno or 0) + 1)


def docstring_of(node: ast.AST) -> ast.Expr | None:
    """Return the statement that is the node's docstring."""
    first = next(iter(getattr(node, "body", [])), None)
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return first if isinstance(first.value.value, str) else None
    return None


def body_of(function: Function) -> list[ast.stmt]:
    """Return the function's statements after its docstring."""
    return [node for node in function.body if node is not docstring_of(function)]


@cache
def modules() -> tuple[Module, ...]:
    """Return the product's modules, without the migrations, which are history."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(Module(path) for path in sorted(found) if "versions" not in path.parts)


@cache
def committed_files() -> tuple[Path, ...]:
    """Return the files that git knows or would know; from an archive, every file."""
    if not (ROOT / ".git").exists():
        every = (path for path in ROOT.rglob("*") if path.is_file())
        return tuple(path for path in every if not LEFT_OUT & set(path.parts))
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))
