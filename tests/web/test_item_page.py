"""The page of an item: what it shows, to whom, and in which forms."""

import json
import re

import pytest

from archive.catalogue.saving import SYSTEM, Save, save
from archive.records import FileRole, Link, Status
from tests.makers import a_community, a_file, an_agent, an_element, an_item, seen_by, stored
from tests.makers_reading import give_renditions


def test_it_shows_what_is_described(client, engines):
    element, agent = an_element("Khắm khen", slug="kham-khen"), an_agent("Lò Văn Mẫu", slug="lo")
    item = an_item(
        "Xòe vòng",
        elements=(Link(id=element.id),),
        agents=(Link(id=agent.id, role="dancer"),),
        inventory_number="SLA-1",
        from_file={"date": "1998"},
    )
    stored(engines, element, agent, item)

    page = client.get(f"/items/{item.id}").text

    for shown in ("Khắm khen", "/elements/kham-khen", "Người múa", "/people/lo", "SLA-1"):
        assert shown in page
    assert "đọc từ tệp" in page
    assert "Được, trong dạy học và nghiên cứu" in page


@pytest.mark.parametrize(
    ("said", "times"),
    [
        pytest.param({"date": "1998"}, 1, id="date as read"),
        pytest.param({"date": "1997"}, 0, id="date corrected"),
        pytest.param({"agents": "Lò Văn Mẫu; Ai đó"}, 1, id="person as read"),
        pytest.param({"agents": "Lò Mẫu"}, 0, id="person corrected"),
        pytest.param({"description": "Bản ghi mẫu dùng cho việc kiểm thử."}, 1, id="text as read"),
        pytest.param({"description": "scan0001"}, 0, id="text corrected"),
    ],
)
def test_only_what_stands_as_the_file_said_is_marked(client, engines, said, times):
    agent = an_agent("Lò Văn Mẫu")
    item = an_item(agents=(Link(id=agent.id, role="dancer"),), from_file=said)
    stored(engines, agent, item)

    page = client.get(f"/items/{item.id}").text

    assert page.count("đọc từ tệp") + page.count("đọc được từ tệp") == times


def test_a_picture_is_shown_large_and_can_be_zoomed(client, engines):
    first, second = a_file("mot.jpg"), a_file("hai.jpg")
    item = stored(engines, an_item(files=(first, second)))
    give_renditions(engines, first, second)

    page = client.get(f"/items/{item.id}?file={second.id}").text

    assert f'data-zoom="/files/{second.id}/page-1280.jpg"' in page
    assert f"?file={first.id}" in page


def test_a_video_plays_natively_with_its_captions_from_a_moment(client, engines):
    video = a_file("xoe.mp4", kind="video", format="mp4", media_type="video/mp4")
    words = a_file("xoe.vi.vtt", kind="captions", role=FileRole.CAPTIONS, language="vi")
    item = stored(engines, an_item(kind="video", files=(video, words)))
    give_renditions(engines, video, names=("video-360p.mp4", "video-720p.mp4", "poster.jpg"))

    page = client.get(f"/items/{item.id}?t=83").text

    assert f'<source src="/files/{video.id}/video-360p.mp4#t=83" type="video/mp4">' in page
    assert f'src="/files/{words.id}/captions.vtt" srclang="vi"' in page
    assert 'preload="none"' in page


def test_downloads_tell_their_size(client, engines):
    file = a_file("anh.jpg", size_bytes=18_000_000)
    item = stored(engines, an_item(files=(file,)))

    page = client.get(f"/items/{item.id}").text

    assert f'href="/files/{file.id}/original" download' in page
    assert "18 MB" in page


def test_an_original_that_may_not_be_taken_is_not_offered(client, engines):
    file = a_file()
    item = stored(engines, an_item(files=(file,), access=seen_by("public", take="staff")))

    assert f"/files/{file.id}/original" not in client.get(f"/items/{item.id}").text


def test_a_stricter_file_is_not_mentioned(client, engines):
    hidden = a_file("kin.jpg", access=seen_by("staff"))
    item = stored(engines, an_item(files=(a_file("mo.jpg"), hidden)))

    page = client.get(f"/items/{item.id}").text

    assert "mo.jpg" in page
    assert hidden.id not in page
    assert "kin.jpg" not in page


def test_what_may_not_be_known_is_not_there(client, engines):
    item = stored(engines, an_item(access=seen_by("staff")))

    assert client.get(f"/items/{item.id}").status_code == 404


def test_what_may_be_known_tells_the_title_and_whom_to_ask(client, engines):
    community = a_community("Cộng đồng bản Mẫu")
    item = an_item(
        "Lời cúng", access=seen_by("community", community.id, know="public"), inventory_number="X-9"
    )
    stored(engines, community, item)

    answer = client.get(f"/items/{item.id}")

    assert "Lời cúng" in answer.text
    assert "Cộng đồng bản Mẫu" in answer.text
    assert "X-9" not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_withdrawn_item_leaves_a_tombstone(client, engines):
    item = stored(engines, an_item("Đã rút"))
    gone = item.model_copy(
        update={"status": Status.WITHDRAWN, "withdrawn_reason": {"vi": ["Gia đình xin rút."]}}
    )
    save(engines, Save(gone, "withdraw", base_version=item.version), by=SYSTEM)

    answer = client.get(f"/items/{item.id}")

    assert answer.status_code == 410
    assert "Đã rút" not in re.sub(r"<title>.*?</title>", "", answer.text)


def test_a_withdrawn_item_that_few_knew_leaves_nothing(client, engines):
    item = stored(engines, an_item(access=seen_by("school")))
    gone = item.model_copy(update={"status": Status.WITHDRAWN})
    save(engines, Save(gone, "withdraw", base_version=item.version), by=SYSTEM)

    assert client.get(f"/items/{item.id}").status_code == 404


def test_a_former_id_leads_to_the_item(client, engines):
    item = stored(engines, an_item(former_ids=("cu-123",)))

    answer = client.get("/items/cu-123")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"/items/{item.id}")


def test_a_former_id_of_a_hidden_item_leads_nowhere(client, engines):
    stored(engines, an_item(former_ids=("cu-123",), access=seen_by("staff")))

    assert client.get("/items/cu-123").status_code == 404


@pytest.mark.parametrize(
    ("form", "media_type", "holds"),
    [
        pytest.param("ris", "application/x-research-info-systems", "TY  - VIDEO\r\n", id="RIS"),
        pytest.param("bibtex", "application/x-bibtex", "author = {{Lò Văn Mẫu}}", id="BibTeX"),
        pytest.param("json", "application/json", '"title": {', id="JSON"),
        pytest.param("jsonld", "application/ld+json", '"@type": "VideoObject"', id="JSON-LD"),
    ],
)
def test_it_comes_in_other_forms(client, engines, form, media_type, holds):
    item = an_item("Xòe & vòng", kind="video", agents=(Link(name="Lò Văn Mẫu", role="dancer"),))
    stored(engines, item)

    by_argument = client.get(f"/items/{item.id}?format={form}")
    by_header = client.get(f"/items/{item.id}", headers={"Accept": media_type})

    assert by_argument.mimetype == by_header.mimetype == media_type
    assert holds in by_argument.text


def test_no_form_names_what_the_viewer_may_not_know(client, engines):
    secret = an_item("Bí mật zz", access=seen_by("staff"))
    item = an_item("Xòe", relations=(Link(id=secret.id),), consents=("cs-1",), owner="canbo")
    stored(engines, secret, item)

    for form in ("json", "jsonld", "ris", "bibtex", "html"):
        text = client.get(f"/items/{item.id}?format={form}").text
        assert [word for word in (secret.id, "zz", "cs-1", "canbo") if word in text] == []


def test_the_linked_data_in_the_page_is_whole_json(client, engines):
    item = stored(engines, an_item("Xòe </script><script>alert(1)</script>"))

    page = client.get(f"/items/{item.id}").text

    held = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(held[1])["name"][0]["@value"].startswith("Xòe </script>")


def test_an_unchanged_page_is_not_sent_twice(client, engines):
    item = stored(engines, an_item())
    tag = client.get(f"/items/{item.id}").headers["ETag"]

    again = client.get(f"/items/{item.id}", headers={"If-None-Match": tag})

    assert again.status_code == 304


def test_the_citation_keeps_vietnamese_names_whole(client, engines):
    item = an_item("Xòe vòng", agents=(Link(name="Lò Văn Ín", role="dancer"),))
    stored(engines, item)

    page = re.sub(r"\s+", " ", client.get(f"/items/{item.id}").text)

    assert "Lò Văn Ín (1998). <cite>Xòe vòng</cite> [ảnh]. Kho Xòe Sơn La." in page


def test_items_lead_to_the_search(client):
    answer = client.get("/items?q=xoe&kind=video")

    assert answer.headers["Location"] == "/search?q=xoe&kind=video"
