"""A view before advice: kept once, decides nothing, and without it nobody decides a case that asks for it."""

import pytest

from apps.audit.models import Entry
from apps.core import refusals
from apps.flow import services as flow
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import FirstView
from apps.reviews.rules import Answer
from apps.reviews.services import CANNOT_SAY, View
from apps.reviews.services.viewing import UnknownView, ViewGiven, ViewNotAsked
from tests.viewing import asked_of, views
from tests.world import arrive, attempt, claimed, decided, later, noon, record_names

STANDARD = View(outcome="standard", sure="fairly", words="Light work is on offer.")
APPROVE = Answer(outcome="fast_track")


def give(world, item, view=STANDARD, by=None, **changes):
    fields = {"version": item.version, "token": item.token, "now": later(minutes=1)} | changes
    return attempt(reviews.give_first_view, item_id=item.id, view=view, by=by or world.olga, **fields)


@pytest.fixture
def held(world):
    views(world)
    return claimed(world, world.olga)


def test_a_view_is_kept_with_what_lay_before_its_giver(world, held):
    row = give(world, held)

    kept = FirstView.objects.get()
    assert row == kept
    assert (kept.item_id, kept.by, kept.outcome_code.code, kept.sure) == (
        held.id,
        world.olga,
        "standard",
        "fairly",
    )
    assert (kept.item_version, bytes(kept.snapshot_digest)) == (1, bytes(held.context.digest))
    assert b"Light work" not in bytes(kept.sealed_words)


def test_it_leaves_one_entry_and_a_new_version(world, held):
    give(world, held)

    held.refresh_from_db()
    assert held.version == 2
    assert record_names(held.case_id)[-1] == "item.first_view_given"
    assert "Light work" not in bytes(Entry.objects.order_by("id").last().body).decode()


def test_one_may_say_that_the_facts_do_not_suffice(world, held):
    assert give(world, held, View(outcome=CANNOT_SAY)).outcome_code is None


@pytest.mark.parametrize(
    ("view", "refusal"),
    [
        (View(outcome=""), UnknownView),
        (View(outcome="deny"), UnknownView),
        (View(outcome="standard", sure="very"), refusals.Invalid),
        (View(outcome="standard", words="x" * 4001), refusals.Invalid),
    ],
)
def test_what_is_no_view_is_refused(world, held, view, refusal):
    assert isinstance(give(world, held, view), refusal)
    assert not FirstView.objects.exists()


def test_it_is_never_corrected(world, held):
    give(world, held)
    held.refresh_from_db()

    assert isinstance(give(world, held, View(outcome="fast_track")), ViewGiven)
    assert FirstView.objects.get().outcome_code.code == "standard"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"version": 7}, refusals.Stale),
        ({"token": 0}, refusals.Expired),
        ({"now": later(hours=1)}, refusals.Expired),
    ],
)
def test_only_whoever_holds_the_case_as_it_stands_gives_one(world, held, changes, refusal):
    assert isinstance(give(world, held, **changes), refusal)
    assert isinstance(give(world, held, by=world.ben), refusals.HeldByAnother)
    assert isinstance(give(world, held, by=world.lena), refusals.NotVisible)


def test_a_case_that_does_not_ask_takes_none(world):
    assert isinstance(give(world, claimed(world, world.olga)), ViewNotAsked)


# --- deciding ---


def test_nobody_decides_a_case_that_asks_before_their_view(world, held):
    refused = attempt(decided, world, world.olga, APPROVE, item=held)

    assert isinstance(refused, access.FirstViewMissing)
    assert record_names(held.case_id)[-1] == "item.claimed"


@pytest.mark.parametrize("outcome", ["fast_track", "standard"])
def test_after_it_one_decides_freely(world, held, outcome):
    give(world, held)
    held.refresh_from_db()
    weeks = {"expected_weeks": "9"}
    answer = APPROVE if outcome == "fast_track" else Answer(outcome, reason="it_weeks", choices=weeks)

    made = decided(world, world.olga, answer, item=held)

    assert made.outcome_code.code == outcome


def test_escalating_needs_no_view_and_whoever_decides_above_gives_their_own(world, held):
    give(world, held)
    held.refresh_from_db()
    flow.escalate(
        item_id=held.id, why="unsure", note="", version=2, token=held.token, by=world.olga, now=noon
    )
    above = reviews.claim(item_id=held.id, by=world.sam, now=noon)

    assert isinstance(attempt(decided, world, world.sam, APPROVE, item=above), access.FirstViewMissing)
    give(world, above, by=world.sam)
    above.refresh_from_db()
    assert decided(world, world.sam, APPROVE, item=above).by == world.sam


# --- who is asked, and when no longer ---


def asked(world, who):
    world.forget(who)
    return set(access.walled_items(who).values_list("id", flat=True))


def test_it_is_asked_of_everybody_to_whom_the_case_may_come(world):
    views(world)
    item_id = arrive(world).item_id

    assert asked(world, world.olga) == asked(world, world.ben) == asked(world, world.sam) == {item_id}
    assert asked(world, world.owen) == {item_id}, "the last level of every ladder is the owner"
    for who in (world.ana, world.audrey, world.adam):
        assert asked(world, who) == set()


def test_a_view_opens_the_case_to_its_giver_alone(world, held):
    give(world, held)

    assert asked(world, world.olga) == set()
    assert asked(world, world.ben) == {held.id}


def test_a_lease_that_ends_does_not_ask_the_same_person_again(world, held):
    give(world, held)
    reviews.release_expired_claims(now=later(hours=1))
    again = reviews.claim(item_id=held.id, by=world.olga, now=later(hours=1))

    assert asked(world, world.olga) == set()
    assert decided(world, world.olga, APPROVE, item=again, now=later(hours=1))


def test_another_who_takes_it_over_is_asked(world, held):
    give(world, held)
    reviews.release_expired_claims(now=later(hours=1))
    theirs = reviews.claim(item_id=held.id, by=world.ben, now=later(hours=1))

    refused = attempt(decided, world, world.ben, APPROVE, item=theirs, now=later(hours=1))
    assert isinstance(refused, access.FirstViewMissing)


def test_a_newer_suggestion_that_asks_is_hidden_from_who_saw_the_older(world, held):
    give(world, held)
    same = {"ref": held.case.subject.subject_ref, "name": ""}
    newer = arrive(world, case={"ref": held.case.case_ref, "kind": "REAL"}, subject=same)

    assert asked(world, world.olga) == {newer.item_id}


def test_undoing_asks_for_no_second_view(world, held):
    give(world, held)
    held.refresh_from_db()
    made = decided(world, world.olga, APPROVE, item=held)
    back = flow.undo(decision_id=made.id, by=world.olga, now=noon)

    assert asked(world, world.olga) == set()
    assert asked(world, world.ben) == {back.id}


def test_facts_that_change_ask_nobody_anew_and_let_nobody_off(world, held):
    flow.add_facts(
        case_ref=held.case.case_ref,
        facts=[asked_of("weekly_wage", 31000)],
        by=world.model,
        now=later(minutes=1),
    )
    held.refresh_from_db()
    assert asked(world, world.olga) == {held.id}

    give(world, held, now=later(minutes=2))
    flow.add_facts(
        case_ref=held.case.case_ref,
        facts=[asked_of("hospital_stay", True, "hospital")],
        by=world.model,
        now=later(minutes=3),
    )
    assert asked(world, world.olga) == set()
