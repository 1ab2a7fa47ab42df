"""The page of an item: what it shows, to whom, and in which forms."""

import json
import re

import pytest

from archive.catalogue.saving import SYSTEM, Save, save
from archive.records import FileRole, Link, Status
from media.tiers import Segment, Tier, TierKind
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


def a_recording(engines, *names, **said):
    video = a_file("xoe.mp4", kind="video", format="mp4", media_type="video/mp4", **said)
    cues = [{"start_s": 1.5, "end_s": 3.0, "text": "Một <b> hai"}]
    words = a_file(
        "xoe.vi.vtt",
        kind="captions",
        role=FileRole.CAPTIONS,
        language="vi",
        technical={"cues": cues},
    )
    item = stored(engines, an_item(kind="video", files=(video, words)))
    give_renditions(engines, video, names=names)
    return item, video, words


@pytest.mark.parametrize(
    ("asked", "fragment"),
    [
        pytest.param("83", "#t=83", id="from a moment"),
        pytest.param("12.5,17", "#t=12.5,17", id="a passage"),
        pytest.param("17,12", "#t=17", id="an end before its beginning"),
        pytest.param("<b>", "", id="no time at all"),
    ],
)
def test_a_video_plays_natively_with_its_captions(client, engines, asked, fragment):
    item, video, words = a_recording(engines, "video-360p.mp4", "poster.jpg")

    page = client.get(f"/items/{item.id}", query_string={"t": asked}).text

    assert f'<source src="/files/{video.id}/video-360p.mp4{fragment}" type="video/mp4">' in page
    assert f'src="/files/{words.id}/captions.vtt" srclang="vi"' in page
    assert 'preload="none"' in page


@pytest.mark.parametrize("stem", ["", "video-"])
def test_every_size_is_offered_and_360p_is_the_first(client, engines, stem):
    names = (f"{stem}240p.mp4", f"{stem}360p.mp4", f"{stem}720p.mp4", "sound.m4a")
    item, video, _ = a_recording(engines, *names)

    page = client.get(f"/items/{item.id}").text

    assert re.findall(r'data-source="(\w+)"', page) == ["240p", "360p", "720p", "sound"]
    assert f'<source src="/files/{video.id}/{stem}360p.mp4"' in page


def test_a_player_knows_the_rate_of_its_film_and_what_was_measured(client, engines):
    names = ("360p.mp4", "peaks.json", "storyboard.vtt")
    item, video, _ = a_recording(engines, *names, technical={"frame_rate": 29.97})

    page = client.get(f"/items/{item.id}").text

    assert 'data-fps="29.97"' in page
    assert f'data-peaks="/files/{video.id}/peaks.json"' in page
    assert f'data-storyboard="/files/{video.id}/storyboard.vtt"' in page


def test_words_are_links_to_their_moment(client, engines):
    item, _, words = a_recording(engines, "360p.mp4")

    page = client.get(f"/items/{item.id}").text

    assert f'<ol data-tier="{words.id}-0" lang="vi">' in page
    assert f'href="/items/{item.id}?t=1.5#t=1.5"' in page
    assert "Một &lt;b&gt; hai" in page


def test_steps_stand_beside_the_player_with_counts_and_floor_plans(client, engines):
    steps = (
        Segment("s1", 0, 4000, "Vào vòng\nnắm tay", counts=8, plan="xoe-vong"),
        Segment("s2", 4000, 9500, "Khép vòng", plan="inward"),
    )
    tiers = (Tier("m", TierKind.MOVEMENT, "vi", segments=steps),)
    item, _, _ = a_recording(engines, "360p.mp4", tiers=tiers)

    page = client.get(f"/items/{item.id}").text

    assert "1. Vào vòng</b><small>8 nhịp · nắm tay</small>" in page
    assert f'href="/items/{item.id}?t=4.0,9.5#t=4.0,9.5" data-start-s="4.0"' in page


def test_chapters_stand_beside_the_player(client, engines):
    chapters = [{"start_s": 0.0, "end_s": None, "title": "Vào vòng"}]
    technical = {"chapters": chapters, "duration_s": 60.0}
    item, _, _ = a_recording(engines, "360p.mp4", technical=technical)

    page = client.get(f"/items/{item.id}").text

    assert 'data-start-s="0.0" data-end-s="60.0"><span><b>Vào vòng' in page


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
