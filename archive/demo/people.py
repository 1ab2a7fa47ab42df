"""The people, community, collections and events of the demonstration, all made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from archive.catalogue.dates import parse_date
from archive.demo.keys import demo_id
from archive.records import (
    AgentRecord,
    CollectionRecord,
    CommunityRecord,
    DateValue,
    EventRecord,
    LanguageMap,
    Link,
    Name,
    NameStatus,
    Record,
    Status,
)

COMMUNITY = demo_id("community:sample")

_AGENTS: tuple[tuple[str, Literal["person", "group"], str, str], ...] = (
    ("troupe", "group", "Đội múa Mẫu", "Sample dance group"),
    ("player", "person", "Nhạc công A", "Musician A"),
    ("film", "person", "Người quay B", "Camera operator B"),
    ("photo", "person", "Người chụp C", "Photographer C"),
    ("sound", "person", "Người ghi âm D", "Recordist D"),
    ("artist", "person", "Người làm E", "Maker E"),
    ("weaver", "person", "Người dệt G", "Weaver G"),
    ("scribe", "person", "Người chép H", "Scribe H"),
    ("first-voice", "person", "Giọng kể thứ nhất", "First voice"),
    ("second-voice", "person", "Giọng kể thứ hai", "Second voice"),
)
_COLLECTIONS = (
    ("ring", "vong-xoe-minh-hoa", "Vòng xòe", "The xòe ring"),
    (
        "craft",
        "hoa-van-minh-hoa",
        "Hoa văn và nghề",
        "Patterns and crafts",
    ),
    ("script", "chu-thai-minh-hoa", "Chữ Thái", "Tai script"),
)
_EVENTS = (
    ("gathering", "14/02/2025", "phuong-to-hieu", "Ngày hội mẫu", "Sample gathering"),
    ("lesson", "20/11/2024", "xa-yen-chau", "Buổi dạy mẫu", "Sample lesson"),
    ("journey", "tháng 3 năm 2024", "xa-van-ho", "Chuyến ghi mẫu", "Sample journey"),
)
_MADE_UP: LanguageMap = {
    "vi": ["Mục minh họa, không chỉ người, nhóm hay việc có thật."],
    "en": ["Made up for the demonstration; it stands for nobody and nothing real."],
}


def around_records() -> Iterator[Record]:
    """Yield everything that the items point to and that is not vocabulary."""
    for key, kind, vi, en in _AGENTS:
        identifier = demo_id(f"agent:{key}")
        yield AgentRecord(
            **_common(identifier, vi, en), kind="group" if kind == "group" else "person"
        )
    yield _community()
    for key, slug, vi, en in _COLLECTIONS:
        yield CollectionRecord(**_common(demo_id(f"collection:{key}"), vi, en, slug))
    for key, date, place, vi, en in _EVENTS:
        where = (Link(id=place),)
        identifier = demo_id(f"event:{key}")
        yield EventRecord(**_common(identifier, vi, en), date=date_value(date), places=where)


def _community() -> CommunityRecord:
    vi, en = "Cộng đồng mẫu", "Sample community"
    return CommunityRecord(
        **_common(COMMUNITY, vi, en, "cong-dong-mau"),
        protocol={
            "vi": [
                "Ai không thuộc cộng đồng chỉ thấy tên tư liệu. Muốn xem thì hỏi người đại diện."
            ],
            "en": ["Whoever is not a member sees titles only. To see more, ask the steward."],
        },
        contact={
            "vi": ["Tài khoản minh họa “congdong” trả lời thay cho cộng đồng mẫu."],
            "en": ["The demonstration account “congdong” answers for the sample community."],
        },
        members=(Link(id="congdong", role="steward"), Link(id="thanhvien", role="member")),
    )


def _common(identifier: str, vi: str, en: str, slug: str = "") -> dict[str, Any]:
    """Return what all these records share; every name says that it is a demonstration."""
    return {
        "id": identifier,
        "slug": slug,
        "names": (
            Name(language="vi", text=f"{vi} (minh họa)", status=NameStatus.PREFERRED),
            Name(language="en", text=f"{en} (demonstration)", status=NameStatus.PREFERRED),
        ),
        "description": _MADE_UP,
        "status": Status.PUBLISHED,
        "is_demo": True,
    }


def date_value(written: str) -> DateValue:
    """Return a date as written with what it means."""
    read = parse_date(written)
    return DateValue(
        edtf=read.edtf,
        as_written=written,
        year_from=read.year_from,
        year_to=read.year_to,
        is_lunar=read.is_lunar,
    )
