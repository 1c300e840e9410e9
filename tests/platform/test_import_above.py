"""A told past holds what people do above and beside a decision: by the same verbs, each once."""

import datetime as dt
import json

import pytest

from apps.accounts.models import Delegation, TimeAway
from apps.notify.models import Notification
from apps.reviews.models import (
    Appeal,
    Approval,
    Capacity,
    KnownAnswer,
    RotaDay,
    SecondReview,
    SkillAsked,
    SkillTerm,
)
from apps.reviews.states import ItemState
from demo import staging
from reviewhub.history import lines as history
from reviewhub.history.reading import BadLine
from tests.platform.test_import_history import (
    BEN,
    OLGA,
    SAM,
    ago,
    approval,
    arrival,
    bring_in,
    line,
    override,
    write,
)
from tests.practising import told_facts
from tests.seconding import draws

RUTH, ANA, PRIYA, OWEN = (f"{name}@bluegrass.example" for name in ("ruth", "ana", "priya", "owen"))
LOOK = {"view": {"outcome": "case_managed", "sure": "fairly"}, "seconds": 60}
KNOWN = {
    "about": "A stay", "facts": told_facts(), "suggested": "fast_track", "right": "standard", "why": "The stay counts.",
    "statements": [], "confidence": 0.9, "stake_minor": 90_000,
}  # fmt: skip


def told(days, do, who, number=None, **more):
    ref = {"case_ref": f"WC-{number}"} if number else {}
    return line(ago(days=days), do, who, **ref, **more)


def story():
    """Two are held, of which one goes up and one is upheld; one is looked at again; one is contested."""
    return [
        arrival(ago(days=9), 1, minor=200_000), approval(ago(days=8), 1, held=True), told(7, "pass_up", SAM, 1),
        arrival(ago(days=9), 2, minor=200_000), approval(ago(days=8), 2, held=True), told(7, "uphold", SAM, 2, words="So."),
        arrival(ago(days=9), 3), override(ago(days=8), 3, may_draw=True), told(7, "second_look", BEN, 3, **LOOK),
        told(6, "settle", SAM, 3, outcome="case_managed", why="overlooked", words="A nurse."),
        arrival(ago(days=9), 4), approval(ago(days=8), 4),
        told(7, "contest", "claims-system", 4, kind="APPEAL", words="I am still ill."),
        told(6, "answer_appeal", RUTH, 4, result="CHANGED", outcome="standard", words="You are right.", seconds=60),
        told(5, "know", ANA, system="injury-triage", known=KNOWN),
        told(5, "take", SAM, person=OLGA, inbox="triage-officers", per_day=12, weekdays=[0, 1]),
        told(5, "be_away", SAM, person=PRIYA, hours=200, stand_in=BEN),
        told(5, "ask_skill", SAM, inbox="triage-officers", system="injury-triage", segment="special_groups", skill="Heads"),
        told(5, "give_skill", SAM, inbox="triage-officers", person=OLGA, skill="Heads", why="Trained."),
        told(5, "one_day", SAM, inbox="triage-officers", person=BEN, in_days=2, is_on=False),
        told(5, "may_stand_in", OWEN, on="system:injury-triage", person=BEN),
        told(5, "hand_on", SAM, power="approve_held", on="system:injury-triage", person=BEN, hours=200, why="Hearings."),
    ]  # fmt: skip


@pytest.fixture
def past(world, tmp_path):
    draws(world)
    bring_in(write(tmp_path / "past.jsonl", story()))


def test_what_people_did_above_is_there_as_if_today(world, past):
    up, upheld = Approval.objects.order_by("id")
    assert (up.inbox, up.n_passed, up.item.state) == (None, 1, ItemState.HELD)
    assert (upheld.result, upheld.closed_by.name) == ("UPHELD", "Sam Whitaker")
    review = SecondReview.objects.get()
    assert (review.result, review.holds, review.settled_at) == ("DIFFERS", "SECOND", ago(days=6))
    appeal = Appeal.objects.get()
    assert (appeal.result, appeal.reversal.outcome_code.code) == ("CHANGED", "standard")
    assert KnownAnswer.objects.get().author == world.ana
    assert Capacity.objects.get(person=world.olga).per_day == 12
    assert TimeAway.objects.get().stand_in.actor == world.ben
    assert SkillTerm.objects.get().person == world.olga
    assert SkillAsked.objects.get().skill.name == "Heads"
    assert (RotaDay.objects.get().person, RotaDay.objects.get().is_working) == (world.ben, False)
    assert Delegation.objects.get().to == world.user("ben")
    assert not Notification.objects.filter(kind__startswith="second_review").exists()


def test_the_team_that_the_demonstration_stages_is_taken_in_line_by_line(world, tmp_path):
    bring_in(write(tmp_path / "past.jsonl", staging.team(ago(days=0))))

    assert Capacity.objects.count() == 3
    assert SkillTerm.objects.count() == 2
    assert RotaDay.objects.count() == 2
    assert Delegation.objects.get().ended_at is None


def test_a_second_look_is_not_taken_where_too_few_would_wait(world, tmp_path):
    draws(world)
    looked = [told(7, "second_look", BEN, number, leaves=2, **LOOK) for number in (1, 2, 3)]
    decided = [
        line
        for number in (1, 2, 3)
        for line in (arrival(ago(days=9), number), override(ago(days=8), number, may_draw=True))
    ]
    bring_in(write(tmp_path / "past.jsonl", [*decided, *looked]))

    assert sorted(SecondReview.objects.values_list("result", flat=True)) == ["", "", "DIFFERS"]


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("second_look", {"case_ref": "WC-1"}),
        ("know", {"system": "injury-triage"}),
        ("take", {"person": OLGA, "inbox": "x", "per_day": "12", "weekdays": []}),
        ("take", {"person": OLGA, "inbox": "x", "per_day": 12}),
        ("one_day", {"person": OLGA, "inbox": "x", "in_days": 1}),
        ("hand_on", {"power": "approve_held", "on": "x", "person": BEN, "hours": 1}),
    ],
)
def test_a_line_that_says_too_little_is_refused(do, more):
    body = json.loads(json.dumps(line(ago(days=1), do, SAM, **more)))
    with pytest.raises(BadLine):
        history.parse(body, now=ago(days=0) + dt.timedelta(hours=1))
