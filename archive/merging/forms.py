"""Read what somebody chose to go to a new noun."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from archive.merging.splitting import Split
from archive.numbers import whole_number


def read_split(form: MultiDict[str, str]) -> Split:
    """Return the choice; a name is sent as `language:text`, a record as `noun:id`."""
    names = (value.partition(":") for value in form.getlist("names"))
    owners = (value.partition(":") for value in form.getlist("pointing"))
    return Split(
        names=tuple((language, text) for language, _, text in names),
        owners=frozenset((kind, record_id) for kind, _, record_id in owners),
        version=whole_number(form.get("version", "")),
    )
