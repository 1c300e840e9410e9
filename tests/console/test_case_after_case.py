"""Whoever pressed Start reviewing is led from case to case, until they leave one or none is left."""

from apps.measures.models import WorkSignal
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_review import hidden, post

RUN = "triage-officers"
INBOX = f"/inboxes/{RUN}/"


def address(item):
    return f"/cases/{item.id}/review/?run={RUN}"


def test_what_is_recorded_leads_to_the_next_case_with_undo(visit, world, held):
    second = worlds.arrive(world, minor=50000)
    client = visit("olga")
    page = client.get(address(held)).content.decode()

    answer = post(client, held, run=hidden(page, "run"))

    taken = ReviewItem.objects.get(id=second.item_id)
    assert (answer.headers["Location"], taken.holder) == (address(taken), world.olga)
    shown = client.get(answer.headers["Location"])
    assert "Recorded: Fast track" in text_of(shown)
    assert "record, then the next case opens" in text_of(shown)


def test_the_same_form_twice_takes_one_case(visit, world, held):
    worlds.arrive_all(world, [worlds.recommendation() for _ in range(2)])
    client = visit("olga")

    first, again = post(client, held, run=RUN), post(client, held, run=RUN)

    assert first.headers["Location"] == again.headers["Location"]
    assert ReviewItem.objects.filter(state="CLAIMED").count() == 1


def test_with_none_left_it_leads_back_and_says_so(visit, held):
    client = visit("olga")

    answer = post(client, held, run=RUN)

    assert answer.headers["Location"] == INBOX
    assert "No open case is left here" in text_of(client.get(INBOX))


def test_an_escalation_goes_on_too_and_a_refusal_takes_nothing(visit, world, held):
    worlds.arrive(world)
    client = visit("olga")

    refused = post(client, held, run=RUN, act="escalate")
    assert (refused.status_code, hidden(refused.content.decode(), "run")) == (422, RUN)
    assert ReviewItem.objects.filter(state="CLAIMED").count() == 1
    assert "?run=" in post(client, held, run=RUN, act="escalate", why="unsure").headers["Location"]


def test_a_case_is_skipped_with_a_reason_and_the_next_one_opens(visit, world, held):
    second = worlds.arrive(world, minor=50000)
    client, url = visit("olga"), f"/cases/{held.id}/skip/"
    form = {"version": held.version, "token": held.token, "note": "Typed.", "idempotency_key": "one"}

    refused = client.post(url, form | {"leave_why": "unsaid"})
    assert (refused.status_code, "Say why it is for later" in text_of(refused)) == (422, True)
    sent = form | {"leave_why": "mix", "idempotency_key": "two"}
    first, again = client.post(url, sent), client.post(url, sent)

    taken = ReviewItem.objects.get(id=second.item_id)
    assert first.headers["Location"] == again.headers["Location"] == address(taken)
    assert ReviewItem.objects.get(id=held.id).state == "OPEN"
    assert "Skipped." in text_of(client.get(address(taken)))
    post(client, taken, run=RUN)
    assert "Only a case is left that you skipped" in text_of(client.get(INBOX))


def test_leaving_a_case_asks_for_no_reason_and_takes_one(visit, world, held):
    url, form = f"/cases/{held.id}/hold/", {"do": "release", "token": held.token}

    assert visit("olga").post(url, form | {"leave_why": "other"}).status_code == 422
    assert visit("olga").post(url, form | {"leave_why": "unsaid"}).headers["Location"] == INBOX
    assert WorkSignal.objects.get(kind="released").code == "unsaid"


def test_an_inbox_that_is_no_longer_ones_own_ends_it_and_the_decision_stands(visit, held):
    answer = post(visit("olga"), held, run="lakeshore-claims")

    assert answer.headers["Location"] == INBOX
    assert ReviewItem.objects.get(id=held.id).state == "DECIDED"


def test_without_start_reviewing_one_comes_back_to_the_list(visit, world, held):
    worlds.arrive(world)

    assert post(visit("olga"), held).headers["Location"] == INBOX


def test_leaving_a_case_ends_it(visit, world, held):
    worlds.arrive(world)

    answer = visit("olga").post(f"/cases/{held.id}/hold/", {"do": "release", "token": held.token, "run": RUN})

    assert answer.headers["Location"] == INBOX
    assert not ReviewItem.objects.filter(state="CLAIMED").exists()
