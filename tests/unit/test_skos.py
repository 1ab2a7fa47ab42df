"""SKOS in Turtle: out and back, and what is not taken in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vocabulary.concepts import Collection, Concept, ConceptScheme, SkosVocabulary
from archive.vocabulary.errors import SkosSyntaxError
from archive.vocabulary.skos import read_skos, write_skos

BASE = "https://kho.example/terms/"
PREFIXES = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix t: <urn:t:> .\n"

SCHEME = ConceptScheme(
    uri=BASE + "instruments",
    pref_label={"en": ("Instruments",), "vi": ("Nhạc cụ",)},
    source=("Kho Xòe",),
)
FAMILY = Concept(uri=BASE + "family", pref_label={"vi": ("Nhạc cụ hơi",)}, in_scheme=(SCHEME.uri,))
PIPE = Concept(
    uri=BASE + "i-khen-mong",
    pref_label={"en": ("Mông mouth organ",), "vi": ("Khèn Mông",)},
    alt_label={"hmn": ("qeej",), "vi": ("Khèn HMông", "khèn “Mông”\nhai dòng")},
    hidden_label={"hmn-VN": ("kênhx",), "vi": ("khèn Mèo",)},
    definition={"blt-Tavt": ("ꪼꪕ",), "vi": ("Sáu ống.",)},
    scope_note={"": ("no language",)},
    notation=("k1",),
    in_scheme=(SCHEME.uri,),
    broader=(FAMILY.uri,),
    related=(FAMILY.uri,),
    exact_match=("http://www.wikidata.org/entity/Q1",),
    close_match=("urn:x:1", "urn:x:2"),
    source=("https://example.org/a", "một cuốn sách"),
)
SIX = Collection(
    uri=BASE + "six",
    pref_label={"vi": ("Sáu điệu",)},
    members=(PIPE.uri, FAMILY.uri),
    is_ordered=True,
)
SET = Collection(uri=BASE + "set", pref_label={"vi": ("Bộ",)}, members=(FAMILY.uri, PIPE.uri))


def test_nothing_is_lost_on_the_way_out_and_back():
    vocabulary = SkosVocabulary((SCHEME,), (FAMILY, PIPE), (SET, SIX))

    assert read_skos(write_skos(vocabulary)) == vocabulary


def test_the_same_vocabulary_is_written_alike_each_time():
    vocabulary = SkosVocabulary((SCHEME,), (FAMILY, PIPE), (SET,))

    assert write_skos(vocabulary) == write_skos(vocabulary)


tags = st.sampled_from(["vi", "en", "blt-Tavt", "blt-Latn", "hmn-VN", "und-Latn", ""])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
labels = st.dictionaries(tags, texts.map(lambda text: (text,)), max_size=3).map(
    lambda found: dict(sorted(found.items()))
)


@given(labels.filter(bool), labels, labels, labels)
def test_any_text_survives(preferred, other, hidden, note):
    concept = Concept(
        uri=BASE + "x",
        pref_label=preferred,
        alt_label=other,
        hidden_label=hidden,
        scope_note=note,
    )

    assert read_skos(write_skos(SkosVocabulary(concepts=(concept,)))).concepts == (concept,)


def test_turtle_of_others_is_read():
    text = (
        PREFIXES
        + """
        # a remark with [[[[ brackets
        t:a a skos:Concept ; skos:prefLabel "Trống"@VI, "Drum"@en ;
            skos:notation "12"^^<http://www.w3.org/2001/XMLSchema#integer> ;
            skos:broader [ ] .
        """.replace(";\n            skos:broader [ ] .", ".")
    )

    (concept,) = read_skos(text.encode()).concepts

    assert concept.uri == "urn:t:a"
    assert concept.pref_label == {"en": ("Drum",), "vi": ("Trống",)}
    assert concept.notation == ("12",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("t:a a skos:Concept .", "no-preferred-label", id="a concept without a name"),
        pytest.param(
            't:a a skos:Concept ; skos:prefLabel "a"@vi, "b"@vi .',
            "two-preferred-labels",
            id="SKOS S14: two preferred labels in one language",
        ),
        pytest.param(
            't:a a skos:Concept ; skos:prefLabel "a" ; skos:broader t:b .'
            't:b a skos:Concept ; skos:prefLabel "b" ; skos:broader t:a .',
            "circle",
            id="a circle of broader concepts",
        ),
        pytest.param(
            't:a a skos:Concept ; skos:prefLabel "a" ; skos:exactMatch <javascript:alert(1)> .',
            "address",
            id="an address that is a script",
        ),
        pytest.param(
            "t:a a skos:Concept ; skos:prefLabel t:b .",
            "label-without-text",
            id="a label that links",
        ),
        pytest.param(
            't:c a skos:Concept ; skos:prefLabel "c" .'
            't:a a skos:OrderedCollection ; skos:prefLabel "a" ; skos:memberList _:l .'
            "_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> t:c ;"
            " <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .",
            "circle",
            id="a list that bites its tail",
        ),
        pytest.param("", "no-concepts", id="nothing in it"),
    ],
)
def test_what_breaks_skos_is_refused(body, reason):
    with pytest.raises(SkosSyntaxError) as caught:
        read_skos(PREFIXES + body)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param("\n\nthis is no turtle", "syntax", 3, id="prose"),
        pytest.param(PREFIXES + '\nt:a a "unclosed', "syntax", 4, id="an open string"),
        pytest.param(PREFIXES + "t:a unknown:b t:c .", "syntax", 3, id="an unknown prefix"),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">]><rdf:RDF/>',
            "not-turtle",
            1,
            id="RDF/XML with an entity",
        ),
        pytest.param("\n<!DOCTYPE html>", "not-turtle", 2, id="a web page"),
        pytest.param('{"@context": "https://x.example"}', "not-turtle", 1, id="JSON-LD"),
        pytest.param(PREFIXES + "\n" + "[" * 5000, "too-deep", 4, id="5000 brackets"),
        pytest.param(PREFIXES + "t:a t:b " + "( " * 5000, "too-deep", 3, id="5000 lists"),
        pytest.param(
            PREFIXES + 't:a t:b\n"' + '\\"' * 99_999 + '" .', "too-long", 4, id="a string of 200 KB"
        ),
        pytest.param(b"ok\n\xff\xfe", "not-utf-8", 2, id="other bytes"),
        pytest.param("#" * (6 * 1024 * 1024), "too-long", None, id="6 MB"),
    ],
)
def test_hostile_or_broken_texts_are_refused_with_their_line(text, reason, line):
    with pytest.raises(SkosSyntaxError) as caught:
        read_skos(text)

    assert (caught.value.reason, caught.value.line) == (reason, line)


def test_an_xml_literal_is_text_and_never_parsed():
    bomb = '<!DOCTYPE a [<!ENTITY x \\"ha\\"><!ENTITY y \\"&x;&x;\\">]><a>&y;</a>'
    text = (
        PREFIXES
        + "@prefix r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        + f't:a a skos:Concept ; skos:prefLabel "a" ; skos:notation "{bomb}"^^r:XMLLiteral .'
    )

    (concept,) = read_skos(text).concepts

    assert concept.notation == (bomb.replace("\\", ""),)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_no_input_raises_anything_else(content):
    with pytest.raises(SkosSyntaxError):
        read_skos(content)


fragments = st.lists(
    st.sampled_from(
        [*"[](){}.;,@^<>\"'\\#:_\n", "t:a", "a", "skos:Concept", '"x"@vi', "@prefix", "1e9", "true"]
    ),
    max_size=30,
)


@given(fragments.map(" ".join))
def test_no_broken_turtle_raises_anything_else(body):
    try:
        read_skos(PREFIXES + body)
    except SkosSyntaxError as error:
        caught = error.reason
    else:
        caught = "none"

    assert caught
