"""Digest streams of any length in blocks, so that no file is ever whole in memory.

Source: OCFL 1.1, 3.4 Digests, https://ocfl.io/1.1/spec/#digests
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

BLOCK_BYTES = 1 << 20

#: Digest algorithms that may address content, the one we write first.
CONTENT_ALGORITHMS = ("sha256", "sha512")


class _Hash(Protocol):
    """Be what `hashlib` gives."""

    @property
    def digest_size(self) -> int: ...
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class Readable(Protocol):
    """Give bytes in blocks, as an open file, a request body or an archive member does."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        ...


#: Name in OCFL → maker. Source: OCFL 1.1, 3.4, and extension 0009.
_MAKERS: dict[str, Callable[[], "_Hash"]] = {
    "md5": lambda: hashlib.md5(usedforsecurity=False),
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
    "sha512/256": lambda: hashlib.new("sha512_256"),
    "blake2b-160": lambda: hashlib.blake2b(digest_size=20),
    "blake2b-256": lambda: hashlib.blake2b(digest_size=32),
    "blake2b-384": lambda: hashlib.blake2b(digest_size=48),
    "blake2b-512": hashlib.blake2b,
}


def is_known(algorithm: str) -> bool:
    """Tell whether OCFL or its extensions name this digest algorithm."""
    return algorithm in _MAKERS


def digest_length(algorithm: str) -> int:
    """Return how many hexadecimal characters a digest of this algorithm has."""
    return _MAKERS[algorithm]().digest_size * 2


def blocks(stream: Readable) -> Iterator[bytes]:
    """Yield the stream in blocks of at most one mebibyte."""
    while block := stream.read(BLOCK_BYTES):
        yield block


def digest_bytes(data: bytes, algorithm: str = "sha256") -> str:
    """Return the lower-case hexadecimal digest of bytes in hand."""
    return digests_of((data,), (algorithm,))[algorithm]


def digest_stream(stream: Readable, algorithm: str = "sha256") -> str:
    """Return the lower-case hexadecimal digest of a stream, read once."""
    return digests_of(blocks(stream), (algorithm,))[algorithm]


def digests_of(parts: Iterable[bytes], algorithms: Iterable[str]) -> dict[str, str]:
    """Return one digest for each algorithm, all made in the same pass."""
    hashes = {name: _MAKERS[name]() for name in algorithms}
    for part in parts:
        for one in hashes.values():
            one.update(part)
    return {name: one.hexdigest() for name, one in hashes.items()}
