"""Follow-ups and doing it later, on their pages."""

from django.urls import reverse

from apps.reviews.models import FollowUp, ReviewItem
from apps.reviews.rules import Answer
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_review import post

LATER = {"act": "later", "later": "in_3_days", "later_why": "document", "note": "After the doctor's report."}


def test_a_follow_up_is_listed_and_a_refusal_keeps_what_was_typed(visit, world):
    promised = {"action": "Call the clinic", "follow_up_on": "2026-11-21"}
    worlds.decided(world, world.olga, Answer("fast_track", "it_follow_up", promised), outcome="standard")
    worlds.release(world)
    one = FollowUp.objects.get(kind="PROMISE")
    client, url = visit("olga"), reverse("console:follow_up_close", args=[one.id])

    assert "Call the clinic" in text_of(client.get("/follow-ups/?view=coming"))
    assert "Second look" in text_of(client.get("/follow-ups/?view=coming"))
    assert client.get("/follow-ups/?view=coming").content.decode().count('value="yes"') == 1  # looks: not yet
    form = {"version": "1", "kept": "no", "note": "Twice on the phone.", "idempotency_key": "one"}
    refused = client.post(f"{url}?view=coming", form)
    assert refused.status_code == 422
    assert "Say why it was not kept" in text_of(refused)
    assert "Twice on the phone." in refused.content.decode()
    assert client.post(url, form | {"why": "not_needed", "idempotency_key": "two"}).status_code == 303
    assert "It is not needed any more" in text_of(client.get("/follow-ups/?view=done"))
    assert client.get("/follow-ups/?view=none").status_code == 404


def test_a_case_is_laid_aside_from_its_page_and_brought_back(visit, world, held):
    client, page = visit("olga"), reverse("console:review", args=[held.id])

    refused = post(client, held, **(LATER | {"later_why": ""}))
    assert refused.status_code == 422
    assert "After the doctor&#x27;s report." in refused.content.decode()
    assert post(client, held, **LATER).status_code == 303

    item = ReviewItem.objects.get(id=held.id)
    assert item.state == "WAITING"
    shown = client.get(page)
    assert "This case is laid aside until" in text_of(shown)
    form = {"do": "wake", "version": item.version, "token": item.token, "item": str(item.id)}
    assert client.post(reverse("console:hold", args=[held.id]), form).status_code == 303
    assert ReviewItem.objects.get(id=held.id).state == "OPEN"
    assert "After the doctor's report." in text_of(client.get(page))


def test_a_case_is_given_back_with_a_reason(visit, world, held):
    assert post(visit("olga"), held, act="later", later="back", later_why="mix").status_code == 303
    assert ReviewItem.objects.get(id=held.id).state == "OPEN"
