"""What a verdict holds and is recomputed from: counts over time, due times, and why a case lies where it lies."""

import copy
import itertools
from zoneinfo import ZoneInfo

import pytest

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import windows
from apps.flow.selectors.as_received import as_received
from apps.policy import rules
from apps.policy import selectors as policies
from apps.policy import services as policy
from apps.policy.models import PhantomVerdict, Verdict
from apps.reviews.models import Inbox, ReviewItem
from tests.flow.policies import shadowed, tightened
from tests.template import pack
from tests.world import (
    APPROVE,
    MINOR_SURFACE,
    arrive,
    arrive_all,
    attempt,
    decided,
    later,
    noon,
    override,
    recommendation,
)

OFFICER = {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 48}
SUPERVISOR = {"lane": "SUPERVISOR", "inbox": "triage-supervisors", "due_hours": 8}
ZONE = ZoneInfo("America/Kentucky/Louisville")
CALENDAR = {
    "hours": {day: [["08:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
}


def in_force(world, tree):
    """Put a tree in force past the checks of the page, as an older version might be."""
    with transactions.verb():
        version = policy.draft(system=world.system, tree=tree, by=world.sam, now=noon)
        policy.propose(version=version, by=world.sam, now=noon)
        policy.adopt(version=version, by=world.owen, now=noon)


def to(then, **more):
    return {"rules": [], "otherwise": then} | more


def window(counts="cases", at_least=3, days=365):
    when = {"fact": "earlier", "op": "ge", "value": at_least}
    return {
        "windows": [{"name": "earlier", "counts": counts, "days": days}],
        "rules": [{"code": "often", "say": "The third of this person.", "when": when, "then": SUPERVISOR}],
        "otherwise": OFFICER,
    }


def of(person, **changes):
    return recommendation(subject={"ref": person, "name": "Jo Often"}, **changes)


# --- counts over time ---


def test_the_third_case_of_a_person_in_twelve_months_is_known(world):
    in_force(world, window())

    lanes = [arrive(world, of("P-1"), now=later(days=day)).lane for day in (0, 1, 2)]
    other = arrive(world, of("P-2"))

    assert lanes == ["OFFICER", "OFFICER", "SUPERVISOR"]
    assert other.lane == "OFFICER"
    kept = Verdict.objects.filter(recommendation__case__subject__subject_ref="P-1").order_by("at")
    assert [one.added["earlier"] for one in kept] == [1, 2, 3]


def test_what_lies_before_the_window_counts_no_more(world):
    in_force(world, window(days=30))
    for day in (0, 1):
        arrive(world, of("P-1"), now=later(days=day))

    assert arrive(world, of("P-1"), now=later(days=31, hours=1)).lane == "OFFICER"


def test_of_three_that_arrive_together_the_third_is_the_third(world):
    in_force(world, window())

    assert [one.lane for one in arrive_all(world, [of("P-1") for _ in range(3)])] == [
        "OFFICER",
        "OFFICER",
        "SUPERVISOR",
    ]


@pytest.mark.parametrize(("counts", "found"), [("decisions", 2), ("overrides", 1)])
def test_decisions_and_overrides_of_people_are_counted(world, counts, found):
    in_force(world, window(counts))
    for answer in (APPROVE, override()):
        decided(world, world.olga, answer, received=arrive(world, of("P-1")))
    told = arrive(world, of("P-1"))

    assert Verdict.objects.get(recommendation=told.id).added["earlier"] == found


def test_where_nothing_is_counted_nothing_is_asked(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        assert windows.counts(windows=(), case_ids=[], now=noon) == {}


# --- when it is due ---


@pytest.fixture
def calendar(world):
    with transactions.verb():
        accounts.set_working_time(organisation=world.organisation, body=CALENDAR, by=world.adam, now=noon)
    world.organisation.time_zone = ZONE.key
    world.organisation.save(update_fields=["time_zone"])


def due(told):
    return told.due_at.astimezone(ZONE).isoformat()[:16]


def test_working_hours_count_by_the_organisations_calendar(world, calendar):
    in_force(world, to({"lane": "OFFICER", "inbox": "triage-officers", "due_working_hours": 12}))

    told = arrive(world)  # Friday, 07:00 there

    assert due(told) == "2026-11-23T11:00"
    assert Verdict.objects.get(recommendation=told.id).due_at == told.due_at


def test_without_a_calendar_the_clock_counts(world):
    in_force(world, to({"lane": "OFFICER", "inbox": "triage-officers", "due_working_hours": 12}))

    assert arrive(world).due_at == later(hours=12)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hours": {}}, "hours"), ({"hours": {"monday": []}}, "hours"), ({"hours": {"someday": []}}, "hours"),
        ({"hours": {"monday": [["17:00", "08:00"]]}}, "hours.monday"), ({"hours": {"monday": [["8", "17:00"]]}}, "hours.monday"),
        ({"hours": {"monday": [["08:00", "12:00"], ["11:00", "17:00"]]}}, "hours.monday"),
        ({"holidays": ["soon"]}, "holidays"), ({"holidays": "2026-12-25"}, "holidays"),
    ],
)  # fmt: skip
def test_working_time_that_cannot_be_is_refused(world, change, field):
    with transactions.verb():
        refusal = attempt(
            accounts.set_working_time,
            organisation=world.organisation,
            body=CALENDAR | change,
            by=world.adam,
            now=noon,
        )

    assert refusal.details["field"] == field


def takes(n):
    Inbox.objects.filter(slug="triage-officers").update(per_day=n)


def test_what_a_full_day_cannot_take_falls_due_on_the_next_working_day(world, calendar):
    takes(2)
    in_force(world, to(OFFICER | {"due_hours": 4}))  # Friday, 11:00 there

    told = arrive_all(world, [recommendation() for _ in range(5)])

    assert [due(one) for one in told] == ["2026-11-20T11:00"] * 2 + ["2026-11-23T11:00"] * 2 + [
        "2026-11-24T11:00"
    ]
    assert due(arrive(world)) == "2026-11-24T11:00"


def test_another_inbox_and_what_was_superseded_take_no_room(world, calendar):
    takes(1)
    in_force(world, to(OFFICER | {"due_hours": 4}))
    first = arrive(world)
    ReviewItem.objects.filter(id=first.item_id).update(state="SUPERSEDED", closed_at=noon)

    assert due(arrive(world)) == "2026-11-20T11:00"


def test_a_version_in_shadow_takes_no_room(world, calendar):
    takes(1)
    shadowed(world)
    told = [arrive(world), arrive(world)]

    assert len({due(one) for one in told}) == 2
    assert len({one.due_at for one in PhantomVerdict.objects.all()}) == 1


# --- four eyes and own view first are kept with the verdict ---


def test_what_else_is_asked_of_people_is_frozen_into_the_verdict(world):
    in_force(world, to(OFFICER | {"four_eyes": True, "first_view": True}))

    kept = Verdict.objects.get(recommendation=arrive(world).id)

    assert (kept.four_eyes, kept.first_view) == (True, True)


# --- recomputed, it says what was said ---

ARRIVALS = (
    {}, {"minor": 900_000}, {"facts_changed": {"hospital_stay": None}}, {"facts_changed": MINOR_SURFACE, "minor": 90_000},
    {"facts_changed": {"report_lag_days": None}}, {"facts_changed": {"injury_group": "head"}}, {"outcome": "standard"},
    {"facts_changed": {"injury_nature": "02"}, "prompt_version": "p-7"}, {"minor": None},
)  # fmt: skip


def test_trace_and_reasons_recomputed_from_what_is_kept_equal_what_was_said(world):
    told = [arrive(world, recommendation(**changes)) for changes in ARRIVALS]

    for one in told:
        kept = Verdict.objects.select_related("policy").get(recommendation=one.id)
        again = policies.compiled(kept.policy)
        found = as_received(recommendation_id=one.id, to=world.owen)
        result = rules.evaluate(again, found.judged)
        said = rules.because_of(again, codes=kept.because, unknown=kept.unknown)
        assert (result.lane, result.inbox, list(result.unknown)) == (kept.lane, kept.inbox_slug, kept.unknown)
        assert result.because == said
        assert [step.truth for step in rules.trace(again, found.judged) if step.depth == 0].count("TRUE") <= 1
        if one.item_id and one.lane != "AUTOMATIC":  # else it was drawn to be looked at
            shown = ReviewItem.objects.get(id=one.item_id).reasons.order_by("id")
            assert [(reason.code, reason.says) for reason in shown] == list(one.because)
            assert list(one.because) == [(because.code, because.say) for because in said]
    assert {one.lane for one in told} == {"OFFICER", "SUPERVISOR", "AUTOMATIC"}


def test_a_phantom_verdict_is_recomputed_from_the_verdict_beside_it(world):
    tree = tightened() | {"windows": window()["windows"]}
    tree["rules"].insert(0, window(at_least=1)["rules"][0])
    shadowed(world, tree)
    told = arrive(world)
    phantom = PhantomVerdict.objects.select_related("run").get(recommendation=told.id)
    beside = as_received(recommendation_id=told.id, to=world.owen)

    result = rules.evaluate(policies.compiled_run(phantom.run), {**beside.judged, **phantom.also_added})

    assert phantom.also_added == {"earlier": 1}
    assert (
        (result.lane, [one.code for one in result.because])
        == (phantom.lane, phantom.because)
        == ("SUPERVISOR", ["often"])
    )


# --- whatever the policy says ---

MACHINE = {"lane": "AUTOMATIC", "inbox": "triage-officers", "due_hours": 1}
WILD = (
    to(MACHINE),
    {"rules": [{"code": "all", "say": "All.", "when": {"fact": "confidence", "op": "ge", "value": 0}, "then": MACHINE}], "otherwise": MACHINE},
    {"rules": [{"code": "not", "say": "Not.", "when": {"not": {"fact": "posture_allows", "op": "eq", "value": True}}, "then": MACHINE}], "otherwise": MACHINE},
    {"rules": [{"code": "none", "say": "None.", "when": {"fact": "paused", "op": "in", "value": [True, False]}, "then": MACHINE}], "otherwise": OFFICER},
)  # fmt: skip


@pytest.mark.parametrize("tree", WILD)
def test_the_machine_never_gets_what_the_posture_reserves_for_people(world, tree):
    """The posture opens fast track, up to 1,500 dollars, in one segment: nothing else is decided by the machine."""
    in_force(world, copy.deepcopy(tree))
    outcomes = [one["code"] for one in pack()["pack"]["outcomes"]]
    cases = itertools.product(outcomes, (90_000, 150_001, None), (MINOR_SURFACE, {"injury_group": "head"}))
    bodies = [recommendation(outcome=code, minor=minor, facts_changed=facts) for code, minor, facts in cases]

    told = arrive_all(world, bodies)

    acted = [
        (body["outcome"], body["stake"]["minor"], body["facts"][2]["value"])
        for body, one in zip(bodies, told, strict=True)
        if one.decision_id
    ]
    assert acted in ([], [("fast_track", 90_000, "arm_hand")])
    assert any(one.decision_id for one in told) or tree is WILD[2]
