"""What a consent allows."""

from __future__ import annotations

from collections.abc import Iterable

from archive.records import ConsentRecord, ConsentUse, ItemRecord, Preset

_WANTED = {
    Preset.PUBLIC: {ConsentUse.WEB.value},
    Preset.SCHOOL: {ConsentUse.WEB.value, ConsentUse.CLASS.value},
}


def allows(consent: ConsentRecord, item: ItemRecord) -> bool:
    """Tell whether a consent is in force and goes as far as an item is open.

    A consent for some files only says nothing of the item's page, but all of those files.
    """
    if consent.file_ids:
        named = (file for file in item.files if file.id in consent.file_ids)
        return all(_reaches(consent, (file.access or item.access).see.preset) for file in named)
    return _goes_as_far(consent, item.access.see.preset)


def _reaches(consent: ConsentRecord, preset: Preset) -> bool:
    """Tell whether a file may be open so far; for staff alone it is closed."""
    return preset is Preset.STAFF or _goes_as_far(consent, preset)


def _goes_as_far(consent: ConsentRecord, preset: Preset) -> bool:
    wanted = _WANTED.get(preset)
    return consent.is_in_force and (wanted is None or bool(wanted & set(consent.uses)))


def all_allow(consents: Iterable[ConsentRecord], item: ItemRecord) -> bool:
    """Tell whether every consent that an item is bound to allows what its page shows."""
    return all(allows(consent, item) for consent in consents)
