"""The addresses of static files: their content is in the name, so a browser may keep them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from archive.errors import ArchiveError

# esbuild ends the name of what it builds with eight letters and digits of its hash.
_HASHED = re.compile(r"-[A-Z0-9]{8}\.[a-z0-9]+$")


class MissingAssetError(ArchiveError):
    """A template asks for a static file that nobody built or drew."""

    code = "asset-missing"

    def __init__(self, name: str) -> None:
        """Keep the name that was asked for."""
        super().__init__(name)
        self.name = name


class Assets:
    """Turn a name such as `app.css` or `art/hero.svg` into its address.

    Built files are looked up in `dist/manifest.json`; our own files carry a digest in the query.
    """

    def __init__(self, folder: Path, address: str = "/static") -> None:
        """Read the manifest once.

        Args:
            folder: The folder of static files, with `dist/` in it.
            address: The path under which the folder is served, without a slash at the end.
        """
        self._folder, self._address = folder, address.rstrip("/")
        manifest = folder / "dist" / "manifest.json"
        self._built: dict[str, str] = (
            json.loads(manifest.read_bytes()) if manifest.is_file() else {}
        )
        self._digests: dict[str, str] = {}

    def url(self, name: str) -> str:
        """Return the address of a static file.

        Raises:
            MissingAssetError: The file was neither built nor drawn.
        """
        built = self._built.get(name)
        if built is not None:
            return f"{self._address}/dist/{built}"
        return f"{self._address}/{name}?v={self._digest(name)}"

    def is_named_by_content(self, name: str, version: str) -> bool:
        """Tell whether an address can never mean other bytes than it does now.

        Args:
            name: The path below the folder of static files.
            version: What the address carries as `?v=`, empty if nothing.
        """
        folder, _, built = name.partition("/")
        if folder == "dist" and _HASHED.search(built):
            return True
        return bool(version) and (self._folder / name).is_file() and version == self._digest(name)

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            path = self._folder / name
            if not path.is_file():
                raise MissingAssetError(name)
            self._digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        return self._digests[name]
