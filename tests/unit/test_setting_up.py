"""Setting up is repeatable, survives being cut off, and leaves people's changes alone."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from archive.catalogue import journal
from archive.catalogue.models import Element, Term
from archive.catalogue.saving import SYSTEM, Actor, Save, _write_object, save
from archive.records import Name, NameStatus, Status, record_of
from archive.setting_up.service import set_up
from archive.vocabulary.loading import load_vocabulary, starter_records
from tests.serving import prepared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.engines import Engines


@pytest.fixture
def as_set_up(tmp_path: Path) -> Iterator[Engines]:
    with closing(prepared(tmp_path / "set-up")) as opened:
        yield opened


def element(engines: Engines, slug: str):
    with engines.db.reading() as session:
        return record_of(session.get_one(Element, slug).record)


@pytest.mark.whole
def test_a_second_set_up_adds_nothing(engines: Engines) -> None:
    first = set_up(engines)

    again = set_up(engines)

    assert first.vocabulary > 500
    assert (again.vocabulary, again.admin_secret) == (0, "")


def test_the_ids_of_the_vocabulary_are_its_slugs(as_set_up: Engines) -> None:
    assert element(as_set_up, "xoe-moi-lau").slug == "xoe-moi-lau"
    with as_set_up.db.reading() as session:
        festivals = select(func.count()).select_from(Element).where(Element.kind == "festival")
        assert session.scalar(festivals) == 32


def test_what_a_person_changed_is_left_alone(as_set_up: Engines) -> None:
    before = element(as_set_up, "xoe-om-lom")
    name = Name(language="vi", text="Tên người sửa", status=NameStatus.PREFERRED)
    changed = before.model_copy(update={"names": (name,)})
    save(as_set_up, Save(changed, "edited", base_version=before.version), by=Actor("Lò Thị Mẫu"))

    load_vocabulary(as_set_up)

    assert element(as_set_up, "xoe-om-lom").names == (name,)


def test_a_set_up_that_was_cut_off_is_completed_at_the_next_start(engines: Engines) -> None:
    record = next(record for record in starter_records() if record.type == "term")
    half = record.model_copy(update={"version": 1})
    _write_object(engines.repository, Save(half, "cut off"), half, SYSTEM)
    with suppress(KeyboardInterrupt), journal.entry(engines.journal, half.object_id):
        raise KeyboardInterrupt

    set_up(engines)

    with engines.db.reading() as session:
        assert session.get_one(Term, record.id).status is Status.PUBLISHED
