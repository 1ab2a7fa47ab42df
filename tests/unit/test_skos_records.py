"""Terms of the catalogue out to SKOS and back."""

from __future__ import annotations

from archive.records import Name, NameStatus, Source, TermRecord
from archive.vocabulary.concepts import Concept, SkosVocabulary
from archive.vocabulary.skos import read_skos, write_skos
from archive.vocabulary.skos_records import terms_of, vocabulary_of

BASE = "https://kho.example"
SCHEMES = {"instruments": {"vi": "Nhạc cụ", "en": "Instruments"}, "costumes": {"vi": "Trang phục"}}
FAMILY = TermRecord(
    id="family-aerophone",
    slug="family-aerophone",
    scheme="instruments",
    names=(Name(language="vi", text="Nhạc cụ hơi", status=NameStatus.PREFERRED),),
)
PIPE = TermRecord(
    id="i-khen-mong",
    slug="i-khen-mong",
    scheme="instruments",
    names=(
        Name(language="en", text="Mông mouth organ", status=NameStatus.PREFERRED),
        Name(language="vi", text="Khèn Mông", status=NameStatus.PREFERRED),
        Name(language="hmn", text="qeej", status=NameStatus.VARIANT),
        Name(language="vi", text="khèn Mèo", status=NameStatus.HIDDEN),
    ),
    broader="family-aerophone",
    description={"vi": ["Sáu ống."]},
    notation="k1",
    url="http://www.wikidata.org/entity/Q1",
    sources=(Source(text="Bảo tàng Sơn La"),),
)


def what_is_said(term: TermRecord) -> dict[str, object]:
    return term.model_dump(exclude={"created_at", "updated_at"})


def test_terms_come_back_as_they_went():
    text = write_skos(vocabulary_of([FAMILY, PIPE], BASE, SCHEMES))

    terms = list(terms_of(read_skos(text), BASE, scheme="other"))

    assert [what_is_said(term) for term in terms] == [what_is_said(FAMILY), what_is_said(PIPE)]


def test_only_schemes_in_use_are_written():
    vocabulary = vocabulary_of([PIPE], BASE, SCHEMES)

    assert [scheme.uri for scheme in vocabulary.schemes] == [f"{BASE}/terms#instruments"]


def test_an_outdated_name_is_a_hidden_label():
    (concept,) = vocabulary_of([PIPE], BASE, SCHEMES).concepts

    assert concept.hidden_label == {"vi": ("khèn Mèo",)}


def test_a_foreign_concept_gets_an_id_of_its_name_and_keeps_its_address():
    foreign = Concept(
        uri="http://vocab.example/300264", pref_label={"en": ("drum",), "vi": ("Trống đồng",)}
    )

    (term,) = terms_of(SkosVocabulary(concepts=(foreign,)), BASE, scheme="instruments")

    assert (term.id, term.scheme) == ("trong-dong", "instruments")
    assert term.url == "http://vocab.example/300264"
