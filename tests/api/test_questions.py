"""Questions over the API: asked, listed, answered and withdrawn, with the refusals of the pages."""

import pytest

from apps.reviews.models import Question
from tests import world as worlds
from tests.api.speaking import error

SAID = "Was the worker seen twice?"


@pytest.fixture
def asked(olga, waiting):
    """Olga holds an item and asks about it."""

    def ask(**said):
        item_id = waiting()
        held = olga.post(f"items/{item_id}/claim/", version=1).json()
        return olga.post(
            f"items/{item_id}/ask/",
            {"text": SAID, "shown": ["weekly_wage"], "token": held["token"]} | said,
            version=held["version"],
        )

    return ask


def test_a_person_is_asked_by_their_address_and_answers(olga, sam, asked):
    made = asked(person="sam@bluegrass.example")
    assert made.status_code == 201

    (row,) = sam.get("questions/").json()["questions"]
    one = sam.get(f"questions/{row['id']}/")
    assert (row["text"], row["state"], row["may_answer"], one["ETag"]) == (SAID, "open", True, '"1"')
    assert [fact["fact"] for fact in one.json()["facts"]] == ["weekly_wage"]
    path = f"questions/{row['id']}/answer/"
    assert error(olga.post(path, {"text": "No."}, version=1))[:2] == (403, "not_asked")
    assert error(sam.post(path, {"text": "Yes."}, version=2))[0] == 412
    answer = sam.post(path, {"text": "Yes."}, version=1, key="once")
    assert (answer.status_code, answer.json()["result"]) == (200, "ANSWERED")
    assert sam.post(path, {"text": "Yes."}, version=1, key="once").json() == answer.json()
    assert error(sam.post(path, {"text": "Again."}, version=2))[:2] == (409, "question_over")
    (told,) = olga.get("questions/", view="answered").json()["questions"]
    assert told["answer"] == "Yes."


def test_what_cannot_be_asked_names_the_field_and_who_asked_withdraws(olga, asked):
    assert error(asked())[:3] == (422, "nobody_to_ask", "ask_to")
    assert error(asked(person="nobody@bluegrass.example"))[1] == "nobody_to_ask"
    assert error(asked(business_system=True, fact="age"))[:2] == (422, "nothing_to_ask")
    made = asked(team="triage-officers").json()

    assert olga.get("questions/", view="asked").json()["counts"]["asked"] == 1
    gone = olga.post(f"questions/{made['id']}/withdraw/", {}, version=made["version"])
    assert (gone.status_code, Question.objects.get().result) == (200, "WITHDRAWN")
    assert worlds.record_names(Question.objects.get().item.case_id)[-1] == "item.ask_withdrawn"
