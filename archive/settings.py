"""Settings, all from `KHO_…` variables (docs/reference/settings.md)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import SettingError


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything lives and how much of it is allowed."""

    data: Path = Path("instance")
    database_url: str = ""
    storage_url: str = ""
    index_url: str = ""
    secret_key: str = field(default="", repr=False)
    base_url: str = ""
    upload_limit_bytes: int = 2 * 1024**3
    upload_quota_bytes: int = 100 * 1024**3
    reserve_bytes: int = 512 * 1024**2
    session_days: int = 14
    workers: int = 1
    decoder_memory_bytes: int = 1280 * 1024**2
    decoder_seconds: int = 55
    most_pixels: int = 400_000_000
    most_seconds: int = 48 * 3600
    threads: int = 16
    trusted_proxies: int = 0
    naan: str = ""
    contact: str = ""
    second_factor: str = ""
    smtp_url: str = field(default="", repr=False)
    smtp_from: str = ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; SettingError names the variable that makes no sense."""
        values: dict[str, object] = {}
        for name, kind in _READERS.items():
            written = environ.get(f"KHO_{name.upper()}", "")
            if written:
                values[name] = _read(name, written, kind)
        return cls(**values).completed()  # type: ignore[arg-type]

    def completed(self) -> Settings:
        """Return the settings with the places that follow from the data folder filled in."""
        data = self.data.absolute()
        return Settings(
            **{
                **{name: getattr(self, name) for name in self.__slots__},
                "data": data,
                "database_url": self.database_url or f"sqlite:///{data / 'kho.db'}",
                "storage_url": self.storage_url or f"file://{data / 'store'}",
                "index_url": self.index_url or f"whoosh://{data / 'index'}",
                "secret_key": self.secret_key or _kept_secret(data),
            }
        )

    @property
    def is_secure(self) -> bool:
        """Whether the outside address is HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(written: str) -> str:
        if written not in allowed:
            raise ValueError(written)
        return written

    return read


def _mail_server(written: str) -> str:
    scheme, _, host = written.partition("://")
    if scheme not in {"smtp", "smtp+starttls", "smtps"} or not host:
        raise ValueError(written)
    return written


_READERS: dict[str, Callable[[str], object]] = {
    "data": Path,
    "database_url": str,
    "storage_url": str,
    "index_url": str,
    "secret_key": str,
    "base_url": str,
    "upload_limit_bytes": int,
    "upload_quota_bytes": int,
    "reserve_bytes": int,
    "session_days": int,
    "workers": int,
    "decoder_memory_bytes": int,
    "decoder_seconds": int,
    "most_pixels": int,
    "most_seconds": int,
    "threads": int,
    "trusted_proxies": int,
    "naan": str,
    "contact": str,
    "smtp_url": _mail_server,
    "smtp_from": str,
    "second_factor": _one_of("optional", "staff"),
}


def _read(name: str, written: str, kind: Callable[[str], object]) -> object:
    try:
        return kind(written)
    except ValueError:
        raise SettingError(f"KHO_{name.upper()}", written) from None


def _kept_secret(data: Path) -> str:
    """Return the secret that the data folder keeps, making it on first use."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_secret(path)
    return path.read_text().strip()


def _make_secret(path: Path) -> None:
    """Put a secret in place whole, or leave that of another process which was first."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    beside.touch(mode=0o600)
    beside.write_text(secrets.token_urlsafe(48))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError:  # a disk without hard links
        beside.replace(path)
    beside.unlink(missing_ok=True)
