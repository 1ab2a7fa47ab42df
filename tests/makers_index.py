"""Factories for the tests of search."""

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index import Batch, Document, Query, SearchIndex, open_index
from index.synonyms import SynonymGroup, SynonymTable
from index.values import Results, Texts

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "school", "staff"})

RANDOM_WORDS = [
    "xòe",
    "xoè",
    "xoe",
    "xoé",
    "khăn",
    "khan",
    "khắm",
    "khàn",
    "thái",
    "thai",
    "tay",
    "tày",
    "mường",
    "muổi",
    "mưa",
    "mùa",
    "múa",
    "piêu",
    "la",
    "lạ",
    "bản",
    "bạn",
    "hội",
    "hoa",
    "hòa",
    "dance",
    "dances",
    "weaving",
    "weave",
    "hmôngz",
    "hmong",
    "ꪜꪸꪫ",
    "ꪹꪣꪉ",
    "ꪢ꫁ꪺꪥ",
    "6",
    "sáu",
]


def a_document(identifier: str = "item:1", title: str = "", text: str = "", **given) -> Document:
    """Make a public document of the type that its id begins with."""
    given.setdefault("tokens", PUBLIC)
    given.setdefault("type", identifier.partition(":")[0])
    if title:
        given.setdefault("titles", (("vi", title),))
    if text:
        given.setdefault("text", (("vi", text),))
    return Document(identifier, **given)


def a_library() -> list[Document]:
    """Make four items that a query can tell apart."""
    return [
        a_document("item:1", "Xòe vòng", "đêm hội", year_from=1961, facets={"kind": ("video",)}),
        a_document("item:2", "Xòe khăn", "nâng khăn mời rượu", year_from=1975, year_to=1979),
        a_document("item:3", "Khăn piêu", "thêu khăn của người Thái", year_from=2019),
        a_document("item:4", "Khèn", "thổi khèn đêm xuân", facets={"element": ("khen-mong",)}),
    ]


def numbered(generation: int, count: int = 10) -> list[Document]:
    """Make documents that all bear one generation."""
    facets = {"generation": (str(generation),)}
    return [
        a_document(f"item:{n}", "Xòe", f"lần {generation}", facets=facets) for n in range(count)
    ]


def rounded(results: Results) -> Results:
    """Give results with scores rounded, for sums of floats depend on their order."""
    hits = tuple(replace(hit, score=round(hit.score, 6)) for hit in results.hits)
    return replace(results, hits=hits)


def filled(index: SearchIndex, documents: Iterable[Document], seq: int = 1) -> SearchIndex:
    """Put documents into an index."""
    index.apply(Batch(tuple(documents), seq=seq))
    return index


def an_index(name: str, folder: Path, synonyms: SynonymTable | None = None) -> SearchIndex:
    """Open an empty index of an engine."""
    url = {"memory": "memory://", "whoosh": f"whoosh://{folder / 'index'}"}[name]
    return open_index(url, synonyms)


def found(index: SearchIndex, text: str = "", **asked) -> list[str]:
    """Give the ids found, in order."""
    return [hit.id for hit in index.search(Query(text, **asked)).hits]


def a_group(identifier: str, *labels: str, outdated: Iterable[str] = (), **given) -> SynonymGroup:
    """Make a concept whose first label is the preferred one."""
    texts: Texts = tuple(("vi", label) for label in labels)
    past = tuple(("vi", label) for label in outdated)
    return SynonymGroup(identifier, texts[:1], texts[1:], past, **given)


def random_text(chance: random.Random, most: int) -> str:
    """Make a text of words that fold, sound and stem alike."""
    words = chance.choices(RANDOM_WORDS, k=chance.randint(0, most))
    return " ".join(chance.choice((str, str.upper, str.title))(word) for word in words)


def a_random_document(chance: random.Random, number: int) -> Document:
    """Make a document of any type, group, access, year and facets."""
    kind = chance.choice(("item", "item", "item", "element", "file", "segment"))
    group = f"item:{chance.randrange(12)}" if kind in {"file", "segment"} else ""
    return Document(
        f"{kind}:{number}",
        kind,
        group,
        tokens=frozenset(chance.sample(("public", "school", "staff"), chance.randint(1, 2))),
        hidden_from=frozenset({"staff"} if chance.random() < 0.1 else ()),
        titles=((chance.choice(("vi", "en", "mww")), random_text(chance, 4)),),
        aliases=(("vi", random_text(chance, 3)),),
        names=(("blt-Tavt", random_text(chance, 3)),),
        text=((chance.choice(("vi", "en")), random_text(chance, 25)),),
        identifiers=(f"BT {number}",),
        facets=_random_facets(chance),
        year_from=chance.choice((None, 1950, 1960, 2001)),
        year_to=chance.choice((None, 1962, 2005)),
        sort=_random_sort(chance),
        start_s=chance.choice((None, 1.5, 90.0)) if kind == "segment" else None,
    )


def _random_facets(chance: random.Random) -> dict[str, tuple[str, ...]]:
    facets = {
        "kind": (chance.choice(("video", "image", "sound")),),
        "place": tuple(chance.sample(("a", "b", "c"), chance.randint(0, 3))),
        "type": ("item",),
    }
    return {name: values for name, values in facets.items() if chance.random() < 0.8}


def _random_sort(chance: random.Random) -> dict[str, str | float]:
    known = {
        "title": random_text(chance, 2),
        "date": float(chance.randrange(5)),
        "added": float(chance.randrange(5)),
    }
    return {name: value for name, value in known.items() if chance.random() < 0.8}


RANDOM_TABLE = SynonymTable(
    [
        a_group("element:xoe", "xòe", "múa xòe", "dance", facet="element"),
        a_group("element:khan", "khắm khàn", "piêu", facet="element"),
        a_group("people:thai", "Thái", "Tay", outdated=("tày mường",), narrower=("element:xoe",)),
    ],
    must_not_expand=(("tay", "Tày"),),
)


def a_random_query(chance: random.Random) -> Query:
    """Make a query that uses any part of the language and any narrowing."""
    word = lambda: chance.choice(RANDOM_WORDS)  # noqa: E731 - said eight times below
    text = chance.choice(
        (
            "",
            word(),
            f"{word()} {word()}",
            f"{word()} {word()} {word()} {word()} {word()}",
            f'"{word()} {word()}"',
            f"{word()} OR {word()} AND {word()}",
            f"{word()} NOT {word()}",
            f"-{word()}",
            f"{word()[:2]}*",
            f"*{word()[1:]}",
            f"{word()[0]}?{word()[2:]}*",
            f"{word()}~",
            f"{word()}~2",
            f"title:{word()} {word()}",
            f"điệu:{word()}",
            f"năm:1955..1990 {word()}",
            f"nơi:a {word()}",
            "nơi:a năm:1955..1990",
            f"(nơi:a năm:1955..1990) OR {word()}",
            f"BT{chance.randrange(40)}",
            f"({word()} OR title:{word()}) {word()}",
        )
    )
    return Query(
        text,
        tokens=chance.choice((PUBLIC, STAFF, frozenset({"school"}), frozenset())),
        filters=chance.choice(
            ({}, {}, {"kind": ("video", "sound")}, {"place": ("a",), "kind": ("video",)})
        ),
        year_from=chance.choice((None, None, 1955)),
        year_to=chance.choice((None, None, 2003)),
        types=chance.choice(((), (), ("item", "segment"))),
        exclude=chance.choice((frozenset(), frozenset(), frozenset({"item:3", "item:5"}))),
        facets=("kind", "place", "type"),
        sort=chance.choice(("relevance", "relevance", "date", "-date", "title", "added")),
        offset=chance.choice((0, 0, 3)),
        limit=chance.choice((5, 20, 100)),
        exact=chance.random() < 0.15,
        expand=chance.random() < 0.8,
    )
