"""Write a change beside a store and put it in its place by renames."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from media.errors import ExistingFolderError
from media.storage import Content
from media.stores import durable
from media.stores.stage import check_unchanged

#: How often a folder above is looked for again when another writer makes or removes it.
_ATTEMPTS = 16


@dataclass(slots=True)
class Draft:
    """Be a change that is written but not yet in its place."""

    home: Path
    folder: str
    tree: Path
    heads: dict[str, Path]
    files: Mapping[str, Content]
    placed: Path | None = None
    is_final: bool = False


def prepare(
    home: Path, folder: str, files: Mapping[str, Content], heads: Mapping[str, bytes], *, sync: bool
) -> Draft:
    """Write the folder and the heads under `home`."""
    durable.make_folder(home)
    draft = Draft(home, folder, home / "tree", {}, files)
    if folder:
        _write_tree(draft.tree, files, sync=sync)
    for number, (key, data) in enumerate(heads.items()):
        draft.heads[key] = home / f"head-{number}"
        durable.write_file(draft.heads[key], data, sync=sync)
    return draft


def _write_tree(tree: Path, files: Mapping[str, Content], *, sync: bool) -> None:
    folders = {parent for name in files for parent in PurePosixPath(name).parents}
    made = sorted((tree / folder for folder in {*folders, PurePosixPath()}), key=_depth)
    for path in made:
        durable.make_folder(path)
    for name, content in files.items():
        if isinstance(content, bytes):
            durable.write_file(tree / name, content, sync=sync)
        else:
            check_unchanged(content)
            durable.take_in(content.path, tree / name)
    if sync:
        for path in reversed(made):
            durable.sync_path(path)


def _depth(path: Path) -> int:
    return len(path.parts)


def place(root: Path, draft: Draft, *, sync: bool) -> Path:
    """Rename the folder to where it belongs; return the folder whose names changed.

    OCFL allows no empty folder under a storage root, so the folders that are missing above it
    come into being with it, in the one rename.

    Raises:
        ExistingFolderError: something stands there already.
    """
    target = root / draft.folder
    for _ in range(_ATTEMPTS):
        top = _highest_missing(root, target)
        if top is None:
            break
        source = _wrapped(draft, top, target, sync=sync)
        try:
            durable.rename(source, top)
        except OSError as error:
            draft.tree = source / target.relative_to(top)
            if durable.is_taken(error) or isinstance(error, FileNotFoundError):
                continue
            raise
        draft.placed = target
        return top.parent
    raise ExistingFolderError(draft.folder)


def _highest_missing(root: Path, target: Path) -> Path | None:
    for path in (*reversed(target.relative_to(root).parents[:-1]), target.relative_to(root)):
        if not os.path.lexists(root / path):
            return root / path
    return None


def _wrapped(draft: Draft, top: Path, target: Path, *, sync: bool) -> Path:
    """Return the drafted folder within new folders for all that are missing above it."""
    if top == target:
        return draft.tree
    wrap = draft.home / f"above-{secrets.token_hex(4)}"
    inner = wrap / target.relative_to(top)
    made = [wrap, *(wrap / p for p in reversed(target.parent.relative_to(top).parents[:-1]))]
    if inner.parent != wrap:
        made.append(inner.parent)
    for path in made:
        durable.make_folder(path)
    durable.rename(draft.tree, inner)
    draft.tree = inner
    if sync:
        for path in reversed(made):
            durable.sync_path(path)
    return wrap


def swap(root: Path, draft: Draft, *, sync: bool) -> None:
    """Replace the heads one after the other: the first of them is the point of no return."""
    for key, path in draft.heads.items():
        os.replace(path, root / key)  # noqa: PTH105 - See stores/durable.py.
        draft.is_final = True
    if sync:
        for folder in {(root / key).parent for key in draft.heads}:
            durable.sync_path(folder)


def undo(root: Path, draft: Draft) -> None:
    """Take the folder out again, unless a head names it already."""
    if draft.placed is not None and not draft.is_final:
        durable.rename(draft.placed, draft.home / "undone")
        durable.remove_empty(draft.placed.parent, up_to=root)
