"""Two nouns become one: names, pointers and addresses follow, and all of it can be taken back."""

import time

import pytest

from archive.audit.models import AuditEvent
from archive.bulk.models import Round
from archive.catalogue.models import ROWS
from archive.catalogue.queries import record_named
from archive.catalogue.saving import SYSTEM, Save, save
from archive.indexing.indexer import Indexer
from archive.permissions import Role
from archive.preserve.rebuild import rebuild
from archive.records import (
    CollectionRecord,
    ConsentRecord,
    EventRecord,
    Link,
    Name,
    NameStatus,
    Narrative,
    PlaceRecord,
    Source,
    Status,
    TermRecord,
)
from media.tiers import Segment, Tier, TierKind
from tests.makers import a_community, a_file, an_agent, an_element, an_item, seen_by, stored
from tests.makers_sheets import undone, work_off


def names(*said):
    return tuple(
        Name(language="vi", text=text, status=NameStatus.VARIANT if n else NameStatus.PREFERRED)
        for n, text in enumerate(said)
    )


def a_dance(slug, *said, **more):
    return an_element(id=slug, slug=slug, names=names(*said), **more)


def a_term(slug, *said, **more):
    values = {"scheme": "instruments", "status": Status.PUBLISHED, **more}
    return TermRecord(id=slug, slug=slug, names=names(*said), **values)


def merged(client, engines, kind, kept, other):
    """Merge by the page, as an editor does, and let the worker carry it out."""
    with engines.db.reading() as session:
        versions = [record_named(session, kind, one).version for one in (kept, other)]
    sent = {"other": other, "version": versions[0], "other_version": versions[1]}
    answer = client.post(f"/desk/merge/{kind}/{kept}", data=sent)
    work_off(engines)
    return answer


def the_round(engines):
    with engines.db.reading() as session:
        return session.query(Round).one()


def now(engines, kind, record_id):
    with engines.db.reading() as session:
        return record_named(session, kind, record_id)


def exported(engines):
    """Return every record as it is exported, without version and when and by whom."""
    left_out = {"version", "updated_at", "updated_by"}
    with engines.db.reading() as session:
        rows = [row for table in ROWS.values() for row in session.query(table)]
        records = {(type(row).__name__, row.id): dict(row.record) for row in rows}
    return {
        key: {name: said for name, said in record.items() if name not in left_out}
        for key, record in records.items()
    }


@pytest.fixture
def reviewer(client, sign_in):
    sign_in(Role.REVIEWER)
    return client


@pytest.fixture
def dances(engines):
    """Two records of one dance, with an item of each, one hidden from the reviewer."""
    kept = a_dance("xoe-khan", "Xòe khăn", sources=(Source(text="Sách một"),))
    other = a_dance(
        "mua-khan",
        "Múa khăn",
        "Điệu tung khăn",
        sources=(Source(text="Sách hai"),),
        notes={"vi": ["Ghi ở bản Hìn."]},
        former_ids=("kho-cu-17",),
    )
    community = a_community("Bản Mòng")
    own = an_item(
        "Riêng của bản",
        id="riengcuab0",
        elements=(Link(id="mua-khan"),),
        access=seen_by("community", community.id),
    )
    item = an_item("Đêm hội", id="demhoi0000", elements=(Link(id="mua-khan"),))
    stored(engines, kept, other, community, item, own, find=True)


@pytest.mark.usefixtures("dances")
def test_the_kept_one_has_the_names_the_sources_and_the_notes_of_both(reviewer, engines):
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")

    kept = now(engines, "element", "xoe-khan")
    assert [(name.text, name.status.value) for name in kept.names] == [
        ("Xòe khăn", "preferred"),
        ("Múa khăn", "variant"),
        ("Điệu tung khăn", "variant"),
    ]
    assert [source.text for source in kept.sources] == ["Sách một", "Sách hai"]
    assert kept.notes == {"vi": ["Ghi ở bản Hìn."]}


@pytest.mark.usefixtures("dances")
def test_what_pointed_to_the_one_is_found_under_the_other_within_a_second(reviewer, engines):
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")
    begun = time.process_time()  # the machine may be busy with other things
    Indexer(engines).drain()

    found = reviewer.get("/api/v1/search?element=xoe-khan").json
    by_name = reviewer.get("/api/v1/search?q=dieu+tung+khan").json
    offered = reviewer.get("/api/v1/complete?q=mua+khan").text

    assert time.process_time() - begun < 1
    assert [hit["id"] for hit in found["hits"]["hits"]] == ["demhoi0000"]
    assert [one["id"] for one in by_name["concepts"]] == ["xoe-khan"]
    assert "/elements/xoe-khan" in offered
    assert "/elements/mua-khan" not in offered


@pytest.mark.usefixtures("dances")
@pytest.mark.parametrize("old", ["mua-khan", "kho-cu-17"])
@pytest.mark.parametrize("is_rebuilt", [False, True], ids=["at once", "after a rebuild"])
def test_every_old_address_leads_to_the_kept_one(reviewer, engines, old, is_rebuilt):
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")
    if is_rebuilt:
        rebuild(engines)

    page, english = (reviewer.get(f"{prefix}/elements/{old}") for prefix in ("", "/en"))
    api = reviewer.get(f"/api/v1/elements/{old}")

    assert (page.status_code, page.location) == (301, "/elements/xoe-khan")
    assert (english.status_code, english.location) == (301, "/en/elements/xoe-khan")
    assert (api.status_code, api.location) == (308, "/api/v1/elements/xoe-khan")


@pytest.mark.usefixtures("dances")
def test_what_is_hidden_from_the_editor_follows_and_is_not_told(reviewer, engines):
    page = reviewer.get("/desk/merge/element/xoe-khan?other=mua-khan").text
    answer = merged(reviewer, engines, "element", "xoe-khan", "mua-khan")

    done = reviewer.get(answer.location).text
    assert now(engines, "item", "riengcuab0").elements == (Link(id="xoe-khan"),)
    assert "Đêm hội" in page
    assert "Tư liệu (1)" in page
    assert "Riêng của bản" not in page + done


@pytest.mark.usefixtures("dances")
def test_a_merge_is_taken_back_whole(reviewer, engines):
    before = exported(engines)
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")

    counts = undone(engines, the_round(engines))

    assert exported(engines) == before
    assert counts == {"undone": 4}
    assert reviewer.get("/elements/mua-khan").status_code == 200


@pytest.mark.usefixtures("dances")
def test_a_merge_whose_noun_was_changed_since_is_not_taken_back(reviewer, engines):
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")
    kept = now(engines, "element", "xoe-khan")
    later = kept.model_copy(update={"description": {"vi": ["Viết sau."]}})
    save(engines, Save(later, "later", base_version=kept.version), by=SYSTEM)

    page = reviewer.post(f"/desk/rounds/{the_round(engines).id}/undo", follow_redirects=True)

    assert "đã được sửa sau lần này" in page.text
    assert now(engines, "element", "xoe-khan").description == {"vi": ["Viết sau."]}


@pytest.mark.usefixtures("dances")
def test_who_looked_at_an_older_version_is_asked_to_look_again(reviewer, engines):
    sent = {"other": "mua-khan", "version": 1, "other_version": 7}

    answer = reviewer.post("/desk/merge/element/xoe-khan", data=sent)

    assert answer.status_code == 409
    assert now(engines, "element", "mua-khan").replaced_by is None


def test_everything_that_can_point_to_a_term_follows(reviewer, engines):
    tier = Tier(
        id="t1",
        kind=TierKind.MOVEMENT,
        language="vi",
        segments=(Segment(id="s1", start_ms=0, end_ms=900, movement="buoc-moi"),),
    )
    steps = an_item("Các bước", id="cacbuoc000", files=(a_file("b.mp4", tiers=(tier,)),))
    told = an_element(id="dieu-x", slug="dieu-x", terms=(Link(id="buoc-moi", role="movement"),))
    scheme = {"scheme": "movements"}
    below = a_term("buoc-nho", "Bước nhỏ", broader="buoc-moi", **scheme)
    stored(engines, a_term("buoc", "Bước", **scheme), a_term("buoc-moi", "Bước mới", **scheme))
    stored(engines, below, told)
    file = steps.files[0]
    save(engines, Save(steps, "test", masters={file.master_path: b"x"}), by=SYSTEM)

    merged(reviewer, engines, "term", "buoc", "buoc-moi")

    step = now(engines, "item", "cacbuoc000").files[0].tiers[0].segments[0]
    assert step.movement == "buoc"
    assert now(engines, "term", "buoc-nho").broader == "buoc"
    assert now(engines, "element", "dieu-x").terms[0].id == "buoc"


def test_everything_that_can_point_to_a_person_follows(reviewer, engines):
    item = an_item(
        "Lời kể",
        id="loike00000",
        agents=(Link(id="b", role="singer"), Link(id="a", role="singer")),
        narratives=(Narrative(voice=Link(id="b"), text={"vi": ["Ngày ấy…"]}),),
    )
    pupil = an_agent("Học trò", id="c", slug="c", taught_by=("b", "a"))
    event = EventRecord(
        id="e", slug="e", status=Status.PUBLISHED, names=names("Hội"), agents=(Link(id="b"),)
    )
    agreed = ConsentRecord(id="giay", person=Link(id="b"), status=Status.PUBLISHED)
    people = an_agent("Lò Văn A", id="a", slug="a"), an_agent("Lo Van A", id="b", slug="b")
    stored(engines, *people, item, pupil, event, agreed)

    merged(reviewer, engines, "agent", "a", "b")

    after = now(engines, "item", "loike00000")
    assert after.agents == (Link(id="a", role="singer"),)
    assert after.narratives[0].voice.id == "a"
    assert now(engines, "agent", "c").taught_by == ("a",)
    assert now(engines, "event", "e").agents == (Link(id="a"),)
    assert now(engines, "consent", "giay").person.id == "a"


def test_members_of_two_communities_become_those_of_one(client, sign_in, engines):
    sign_in(Role.ADMIN)
    one, two = a_community("Bản Một", an="member"), a_community("Bản Hai", binh="steward")
    item = an_item("Của bản", id="cuaban0000", access=seen_by("community", two.id))
    stored(engines, one, two, item)

    merged(client, engines, "community", one.id, two.id)

    assert {link.id for link in now(engines, "community", one.id).members} == {"an", "binh"}
    assert now(engines, "item", "cuaban0000").access.see.communities == (one.id,)


@pytest.mark.parametrize("kind", ["place", "event", "collection"])
def test_the_other_nouns_are_merged_too(reviewer, engines, kind):
    makers = {"place": PlaceRecord, "event": EventRecord, "collection": CollectionRecord}
    common = {"status": Status.PUBLISHED}
    for slug in ("mot", "hai"):
        stored(engines, makers[kind](id=slug, slug=slug, names=names(slug), **common))
    pointing = {
        "place": {"places": (Link(id="hai"),)},
        "event": {"event": "hai"},
        "collection": {"collections": ("hai",)},
    }
    stored(engines, an_item("Trỏ", id="troo000000", **pointing[kind]))

    merged(reviewer, engines, kind, "mot", "hai")

    after = now(engines, "item", "troo000000").model_dump(mode="json")
    assert '"hai"' not in str(after).replace("'", '"')
    assert now(engines, kind, "hai").replaced_by == "mot"


@pytest.mark.parametrize(
    ("kept", "other", "words"),
    [
        pytest.param("tren", "tren", "cùng một mục", id="itself"),
        pytest.param("tren", "duoi", "cách nhau vài bậc", id="circle"),
        pytest.param("duoi", "tren", "cách nhau vài bậc", id="circle upwards"),
        pytest.param("tren", "khac", "hai nhóm khác nhau", id="another scheme"),
        pytest.param("tren", "kin", "kín hơn", id="closed"),
    ],
)
def test_what_makes_no_sense_is_refused_in_plain_words(reviewer, engines, kept, other, words):
    stored(engines, a_term("tren", "Trên"), a_term("giua", "Giữa", broader="tren"))
    stored(engines, a_term("duoi", "Dưới", broader="giua"), a_term("khac", "K", scheme="costumes"))
    stored(engines, a_term("kin", "Kín", access=seen_by("staff")))

    page = reviewer.get(f"/desk/merge/term/{kept}?other={other}")
    answer = merged(reviewer, engines, "term", kept, other)

    assert words in page.text
    assert (page.status_code, answer.status_code) == (422, 422)


def test_an_officer_merges_people_and_not_the_vocabulary(client, sign_in, engines):
    sign_in(Role.OFFICER)
    stored(engines, a_dance("mot", "Một"), a_dance("hai", "Hai"))
    stored(engines, an_agent("Lò", id="lo", slug="lo"), an_agent("Lo", id="lo2", slug="lo2"))

    refused = merged(client, engines, "element", "mot", "hai")
    done = merged(client, engines, "agent", "lo", "lo2")

    assert (refused.status_code, done.status_code) == (403, 303)
    assert now(engines, "agent", "lo2").replaced_by == "lo"


def test_an_item_that_is_changed_meanwhile_loses_nothing(reviewer, engines, dances):
    sent = {"other": "mua-khan", "version": 1, "other_version": 1}
    reviewer.post("/desk/merge/element/xoe-khan", data=sent)
    item = now(engines, "item", "demhoi0000")
    edited = item.model_copy(update={"title": {"vi": ["Đêm hội lớn"]}})
    save(engines, Save(edited, "edit", base_version=1), by=SYSTEM)
    late = an_item("Đến sau", id="densau0000", elements=(Link(id="mua-khan"),))
    stored(engines, late)

    work_off(engines)

    after = now(engines, "item", "demhoi0000")
    assert after.title == {"vi": ["Đêm hội lớn"]}
    assert after.elements == now(engines, "item", "densau0000").elements == (Link(id="xoe-khan"),)
    assert now(engines, "element", "mua-khan").replaced_by == "xoe-khan"


@pytest.mark.usefixtures("dances")
def test_skos_says_what_replaced_a_concept(reviewer, engines):
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")

    given = reviewer.get("/vocabulary.ttl?scheme=elements").text

    assert "/elements/mua-khan> dcterms:isReplacedBy <http://localhost/elements/xoe-khan>" in given
    assert '"Múa khăn"@vi' in given


def test_every_record_of_a_merge_is_audited(reviewer, engines, dances):
    merged(reviewer, engines, "element", "xoe-khan", "mua-khan")

    with engines.db.reading() as session:
        rows = session.query(AuditEvent).filter(AuditEvent.action.in_(["merge", "merge-start"]))
        told = {(row.action, row.owner_id) for row in rows}
    of_records = {owner for action, owner in told if action == "merge"}
    assert of_records == {"xoe-khan", "mua-khan", "demhoi0000", "riengcuab0"}
    assert ("merge-start", the_round(engines).id) in told


@pytest.mark.usefixtures("dances")
def test_names_and_what_is_chosen_go_to_a_new_record_and_come_back(reviewer, engines):
    other = an_item("Hội khác", id="hoikhac000", elements=(Link(id="mua-khan"),))
    stored(engines, other)
    before = exported(engines)
    sent = {"version": 1, "names": "vi:Điệu tung khăn", "pointing": "item:demhoi0000"}

    page = reviewer.get("/desk/split/element/mua-khan").text
    reviewer.post("/desk/split/element/mua-khan", data=sent)
    work_off(engines)
    Indexer(engines).drain()

    new = now(engines, "element", "dieu-tung-khan")
    left = now(engines, "element", "mua-khan")
    found = reviewer.get("/api/v1/search?element=dieu-tung-khan").json
    assert "Riêng của bản" not in page
    assert [name.text for name in new.names] == ["Điệu tung khăn"]
    assert [name.text for name in left.names] == ["Múa khăn"]
    assert [hit["id"] for hit in found["hits"]["hits"]] == ["demhoi0000"]
    assert now(engines, "item", "hoikhac000").elements == (Link(id="mua-khan"),)
    undone(engines, the_round(engines))
    assert exported(engines) == before


@pytest.mark.usefixtures("dances")
@pytest.mark.parametrize(
    ("names", "words"),
    [
        pytest.param([], "ít nhất một tên cho mục mới", id="nothing"),
        pytest.param(["vi:Múa khăn", "vi:Điệu tung khăn"], "phải còn ít nhất", id="everything"),
    ],
)
def test_a_split_leaves_a_name_on_either_side(reviewer, names, words):
    answer = reviewer.post("/desk/split/element/mua-khan", data={"version": 1, "names": names})

    assert answer.status_code == 422
    assert words in answer.text
