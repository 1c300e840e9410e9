"""Questions over the API: asked, listed, answered and withdrawn, with the refusals of the pages."""

import datetime as dt

import pytest

from apps.reviews.models import Inbox, Question
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


def test_whom_one_may_ask_and_what_the_clock_does_is_read_before_one_asks(olga, lena, asked, waiting):
    item_id = waiting()
    whom = olga.get(f"items/{item_id}/whom-to-ask/").json()
    sam = next(one["id"] for one in whom["people"] if one["name"] == "Sam Whitaker")
    assert {"triage-officers", "triage-supervisors"} <= {one["slug"] for one in whom["teams"]}
    assert (whom["due_time_stands_still"], "modified_duty" in whom["facts"]) == (False, False)
    assert whom["answer_by"] <= whom["latest_answer_by"] == whom["due_at"]
    assert lena.get(f"items/{item_id}/whom-to-ask/").status_code == 404

    assert asked(person=sam).status_code == 201
    assert error(asked(person=sam, answer_by=later(whom["latest_answer_by"], days=9)))[:2] == (
        422,
        "answer_by",
    )

    Inbox.objects.update(asking_stops_clock=True)
    whom = olga.get(f"items/{item_id}/whom-to-ask/").json()
    assert (whom["due_time_stands_still"], whom["latest_answer_by"] > whom["due_at"]) == (True, True)


def test_the_facts_that_the_business_system_may_be_asked_for_are_those_of_which_something_is_wrong(
    olga, model, recommendation
):
    sent = recommendation(77)
    sent["facts"] = [one for one in sent["facts"] if one["fact"] != "modified_duty"]
    item_id = model.post("recommendations/", sent).json()["item"]
    assert "modified_duty" in olga.get(f"items/{item_id}/whom-to-ask/").json()["facts"]


def later(instant, **by):
    return (dt.datetime.fromisoformat(instant) + dt.timedelta(**by)).isoformat()
