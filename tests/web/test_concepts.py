"""What a search names, in the API: all of it, best first, as far as the asker may know."""

from tests.makers import an_element, stored


def test_the_api_gives_every_concept_that_a_search_names(client, engines):
    circle = an_element("Xòe vòng", id="xoe-vong", slug="xoe-vong")
    scarf = an_element("Khắm khăn mơi lảu", id="xoe-moi-lau", slug="xoe-moi-lau")
    stored(engines, circle, scarf, find=True)

    answer = client.get("/api/v1/search", query_string={"q": "xòe vòng, khắm khăn mơi lảu"})

    assert [one["id"] for one in answer.json["concepts"]] == ["xoe-moi-lau", "xoe-vong"]
