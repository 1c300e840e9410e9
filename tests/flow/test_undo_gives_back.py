"""Undo gives the case back to whoever decided it: theirs again, with what they chose, and for its real reasons."""

import pytest

from apps.accounts import services as accounts
from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import services as flow
from apps.reviews import services as reviews
from apps.reviews.models import Claim, Draft, ItemReason, ReviewItem
from tests.world import APPROVE, arrive, claimed, code, decided, later, noon, override, release


def undone(world, answer=APPROVE, **more):
    decision = decided(world, world.olga, answer, **more)
    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=5))
    return ReviewItem.objects.get(id=decision.item_id)


def draft(item, who):
    return reviews.draft_of(item=item, by=who, subject_id=item.case.subject_id)


def test_it_is_theirs_again_for_a_whole_lease_and_nobody_else_takes_it(world):
    item = undone(world)

    assert (item.state, item.holder, item.held_until) == ("CLAIMED", world.olga, later(minutes=15, seconds=5))
    assert code(reviews.claim, item_id=item.id, by=world.ben, now=later(seconds=6)) == "held_by_another"
    assert Claim.objects.get(item=item, token=item.token).ended_at is None


def test_nobody_takes_it_before_the_undo_either(world):
    decision = decided(world, world.olga)

    assert (
        code(reviews.claim, item_id=decision.item_id, by=world.ben, now=later(seconds=1)) == "already_closed"
    )
    assert reviews.claim_next(inbox_slug="triage-officers", by=world.ben, now=later(seconds=1)) is None


def test_all_that_was_chosen_and_typed_lies_there_as_a_draft(world):
    item = undone(world, override(note="Surgery on the 19th.", sure="unsure"))

    assert draft(item, world.olga) == {
        "act": "override", "outcome": "standard", "reason": "it_weeks", "in.it_weeks.expected_weeks": "9",
        "note": "Surgery on the 19th.", "sure": "unsure", "saved_at": later(seconds=5),
    }  # fmt: skip
    assert draft(item, world.ben) is None
    assert b"Surgery" not in bytes(Draft.objects.get().sealed)


def test_an_approval_too(world):
    assert draft(undone(world), world.olga) == {
        "act": "approve",
        "sure": "sure",
        "saved_at": later(seconds=5),
    }


def test_it_waits_for_the_reasons_for_which_it_came_and_because_it_was_undone(world):
    item = claimed(world, world.olga)
    before = list(ItemReason.objects.filter(item=item, closed_at=None).values_list("kind", "says"))
    again = undone(world, item=item, now=later(seconds=1))
    decision = decided(world, world.olga, item=again, now=later(seconds=6))
    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=7))

    rows = ItemReason.objects.filter(item=item, closed_at=None).order_by("opened_at", "id")
    assert before
    assert list(rows.values_list("kind", "says")) == [*before, ("UNDONE", "Its decision was undone")]


def test_one_entry_says_it(world):
    decision = decided(world, world.olga)
    n_before = Entry.objects.count()
    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=5))

    entry = Entry.objects.get(verb="decision.withdrawn")
    assert Entry.objects.count() == n_before + 1
    token = ReviewItem.objects.get(id=decision.item_id).token
    assert f'"token":{token}' in bytes(entry.body).decode()


def test_what_they_decide_then_is_what_counts(world):
    item = undone(world)
    second = decided(world, world.olga, override(), item=item, now=later(seconds=6))

    assert flow.release_due(now=later(minutes=1)) == 1
    assert second.release.why == "undo_time_over"
    assert not Draft.objects.exists()


def test_a_lease_from_before_the_decision_writes_nothing(world):
    old = claimed(world, world.olga)
    item = undone(world, item=old)

    refused = code(
        flow.decide, item_id=item.id, answer=APPROVE, version=item.version, token=old.token, by=world.olga,
        now=later(seconds=6),
    )  # fmt: skip
    assert refused == "claim_expired"


def test_whoever_may_no_longer_work_there_leaves_it_to_its_inbox(world):
    decision = decided(world, world.olga)
    with transactions.verb():
        changes = {"user": world.user("olga"), "on": world.officers, "by": world.adam, "now": noon}
        accounts.give(permission="look_inbox", **changes)
        accounts.take_back(permission="work_inbox", **changes)
    world.forget(world.olga)

    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=5))

    item = ReviewItem.objects.get(id=decision.item_id)
    assert (item.state, item.holder) == ("OPEN", None)
    assert reviews.claim(item_id=item.id, by=world.ben, now=later(seconds=6)).holder == world.ben


def test_a_newer_suggestion_keeps_the_words_and_the_case_goes_on_with_it(world):
    decision = decided(world, world.olga, override(note="Surgery."))
    case = decision.case
    newer = arrive(
        world,
        case={"ref": case.case_ref, "kind": "REAL"},
        subject={"ref": case.subject.subject_ref, "name": ""},
    )

    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=5))

    item = ReviewItem.objects.get(id=newer.item_id)
    assert item.state == "OPEN"
    assert draft(item, world.olga)["note"] == "Surgery."
    assert release(world) == 0


@pytest.mark.parametrize("who", ["ben", "sam"])
def test_only_whoever_decided_gets_it_back(world, who):
    decision = decided(world, world.olga)

    assert code(flow.undo, decision_id=decision.id, by=getattr(world, who), now=later(seconds=5))
    assert ReviewItem.objects.get(id=decision.item_id).state == "DECIDED"
