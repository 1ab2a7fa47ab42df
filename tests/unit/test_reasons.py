"""Every reason for a refusal has words: what is wrong, and what to do next."""

import pytest

from archive.catalogue import intake
from archive.catalogue.items import service
from archive.reasons import evidence_of, words_of
from media.errors import BROKEN_REASONS, FileRefusedError, StorageError, UnsupportedFormatError

FALLBACK = words_of("no such code")
LOADED = (intake, service)  # so that their own refusals are known below


def leaves(kind):
    below = kind.__subclasses__()
    return [kind] if not below else [leaf for child in below for leaf in leaves(child)]


@pytest.mark.parametrize("kind", leaves(FileRefusedError), ids=lambda kind: kind.code)
def test_every_refusal_of_a_file_has_words(kind):
    assert words_of(kind.code) != FALLBACK


@pytest.mark.parametrize("reason", BROKEN_REASONS)
def test_every_kind_of_damage_has_words(reason):
    assert words_of("broken-file", {"reason": reason}) != FALLBACK


@pytest.mark.parametrize("code", ["storage-full", "storage-failed", "lock-timeout"])
def test_what_an_officer_can_meet_of_the_storage_has_words(code):
    assert code in {kind.code for kind in leaves(StorageError)}
    assert words_of(code) != FALLBACK


def test_an_unknown_format_is_named_where_it_is_known():
    error = UnsupportedFormatError("a.psd", "psd", "x-fmt/92")

    assert "PSD" in words_of(error.code, evidence_of(error))
