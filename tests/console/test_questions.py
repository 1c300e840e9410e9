"""Asking and answering on the pages: the form of a case, the list of questions, one of them, home and navigation."""

import re

import pytest

from apps.core import ids
from apps.flow import services as flow
from apps.reviews.models import Question, ReviewItem
from apps.reviews.services import ToPeople
from tests.world import claimed, noon

LIST = "/questions/"
SAID = "Was the worker seen twice?"


def post(client, path, **body):
    return client.post(path, {"idempotency_key": str(ids.new()), **body})


def text(client, path):
    return client.get(path).content.decode()


@pytest.fixture
def put(world, held):
    question = ToPeople(text=SAID, to=world.ana.id, shown=("weekly_wage",))
    return flow.ask_people(
        item_id=held.id, question=question, version=held.version, token=held.token, by=world.olga, now=noon
    )


def test_the_form_asks_and_a_refusal_keeps_what_was_typed(visit, world, held):
    client = visit("olga")
    said = {"act": "ask", "version": held.version, "token": held.token, "ask_text": SAID}

    refused = post(client, f"/cases/{held.id}/decision/", **said)
    assert refused.status_code == 422
    assert "Choose whom you ask" in refused.content.decode()
    assert SAID in refused.content.decode()
    business = post(client, f"/cases/{held.id}/decision/", **said, ask_to="business", ask_fact="age")
    assert "there is nothing to ask" in business.content.decode()
    whom = {"ask_to": f"person:{world.sam.id}", "show.weekly_wage": "1", "ask_until": "2026-11-21T09:00"}
    sent = post(client, f"/cases/{held.id}/decision/", **said, **whom)

    assert (sent.status_code, sent["Location"]) == (303, "/inboxes/triage-officers/")
    row = Question.objects.get()
    assert (row.to, row.shown, row.due_at.hour) == (world.sam, ["weekly_wage"], 14)
    page = text(client, f"/cases/{held.id}/review/")
    assert "Olga Marsh asked Sam Whitaker" in page
    assert "Its due time runs on." in page


def test_who_is_asked_finds_it_answers_it_and_sees_nothing_of_the_case(visit, put):
    client = visit("ana")
    assert re.search(r'href="/questions/"[^>]*>.*?Questions.*?1', text(client, "/"), re.DOTALL)
    ref = ReviewItem.objects.get(id=put.item_id).case.case_ref
    page = text(client, f"{LIST}{put.id}/")
    for seen in (SAID, "$298.00"):
        assert seen in page
    assert ref not in page + text(client, LIST)
    assert "You or your team are asked about a case." in text(client, "/notifications/")

    refused = post(client, f"{LIST}{put.id}/answer/", version=1, answer=" ")
    assert (refused.status_code, "Write your answer" in refused.content.decode()) == (422, True)
    sent = post(client, f"{LIST}{put.id}/answer/", version=1, answer="Yes, on both days.")

    assert (sent.status_code, sent["Location"]) == (303, LIST)
    assert "No question waits for you" in text(client, LIST)
    assert "Yes, on both days." in text(client, f"{LIST}{put.id}/")
    again = post(client, f"{LIST}{put.id}/answer/", version=1, answer="Also.")
    assert (again.status_code, "has ended meanwhile" in again.content.decode()) == (409, True)


def test_the_answer_stands_first_on_home_on_the_case_and_in_its_record(visit, world, put):
    flow.answer_question(question_id=put.id, text="Yes, on both days.", version=1, by=world.ana, now=noon)
    item = ReviewItem.objects.get(id=put.item_id)
    client = visit("olga")

    home = text(client, "/")
    needs = home[home.index("Needs you") :]
    assert needs.index(f"{world.ana.name} answered your question about {item.case.case_ref}") > 0
    for page in (f"/cases/{item.id}/review/", f"/cases/{item.case.case_ref}/"):
        assert "Yes, on both days." in text(client, page)


def test_questions_have_tabs_pages_and_one_verb_a_row(visit, world):
    item = claimed(world, world.olga)
    for number in range(52):
        flow.ask_people(
            item_id=item.id, question=ToPeople(text=f"Question {number}?", to=world.sam.id),
            version=number + 1, token=item.token, by=world.olga, now=noon,
        )  # fmt: skip
    client = visit("olga")
    page = text(client, f"{LIST}?view=asked")

    assert page.count("Look at it<span") == 50
    more = re.search(r'href="(/questions/\?[^"]*after=[^"]*)"', page).group(1).replace("&amp;", "&")
    assert text(client, more).count("Look at it<span") == 2
    asked = Question.objects.first()
    post(client, f"{LIST}{asked.id}/withdraw/", version=1)
    assert "Withdrawn" in text(client, f"{LIST}?view=answered")
    assert "No question is here" in text(client, f"{LIST}?view=overdue")
