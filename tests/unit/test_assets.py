"""Addresses of static files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.assets import Assets, MissingAssetError


def a_static_folder(path: Path) -> Path:
    """Make a folder with one built file and one drawing."""
    (path / "dist").mkdir()
    (path / "art").mkdir()
    (path / "dist" / "manifest.json").write_text(json.dumps({"app.css": "app-ABC.css"}))
    (path / "art" / "band.svg").write_text("<svg/>")
    return path


def test_a_built_file_is_addressed_by_its_hashed_name(tmp_path: Path) -> None:
    assets = Assets(a_static_folder(tmp_path))

    address = assets.url("app.css")

    assert address == "/static/dist/app-ABC.css"


def test_a_drawing_carries_a_digest_that_changes_with_it(tmp_path: Path) -> None:
    folder = a_static_folder(tmp_path)
    before = Assets(folder).url("art/band.svg")
    (folder / "art" / "band.svg").write_text("<svg><path/></svg>")

    after = Assets(folder).url("art/band.svg")

    assert before.startswith("/static/art/band.svg?v=")
    assert before != after


def test_a_name_that_nobody_built_is_an_error(tmp_path: Path) -> None:
    assets = Assets(a_static_folder(tmp_path))

    with pytest.raises(MissingAssetError, match="asset-missing"):
        assets.url("art/elephant.svg")
