"""Cases by their reference over the API: found as on the page, by whoever may see them."""

from tests.api.speaking import error


def test_a_case_is_found_by_a_part_of_its_reference_with_the_item_one_works_on(
    olga, lena, model, recommendation
):
    item = model.post("recommendations/", recommendation(4812)).json()["item"]

    (row,) = olga.get("cases/", q="4812").json()["cases"]
    assert (row["ref"], row["how"], row["item"]) == ("WC-4812", "holds", item)
    assert olga.get(f"items/{row['item']}/").status_code == 200
    assert olga.get("cases/", q="WC-4821").json()["cases"][0]["how"] == "like"
    assert lena.get("cases/", q="4812").json() == {"cases": [], "more": False}


def test_too_little_or_too_much_is_refused_at_its_field(olga):
    assert error(olga.get("cases/"))[::2] == (422, "q")
    assert error(olga.get("cases/", q="W"))[::2] == (422, "q")
    assert error(olga.get("cases/", q="WC", limit=51))[::2] == (422, "limit")
