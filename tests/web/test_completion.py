"""What the API offers while somebody types: a name, what kind of thing bears it, and its page."""

import pytest

from archive.catalogue.models import AccessToken
from archive.records import ItemKind, Name, NameStatus
from tests.makers import an_element, an_item, seen_by, stored


@pytest.fixture
def element(engines):
    names = (
        Name(language="vi", text="Khắm khen", status=NameStatus.PREFERRED),
        Name(language="vi", text="Nắm tay"),
        Name(language="en", text="Hand in hand", status=NameStatus.PREFERRED),
    )
    element = an_element(id="kham-khen", slug="kham-khen", names=names)
    stored(engines, element, find=True)
    return element


def offers(client, q, prefix=""):
    answer = client.get(f"{prefix}/api/v1/complete", query_string={"q": q})
    return answer.json["completions"]


def test_an_offer_leads_to_what_it_names(client, element):
    assert offers(client, "kham k") == [
        {
            "text": "Khắm khen",
            "language": "vi",
            "type": "element",
            "id": "kham-khen",
            "kind": "dance",
            "label": "Điệu múa",
            "url": "http://localhost/elements/kham-khen",
        }
    ]


def test_another_name_comes_with_the_one_on_the_page(client, element):
    [offer] = offers(client, "nam t")

    assert (offer["text"], offer["title"]) == ("Nắm tay", "Khắm khen")


def test_an_english_reader_stays_in_english(client, element):
    [offer] = offers(client, "kham", prefix="/en")

    assert (offer["label"], offer["title"]) == ("Dance", "Hand in hand")
    assert offer["url"] == "http://localhost/en/elements/kham-khen"


def test_of_what_may_only_be_known_no_more_than_the_title_is_told(client, engines):
    hidden = an_item("Xòe kín", kind=ItemKind.VIDEO, access=seen_by("staff", know="public"))
    stored(engines, hidden, find=True)

    [offer] = offers(client, "xoe")

    assert (offer["text"], offer["label"], offer["kind"]) == ("Xòe kín", "Tư liệu", "")


def test_what_sql_hides_is_not_offered_whatever_the_index_says(client, engines, element):
    with engines.db.writing() as session:
        session.query(AccessToken).filter_by(owner_id=element.id).delete()

    assert offers(client, "kham") == []
