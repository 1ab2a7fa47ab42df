"""The table of a batch, as a form without script and as its script asks."""

import re

import pytest

from archive.bulk.models import Round
from archive.catalogue.models import Item
from archive.permissions import Role
from archive.records import record_of
from tests.makers import an_element, stored
from tests.makers_batches import a_batch, a_draft
from tests.makers_intake import the_item

ASKS = {"Accept": "application/json"}


@pytest.fixture
def batch(engines, sign_in):
    """The address of a batch of three pictures, and the ids of its drafts."""
    sign_in(Role.OFFICER)
    stored(engines, an_element("Xòe vòng", id="xoe-vong", slug="xoe-vong"))
    return a_batch(engines, *(a_draft(f"anh_{n}.jpg") for n in range(3)))


def cells(rows, **more):
    """Return the form of cells: {item: (version, {column: text})}."""
    data = {f"v.{item}": version for item, (version, _) in rows.items()}
    for item, (_, said) in rows.items():
        data |= {f"c.{item}.{key}": text for key, text in said.items()}
    return data | more


def test_a_form_without_script_saves_what_was_changed_alone(client, engines, batch):
    address, (first, second, _third) = batch
    page = client.get(address).get_data(as_text=True)
    names = re.findall(r'name="(c\.[^"]+)" value="([^"]*)"', page)

    form = dict(names) | {f"c.{first}.title@vi": "Vòng xòe", f"c.{first}.date": "khoảng 1985"}
    form |= {f"v.{item}": 1 for item in (first, second)}
    client.post(f"{address}/cells", data=form)

    changed, same = the_item(engines, first), the_item(engines, second)
    assert (changed.title, changed.date.edtf) == ({"vi": ["Vòng xòe"]}, "1985~")
    assert (changed.version, same.version) == (2, 1)


def test_a_bad_cell_is_told_and_kept_while_the_others_are_saved(client, engines, batch):
    address, (first, *_rest) = batch
    said = {"title@vi": "Vòng xòe", "elements": "Xoè vong lạ"}

    answer = client.post(f"{address}/cells", data=cells({first: (1, said)}), headers=ASKS).json
    page = client.get(address).get_data(as_text=True)

    row = answer["rows"][0]
    assert row["cells"]["elements"]["problem"].startswith("Kho chưa có “Xoè vong lạ”.")
    assert (row["version"], answer["unsaved"]) == (2, 1)
    assert the_item(engines, first).elements == ()
    assert 'value="Xoè vong lạ"' in page


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(client, engines, batch):
    address, (first, *_rest) = batch
    client.post(f"{address}/cells", data=cells({first: (1, {"title@vi": "Của người khác"})}))

    mine = {"title@vi": "Của tôi", "date": "1998"}
    answer = client.post(f"{address}/cells", data=cells({first: (1, mine)}), headers=ASKS).json
    between = the_item(engines, first)
    again = cells({first: (answer["rows"][0]["version"], {"title@vi": "Của tôi"})})
    client.post(f"{address}/cells", data=again)

    assert "Của người khác" in answer["rows"][0]["cells"]["title@vi"]["problem"]
    assert (between.title["vi"], between.date.edtf) == (["Của người khác"], "1998")
    assert the_item(engines, first).title["vi"] == ["Của tôi"]


def test_common_values_are_inherited_until_overridden_and_taken_back(client, engines, batch):
    address, ids = batch
    before = [the_item(engines, item).title for item in ids]
    common = {"common.title@vi": "Nâng khăn (#)", "common.elements": "Xòe vòng", "item": ids[:2]}

    client.post(f"{address}/fill", data=common)
    own = cells({ids[0]: (2, {"title@vi": "Của riêng"})})
    answer = client.post(f"{address}/cells", data=own, headers=ASKS).json
    filled = [the_item(engines, item).title["vi"][0] for item in ids]
    undo_all(client, engines, address)

    shown = answer["rows"][0]["cells"]
    assert (shown["elements"]["common"], shown["title@vi"]["common"]) == (True, False)
    assert filled == ["Của riêng", "Nâng khăn (2)", before[2]["vi"][0]]
    assert [the_item(engines, item).title for item in ids] == before


def undo_all(client, engines, address):
    """Take back every step, the newest first."""
    with engines.db.reading() as session:
        steps = [row.id for row in session.query(Round).order_by(Round.made_at.desc())]
    for step in steps:
        client.post(f"{address}/steps/{step}/undo")


def test_a_common_value_that_cannot_be_read_fills_nothing(client, engines, batch):
    address, ids = batch

    answer = client.post(f"{address}/fill", data={"common.date": "hôm nọ", "item": ids})

    assert (answer.status_code, the_item(engines, ids[0]).version) == (422, 1)
    assert "hôm nọ" in answer.get_data(as_text=True)


def test_what_is_complete_is_published_and_the_rest_says_why_it_stays(client, engines, batch):
    address, ids = batch
    full = {"common.elements": "Xòe vòng", "common.rights": "CC BY 4.0", "item": ids[:2]}
    client.post(f"{address}/fill", data=full)

    page = client.post(f"{address}/publish", follow_redirects=True).get_data(as_text=True)

    with engines.db.reading() as session:
        stands = sorted(record_of(row.record).status.value for row in session.query(Item))
    assert stands == ["draft", "published", "published"]
    assert "Đã công bố 2 tư liệu." in page
    assert "1 tư liệu ở lại." in page
    assert "Thiếu: Di sản, Quyền sử dụng." in page


def test_a_preset_fills_the_form_of_its_owner_alone(client, batch, sign_in):
    address, _ids = batch
    values = {"preset_name": "Lễ hội", "common.elements": "Xòe vòng", "common.date": "1998"}

    shown = client.post(f"{address}/presets", data=values)
    page = client.get(shown.headers["Location"]).get_data(as_text=True)
    sign_in(Role.REVIEWER)
    others = client.get(shown.headers["Location"]).get_data(as_text=True)

    assert 'name="common.date" type="text" value="1998"' in page
    assert "Lễ hội</a>" in page
    assert "Lễ hội</a>" not in others
    assert 'value="1998"' not in others


def test_names_are_offered_by_their_variants_and_from_last_time(client, engines, batch):
    address, (first, second, _third) = batch
    client.post(f"{address}/cells", data=cells({first: (1, {"elements": "Xòe vòng"})}))

    typed = client.get(f"{address}/offers?key=elements&q=xoe v&item={second}").json
    empty = client.get(f"{address}/offers?key=elements&item={second}").json

    assert [one["text"] for one in typed] == ["Xòe vòng"]
    assert empty[0] == {"text": "Xòe vòng", "note": "lần trước"}
