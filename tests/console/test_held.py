"""Held decisions on pages: who decided sees how far it got, a second person resolves it, nothing is sent before."""

import pytest
from django.test import Client

from apps.reviews.models import Approval, Decision, Release, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_review import OVERRIDE, post
from tests.viewing import asking, viewed

WORDS = "The surgery is in the letter of the 19th."


@pytest.fixture
def item(world):
    """Olga holds a case that is dearer than she may decide alone."""
    held = worlds.claimed(world, world.olga)
    ReviewItem.objects.filter(id=held.id).update(stake_minor=410_000)
    held.refresh_from_db()
    return held


@pytest.fixture
def visit(world):
    """A client of their own for each person."""

    def as_person(first_name):
        client = Client()
        client.force_login(world.user(first_name))
        return client

    return as_person


def resolve(client, item, act, **fields):
    version = ReviewItem.objects.get(id=item.id).version
    said = {
        "act": act,
        "note": WORDS,
        "version": version,
        "token": 0,
        "idempotency_key": f"{act}-{version}",
        **fields,
    }
    return client.post(f"/escalations/held/{item.id}/", said)


def test_it_is_held_told_everywhere_and_resolved_by_a_second_person(visit, world, item):
    olga, sam = visit("olga"), visit("sam")
    answer = post(olga, item, **OVERRIDE)
    assert answer.status_code == 303
    assert not Release.objects.exists()

    assert "Held, not sent" in text_of(olga.get("/decisions/?view=held"))
    assert "Waits for Injury triage, supervisors" in text_of(olga.get("/decisions/"))
    own = text_of(olga.get(f"/escalations/held/{item.id}/"))
    assert "You made this decision, so somebody else says whether it holds." in own
    assert "Take it back" in own
    assert "Olga Marsh decided Standard lost-time" in text_of(sam.get("/escalations/held/"))
    page = text_of(sam.get(f"/escalations/held/{item.id}/"))
    assert "Held, not sent" in page
    assert "The business system knows nothing of it yet." in page
    assert "Not Olga Marsh, who made the decision" in page
    for act in ("Uphold", "Amend", "Reverse", "Return"):
        assert act in page
    assert sam.get(f"/escalations/held/{item.id}/").content.count(b"checked") == 0

    assert resolve(sam, item, "").status_code == 422
    refused = resolve(sam, item, "uphold", note=" ")
    assert (refused.status_code, "Say why" in text_of(refused)) == (422, True)
    stale = resolve(sam, item, "uphold", version=1)
    assert (stale.status_code, WORDS in stale.content.decode()) == (409, True)
    assert not Release.objects.exists()

    assert (
        resolve(
            sam,
            item,
            "override",
            outcome="case_managed",
            reason="it_weeks",
            **{"in.it_weeks.expected_weeks": "9"},
        ).status_code
        == 303
    )

    assert Release.objects.get().decision.outcome_code.code == "case_managed"
    told = text_of(olga.get("/decisions/"))
    assert "Amended by a second person" in told
    assert f"“{WORDS}”" in told
    record = text_of(olga.get(f"/cases/{item.case.case_ref}/"))
    assert "The decision waits for Injury triage, supervisors" in record
    assert "Sam Whitaker decided Nurse case management instead of the held decision" in record
    assert "already" not in told
    over = resolve(sam, item, "uphold")
    assert (over.status_code, "resolved or taken back meanwhile" in text_of(over)) == (409, True)


def test_whoever_decided_takes_it_back_and_has_it_as_it_was(visit, world, item):
    olga = visit("olga")
    post(olga, item, **OVERRIDE)
    decision = Decision.objects.get()

    assert olga.post(f"/decisions/{decision.id}/undo/").status_code == 303

    assert (Approval.objects.get().result, ReviewItem.objects.get(id=item.id).state) == (
        "WITHDRAWN",
        "CLAIMED",
    )


def test_an_approver_asked_for_a_view_sees_neither_outcome_before_it(visit, world, item):
    asking(item.id)
    viewed(world, item, world.olga)
    worlds.decided(world, world.olga, worlds.override(outcome="case_managed"), item=item)
    sam, page = visit("sam"), f"/escalations/held/{item.id}/"
    for address in (page, "/escalations/held/", f"/cases/{item.id}/review/", f"/cases/{item.case.case_ref}/"):
        shown = sam.get(address).content.decode()
        assert "Longer." not in shown, address
        assert "decided Nurse case management" not in shown, address
    assert "both hidden until your first view" in text_of(sam.get(page))

    assert resolve(sam, item, "", do="view", view="standard").status_code == 303

    shown = text_of(sam.get(page))
    assert "Nurse case management" in shown
    assert "You said Standard lost-time; the AI suggests Fast track." in shown


def test_the_owner_finds_what_waits_for_them(visit, world):
    dear = worlds.claimed(world, world.sam, minor=2_000_000)
    worlds.decided(world, world.sam, worlds.override(), item=dear)
    owen = visit("owen")

    assert "/escalations/held/" in owen.get("/escalations/").content.decode()
    assert "Sam Whitaker decided" in text_of(owen.get("/escalations/held/"))
    assert resolve(owen, dear, "uphold").status_code == 303
    assert Release.objects.get().by == world.owen
