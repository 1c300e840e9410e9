"""Asking for a fact on the page of a case: the button stands beside what is wrong, and the question can be taken back."""

import pytest

from apps.core import ids
from apps.reviews.models import Draft, Question
from tests import world as worlds
from tests.console.test_pages import text_of

BUTTON = 'value="contact_status"'


@pytest.fixture
def lacking(world):
    return worlds.claimed(world, world.olga, facts_changed={"contact_status": None})


def post(client, item, path, **fields):
    body = {"version": item.version, "token": item.token, "idempotency_key": str(ids.new()), **fields}
    return client.post(f"/cases/{item.id}/{path}", body, follow=True)


def test_who_holds_the_case_may_ask_for_what_is_wrong_and_for_nothing_else(visit, world, lacking):
    page = visit("olga").get(f"/cases/{lacking.id}/review/").content.decode()
    assert page.count("Ask for it") == 1
    assert BUTTON in page

    assert "Ask for it" not in visit("ben").get(f"/cases/{lacking.id}/review/").content.decode()


def test_asking_keeps_what_was_typed_and_the_case_waits_in_its_inbox(visit, lacking):
    client = visit("olga")

    shown = text_of(
        post(client, lacking, "ask/", ask="contact_status", act="override", note="Who was reached?")
    )

    assert "Asked. The case waits for the answer" in shown
    assert "A question about this case is out." in shown
    assert "Olga Marsh asked for it (Claim file); the answer is awaited until" in shown
    assert Draft.objects.filter(item=lacking).exists()
    waiting = text_of(client.get("/inboxes/triage-officers/?view=waiting"))
    assert lacking.case.case_ref in waiting
    assert "Waiting for an answer" in waiting
    assert lacking.case.case_ref not in text_of(client.get("/inboxes/triage-officers/"))


def test_the_question_is_withdrawn_by_whoever_may_decide(visit, world, lacking):
    post(visit("olga"), lacking, "ask/", ask="contact_status")
    lacking.refresh_from_db()
    ben = visit("ben")
    assert "Withdraw the question" in ben.get(f"/cases/{lacking.id}/review/").content.decode()

    shown = text_of(post(ben, lacking, "ask/withdraw/"))

    assert "The question is withdrawn, and the case is open again." in shown
    assert Question.objects.get().result == "WITHDRAWN"


def test_a_refusal_keeps_the_page_and_what_was_typed(visit, lacking):
    answer = post(visit("olga"), lacking, "ask/", ask="age", act="override", note="My words.")

    assert answer.status_code == 422
    assert "Nothing is wrong with this fact, so there is nothing to ask." in text_of(answer)
    assert "My words." in answer.content.decode()
    assert not Question.objects.exists()


def test_a_form_sent_twice_asks_once(visit, lacking):
    client, key = visit("olga"), str(ids.new())

    for _ in range(2):
        post(client, lacking, "ask/", ask="contact_status", idempotency_key=key)

    assert Question.objects.count() == 1


def test_the_record_says_who_asked_for_what(visit, world, lacking):
    post(visit("olga"), lacking, "ask/", ask="contact_status")

    record = text_of(visit("olga").get(f"/cases/{lacking.case.case_ref}/"))

    assert "Olga Marsh asked for a fact" in record
    assert "Three-point contact" in record
