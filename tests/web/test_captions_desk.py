"""The editor of captions at the desk: a plain form that adds, drops and never overwrites."""

import io
import re

import pytest
from sqlalchemy import func, select

from archive.catalogue import projection
from archive.catalogue.models import Draft
from archive.records import Name, TermRecord
from media import elan, elan_writing
from media.tiers import Segment, Tier, TierKind
from tests.makers import a_file, an_item, stored
from tests.makers_intake import the_item

LINES = (
    Tier(
        "lời",
        TierKind.TRANSCRIPT,
        "vi",
        segments=(Segment("a1", 0, 2000, "Mời nhau"), Segment("a2", 2000, 4000, "vào vòng")),
    ),
    Tier(
        "dịch",
        TierKind.TRANSLATION,
        "en",
        parent="lời",
        segments=(Segment("a3", text="Join us", parent="a1"),),
    ),
    Tier("movement vi", TierKind.MOVEMENT, "vi"),
)


@pytest.fixture
def item(engines, sign_in):
    """A published video with three tiers, seen by an officer."""
    sign_in("officer")
    film = a_file("xoe.mp4", kind="video", technical={"duration_s": 10.0})
    words = a_file("xoe.eaf", kind="captions", role="captions", tiers=LINES)
    return stored(engines, an_item("Xòe vòng", kind="video", files=(film, words)))


def address_of(item):
    return f"/desk/items/{item.id}/captions/{item.files[1].id}"


def the_form(item, **said):
    """Return the form as the page shows it, with fields said otherwise (`_` for `-`)."""
    form = {
        "base_version": item.version,
        "tier": ["0", "1", "2"],
        "row": ["a1", "a2"],
        "start-a1": "0:00.000",
        "end-a1": "0:02.000",
        "text-0-a1": "Mời nhau",
        "text-1-a1": "Join us",
        "start-a2": "0:02.000",
        "end-a2": "0:04.000",
        "text-0-a2": "vào vòng",
    }
    return {**form, **said}


def tiers_now(engines, item):
    return the_item(engines, item.id).files[1].tiers


def test_the_page_lays_tiers_side_by_side(client, item):
    page = client.get(address_of(item)).text

    assert 'name="text-0-a1" rows="2" lang="vi" data-text>Mời nhau<' in page
    assert 'name="text-1-a1" rows="2" lang="en" data-text>Join us<' in page
    assert 'name="start-a2" value="0:02.000"' in page


def test_a_save_that_changes_nothing_makes_no_version(client, engines, item):
    client.post(address_of(item), data=the_form(item))

    assert the_item(engines, item.id).version == item.version


def test_words_and_times_are_saved_as_a_new_version_with_its_elan_file(client, engines, item):
    form = the_form(item, **{"text-0-a1": "Mời nhau xòe", "end-a1": "1,5"})

    answer = client.post(address_of(item), data=form)

    now = the_item(engines, item.id)
    assert (answer.status_code, now.version) == (303, item.version + 1)
    assert now.files[1].tiers[0].segments[0] == Segment("a1", 0, 1500, "Mời nhau xòe")
    kept = engines.repository.read(now.object_id, f"edited/{now.files[1].id}.eaf")
    assert [one.segments for one in elan.tiers_of(elan.parsed(kept))] == [
        one.segments for one in now.files[1].tiers
    ]
    history = client.get(f"/desk/items/{item.id}/history").text
    assert "<ins>lời: 0:00.000–0:01.500 Mời nhau xòe</ins>" in history


def test_new_rows_and_cells_are_added_in_their_place(client, engines, item):
    rows = {"row": ["a1", "a2", "new-1"], "text-1-a2": "into the ring"}
    rows |= {"start-new-1": "0:01", "end-new-1": "0:01.500", "text-0-new-1": "ơi"}

    client.post(address_of(item), data=the_form(item, **rows))

    said, translated, _ = tiers_now(engines, item)
    assert [one.text for one in said.segments] == ["Mời nhau", "ơi", "vào vòng"]
    assert translated.segments[1] == Segment("a4", text="into the ring", parent="a2")


def test_a_dropped_row_takes_along_what_hangs_on_it(client, engines, item):
    client.post(address_of(item), data=the_form(item, drop=["a1"]))

    assert [[s.id for s in tier.segments] for tier in tiers_now(engines, item)] == [["a2"], [], []]


def test_a_step_is_a_movement_with_counts_and_a_floor_plan(client, engines, item):
    names = (Name(language="vi", text="Nâng khăn", status="preferred"),)
    stored(engines, TermRecord(id="nang", scheme="movements", status="published", names=names))
    step = {"row": ["a1", "a2", "new-1"], "start-new-1": "4", "end-new-1": "8"}
    step |= {"text-2-new-1": "nâng khăn", "counts-2-new-1": "8", "plan-2-new-1": "xoe-vong"}

    client.post(address_of(item), data=the_form(item, **step))

    (found,) = tiers_now(engines, item)[2].segments
    assert (found.movement, found.counts, found.plan) == ("nang", 8, "xoe-vong")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"start-a1": "gần hết"}, "Giờ viết như 1:02.500.", id="no time"),
        pytest.param({"start-a2": "5", "end-a2": "4"}, "Kết thúc trước lúc bắt đầu.", id="order"),
    ],
)
def test_what_cannot_be_is_refused_in_place_and_kept_as_typed(client, engines, item, said, words):
    answer = client.post(address_of(item), data=the_form(item, **said, **{"text-0-a1": "Đổi"}))

    assert answer.status_code == 422
    assert words in answer.text
    assert ">Đổi</textarea>" in answer.text
    assert the_item(engines, item.id).version == item.version


def test_a_stale_save_shows_what_others_changed_and_overwrites_nothing(client, engines, item):
    client.post(address_of(item), data=the_form(item, **{"text-0-a1": "Của họ"}))

    answer = client.post(address_of(item), data=the_form(item, **{"text-0-a2": "Của tôi"}))

    assert answer.status_code == 409
    assert "<ins>lời: 0:00.000–0:02.000 Của họ</ins>" in answer.text
    assert ">Của tôi</textarea>" in answer.text
    assert tiers_now(engines, item)[0].segments[1].text == "vào vòng"


def test_a_description_saved_meanwhile_is_no_hindrance(client, engines, item):
    client.post(f"/desk/items/{item.id}/captions/{item.files[1].id}/tiers", data={"kind": "x"})
    now = the_item(engines, item.id)
    client.post(f"/desk/items/{item.id}/captions", data={"kind": "captions", "language": "en"})

    answer = client.post(address_of(item), data=the_form(now, **{"text-0-a1": "Vẫn lưu"}))

    assert answer.status_code == 303
    assert tiers_now(engines, item)[0].segments[0].text == "Vẫn lưu"


def test_what_is_typed_is_kept_and_comes_back(client, engines, item):
    typed = the_form(item, **{"text-0-a1": "Dở dang", "drop": ["a2"]})

    client.post(f"{address_of(item)}/draft", data=typed)

    assert "Bạn có phần gõ dở" in client.get(address_of(item)).text
    page = client.get(f"{address_of(item)}?kept=1").text
    assert ">Dở dang</textarea>" in page
    assert '<input type="hidden" name="drop" value="a2">' in page
    client.post(address_of(item), data=typed)
    with engines.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_an_earlier_version_of_the_words_comes_back(client, engines, item):
    client.post(address_of(item), data=the_form(item, **{"text-0-a1": "Sai"}))

    client.post(f"/desk/items/{item.id}/restore", data={"number": item.version})

    assert tiers_now(engines, item) == LINES


def test_captions_begin_with_an_empty_file_of_their_own(client, engines, item):
    form = {"kind": "romanised", "language": "blt-Latn"}

    answer = client.post(f"/desk/items/{item.id}/captions", data=form)

    file = the_item(engines, item.id).files[2]
    assert answer.headers["Location"].endswith(f"/captions/{file.id}")
    assert (file.name, file.tiers[0].kind) == ("xoe.blt-Latn.eaf", "romanised")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get(f"/files/{file.id}/annotations.eaf").status_code == 200


def test_two_thousand_lines_are_pages_of_fifty_in_few_statements(
    client, engines, sign_in, statements
):
    sign_in("officer")
    lines = tuple(Segment(f"a{n}", n * 1000, n * 1000 + 900, f"câu {n}") for n in range(2000))
    words = a_file("x.vtt", kind="captions", role="captions", tiers=(Tier("c", segments=lines),))
    item = stored(engines, an_item(kind="video", files=(a_file("x.mp4", kind="video"), words)))
    statements.clear()

    page = client.get(f"{address_of(item)}?page=40").text

    assert page.count("data-text>câu ") == 50
    assert "câu 1999<" in page
    assert len(statements) <= 12, "\n".join(statements)


@pytest.mark.parametrize("way", ["", "/draft", "/forget", "/tiers"])
def test_a_visitor_may_not_touch_the_editor(client, item, way):
    client.post("/sign-out")

    answer = client.post(f"{address_of(item)}{way}", data=the_form(item))

    assert answer.status_code in (302, 401, 403)


def test_a_row_with_one_time_and_a_neighbour_is_not_called_untimed(client, engines, sign_in):
    sign_in("officer")
    open_slot = (Segment("a1", 0, None, "Mời"), Segment("a2", None, 4000, "nhau"))
    words = a_file(
        "x.eaf", kind="captions", role="captions", tiers=(Tier("c", segments=open_slot),)
    )
    item = stored(engines, an_item(kind="video", files=(a_file("x.mp4", kind="video"), words)))

    page = client.get(address_of(item)).text

    assert "data-shared>0:00.000–0:02.000<" in page
    assert re.findall(r"data-odd>(.*?)<", page)[:2] == ["", ""]


def test_each_page_keeps_what_was_typed_in_it(client, engines, sign_in):
    sign_in("officer")
    lines = tuple(Segment(f"a{n}", n * 1000, n * 1000 + 900, f"câu {n}") for n in range(60))
    words = a_file("x.vtt", kind="captions", role="captions", tiers=(Tier("c", segments=lines),))
    item = stored(engines, an_item(kind="video", files=(a_file("x.mp4", kind="video"), words)))
    for page, key in (("1", "a0"), ("2", "a50")):
        typed = {"base_version": 1, "tier": "0", "row": key, f"text-0-{key}": f"dở {page}"}
        client.post(f"{address_of(item)}/draft", data={**typed, "page": page})

    client.post(f"{address_of(item)}/forget?page=2")

    assert ">dở 1</textarea>" in client.get(f"{address_of(item)}?kept=1").text
    assert ">dở 2</textarea>" not in client.get(f"{address_of(item)}?kept=1&page=2").text


def test_a_purge_takes_along_what_was_typed(client, engines, item):
    client.post(f"{address_of(item)}/draft", data=the_form(item))

    with engines.db.writing() as session:
        projection.remove(session, "item", item.id)

        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_steps_of_an_uploaded_file_name_their_movements_at_once(client, engines, sign_in):
    sign_in("officer")
    names = (Name(language="vi", text="Nâng khăn", status="preferred"),)
    stored(engines, TermRecord(id="nang", scheme="movements", status="published", names=names))
    item = stored(engines, an_item(kind="video", files=(a_file("x.mp4", kind="video"),)))
    steps = Tier(
        "động tác", TierKind.MOVEMENT, "vi", segments=(Segment("a1", 0, 900, "nâng khăn"),)
    )
    sent = (io.BytesIO(elan_writing.write((steps,))), "x.eaf")

    client.post("/desk/upload", data={"files": sent})

    assert the_item(engines, item.id).files[1].tiers[0].segments[0].movement == "nang"
