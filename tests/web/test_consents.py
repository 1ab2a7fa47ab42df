"""The ledger of consents: who agreed to what, and what is hidden when they no longer do."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import date

import pytest

from archive.catalogue.items import service as items
from archive.catalogue.queries import item_record
from archive.catalogue.saving import SYSTEM, Save, save
from archive.consents import queries, service
from archive.consents.forms import NewConsent
from archive.errors import InvalidRecordError, NotPublishableError, StaleVersionError
from archive.indexing.indexer import Indexer
from archive.permissions import Role
from archive.records import Access, Audience, Preset, Status
from tests.makers import a_community, a_file, an_item, seen_by, signed_in, stored

FORM = {"person": ["Lò Thị Mẫu"], "uses": ["web", "class"], "form": ["witness"]}
WORD = "Zzkinxoe"


def consent_to(engines, item, **said):
    """Write a consent to an item down; return it."""
    values = {name: [value] if isinstance(value, str) else value for name, value in said.items()}
    return service.give(engines, item, NewConsent.read({**FORM, **values}), by=SYSTEM)


def now_of(engines, item):
    """Return an item as it stands."""
    with engines.db.reading() as session:
        return item_record(session, item.id)


def test_a_consent_is_given_at_the_desk_and_stands_in_the_store(engines, client):
    item = stored(engines, an_item())
    signed_in(engines, client, Role.OFFICER)

    answer = client.post(f"/desk/items/{item.id}/consents", data={**FORM, "given_on": "30/11/2026"})

    page = client.get(answer.location).get_data(as_text=True)
    with engines.db.reading() as session:
        kept = queries.consents_of(session, item.id)[0]
    assert "Lò Thị Mẫu" in page
    assert kept.given_on == date(2026, 11, 30)
    assert b"L\xc3\xb2 Th\xe1\xbb\x8b M\xe1\xba\xabu" in engines.repository.read(
        kept.object_id, "record.json"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"person": ""}, "Xin ghi tên người đồng ý."),
        ({"uses": ""}, "Xin chọn ít nhất một cách dùng."),
        ({"form": "oath"}, "Xin chọn cách đồng ý."),
        ({"given_on": "31/02/2026"}, "Xin ghi ngày như 30/11/2026."),
        ({"given_on": "2026-02-01", "expires_on": "2026-01-01"}, "sau ngày đồng ý"),
    ],
    ids=["nobody", "no use", "no form", "no such day", "over before it began"],
)
def test_what_cannot_be_is_said_at_its_field(engines, client, said, words):
    item = stored(engines, an_item())
    signed_in(engines, client, Role.OFFICER)

    answer = client.post(f"/desk/items/{item.id}/consents", data={**FORM, **said})

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_who_withdraws_is_hidden_from_page_search_and_api_at_once(engines, client):
    item = stored(engines, an_item(WORD), find=True)
    consent = consent_to(engines, item)
    Indexer(engines).drain()
    before = client.get(f"/search?q={WORD}").get_data(as_text=True)

    service.withdraw(engines, consent, by=SYSTEM)

    assert f"/items/{item.id}" in before
    assert client.get(f"/items/{item.id}").status_code == 410
    assert f"/items/{item.id}" not in client.get(f"/search?q={WORD}").get_data(as_text=True)
    assert client.get(f"/api/v1/items/{item.id}").status_code == 410


def test_it_is_hidden_by_the_button_only_when_said_twice(engines, client):
    item = stored(engines, an_item())
    consent = consent_to(engines, item)
    signed_in(engines, client, Role.OFFICER)

    once = client.post(f"/desk/consents/{consent.id}/withdraw")
    twice = client.post(f"/desk/consents/{consent.id}/withdraw", data={"sure": "1"})

    assert (once.status_code, twice.status_code) == (422, 303)
    assert now_of(engines, item).status is Status.WITHDRAWN


def test_what_is_for_a_community_stays_closed_to_other_staff(engines, client):
    community = stored(engines, a_community())
    item = stored(engines, an_item(WORD, access=seen_by("community", community.id)))
    consent = consent_to(engines, item)

    service.withdraw(engines, consent, by=SYSTEM)
    signed_in(engines, client, Role.OFFICER)

    assert client.get(f"/items/{item.id}").status_code == 404
    assert WORD not in client.get("/desk/consents").get_data(as_text=True)


def test_a_consent_for_one_file_closes_that_file_alone(engines):
    one, other = a_file("a.jpg"), a_file("b.jpg", sha256="1" * 64)
    item = stored(engines, an_item(files=(one, other)))
    consent = consent_to(engines, item, files=[one.id])

    service.withdraw(engines, consent, by=SYSTEM)

    found = now_of(engines, item)
    assert found.status is Status.PUBLISHED
    assert found.file(one.id).access.see.preset is Preset.STAFF
    assert found.file(other.id).access is None


def test_who_saves_meanwhile_does_not_keep_it_open(engines):
    item = stored(engines, an_item())
    consent = consent_to(engines, item)
    begun, stop = threading.Event(), threading.Event()

    def save_again_and_again():
        while not stop.is_set():
            found = now_of(engines, item)
            changed = found.model_copy(update={"title": {"vi": [f"Bản {found.version}"]}})
            with suppress(StaleVersionError, NotPublishableError):
                save(engines, Save(changed, "đổi tên", base_version=found.version), by=SYSTEM)
            begun.set()

    other = threading.Thread(target=save_again_and_again)
    other.start()
    begun.wait()
    try:
        service.withdraw(engines, consent, by=SYSTEM)
        assert now_of(engines, item).status is Status.WITHDRAWN
    finally:
        stop.set()
        other.join()


def test_a_closed_file_does_not_open_again_against_a_consent(engines):
    one, other = a_file("a.jpg"), a_file("b.jpg", sha256="1" * 64)
    item = stored(engines, an_item(files=(one, other)))
    service.withdraw(engines, consent_to(engines, item, files=[one.id]), by=SYSTEM)
    closed = now_of(engines, item)

    opened = closed.model_copy(
        update={"files": tuple(file.model_copy(update={"access": None}) for file in closed.files)}
    )

    with pytest.raises(NotPublishableError):
        save(engines, Save(opened, "mở lại", base_version=closed.version), by=SYSTEM)


def test_nothing_opens_again_against_a_consent(engines):
    item = stored(engines, an_item())
    consent = consent_to(engines, item)
    service.withdraw(engines, consent, by=SYSTEM)
    hidden = now_of(engines, item)

    with pytest.raises(NotPublishableError):
        items.reinstate(engines, hidden, "nhầm", by=SYSTEM)

    opened = hidden.model_copy(update={"status": Status.PUBLISHED})
    with pytest.raises(NotPublishableError):
        save(engines, Save(opened, "by another way", base_version=hidden.version), by=SYSTEM)


def test_an_item_opens_no_wider_than_was_agreed(engines):
    item = stored(engines, an_item(access=seen_by("school")))
    consent_to(engines, item, uses=["class"])
    public = now_of(engines, item).model_copy(update={"access": Access(see=Audience())})

    with pytest.raises(NotPublishableError):
        items.save_description(engines, public, base_version=public.version, by=SYSTEM)


def test_a_consent_to_less_than_is_open_is_asked_about(engines, client):
    item = stored(engines, an_item())
    signed_in(engines, client, Role.OFFICER)

    with pytest.raises(InvalidRecordError):
        consent_to(engines, item, uses=["research"])
    answer = client.post(f"/desk/items/{item.id}/consents", data={**FORM, "uses": "research"})

    assert "Xin thu hẹp người xem trước" in answer.get_data(as_text=True)


def test_a_consent_that_has_run_out_hides_by_the_clock(engines):
    item = stored(engines, an_item())
    consent_to(engines, item, given_on="2020-01-01", expires_on="2024-12-31")

    ended, again = service.end_those_over(engines), service.end_those_over(engines)

    assert (ended, again) == (1, 0)
    assert now_of(engines, item).status is Status.WITHDRAWN


def test_the_store_alone_brings_the_ledger_back(engines):
    from archive.preserve.rebuild import rebuild

    item = stored(engines, an_item())
    consent = consent_to(engines, item, expires_on="2099-12-31")
    service.withdraw(engines, consent, by=SYSTEM)

    rebuild(engines)

    with engines.db.reading() as session:
        kept = queries.consents_of(session, item.id)[0]
    assert not kept.is_in_force
    assert now_of(engines, item).status is Status.WITHDRAWN
