"""One real claim from a large override to what holds in the end: everybody is told the same story, from the record."""

import datetime as dt

import pytest

from apps.core import clock
from apps.delivery.models import Delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import explaining
from apps.flow.services import appealing, approving
from apps.intake import rules as intake
from apps.reviews import services as reviews
from apps.reviews.models import Approval, Decision, ReviewItem
from apps.reviews.rules import Answer
from demo import recommend
from tests.demo.conftest import NOW
from tests.world import claimed, record_names

AT_MOST, SURELY = 300_000, 150_000  # an officer's limit for any outcome, and the lower one for the fast track
NOTE, WHY = "The doctor called: light work from Monday.", "Two surgeons disagree, so a nurse follows it."
CONTESTS, ANSWER = "I am back at work already.", "You work again, so no nurse is needed."


@pytest.fixture
def real(cases):
    """A real claim that the model would not fast-track, dearer than an officer may fast-track alone."""
    return next(
        one for one in cases
        if one.suggestion.lane == "standard" and SURELY < one.stake_minor <= AT_MOST
    )  # fmt: skip


@pytest.fixture
def held(world, real):
    """Olga's override of it, which waits for a second person."""
    clock.set_offset(NOW - clock.now())
    world.now = now = max(NOW, real.story.arrived_at)
    line = intake.parse_recommendation(recommend.payload(real), now)
    (received,) = flow.receive(lines=[line], by=world.model, now=now)
    item = claimed(world, world.olga, received=received, now=now)
    answer = Answer(
        outcome="fast_track", reason="it_new", choices={"from_whom": "doctor", "contact_on": now.date().isoformat()},
        note=NOTE, sure="sure",
    )  # fmt: skip
    made = {"item_id": item.id, "answer": answer, "version": item.version, "token": item.token}
    return Approval.objects.get(decision=flow.decide(**made, by=world.olga, now=now))


def amended(world, held, now):
    """Nobody answers in time on the supervisors' level; the owner decides otherwise than both."""
    assert approving.climb_overdue(now=now) == 1
    item = ReviewItem.objects.get(id=held.item_id)
    answer = Answer(
        outcome="case_managed", reason="it_weeks", choices={"expected_weeks": "14"}, note=WHY, sure="sure"
    )
    asked = {"approval_id": held.id, "answer": answer, "version": item.version}
    approving.amend(**asked, by=world.owen, now=now)
    return Decision.objects.get(release__isnull=False)


def contested(world, decision, real, now):
    """The person contests it behind the link of their letter; Ruth, who had no part in it, lets another hold."""
    letter = appealing.issue_explanation(decision_id=decision.id, language="en", by=world.sam, now=now)
    appeal = appealing.contest_by_link(
        token=letter.token, case_ref=real.story.ref, known=real.story.injured_on.isoformat(), kind="APPEAL",
        words=CONTESTS, now=now,
    )  # fmt: skip
    ruth = world.person("ruth")
    item = reviews.claim(item_id=appeal.item_id, by=ruth, now=now)
    return appealing.answer_appeal(
        appeal_id=appeal.id, result="CHANGED", outcome="standard", words=ANSWER,
        version=item.version, token=item.token, by=ruth, now=now,
    )  # fmt: skip


def explained(decision, to):
    page = explaining.explanation(decision_id=decision.id, language="en", to=to)
    return "\n".join(part.text for part in page.parts)


def told(case_ref, to):
    """What the timeline of a case says to somebody: verb and sentence of each entry."""
    return "\n".join(
        f"{one.sentence} {one.detail}" for one in selectors.timeline(case_ref=case_ref, to=to).entries
    )


def test_officer_supervisor_and_the_persons_explanation_tell_the_same_story(world, real, held):
    assert held.inbox == world.supervisors
    assert Delivery.objects.count() == 0
    second = amended(world, held, held.due_at + dt.timedelta(minutes=1))
    appeal = contested(world, second, real, second.decided_at + dt.timedelta(days=2))
    third, end = appeal.reversal, second.decided_at + dt.timedelta(days=3)

    assert [one.outcome_code.code for one in (held.decision, second, third)] == [
        "fast_track", "case_managed", "standard",
    ]  # fmt: skip
    assert [one.decision_id for one in Delivery.objects.order_by("id")] == [second.id, third.id]
    verbs = record_names(held.decision.case_id)
    story = [
        "item.overridden", "decision.held", "decision.passed_up", "item.overridden", "decision.amended",
        "decision.released", "explanation.issued", "appeal.registered", "appeal.answered",
        "decision.released",
    ]  # fmt: skip
    assert [one for one in verbs if one in story] == story
    own = selectors.my_decision(decision_id=held.decision_id, to=world.olga, now=end)
    assert (own.fate, own.outcome_label, own.held.by) == ("amended", "Fast track", "Owen Clay")
    for somebody in (world.olga, world.sam):
        assert all(
            name in told(real.story.ref, somebody)
            for name in ("Olga Marsh", "Owen Clay", "Ruth Calloway", "Nurse case management")
        )
    said = explained(third, world.sam)
    assert "Standard lost-time" in said
    assert "Nurse case management" in said
    assert "Fast track" not in said, "what never held is no decision on the person's claim"
    assert ANSWER in said
