"""The tiers of a recording: kept in its record, found again, seen by those who may."""

import pytest
from sqlalchemy import select

from archive.access import VISITOR, Viewer
from archive.catalogue.captions.queries import tiers_of_item
from archive.catalogue.files.models import Segment as SegmentRow
from archive.catalogue.files.models import Tier as TierRow
from archive.permissions import Role
from archive.preserve.rebuild import rebuild
from archive.records import Name, TermRecord
from media.tiers import Segment, Tier, TierKind
from tests.makers import a_file, an_item, seen_by, stored

LINES = (
    Tier(
        "lời",
        TierKind.TRANSCRIPT,
        "blt-Tavt",
        segments=(Segment("a1", 0, 2000, "ꪵꪠ ꪶꪣ"), Segment("a2", 2000, 4000, "ꪢꪱ")),
    ),
    Tier(
        "dịch",
        TierKind.TRANSLATION,
        "vi",
        parent="lời",
        segments=(Segment("a3", text="mời nhau", parent="a1"), Segment("a4", parent="a2")),
    ),
    Tier("steps", TierKind.MOVEMENT, segments=(Segment("b1", 500, 1500, "x", movement="nang"),)),
)


def a_recording(*tiers, preset="", **said):
    """Make a video with a file of tiers; with a preset, that file is for fewer people."""
    access = seen_by(preset) if preset else None
    words = a_file("xoe.eaf", kind="captions", role="captions", tiers=tiers, access=access)
    return an_item("Bản quay", kind="video", files=(a_file("xoe.mp4", kind="video"), words), **said)


def rows_of(engines):
    """Return the rows of tiers and segments as they stand, without their numbers."""
    with engines.db.reading() as session:
        rows = [*session.scalars(select(TierRow)), *session.scalars(select(SegmentRow))]
        values = [
            {name.key: getattr(row, name.key) for name in row.__table__.columns} for row in rows
        ]
    return sorted(str({key: row[key] for key in row if key != "id"}) for row in values)


def test_tiers_and_segments_come_back_equal_from_the_store_alone(engines):
    stored(engines, a_recording(*LINES))
    before = rows_of(engines)

    rebuild(engines)

    assert len(before) == 8
    assert rows_of(engines) == before


def test_a_viewer_gets_the_tiers_of_an_item_with_the_times_of_their_parents(engines):
    item = stored(engines, a_recording(*LINES))

    with engines.db.reading() as session:
        found = tiers_of_item(session, item.id, VISITOR)

    assert [(one.key, one.kind, one.parent) for one in found] == [
        ("lời", "transcript", ""),
        ("dịch", "translation", "lời"),
        ("steps", "movement", ""),
    ]
    assert [(one.start_s, one.end_s) for one in found[1].timed] == [(0, 2), (2, 4)]


def test_tiers_of_a_stricter_file_are_given_to_those_who_may_see_it_alone(engines):
    item = stored(engines, a_recording(*LINES, preset="staff"))
    officer = Viewer("1", "o", "O", Role.OFFICER)

    with engines.db.reading() as session:
        assert tiers_of_item(session, item.id, VISITOR) == ()
        assert len(tiers_of_item(session, item.id, officer, [TierKind.MOVEMENT])) == 1


def test_two_thousand_segments_are_two_statements(engines, statements):
    lines = tuple(Segment(f"a{n}", n * 1000, n * 1000 + 900, f"câu {n}") for n in range(2000))
    item = stored(engines, a_recording(Tier("lời", segments=lines)))
    statements.clear()

    with engines.db.reading() as session:
        found = tiers_of_item(session, item.id, VISITOR)

    assert (len(found[0].timed), len(statements)) == (2000, 2)


@pytest.mark.parametrize("query", ["nang khan", "moi+khan"], ids=["name", "other name"])
def test_the_name_of_a_movement_finds_the_time_of_its_step(client, engines, query):
    names = (
        Name(language="vi", text="Nâng khăn", status="preferred"),
        Name(language="vi", text="Mời khăn"),
    )
    term = TermRecord(id="nang", scheme="movements", status="published", names=names)
    item = a_recording(
        Tier("steps", TierKind.MOVEMENT, segments=(Segment("b", 75000, 80000, movement="nang"),))
    )
    stored(engines, term, item, find=True)

    page = client.get(f"/search?q={query}&type=item")

    assert f"/items/{item.id}?t=75" in page.text
    assert "Xem từ 1:15" in page.text
