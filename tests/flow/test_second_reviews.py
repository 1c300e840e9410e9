"""A decision in force is drawn, looked at blind by another person, compared, and settled by a third one."""

import pytest
from django.db import IntegrityError, transaction

from apps.accounts import services as accounts
from apps.accounts.selectors import system_actor
from apps.core import transactions
from apps.delivery.models import Delivery
from apps.flow import selectors as flow_seen
from apps.flow import services as flow
from apps.flow.selectors import second_reviews as seen
from apps.measures.models import DecisionFacts
from apps.notify.models import Notification
from apps.policy import rules as policy
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ReviewItem, SecondReview
from tests.seconding import drawn, draws, given, settled
from tests.world import arrive, automatic, claimed, code, decided, later, override, record_names, release


def told(actor):
    return list(Notification.objects.filter(to=actor).values_list("kind", flat=True))


def take(review, by):
    return reviews.claim(item_id=review.item_id, by=by, now=later(hours=1))


def grant(world, first_name, permission, inbox):
    with transactions.verb():
        by = system_actor(world.organisation.id)
        accounts.give(user=world.user(first_name), permission=permission, on=inbox, by=by, now=world.now)
    world.forget(world.person(first_name))


# --- drawing ---


def test_a_share_is_drawn_and_anybody_can_draw_it_again(world):
    draws(world, random=0.5)
    made = [decided(world, world.olga) for _ in range(20)]
    release(world)

    found = {one.decision_id: one for one in SecondReview.objects.all()}
    assert 0 < len(found) < len(made)
    for one in made:
        again = policy.draw(one.id.bytes, f"second-review:random:{one.policy_id}") < 0.5
        assert (one.id in found) is again
    assert {(one.why, float(one.share)) for one in found.values()} == {("random", 0.5)}


def test_a_decision_is_in_force_and_sent_whether_or_not_it_is_drawn(world):
    review = drawn(world)

    assert Delivery.objects.get(decision=review.decision).state == "PENDING"
    assert (
        flow_seen.my_decision(decision_id=review.decision_id, to=world.olga, now=later(hours=1)).fate
        == "pending"
    )
    assert record_names(review.decision.case_id)[-1] == "second_review.drawn"
    assert DecisionFacts.objects.filter(case_id=review.decision.case_id).count() == 1


def test_what_the_machine_decided_and_what_nobody_draws_is_not_looked_at(world, undrawn):
    decided(world, world.olga)
    release(world)
    draws(world)
    arrive(world, automatic())

    assert not SecondReview.objects.exists()


def test_it_waits_one_level_up_where_nobody_else_works(world):
    with transactions.verb():
        for name in ("ben", "priya"):
            accounts.take_back(
                user=world.user(name), permission="work_inbox", on=world.officers,
                by=system_actor(world.organisation.id), now=world.now,
            )  # fmt: skip

    assert drawn(world).inbox == world.supervisors


# --- blind ---


def test_the_second_person_sees_facts_and_neither_the_decision_nor_the_suggestion(world):
    review = drawn(world, override(note="Longer, I think."))

    page = flow_seen.review_page(item_id=review.item_id, to=world.ben, now=later(hours=1))
    assert page.is_walled
    assert page.facts
    assert (page.suggestion.label, page.reasons, page.decided) == ("", [], None)
    assert seen.second_review(review_id=review.id, to=world.sam).first is None
    row = next(one for one in seen.second_reviews(to=world.sam, view="waiting", after=None, limit=9).rows)
    assert (row.first, row.second) == ("", "")


def test_facts_are_those_of_the_decision_whatever_comes_later(world):
    review = drawn(world)
    before = ReviewItem.objects.get(id=review.item_id)
    from_then = before.context.id
    flow.add_facts(
        case_ref=review.decision.case.case_ref,
        facts=[{"fact": "weekly_wage", "value": 99900, "source": "employer", "as_of": "2026-11-20T13:00:00Z", "origin": "real"}],
        by=world.model,
        now=later(hours=1, minutes=30),
    )  # fmt: skip

    after = ReviewItem.objects.get(id=review.item_id)
    assert (after.context.id, after.version) == (from_then, before.version)


def test_whoever_took_part_never_gives_the_opinion(world):
    item = claimed(world, world.olga)
    flow.escalate(
        item_id=item.id, why="unsure", note="", version=1, token=item.token, by=world.olga, now=world.now
    )
    item = reviews.claim(item_id=item.id, by=world.sam, now=world.now)
    review = drawn(world, by=world.sam, item=item)
    grant(world, "olga", "work_inbox", world.supervisors)

    assert set(review.kept_from) == {world.olga.id, world.sam.id}
    assert code(take, review, world.sam) == "decided_by_you"
    assert code(take, review, world.person("olga")) == "decided_by_you"
    assert reviews.claim_next(inbox_slug="triage-supervisors", by=world.sam, now=later(hours=1)) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewItem.objects.filter(id=review.item_id).update(
            state="CLAIMED", holder=world.sam, held_until=later(hours=9)
        )


def test_the_decider_is_asked_nothing_on_their_case_and_sees_what_they_decided(world):
    review = drawn(world, override())

    row = flow_seen.my_decision(decision_id=review.decision_id, to=world.olga, now=later(hours=1))
    assert (row.outcome_label, row.is_walled, row.second_id) == ("Standard lost-time", False, None)


@pytest.mark.parametrize("act", ["escalate", "ask", "take_over", "decide", "first_view"])
def test_nothing_else_is_done_with_a_second_opinion(world, act):
    review = drawn(world)
    held = take(review, world.ben)
    guard = {
        "item_id": held.id,
        "version": held.version,
        "token": held.token,
        "by": world.ben,
        "now": later(hours=1),
    }
    without = {key: value for key, value in guard.items() if key != "token"} | {"by": world.sam}
    view = reviews.View(outcome="standard")
    verbs = {
        "escalate": lambda: flow.escalate(why="unsure", note="", **guard),
        "ask": lambda: reviews.ask(fact="weekly_wage", **guard),
        "take_over": lambda: flow.take_over(why="urgent", note="", **without),
        "decide": lambda: flow.decide(answer=override(), **guard),
        "first_view": lambda: reviews.give_first_view(view=view, **guard),
    }
    assert code(verbs[act]) == ("first_view_missing" if act == "decide" else "only_an_opinion")
    assert flow.escalate_overdue(now=later(days=30)) == 0
    assert not Escalation.objects.exists()


# --- comparing and settling ---


def test_who_comes_to_the_same_ends_it_and_the_decider_reads_so(world):
    review = given(world, drawn(world), world.ben, "fast_track")

    assert (review.result, review.reviewer) == ("AGREES", world.ben)
    assert ReviewItem.objects.get(id=review.item_id).state == "DECIDED"
    row = flow_seen.my_decision(decision_id=review.decision_id, to=world.olga, now=later(hours=2))
    assert (row.second_id, row.second_holds) == (review.id, "")
    assert code(settled, review, world.sam) == "nothing_to_settle"
    assert "second_review_differs" not in told(world.sam)
    assert DecisionFacts.objects.filter(case_id=review.decision.case_id).count() == 1


def test_where_they_differ_a_third_person_settles_it_and_the_decision_is_reversed(world):
    review = given(world, drawn(world), world.ben, "standard", "A stay is recorded.")
    assert (review.result, told(world.sam)) == ("DIFFERS", ["second_review_differs"])
    page = seen.second_review(review_id=review.id, to=world.sam)
    assert [page.first.outcome, page.second.outcome, page.second.words] == [
        "Fast track", "Standard lost-time", "A stay is recorded.",
    ]  # fmt: skip

    settled(review, world.sam, "standard", reverse=True)

    reversal = Decision.objects.get(reverses=review.decision)
    assert (reversal.by, reversal.outcome_code.code) == (world.sam, "standard")
    assert Delivery.objects.filter(case_id=reversal.case_id).count() == 2
    assert DecisionFacts.objects.get(kind="REVERSED").replaces == review.decision_id
    review.refresh_from_db()
    assert (review.holds, review.differ_why, review.reversal) == ("SECOND", "overlooked", reversal)
    row = flow_seen.my_decision(decision_id=review.decision_id, to=world.olga, now=later(hours=3))
    assert (row.fate, row.second_holds) == ("reversed", "SECOND")
    assert seen.second_review(review_id=review.id, to=world.olga).words == "The stay counts."
    assert "second_review_settled" in told(world.olga)
    assert "second_review_settled" in told(world.ben)
    assert {"second_review.given", "second_review.settled", "decision.reversed"} <= set(
        record_names(reversal.case_id)
    )


@pytest.mark.parametrize(("outcome", "holds"), [("fast_track", "FIRST"), ("case_managed", "NEITHER")])
def test_settled_without_a_change_the_decision_stands(world, outcome, holds):
    review = given(world, drawn(world), world.ben)

    settled(review, world.sam, outcome)

    review.refresh_from_db()
    assert (review.holds, Decision.objects.filter(reverses=review.decision).exists()) == (holds, False)
    assert code(settled, review, world.sam) == "nothing_to_settle"


def test_a_second_person_who_cannot_say_leaves_it_to_the_third(world):
    review = given(world, drawn(world), world.ben, reviews.CANNOT_SAY)

    assert review.result == "CANNOT_SAY"
    settled(review, world.sam, "fast_track", why="not_enough")
    review.refresh_from_db()
    assert review.holds == "FIRST"


def test_only_a_third_person_who_supervises_settles(world):
    review = given(world, drawn(world), world.ben)
    grant(world, "ben", "supervise_inbox", world.officers)
    grant(world, "olga", "supervise_inbox", world.officers)

    assert code(settled, review, world.person("ben")) == "took_part"
    assert code(settled, review, world.person("olga")) == "took_part"
    assert code(settled, review, world.priya) == "not_found"
    for who in (world.ben, world.olga):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondReview.objects.filter(id=review.id).update(
                settled_by=who, settled_at=later(hours=2), holds="FIRST", differ_why="slip"
            )


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"why": ""}, "differ_why"),
        ({"words": " "}, "words_missing"),
        ({"outcome": "nothing"}, "unknown_outcome"),
        ({"outcome": "fast_track", "reverse": True}, "same_outcome"),
        ({"version": 1}, "second_review_stale"),
    ],
)
def test_what_is_wrong_with_settling_is_said_and_nothing_changes(world, changes, refused):
    review = given(world, drawn(world), world.ben)

    assert code(settled, review, world.sam, **changes) == refused
    assert not Decision.objects.filter(reverses=review.decision).exists()
    assert SecondReview.objects.get(id=review.id).settled_at is None


def test_the_database_lets_nobody_name_another_decider(world):
    review = drawn(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReview.objects.filter(id=review.id).update(decided_by=world.ben, kept_from=[world.ben.id])
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReview.objects.filter(id=review.id).update(
            reviewer=world.olga, given_at=later(hours=1), result="AGREES"
        )


def test_a_decision_that_holds_no_longer_is_looked_at_no_longer(world):
    review = drawn(world)
    asked = flow.request_reversal(
        decision_id=review.decision_id, why="So.", by=world.olga, now=later(hours=1)
    )
    flow.reverse_requested(
        request_id=asked.id, outcome="standard", words="Yes.", version=1, by=world.sam, now=later(hours=1)
    )

    review.refresh_from_db()
    assert (review.result, ReviewItem.objects.get(id=review.item_id).state) == ("DROPPED", "WITHDRAWN")
    assert code(take, review, world.ben) == "already_closed"


# --- figures ---


def test_agreement_counts_what_chance_drew_and_names_nobody(world):
    review = given(world, drawn(world), world.ben)
    settled(review, world.sam)
    other = given(world, drawn(world), world.priya, "fast_track")
    SecondReview.objects.filter(id=other.id).update(why="too_fast")

    (found,) = seen.agreements(to=world.sam)
    assert (found.share.n, found.share.value, found.kappa) == (1, 0, None)
    assert (found.reasons, found.n_second) == ((("overlooked", 1),), 1)
    assert seen.agreements(to=world.olga) == []
