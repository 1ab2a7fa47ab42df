"""Say of each file whether the archive would take it, and what it says of itself; store nothing.

Source: ARCHITECTURE §6, `kho inspect PATH… --json`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from media.errors import FileRefusedError
from media.sandbox import Sandbox
from media.values import Description, Inspection

# What systems leave in folders, and nobody means to hand in.
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def inspect(paths: Iterable[Path], sandbox: Sandbox | None = None) -> Iterator[Inspection]:
    """Yield an Inspection of each file, of those inside folders too, in the order of names."""
    own = sandbox or Sandbox()
    try:
        for path in files_in(paths):
            yield inspect_file(path, own)
    finally:
        if sandbox is None:
            own.close()


def inspect_file(path: Path, sandbox: Sandbox) -> Inspection:
    """Return what there is to say of one file."""
    try:
        path.open("rb").close()
        description = sandbox.describe(path, path.name)
    except FileRefusedError as error:
        evidence = (getattr(error, name, "") for name in ("reason", "guess", "kind"))
        detail = next(filter(None, evidence), "")
        said = Description.from_dict(error.said) if error.said else None
        return Inspection(str(path), False, error.code, detail, said)
    except OSError as error:
        reason = "not-readable"
        return Inspection(str(path), accepted=False, reason=reason, detail=error.strerror or "")
    return Inspection(str(path), accepted=True, description=description)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files among `paths` and below the folders among them; links are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                found = Path(folder) / name
                if name.lower() not in _LITTER and not found.is_symlink() and found.is_file():
                    yield found
