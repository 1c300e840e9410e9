"""Cases chosen in a list: the form of one act, and a page that says what came of each."""

from apps.reviews.models import Escalation, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of

URL = "/inboxes/triage-officers/together/"


def picks(*item_ids):
    return [f"{one.id}:{one.version}" for one in ReviewItem.objects.filter(id__in=item_ids).order_by("id")]


def test_a_list_lets_one_choose_and_says_by_which_keys(visit, world):
    item_id = worlds.arrive(world).item_id
    page = visit("olga").get("/inboxes/triage-officers/").content.decode()

    assert f'value="{picks(item_id)[0]}"' in page
    assert 'value="snooze"' in page
    assert 'value="assign"' not in page
    assert 'value="assign"' in visit("sam").get("/inboxes/triage-officers/").content.decode()
    assert 'name="item"' not in visit("owen").get("/inboxes/triage-officers/").content.decode()
    assert 'value="approve"' not in page


def test_the_form_keeps_what_was_typed_and_the_answer_names_what_was_not_done(visit, world, held):
    free = worlds.arrive(world).item_id
    his = worlds.claimed(world, world.ben).id
    client, asked = visit("olga"), {"act": "escalate", "item": picks(free, his)}

    assert "Escalate them" in text_of(client.get(URL, asked))
    form = asked | {"note": "Look at the scan.", "idempotency_key": "one"}
    refused = client.post(URL, form)
    assert (refused.status_code, "Look at the scan." in text_of(refused)) == (422, True)

    sent = form | {"why": "unsure", "idempotency_key": "two"}
    first, again = client.post(URL, sent), client.post(URL, sent)

    assert Escalation.objects.count() == 1
    assert "1 of 2 cases are escalated." in text_of(first)
    assert "Someone else holds this case at the moment." in text_of(again)
    assert f"Held by {world.ben.name}" in text_of(first)


def test_a_supervisor_gives_cases_and_their_list_shows_for_whom(visit, world):
    item_id = worlds.arrive(world).item_id
    client, asked = visit("sam"), {"act": "assign", "item": picks(item_id)}

    page = text_of(client.get(URL, asked))
    assert world.ben.name in page
    assert client.post(URL, asked | {"idempotency_key": "one"}).status_code == 422
    done = client.post(URL, asked | {"to": str(world.ben.id), "idempotency_key": "two"})

    assert "1 of 1 case is given." in text_of(done)
    assert f"for {world.ben.name}" in text_of(visit("olga").get("/inboxes/triage-officers/"))
    assert "Given to me" in text_of(visit("ben").get("/inboxes/triage-officers/"))


def test_nothing_chosen_leads_back_and_an_unknown_act_is_not_there(visit, world):
    client = visit("olga")
    assert client.get(URL, {"act": "escalate"}).headers["Location"] == "/inboxes/triage-officers/"
    assert client.get(URL, {"act": "approve"}).status_code == 404
    assert client.get(URL, {"act": "assign"}).status_code == 403
