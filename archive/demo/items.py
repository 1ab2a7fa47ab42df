"""The items of the demonstration: a table (`items.json`) and the records that it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from archive.demo.keys import demo_id
from archive.demo.order import Detail, Order, Said, motif_words
from archive.demo.people import COMMUNITY, date_value
from archive.records import (
    Access,
    Audience,
    FileRecord,
    FileRole,
    ItemKind,
    ItemRecord,
    LanguageMap,
    Link,
    Narrative,
    Preset,
    Status,
)
from archive.vocabulary.starter import decode, load_starter
from archive.vocabulary.values import StarterElement, StarterPlace

CREDIT: LanguageMap = {
    "vi": ["Tư liệu minh họa, Kho Xòe Sơn La"],
    "en": ["Demonstration material, Kho Xòe Sơn La"],
}
_MADE: LanguageMap = {
    "vi": ["Vẽ và tổng hợp bằng mã khi lập bản minh họa, không phải bản ghi thật."],
    "en": ["Drawn and synthesised by code for the demonstration; it is no real recording."],
}
_MADE_UP: LanguageMap = {
    "vi": [
        "Tên người, nơi, ngày và số kiểm kê ở đây chỉ để minh họa.",
        "Thông tin về di sản nằm ở trang di sản, có ghi nguồn.",
    ],
    "en": [
        "Names, place, date and number are made up here.",
        "What is known of the heritage stands on its own page, with sources.",
    ],
}
_VOICES: tuple[tuple[str, str, str], ...] = (
    (
        "first-voice",
        "Đây là chỗ cho lời kể của một người. Lời thật do người kể nói và đồng ý công bố.",
        "Here one person's own words would stand, told and released by that person.",
    ),
    (
        "second-voice",
        "Đây là chỗ cho lời kể của người khác về cùng tư liệu. Hai lời kể đứng cạnh nhau.",
        "Here another person's words about the same item would stand, beside the first.",
    ),
)
_ROLES = {"sound": "mentioned", "text": "mentioned"}
_HOURS_APART = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoItem:
    """One row of the table; words of the links may carry a role after a colon."""

    key: str
    kind: ItemKind
    vi: str
    en: str
    files: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    date: str | None = None
    agents: tuple[str, ...] = ()
    peoples: tuple[str, ...] | None = None
    terms: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    event: str | None = None
    levels: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    rights: str | None = "CC BY 4.0"
    shelfmark: str | None = None
    access: str = "public"
    status: Status = Status.PUBLISHED
    narratives: bool = False
    carrier: bool = False
    plan: str = ""

    @property
    def id(self) -> str:
        """The identifier, the same in every archive."""
        return demo_id(f"item:{self.key}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the records need of the vocabulary."""

    elements: dict[str, StarterElement]
    places: dict[str, StarterPlace]


@cache
def shelf() -> Shelf:
    """Return the vocabulary by identifier."""
    starter = load_starter()
    return Shelf({e.id: e for e in starter.elements}, {p.id: p for p in starter.places})


@cache
def demo_items() -> tuple[DemoItem, ...]:
    """Return the table, what is to be the newest first."""
    return decode(DemoItem, _rows())


def _rows() -> Any:  # noqa: ANN401 - JSON, checked by `decode`
    import json
    from importlib import resources

    text = (resources.files("archive.demo") / "items.json").read_text(encoding="utf-8")
    return json.loads(text)


def orders_of(item: DemoItem, detail: Detail) -> tuple[Order, ...]:
    """Return the files that an item is to have, in their order."""
    numbered = enumerate(item.files, 1)
    return tuple(_order(item, number, written, detail) for number, written in numbered)


def _order(item: DemoItem, number: int, written: str, detail: Detail) -> Order:
    maker, motif, *rest = written.split(":")
    if maker == "captions":
        said = ":".join([motif, *rest])
        return Order(f"{item.key}.{motif}.vtt", maker, said, 0, "vtt", detail=detail)
    *option, seed, extension = rest
    words = motif_words()[maker][motif]
    return Order(
        name=f"{item.key}-{number}.{extension}" if number > 1 else f"{item.key}.{extension}",
        maker=maker,
        motif=":".join([motif, *option]),
        seed=int(seed),
        extension=extension,
        said=_said(item, words["vi"]),
        detail=detail,
    )


def _said(item: DemoItem, shown: str) -> Said:
    date = date_value(item.date) if item.date else None
    edtf = date.edtf if date and date.edtf else ""
    place = shelf().places.get(item.places[0]) if item.places else None
    point = (place.latitude, place.longitude) if place else None
    return Said(
        title=item.vi,
        title_en=item.en,
        description=f"{shown}. {_MADE['vi'][0]}",
        creator="Kho Xòe (minh họa)",
        credit=CREDIT["vi"][0],
        keywords=("minh họa", *(shelf().elements[_id(e)].name("vi") for e in item.elements)),
        captured=edtf if len(edtf) == len("2025-02-14") and edtf[4] == "-" else "",
        point=(point[0], point[1]) if point and point[0] and point[1] else None,
    )


def alt_of(order: Order) -> LanguageMap:
    """Return what a file shows, for who cannot see or hear it."""
    words = motif_words().get(order.maker, {}).get(order.motif.partition(":")[0])
    return {language: [text] for language, text in words.items()} if words else {}


def record_of_item(
    item: DemoItem, files: Sequence[FileRecord], from_file: dict[str, str], now: datetime
) -> ItemRecord:
    """Return the record of a row with its files."""
    number = demo_items().index(item)
    originals = [file for file in files if file.role is FileRole.ORIGINAL]
    return ItemRecord(
        id=item.id,
        kind=item.kind,
        is_demo=True,
        status=item.status,
        access=_access(item.access),
        title={"vi": [item.vi], "en": [item.en]},
        alternative=_alternative(item),
        description=_description(originals),
        narratives=_narratives() if item.narratives else (),
        date=date_value(item.date) if item.date else None,
        places=tuple(Link(id=place) for place in item.places),
        source_note=_MADE,
        carrier=_carrier() if item.carrier else {},
        rights=item.rights,
        credit_line=CREDIT,
        notices=item.notices,
        languages=item.languages,
        levels=item.levels,
        subjects=item.subjects,
        inventory_number=f"MH-{number + 1:04}",
        shelfmark=item.shelfmark,
        files=tuple(files),
        cover=originals[0].id if originals else None,
        from_file=from_file,
        owner="" if item.status is Status.PUBLISHED else "canbo",
        published_at=now - timedelta(hours=_HOURS_APART * number),
        withdrawn_reason=_withdrawn() if item.status is Status.WITHDRAWN else {},
        **_links(item),
    )


def _links(item: DemoItem) -> dict[str, Any]:
    role = _ROLES.get(item.kind.value, "depicted")
    return {
        "elements": tuple(Link(id=_id(e), role=_role(e) or role) for e in item.elements),
        "agents": tuple(Link(id=demo_id(f"agent:{_id(a)}"), role=_role(a)) for a in item.agents),
        "terms": tuple(Link(id=term) for term in item.terms),
        "relations": tuple(
            Link(id=demo_id(f"item:{_id(other)}"), role=_role(other)) for other in item.related
        ),
        "collections": tuple(demo_id(f"collection:{key}") for key in item.collections),
        "event": demo_id(f"event:{item.event}") if item.event else None,
        "peoples": _peoples(item),
        "communities": (COMMUNITY,) if item.access == "community" else (),
    }


def _id(written: str) -> str:
    return written.partition(":")[0]


def _role(written: str) -> str:
    return written.partition(":")[2]


def _peoples(item: DemoItem) -> tuple[str, ...]:
    if item.peoples is not None:
        return item.peoples
    named = (people for e in item.elements for people in shelf().elements[_id(e)].peoples)
    return tuple(dict.fromkeys(named))


def _alternative(item: DemoItem) -> LanguageMap:
    """Return the attested names of the first element in a people's own language."""
    names: dict[str, list[str]] = {}
    for element in item.elements[:1]:
        for name in shelf().elements[_id(element)].names:
            if name.is_shown and name.language.startswith("blt-"):
                names.setdefault(name.language, [name.text])
    return names


def _description(originals: Sequence[FileRecord]) -> LanguageMap:
    shown = originals[0].alt if originals else {}
    described = {}
    for language, made in _MADE.items():
        sentences = [f"{text}." for text in shown.get(language, ())]
        described[language] = [" ".join([*sentences, *made, *_MADE_UP[language]])]
    return described


def _narratives() -> tuple[Narrative, ...]:
    return tuple(
        Narrative(
            voice=Link(id=demo_id(f"agent:{key}"), role="narrator"),
            text={"vi": [vi], "en": [en]},
        )
        for key, vi, en in _VOICES
    )


def _carrier() -> LanguageMap:
    return {"vi": ["Tệp số, tạo bằng mã"], "en": ["Digital file, made by code"]}


def _withdrawn() -> LanguageMap:
    return {
        "vi": ["Rút để minh họa trang báo rút."],
        "en": ["Withdrawn to show what a withdrawn page says."],
    }


def _access(written: str) -> Access:
    if written == "community":
        members = Audience(preset=Preset.COMMUNITY, communities=(COMMUNITY,))
        return Access(see=members, know=Audience())
    if written == "take-school":
        return Access(take=Audience(preset=Preset.SCHOOL))
    return Access(see=Audience(preset=Preset(written)))


def record_ids(items: Sequence[DemoItem]) -> Iterator[tuple[str, str]]:
    """Yield (type, id) of everything in the vocabulary that items point to."""
    for item in items:
        yield from (("element", _id(element)) for element in item.elements)
        yield from (("place", place) for place in item.places)
        yield from (("term", term) for term in (*item.terms, *item.notices, *_peoples(item)))
