"""The log of activities: a changed line and a missing end are noticed."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, update

from archive.audit import heads
from archive.audit.models import AuditEvent, Counter
from archive.audit.service import note_event


@pytest.fixture
def data(engines):
    """A log of five events, whose head was written down."""
    for number in range(5):
        with engines.db.writing() as session:
            note_event(session, "save", ("item", str(number)), actor="test")
    with engines.db.reading() as session:
        heads.note(session, engines.settings.data)
    return engines.settings.data


def verdict(engines, data):
    """Return what `kho audit verify` finds."""
    with engines.db.reading() as session:
        return heads.verify(session, heads.path_in(data))


def test_an_untouched_log_is_sound(engines, data):
    found = verdict(engines, data)

    assert (found.is_sound, found.events) == (True, 5)


def test_a_changed_event_is_noticed(engines, data):
    with engines.db.writing() as session:
        session.execute(update(AuditEvent).where(AuditEvent.seq == 3).values(actor="khác"))

    assert verdict(engines, data).broken_at == 3


def test_a_log_that_was_cut_short_is_noticed(engines, data):
    with engines.db.writing() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.seq > 3))
        session.execute(update(Counter).where(Counter.name == "audit").values(value=3))

    found = verdict(engines, data)

    assert (found.broken_at, found.missing.seq, found.is_sound) == (None, 5, False)


def test_a_log_written_anew_from_some_point_is_noticed(engines, data):
    with engines.db.writing() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.seq > 3))
        session.execute(update(Counter).where(Counter.name == "audit").values(value=3))
    for number in (3, 4):
        with engines.db.writing() as session:
            note_event(session, "save", ("item", str(number)), actor="ai đó khác")

    assert verdict(engines, data).missing.seq == 5


def test_a_log_brought_back_from_a_copy_begins_anew_and_says_so(engines, data):
    with engines.db.writing() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.seq > 3))
        heads.note(session, data, anew=True)

    found = verdict(engines, data)

    assert (found.is_sound, bool(found.anew_at)) == (True, True)


def test_a_last_line_that_a_crash_cut_off_is_passed_over(engines, data):
    with heads.path_in(data).open("ab") as file:
        file.write(b'{"seq": 9')

    assert verdict(engines, data).is_sound


def test_the_command_answers_by_its_exit_code(engines, data, monkeypatch):
    from click.testing import CliRunner

    from archive.cli import main

    monkeypatch.setenv("KHO_DATA", str(data))
    engines.close()

    answer = CliRunner().invoke(main, ["audit", "verify", "--json"])

    assert (answer.exit_code, json.loads(answer.stdout)["is_sound"]) == (0, True)
