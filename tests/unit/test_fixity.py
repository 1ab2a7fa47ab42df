"""Digests of streams are those that the standard names, made block by block."""

import hashlib
import io

import pytest

from media.fixity import BLOCK_BYTES, blocks, digest_length, digest_stream, digests_of, is_known


@pytest.mark.parametrize(
    ("algorithm", "name", "options"),
    [
        ("md5", "md5", {}),
        ("sha1", "sha1", {}),
        ("sha256", "sha256", {}),
        ("sha512", "sha512", {}),
        ("sha512/256", "sha512_256", {}),
        ("blake2b-160", "blake2b", {"digest_size": 20}),
        ("blake2b-256", "blake2b", {"digest_size": 32}),
        ("blake2b-384", "blake2b", {"digest_size": 48}),
        ("blake2b-512", "blake2b", {}),
    ],
)
def test_an_algorithm_is_the_one_of_that_name(algorithm, name, options):
    expected = hashlib.new(name, "Xòe".encode(), **options).hexdigest()

    assert digest_stream(io.BytesIO("Xòe".encode()), algorithm) == expected
    assert digest_length(algorithm) == len(expected)


def test_an_unknown_algorithm_is_not_known():
    assert is_known("sha256")
    assert not is_known("crc32")


def test_no_block_is_longer_than_a_mebibyte():
    lengths = [len(block) for block in blocks(io.BytesIO(bytes(BLOCK_BYTES * 2 + 1)))]

    assert lengths == [BLOCK_BYTES, BLOCK_BYTES, 1]


def test_several_digests_are_made_in_one_pass():
    found = digests_of(iter([b"a", b"b"]), ["md5", "sha256"])

    assert found == {
        "md5": hashlib.md5(b"ab", usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(b"ab").hexdigest(),
    }
