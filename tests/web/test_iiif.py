"""Image services from outside: who gets what, in which headers, and what damage does."""

import contextlib
import io

import pytest
from PIL import Image

from archive.catalogue import renditions
from archive.catalogue.items import service as items
from archive.permissions import Role
from archive.records import Access, Audience, Preset
from media import regions
from media.derive.plan import TILES
from tests.makers_intake import OFFICER, an_item_of, work_off
from tests.makers_media import a_jpeg

# Long enough to be cut into tiles, and cheap to make.
SCROLL = a_jpeg(width=2400, height=90)
WHOLE, TILE = "full/max/0/default.jpg", "0,0,512,90/512,90/0/default.jpg"
FORMS = ("", "/info.json", f"/{WHOLE}", f"/{TILE}", "/full/90,/0/gray.png")


@pytest.fixture
def draft(engines):
    """A draft with one long picture and its tiles."""
    item = an_item_of(engines, SCROLL, "cuon.jpg")
    work_off(engines)
    return item


def publish(engines, item, **access):
    changed = item.model_copy(
        update={
            "rights": "CC BY 4.0",
            "description": {"vi": ["Mô tả."]},
            "access": Access(**access),
        }
    )
    saved = items.save_description(engines, changed, base_version=item.version, by=OFFICER)
    return items.publish(engines, saved, by=OFFICER)


def at(item, path="/info.json", *, api=3):
    return f"/iiif/{api}/{item.files[0].id}{path}"


def said(answer):
    """Return all of an answer that a visitor can read."""
    return answer.status_code, answer.data, sorted(answer.headers.items())


def test_a_hidden_picture_answers_like_one_that_never_was(client, draft):
    for api in (2, 3):
        for form in FORMS[1:]:
            hidden = client.get(at(draft, form, api=api))
            unknown = client.get(f"/iiif/{api}/zzzzzzzzzz{form}")

            assert hidden.status_code == 404
            assert said(hidden) == said(unknown)
    manifests = [
        client.get(f"/iiif/presentation/{id_}/manifest") for id_ in (draft.id, "zzzzzzzzzz")
    ]
    assert said(manifests[0]) == said(manifests[1])


def test_every_answer_may_be_read_by_pages_of_other_houses(client, engines, draft):
    item = publish(engines, draft)
    asked = [client.get(at(item, form)) for form in (*FORMS, "/full/0,/0/default.jpg")]

    asked += [client.get("/iiif/3/zzzzzzzzzz/info.json"), client.options(at(item))]

    assert [one.status_code for one in asked] == [303, 200, 200, 200, 200, 400, 404, 200]
    assert {one.headers["Access-Control-Allow-Origin"] for one in asked} == {"*"}
    assert all("Access-Control-Allow-Credentials" not in one.headers for one in asked)


@pytest.mark.parametrize("api", [2, 3])
def test_a_picture_names_its_address_and_its_level(client, engines, draft, api):
    item = publish(engines, draft)

    answer = client.get(at(item, "/pct:0,0,50,100/!600,600/360/color.jpg", api=api))

    size = {2: "600,", 3: "600,45"}[api]
    link = answer.headers["Link"]
    assert f'{at(item, api=api)[:-10]}/0,0,1200,90/{size}/0/default.jpg>;rel="canonical"' in link
    assert f'<http://iiif.io/api/image/{api}/level2.json>;rel="profile"' in link
    assert Image.open(io.BytesIO(answer.data)).size == (600, 45)


def test_what_is_unchanged_is_not_sent_again(client, engines, draft):
    item = publish(engines, draft)
    first = client.get(at(item, f"/{TILE}"))

    again = client.get(at(item, f"/{TILE}"), headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["ETag"] != client.get(at(item, f"/{WHOLE}")).headers["ETag"]


def test_a_restricted_picture_is_kept_by_nobody(client, engines, draft, sign_in):
    item = publish(engines, draft, see=Audience(preset=Preset.SCHOOL))
    visitor = client.get(at(item, f"/{TILE}")).status_code
    sign_in(Role.TEACHER)

    answers = [client.get(at(item, form)) for form in FORMS[1:]]

    assert visitor in {403, 404}
    assert {one.status_code for one in answers} == {200}
    assert {one.headers["Cache-Control"] for one in answers} == {"private, no-store"}


def test_damaged_tiles_are_told_and_made_again(client, engines, draft):
    item = publish(engines, draft)
    good = client.get(at(item, f"/{WHOLE}"))
    path = renditions.cached(engines, item.files[0].id, TILES)
    path.write_bytes(path.read_bytes()[:700])

    torn = client.get(at(item, f"/{WHOLE}"))
    work_off(engines)

    assert (good.status_code, torn.status_code) == (200, 503)
    assert (torn.json["code"], torn.headers["Retry-After"]) == ("picture-damaged", "30")
    assert client.get(at(item, f"/{WHOLE}")).data == good.data


def test_who_waits_too_long_for_a_drawing_is_told_to_come_again(
    client, engines, draft, monkeypatch
):
    item = publish(engines, draft)
    monkeypatch.setattr(regions, "PATIENCE_S", 0.05)
    part = at(item, "/100,10,300,70/150,/0/default.jpg")

    with contextlib.ExitStack() as seats:
        for _ in range(4):
            seats.enter_context(regions._drawing)
        refused = client.get(part)

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.json["code"] == "picture-busy"
    assert client.get(part).status_code == 200
