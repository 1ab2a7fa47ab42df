"""The API speaks the language that is asked for, Vietnamese where none is."""

import pytest

from tests.makers import an_item, stored

VIETNAMESE = "Không tìm thấy"


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        pytest.param("/api/v1/items/khong", "", "vi", id="nothing said"),
        pytest.param("/api/v1/items/khong", "en-GB,en;q=0.9", "en", id="English"),
        pytest.param("/api/v1/items/khong", "fr, vi;q=0.4, en;q=0.3", "vi", id="Vietnamese first"),
        pytest.param("/api/v1/items/khong", "fr", "vi", id="neither"),
        pytest.param("/en/api/v1/items/khong", "vi", "en", id="the address wins"),
        pytest.param("/api/khong", "en", "en", id="no such route"),
    ],
)
def test_a_problem_is_told_in_the_language_asked_for(client, path, accepted, language):
    answer = client.get(path, headers={"Accept-Language": accepted} if accepted else {})

    assert answer.status_code == 404
    assert answer.headers["Content-Language"] == language
    assert answer.json["title"].startswith(VIETNAMESE) == (language == "vi")
    assert "Accept-Language" in answer.headers["Vary"]


def test_labels_follow_too_and_caches_are_told(client, engines):
    item = an_item().model_copy(update={"title": {"vi": ["Nắm tay"], "en": ["Hand in hand"]}})
    stored(engines, item, find=True)

    answer = client.get("/api/v1/search?q=hand", headers={"Accept-Language": "en"})

    assert answer.json["hits"]["hits"][0]["title"] == "Hand in hand"
    assert "Accept-Language" in answer.headers["Vary"]


def test_pages_keep_the_language_of_their_address(client):
    page = client.get("/about", headers={"Accept-Language": "en"})

    assert '<html lang="vi"' in page.text
