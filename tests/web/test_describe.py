"""Officers describe what came in; nothing typed is ever lost."""

import re

import pytest
from sqlalchemy import select

from archive.catalogue.items import service as items
from archive.catalogue.models import Draft, Event, Place, Revision
from archive.permissions import Role
from archive.records import DateValue, Link, Name, NameStatus, PlaceRecord, Preset, Status
from tests.makers import a_community, an_agent, an_element, stored
from tests.makers_intake import OFFICER, an_item_of, in_form, the_item
from tests.makers_media import a_jpeg, a_png


@pytest.fixture
def draft(engines, sign_in):
    """A draft of the signed-in officer."""
    sign_in(Role.OFFICER)
    return an_item_of(engines, a_jpeg(iptc={5: "Xòe", 80: "Lò Văn Mẫu"}), "a.jpg")


def form_of(client, item, **changes):
    """Return what a browser would send of the describe page, with some fields changed."""
    page = client.get(f"/desk/items/{item.id}").get_data(as_text=True)
    return {**fields_in(page), **changes}


def fields_in(page):
    form = page[page.index('id="describe"') :]
    form = form[: form.index("</form>")]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind = attribute(tag, "type") or "text"
        ticked = kind not in {"checkbox", "radio"} or " checked" in tag
        if attribute(tag, "form") is None and kind != "file" and ticked:
            data.setdefault(attribute(tag, "name"), []).append(attribute(tag, "value") or "")
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        first = re.search(r'value="([^"]*)"', inside)
        data.setdefault(name, []).append((chosen or first)[1])
    for tag, inside in re.findall(r"(<textarea[^>]*>)(.*?)</textarea>", form, re.DOTALL):
        data.setdefault(attribute(tag, "name"), []).append(inside.strip())
    return data


def attribute(tag, name):
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else None


def rows(engines, table):
    with engines.db.reading() as session:
        return session.scalars(select(table)).all()


def test_the_form_shows_what_came_from_the_file(client, draft):
    page = client.get(f"/desk/items/{draft.id}").get_data(as_text=True)

    assert "Lấy từ tệp: Xòe" in page
    assert 'value="Lò Văn Mẫu"' in page


def test_saving_the_form_as_it_stands_changes_nothing_but_the_rights(client, engines, draft):
    answer = client.post(f"/desk/items/{draft.id}", data=form_of(client, draft))

    saved = the_item(engines, draft.id)
    assert answer.status_code == 303
    assert saved.rights == "CC BY-NC 4.0"
    assert saved.model_copy(update={"rights": None}) == draft.model_copy(
        update={
            "version": 2,
            "updated_at": saved.updated_at,
            "updated_by": saved.updated_by,
        }
    )


def test_everything_that_a_person_fills_in_is_kept(client, engines, draft):
    element = stored(engines, an_element("Khắm khen"))
    person = stored(engines, an_agent("Cầm Thị Mẫu"))
    form = form_of(
        client,
        draft,
        **{
            "title.lang": ["vi", "en"],
            "title.text": ["Xòe vòng", "Circle dance"],
            "description.lang": ["vi"],
            "description.text": ["Đêm hội."],
            "elements-0-name": element.names[0].text,
            "elements-0-role": "performed",
            "agents-1-name": "cầm thị mẫu",
            "agents-1-role": "dancer",
            "date": "khoảng 1960",
            "inventory_number": "BT 123",
            "levels": ["primary"],
            "access": "school",
            "narrative.voice": ["Cầm Thị Mẫu"],
            "narrative.id": [""],
            "narrative.was": [""],
            "narrative.lang": ["vi"],
            "narrative.text": ["Tôi kể."],
        },
    )

    client.post(f"/desk/items/{draft.id}", data=form)

    saved = the_item(engines, draft.id)
    assert saved.title == {"vi": ["Xòe vòng"], "en": ["Circle dance"]}
    assert saved.elements == (Link(id=element.id, role="performed"),)
    assert saved.agents[1] == Link(id=person.id, role="dancer")
    assert (saved.date.edtf, saved.date.as_written) == ("1960~", "khoảng 1960")
    assert (saved.inventory_number, saved.levels) == ("BT 123", ("primary",))
    assert saved.access.see.preset is Preset.SCHOOL
    assert saved.narratives[0].voice.id == person.id


@pytest.mark.parametrize(
    ("changes", "edtf"),
    [
        pytest.param({"date": "khoảng 1960"}, "1960~", id="words"),
        pytest.param({"date": "khoảng 1960", "date.edtf": "1961"}, "1961", id="words and EDTF"),
        pytest.param({"date.edtf": "1999-05"}, "1999-05", id="EDTF"),
        pytest.param({}, "1998", id="neither"),
    ],
)
def test_changed_words_are_read_again_unless_the_edtf_was_set(
    client, engines, draft, changes, edtf
):
    dated = draft.model_copy(update={"date": DateValue(edtf="1998", as_written="1998")})
    dated = items.save_description(engines, dated, base_version=1, by=OFFICER)

    client.post(f"/desk/items/{draft.id}", data=form_of(client, dated, **changes))

    assert the_item(engines, draft.id).date.edtf == edtf


def test_people_places_and_events_are_added_in_place(client, engines, draft):
    unit = PlaceRecord(
        id="chieng-an",
        kind="ward",
        status=Status.PUBLISHED,
        names=(Name(language="vi", text="Chiềng An", status=NameStatus.PREFERRED),),
    )
    stored(engines, unit)
    form = form_of(
        client,
        draft,
        **{
            "places-0-name": "Bản Hìn",
            "places-0-new": "1",
            "places-0-extra": "Chiềng An",
            "event-0-name": "Lễ hội mẫu",
            "event-0-new": "1",
            "agents-0-name": "Lò Văn Mẫu",
            "agents-0-new": "1",
        },
    )

    client.post(f"/desk/items/{draft.id}", data=form)

    saved = the_item(engines, draft.id)
    village = next(row for row in rows(engines, Place) if row.title == "Bản Hìn")
    assert (village.kind, village.within_id) == ("village", "chieng-an")
    assert (saved.places[0].id, saved.event) == (village.id, rows(engines, Event)[0].id)
    assert saved.agents[0].id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"date": "hôm nào đó"}, "Chưa lưu được", id="date"),
        pytest.param({"elements-0-name": "Không có"}, "Kho chưa có “Không có”", id="element"),
        pytest.param({"access": "community"}, "ít nhất một cộng đồng", id="community"),
        pytest.param({"access": "staff", "take": "public"}, "phải được xem", id="grades"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, engines, draft, changes, said):
    form = form_of(client, draft, **{"title.text": ["Tên vừa gõ"], **changes})

    answer = client.post(f"/desk/items/{draft.id}", data=form)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "Tên vừa gõ" in page
    assert the_item(engines, draft.id).version == 1


def test_a_stale_save_shows_both_versions_and_can_be_saved_again(client, engines, draft):
    mine = form_of(client, draft, **{"title.text": ["Tên của tôi"]})
    theirs = draft.model_copy(update={"title": {"vi": ["Tên của họ"]}})
    items.save_description(engines, theirs, base_version=1, by=OFFICER)

    answer = client.post(f"/desk/items/{draft.id}", data=mine)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert all(name in page for name in ("Tên của tôi", "Tên của họ"))
    assert the_item(engines, draft.id).title == {"vi": ["Tên của họ"]}
    again = client.post(f"/desk/items/{draft.id}", data=fields_in(page))
    assert again.status_code == 303
    assert the_item(engines, draft.id).title == {"vi": ["Tên của tôi"]}


@pytest.mark.parametrize("wrong", [{"date": "hôm nào đó"}, {"kind": ""}])
def test_a_stale_save_is_asked_first_for_what_cannot_be(client, engines, draft, wrong):
    mine = form_of(client, draft, **wrong, **{"title.text": ["Tên của tôi"]})
    theirs = draft.model_copy(update={"title": {"vi": ["Tên của họ"]}})
    items.save_description(engines, theirs, base_version=1, by=OFFICER)

    answer = client.post(f"/desk/items/{draft.id}", data=mine)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Tên của tôi" in page
    assert fields_in(page)["base_version"] == ["1"]


def test_what_is_typed_is_kept_and_offered_again(client, engines, draft):
    typed = form_of(client, draft, **{"title.text": ["Đang gõ dở"]})

    kept = client.post(f"/desk/items/{draft.id}/draft", data=typed)

    page = client.get(f"/desk/items/{draft.id}").get_data(as_text=True)
    recovered = client.get(f"/desk/items/{draft.id}?kept=1").get_data(as_text=True)
    assert kept.json["saved_at"]
    assert "phần gõ dở" in page
    assert "Đang gõ dở" not in page
    assert "Đang gõ dở" in recovered


def test_a_save_forgets_what_was_kept(client, engines, draft):
    form = form_of(client, draft)
    client.post(f"/desk/items/{draft.id}/draft", data=form)

    client.post(f"/desk/items/{draft.id}", data=form)

    assert rows(engines, Draft) == []


def test_files_are_labelled_ordered_and_restricted(client, engines, draft):
    client.post(f"/desk/items/{draft.id}/files", data=in_form((a_png(), "b.png")))
    first, second = the_item(engines, draft.id).files
    form = form_of(
        client,
        draft,
        **{
            f"file-{first.id}-position": "2",
            f"file-{second.id}-position": "1",
            f"file-{second.id}-label.lang": ["vi"],
            f"file-{second.id}-label.text": ["Mặt sau"],
            f"file-{second.id}-alt.lang": ["vi"],
            f"file-{second.id}-alt.text": ["Bốn người nâng khăn"],
            f"file-{first.id}-access": "staff",
            "cover": second.id,
        },
    )

    client.post(f"/desk/items/{draft.id}", data=form)

    saved = the_item(engines, draft.id)
    assert [file.id for file in saved.files] == [second.id, first.id]
    assert saved.files[0].label == {"vi": ["Mặt sau"]}
    assert saved.files[0].alt == {"vi": ["Bốn người nâng khăn"]}
    assert saved.files[1].access.see.preset is Preset.STAFF
    assert saved.cover == second.id


def test_a_better_scan_takes_a_files_place(client, engines, draft):
    old = draft.files[0]

    client.post(
        f"/desk/items/{draft.id}/files/{old.id}/replace", data=in_form((a_png(), "scan.png"))
    )

    saved = the_item(engines, draft.id)
    assert [file.name for file in saved.current_files] == ["scan.png"]
    assert saved.file(old.id).replaced_by == saved.current_files[0].id


def test_a_broken_scan_changes_nothing_and_is_kept_aside(client, engines, draft):
    answer = client.post(
        f"/desk/items/{draft.id}/files/{draft.files[0].id}/replace",
        data=in_form((b"words", "scan.txt")),
        follow_redirects=True,
    )

    assert "Kho" in answer.get_data(as_text=True)
    assert the_item(engines, draft.id).version == 1


def test_a_communitys_draft_is_not_for_every_officer(client, engines, sign_in, draft):
    community = stored(engines, a_community())
    form = form_of(client, draft, access="community", access_communities=[community.id])
    client.post(f"/desk/items/{draft.id}", data=form)
    client.post("/sign-out")
    sign_in(Role.OFFICER, "other")

    assert client.get(f"/desk/items/{draft.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.RESEARCHER, Role.STEWARD])
def test_who_may_not_describe_does_not_see_the_form(client, engines, sign_in, role):
    item = an_item_of(engines, a_jpeg(), "a.jpg")
    sign_in(role)

    assert client.get(f"/desk/items/{item.id}").status_code == 403


def test_the_describe_page_takes_a_bounded_number_of_statements(client, draft, statements):
    client.get(f"/desk/items/{draft.id}")
    statements.clear()

    client.get(f"/desk/items/{draft.id}")

    assert len(statements) <= 24


def test_a_save_that_changes_nothing_is_no_revision(client, engines, draft):
    agent = stored(engines, an_agent("Lò Văn Mẫu"))
    named = draft.model_copy(
        update={
            "rights": "CC BY-NC 4.0",
            "agents": (Link(id=agent.id, name="Lò V. Mẫu", role="photographer"),),
        }
    )
    named = items.save_description(engines, named, base_version=1, by=OFFICER)
    form = form_of(client, named)
    client.post(f"/desk/items/{draft.id}/draft", data=form)

    client.post(f"/desk/items/{draft.id}", data=form)

    assert the_item(engines, draft.id) == named
    assert rows(engines, Draft) == []


def test_publishing_what_stands_in_the_form_makes_one_version(client, engines, draft):
    described = draft.model_copy(
        update={"description": {"vi": ["Đêm hội."]}, "rights": "CC BY-NC 4.0"}
    )
    described = items.save_description(engines, described, base_version=1, by=OFFICER)

    client.post(f"/desk/items/{draft.id}", data=form_of(client, described, then="publish"))

    found = [(row.number, row.message) for row in rows(engines, Revision)]
    assert found[2:] == [(3, "Công bố")]


def test_each_save_is_a_revision_with_its_author(client, engines, draft):
    client.post(f"/desk/items/{draft.id}", data=form_of(client, draft))

    found = [(row.number, row.message) for row in rows(engines, Revision)]
    assert found == [(1, "Thêm tệp a.jpg"), (2, "Sửa mô tả")]
