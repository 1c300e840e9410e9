import html
import re

import pytest
from django.urls import reverse

from apps.core import clock
from apps.core.models import IdempotentRequest
from apps.flow import services as flow
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of

OVERRIDE = {
    "act": "override", "outcome": "standard", "reason": "it_weeks", "in.it_weeks.expected_weeks": "9",
    "sure": "fairly", "note": "Longer, I think.",
}  # fmt: skip
KEPT = "Longer, I think."


def form_of(item, **changes):
    fields = {
        "version": item.version,
        "token": item.token,
        "idempotency_key": f"key-{item.id}",
        "act": "approve",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def post(client, item, **changes):
    return client.post(reverse("console:decision", args=[item.id]), form_of(item, **changes))


def hidden(page, name):
    return re.search(rf'name="{name}"\s+value="([^"]*)"', page).group(1)


def test_looking_shows_facts_advice_and_nothing_chosen(visit, held):
    answer = visit("olga").get(f"/cases/{held.id}/review/")
    page, words = answer.content.decode(), text_of(answer)
    assert answer.status_code == 200
    assert "checked" not in re.sub(
        r"role=\"[a-z]*checked\"", "", page.split('id="decide"')[1].split("</form>")[0]
    )
    assert page.index('id="h-facts"') < page.index('id="h-ai"') < page.index('id="h-dec"')
    assert "Hospital stay" in words
    assert "No hospital stay is recorded so far." in words
    assert "You can undo for 10 s." in words
    assert "autofocus" not in page


def test_what_a_statement_gets_wrong_is_said_beside_it(visit, world):
    received = worlds.arrive(world, rationale=[
        {"text": "A hospital stay is recorded.", "cites": ["hospital_stay"]},
        {"text": "The wage is <b>298</b> dollars.", "cites": ["age"]},
        {"text": "It looks minor."},
    ])  # fmt: skip
    answer = visit("olga").get(f"/cases/{received.item_id}/review/")
    words = text_of(answer)

    assert "contradicted by the facts" in words
    assert "contradicted by the facts What it cites says otherwise." in words
    assert "“298” does not stand in what it cites. It stands in another fact: Average weekly wage." in words
    assert "no evidence given" in words
    assert "<b>298" not in answer.content.decode()


def test_looking_claims_nothing(visit, world):
    received = worlds.arrive(world)
    words = text_of(visit("olga").get(f"/cases/{received.item_id}/review/"))
    assert "Nobody holds this case." in words
    assert ReviewItem.objects.get(id=received.item_id).state == "OPEN"


def test_the_review_page_asks_the_database_seldom(visit, held, django_assert_max_num_queries):
    client = visit("olga")
    with django_assert_max_num_queries(13):
        client.get(f"/cases/{held.id}/review/")


def test_start_reviewing_takes_the_next_case_and_opens_it(visit, world):
    received = worlds.arrive(world)
    client = visit("olga")
    answer = client.post("/inboxes/triage-officers/next/", {"idempotency_key": "one"})
    assert answer.headers["Location"] == f"/cases/{received.item_id}/review/?run=triage-officers"
    worlds.arrive(world)
    again = client.post("/inboxes/triage-officers/next/", {"idempotency_key": "one"})
    assert again.headers["Location"] == answer.headers["Location"], "the same click takes one case, not two"


def test_start_reviewing_with_nothing_left_says_so(visit):
    answer = visit("olga").post("/inboxes/triage-officers/next/", {"idempotency_key": "one"}, follow=True)
    assert "No open case is left here" in text_of(answer)


def test_a_form_without_its_key_is_refused(visit):
    answer = visit("olga").post("/inboxes/triage-officers/next/")
    assert answer.status_code == 428


def test_approving_records_what_was_suggested(visit, held):
    answer = post(visit("olga"), held)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inboxes/triage-officers/")
    decision = Decision.objects.get(item_id=held.id)
    assert (decision.kind, decision.outcome_code.code) == ("APPROVED", "fast_track")


def test_overriding_records_reason_input_and_sureness(visit, held):
    client = visit("olga")
    assert post(client, held, **OVERRIDE).status_code == 303
    decision = Decision.objects.get(item_id=held.id)
    assert (decision.kind, decision.outcome_code.code, decision.sure) == ("OVERRIDDEN", "standard", "fairly")
    assert decision.reasons.get().reason.code == "it_weeks"
    words = text_of(client.get("/inboxes/triage-officers/"))
    assert f"Recorded: Standard lost-time on {held.case.case_ref}." in words
    assert "Undo" in words


def test_the_same_form_twice_is_one_decision(visit, held):
    client = visit("olga")
    first, second = post(client, held), post(client, held)
    assert first.status_code == second.status_code == 303
    assert Decision.objects.filter(item_id=held.id).count() == 1
    assert IdempotentRequest.objects.filter(route="console.decision").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"act": None}, "Choose what you decide."),
        ({"act": "dance"}, "Choose what you decide."),
        (OVERRIDE | {"outcome": ""}, "Choose the outcome"),
        (OVERRIDE | {"outcome": "deny"}, "Choose one of the outcomes"),
        (OVERRIDE | {"reason": ""}, "Choose the main reason"),
        (OVERRIDE | {"reason": "it_follow_up"}, "does not fit the direction"),
        (OVERRIDE | {"in.it_weeks.expected_weeks": ""}, "please fill this in"),
        (OVERRIDE | {"in.it_weeks.expected_weeks": "999"}, "between 0 and 182"),
        ({"act": "escalate"}, "Say why it climbs"),
        ({"act": "escalate", "why": "other"}, "Write one sentence"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_nothing_is_lost(visit, held, changes, sentence):
    answer = post(visit("olga"), held, **({"note": KEPT} if "why" not in changes else {}) | changes)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page.split('class="err"', 1)[1].split("</p>", 1)[0]
    if "why" not in changes:
        assert KEPT in page
    assert not Decision.objects.filter(item_id=held.id).exists()


def test_a_blocked_approval_says_what_is_missing(visit, world):
    item = worlds.claimed(world, world.olga, facts_changed={"state": None})
    client = visit("olga")
    assert "Approve is locked" in text_of(client.get(f"/cases/{item.id}/review/"))
    answer = post(client, item)
    assert answer.status_code == 422
    assert "A required fact is missing" in text_of(answer)


def test_over_authority_is_refused_with_the_limit_and_the_text_kept(visit, world):
    world.system.authority_limits.exclude(role="officer").delete()
    item = worlds.claimed(world, world.olga, minor=250000)
    answer = post(visit("olga"), item, note=KEPT)
    assert answer.status_code == 403
    assert all(said in html.unescape(answer.content.decode()) for said in (KEPT, "Escalate it"))


def test_a_stale_version_keeps_the_text_and_must_be_looked_at_again(visit, held):
    answer = post(visit("olga"), held, **OVERRIDE | {"version": held.version + 1})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert KEPT in page
    assert 'value="record"' not in page
    assert "Use the new facts" in page


def test_an_ended_hold_keeps_the_text_and_can_be_taken_again(visit, held):
    client = visit("olga")
    clock.set_offset(worlds.later(minutes=16) - (clock.now() - clock._offset[0]))
    answer = post(client, held, **OVERRIDE)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 410
    assert KEPT in page
    again = client.post(f"/cases/{held.id}/hold/", form_of(held, do="take", **OVERRIDE), follow=True)
    page = html.unescape(again.content.decode())
    assert KEPT in page
    assert re.search(r'value="override"[^>]*checked', page)
    fresh = ReviewItem.objects.get(id=held.id)
    assert int(hidden(page, "token")) == fresh.token == held.token + 1


def test_someone_else_s_case_can_be_read_and_not_decided(visit, world, held):
    client = visit("ben")
    words = text_of(client.get(f"/cases/{held.id}/review/"))
    assert "Olga Marsh holds this case until" in words
    answer = post(client, held)
    assert answer.status_code == 423
    assert client.post(f"/cases/{held.id}/hold/", {"do": "take"}).status_code == 423


@pytest.mark.parametrize("missing", ["version", "token", "idempotency_key"])
def test_a_form_that_does_not_say_what_it_saw_is_refused(visit, held, missing):
    answer = post(visit("olga"), held, **{missing: None, "note": KEPT})
    assert answer.status_code == 428
    assert KEPT in html.unescape(answer.content.decode())


def test_a_decided_case_cannot_be_decided_again(visit, world, held):
    client = visit("olga")
    post(client, held)
    answer = post(client, held, idempotency_key="another")
    assert answer.status_code == 409
    assert "This case is decided." in text_of(client.get(f"/cases/{held.id}/review/"))


def test_giving_back_keeps_the_draft(visit, held):
    client = visit("olga")
    answer = client.post(f"/cases/{held.id}/hold/", form_of(held, do="release", note=KEPT), follow=True)
    assert "back in its inbox" in text_of(answer)
    assert ReviewItem.objects.get(id=held.id).state == "OPEN"
    assert "What you typed before is kept." in text_of(client.get(f"/cases/{held.id}/review/"))
    taken = client.post(f"/cases/{held.id}/hold/", {"do": "take"}, follow=True)
    assert KEPT in html.unescape(taken.content.decode())


def test_a_heartbeat_lengthens_the_hold(visit, held):
    clock.set_offset(worlds.later(minutes=5) - (clock.now() - clock._offset[0]))
    answer = visit("olga").post(f"/cases/{held.id}/hold/", {"do": "extend", "token": held.token})
    assert answer.status_code == 204
    assert answer.headers["X-Held-For"] == "900"
    assert ReviewItem.objects.get(id=held.id).held_until > held.held_until
    assert visit("olga").post(f"/cases/{held.id}/hold/", {"do": "extend"}).status_code == 428


def test_a_draft_is_kept_on_the_server_for_its_writer_alone(visit, held):
    assert (
        visit("olga").post(f"/cases/{held.id}/draft/", {"note": KEPT, "act": "override"}).status_code == 204
    )
    assert KEPT in html.unescape(visit("olga").get(f"/cases/{held.id}/review/").content.decode())
    assert KEPT not in html.unescape(visit("ben").get(f"/cases/{held.id}/review/").content.decode())


def test_htmx_gets_the_column_alone_and_is_sent_on(visit, held):
    client = visit("olga")
    url = reverse("console:decision", args=[held.id])
    wrong = client.post(url, form_of(held, act=""), headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()
    right = client.post(url, form_of(held), headers={"HX-Request": "true"})
    assert (right.status_code, right.headers["HX-Redirect"]) == (204, "/inboxes/triage-officers/")


def test_an_escalation_reaches_the_supervisor_with_its_note_and_comes_back(visit, world, held):
    answer = post(visit("olga"), held, act="escalate", why="unsure", note=KEPT)
    assert answer.status_code == 303
    assert Escalation.objects.get(item=held).why == "unsure"
    client = visit("sam")
    assert held.case.case_ref in text_of(client.get("/escalations/"))
    page = client.get(f"/escalations/{held.id}/").content.decode()
    assert KEPT in html.unescape(page)
    assert "Olga Marsh" in page
    item = reviews.claim(item_id=held.id, by=world.sam, now=world.now)
    assert post(client, item, act="return", note="").status_code == 422
    back = post(client, item, act="return", note="Ask the doctor first.")
    assert back.headers["Location"] == "/escalations/"
    assert "Ask the doctor first." in html.unescape(
        visit("olga").get(f"/cases/{held.id}/review/").content.decode()
    )


def test_the_raiser_never_decides_what_they_escalated(visit, world, held):
    client = visit("olga")
    post(client, held, act="escalate", why="unsure")
    answer = client.get(f"/cases/{held.id}/review/")
    assert answer.status_code == 200
    assert 'value="record"' not in answer.content.decode()
    assert client.post(f"/cases/{held.id}/hold/", {"do": "take"}).status_code == 403


def test_another_organisation_sees_nothing_of_a_case(visit, held):
    client = visit("lena")
    for name in ("review", "escalation"):
        assert client.get(reverse(f"console:{name}", args=[held.id])).status_code == 404
    for name in ("decision", "hold", "draft"):
        assert client.post(reverse(f"console:{name}", args=[held.id]), form_of(held)).status_code == 404


def later_fact(world, item, *, value=True, key="hospital_stay", source="hospital", minutes=1):
    as_of = worlds.iso(worlds.later(seconds=1))
    ref = item.case.case_ref
    sent = [worlds.fact(key, value, source, as_of=as_of)]
    flow.add_facts(case_ref=ref, facts=sent, by=world.model, now=worlds.later(minutes=minutes))


def watch(client, page, item):
    query = {"version": hidden(page, "version"), "snapshot": hidden(page, "snapshot")}
    return client.get(reverse("console:changes", args=[item.id]), query)


class TestFactsChange:
    """Facts change under the eyes of whoever decides; not a word typed is lost (promise P3)."""

    def test_an_open_page_learns_what_changed_when_and_from_whom(self, visit, world, held):
        client = visit("olga")
        page = client.get(f"/cases/{held.id}/review/").content.decode()
        assert watch(client, page, held).status_code == 204

        later_fact(world, held)

        answer = watch(client, page, held)
        words = text_of(answer)
        assert "Hospital stay known so far changed at" in words
        assert "sent by triage-model" in words
        assert "No → Yes (Hospital)" in words
        assert "Use the new facts" in words
        assert "<form" not in answer.content.decode(), "the form is left alone"

    def test_the_form_of_before_is_refused_with_what_changed_and_keeps_every_word(self, visit, world, held):
        client = visit("olga")
        page = client.get(f"/cases/{held.id}/review/").content.decode()
        later_fact(world, held)

        answer = post(client, held, **OVERRIDE, snapshot=hidden(page, "snapshot"))

        words, refused = text_of(answer), html.unescape(answer.content.decode())
        assert answer.status_code == 409
        assert "changed at" in words
        assert "No → Yes" in words
        assert KEPT in refused
        assert 'value="record"' not in refused, "recording takes an explicit step"
        assert "Use the new facts" in words

    def test_using_the_newer_version_shows_its_facts_with_what_was_typed(self, visit, world, held):
        client = visit("olga")
        later_fact(world, held)
        fields = form_of(held, **OVERRIDE, do="take")

        answer = client.post(reverse("console:hold", args=[held.id]), fields, follow=True)

        words, page = text_of(answer), html.unescape(answer.content.decode())
        assert hidden(page, "version") == "2"
        assert KEPT in page
        assert "The suggestion is older than 1 fact." in words
        assert "Approve is locked: Hospital stay known so far changed after the suggestion was made." in words
        recorded = post(client, ReviewItem.objects.get(id=held.id), **OVERRIDE)
        assert recorded.status_code == 303

    def test_a_fact_that_decides_nothing_leaves_approving_open(self, visit, world, held):
        later_fact(world, held, key="weekly_wage", value=31000, source="employer")
        words = text_of(visit("olga").get(f"/cases/{held.id}/review/"))
        assert "The suggestion is older than 1 fact." in words
        assert "None of what changed decides where the case goes." in words
        assert "Approve is locked" not in words

    def test_whoever_lost_the_case_by_it_is_led_on(self, visit, world):
        item = worlds.claimed(world, world.olga, facts_changed={"injury_nature": "04", "report_lag_days": 20})
        client = visit("olga")
        page = client.get(f"/cases/{item.id}/review/").content.decode()
        client.post(reverse("console:draft", args=[item.id]), form_of(item, **OVERRIDE))
        later_fact(world, item)

        words = text_of(watch(client, page, item))
        assert "policy sends this case to Injury triage, supervisors" in words
        assert "what you typed is kept" in words
        assert KEPT in html.unescape(client.get(f"/cases/{item.id}/review/").content.decode())

    def test_the_record_says_what_came_and_what_it_did(self, visit, world, held):
        later_fact(world, held)
        words = text_of(visit("olga").get(f"/cases/{held.case.case_ref}/"))
        assert "triage-model sent later facts: Hospital stay known so far" in words
        assert "Policy was asked again: the case stays where it is." in words

    def test_the_record_says_that_facts_came_after_the_decision(self, visit, world):
        made = worlds.decided(world, world.olga, worlds.APPROVE)
        later_fact(world, made)
        client = visit("olga")
        words = text_of(client.get(f"/cases/{made.case.case_ref}/"))
        assert "They arrived after the decision, which stands." in words
        assert "Facts came after your decision on this case." in text_of(client.get("/notifications/"))


class TestNewerSuggestion:
    def test_the_old_page_leads_on_and_what_is_sent_from_it_is_kept(self, visit, world, held):
        client = visit("olga")
        page = client.get(f"/cases/{held.id}/review/").content.decode()
        case = held.case
        body = worlds.recommendation(
            case={"ref": case.case_ref, "kind": "REAL"}, subject={"ref": case.subject.subject_ref, "name": ""}
        )
        newer = worlds.arrive(world, body)

        assert "A newer suggestion replaced this one." in text_of(watch(client, page, held))
        refused = post(client, held, **OVERRIDE)
        assert refused.status_code == 409
        assert "Go on with the newer one" in text_of(refused)
        shown = html.unescape(client.get(f"/cases/{newer.item_id}/review/").content.decode())
        assert KEPT in shown
