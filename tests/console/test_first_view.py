"""The page of a case that asks for one's own view first: facts, the view, then the suggestion, then the decision."""

import pytest
from django.urls import reverse

from apps.core import clock
from apps.flow import services as flow
from apps.reviews import services as reviews
from apps.reviews.models import Decision, FirstView, Inbox, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_review import form_of
from tests.viewing import asking, viewed

RATIONALE = "No hospital stay is recorded so far."


@pytest.fixture
def held(world):
    item = worlds.claimed(world, world.olga)
    asking(item.id)
    return item


def give(client, item, **changes):
    fields = form_of(item, act=None, view="standard", view_sure="sure", view_words="Light work.") | changes
    return client.post(reverse("console:first_view", args=[item.id]), {k: v for k, v in fields.items() if v})


def page_of(client, item):
    return client.get(reverse("console:review", args=[item.id]))


def test_every_outcome_is_offered_alike_and_none_is_chosen(visit, held):
    answer = page_of(visit("olga"), held)
    words, page = text_of(answer), answer.content.decode()

    for said in ("What would you do from the facts alone?", "Fast track", "I need more before I can say"):
        assert said in words
    assert page.count('name="view"') == 4
    assert " checked" not in page.split('id="rec"')[1].split('class="keys"')[0]
    assert RATIONALE not in words
    assert "Opens after your first view." in words
    for act in ("approve", "override"):
        assert f'value="{act}"' not in page
    assert 'value="escalate"' in page
    assert "Before that you can escalate it and ask a question." in words
    assert "nothing is chosen for you" not in words, "there is nothing yet to choose from"


def test_what_is_locked_is_not_said_to_work_before_it(visit, world, held):
    Inbox.objects.filter(id=held.inbox_id).update(climbs_to=None)
    words = text_of(page_of(visit("olga"), held))

    assert "Before that you can ask a question." in words
    assert "Escalate is locked" in words


def test_no_fact_that_is_shown_before_it_is_the_models_word(visit, held):
    facts = text_of(page_of(visit("olga"), held)).split("Case facts")[1].split("AI suggestion")[0]

    assert "Expected weeks of benefit 5.6 weeks Past claims" in facts
    assert "model" not in facts.casefold()


def test_a_view_leads_to_the_suggestion_beside_it(visit, held):
    client = visit("olga")
    answer = give(client, held)
    words = text_of(page_of(client, held))

    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{held.id}/review/")
    assert "You said Standard lost-time; the AI suggests Fast track." in words
    assert "“Light work.”" in words
    assert RATIONALE in words
    given = FirstView.objects.get()
    assert (given.outcome_code.code, given.sure) == ("standard", "sure")


def test_the_run_through_an_inbox_goes_on_after_it(visit, held):
    answer = give(visit("olga"), held, run="triage-officers")

    assert answer["Location"] == f"/cases/{held.id}/review/?run=triage-officers"


def test_sent_twice_it_is_kept_once(visit, held):
    client = visit("olga")

    assert give(client, held).status_code == give(client, held).status_code == 303
    assert FirstView.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"view": ""}, 422, "Choose one of the outcomes, or say that the facts do not suffice."),
        ({"view_sure": "very"}, 422, "Say unsure, fairly or sure."),
        ({"version": "7"}, 409, "This changed after you opened it"),
        ({"version": ""}, 428, "This form was incomplete"),
    ],
)
def test_a_view_that_cannot_be_kept_comes_back_with_all_that_was_typed(visit, held, changes, status, said):
    answer = give(visit("olga"), held, **changes)

    assert answer.status_code == status
    assert said in text_of(answer)
    assert ">Light work.</textarea>" in answer.content.decode()
    assert RATIONALE not in text_of(answer)
    assert not FirstView.objects.exists()


def test_after_the_hold_ended_it_is_taken_again_and_nothing_typed_is_lost(visit, held):
    client = visit("olga")
    clock.set_offset(worlds.later(minutes=16) - clock.now() + clock._offset[0])
    answer = give(client, held)
    assert (answer.status_code, "Hold it again" in text_of(answer)) == (410, True)
    assert 'value="standard" form="decide"' in " ".join(answer.content.decode().split())

    typed = form_of(held, act=None, view="standard", view_words="Light work.") | {"do": "take"}
    client.post(reverse("console:hold", args=[held.id]), {k: v for k, v in typed.items() if v})
    again = page_of(client, held).content.decode()
    assert ">Light work.</textarea>" in again
    assert again.split('value="standard"')[1].split(">")[0].strip().endswith("checked")


def test_somebody_else_who_looks_is_asked_once_it_is_theirs(visit, held):
    words = text_of(page_of(visit("ben"), held))

    assert "It is shown once whoever decides has given their view." in words
    assert RATIONALE not in words


def test_whoever_cannot_decide_it_reads_the_suggestion(visit, held):
    words = text_of(page_of(visit("audrey"), held))

    assert RATIONALE in words
    assert "What would you do from the facts alone?" not in words


def test_what_was_typed_beside_it_is_kept(visit, held):
    client = visit("olga")
    give(client, held, act="escalate", note="Please look at this.")

    assert ">Please look at this.</textarea>" in page_of(client, held).content.decode()


def test_a_decision_without_a_view_is_refused_in_words(visit, held):
    answer = visit("olga").post(reverse("console:decision", args=[held.id]), form_of(held))

    assert answer.status_code == 409
    assert "This case asks for your own view first." in text_of(answer)
    assert not Decision.objects.exists()


def test_escalated_the_supervisor_reads_neither_suggestion_nor_note_before_their_own_view(visit, world, held):
    viewed(world, held, world.olga, words="Light work.")
    flow.escalate(
        item_id=held.id, why="over_authority", note="I would fast-track it.", version=2, token=held.token,
        by=world.olga, now=world.now,
    )  # fmt: skip
    reviews.claim(item_id=held.id, by=world.sam, now=world.now)
    client = visit("sam")
    listed, before = text_of(client.get("/escalations/")), text_of(client.get(f"/escalations/{held.id}/"))
    for hidden in ("I would fast-track it.", RATIONALE, "above their authority", "Light work."):
        assert hidden not in before
    assert "After your first view" in listed

    give(client, ReviewItem.objects.get(id=held.id))
    assert "I would fast-track it." in text_of(client.get(f"/escalations/{held.id}/"))


def test_insights_say_how_often_they_agreed_before_and_after(visit, world):
    for _ in range(30):
        item = worlds.claimed(world, world.olga)
        asking(item.id)
        viewed(world, item, world.olga)
        worlds.decided(world, world.olga, item=item)
    worlds.release(world)
    flow.compute_measures(now=worlds.later(minutes=1))
    words = text_of(visit("ana").get("/insights/?weeks=all"))

    assert "Agreement before and after advice" in words
    assert "Before they saw the suggestion, officers had it too in 0 of 100 cases" in words
    assert "What they decided afterwards was the suggestion in 100 of 100 cases" in words
    assert "Olga" not in words.split("Agreement before and after advice")[1].split("Stated confidence")[0]
