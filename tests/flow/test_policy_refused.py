"""What is no policy of this AI system is refused at save, in words that name the clause."""

import copy

import pytest

from apps.flow import selectors
from apps.flow import services as flow
from apps.policy import rules
from apps.policy import selectors as policies
from apps.policy.models import PolicyVersion
from apps.registry.models import Autonomy, Posture
from tests.flow.policies import begun, saved
from tests.template import pack
from tests.world import attempt, noon

TO_OFFICERS = {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 4}
ALONE = {"lane": "AUTOMATIC", "sample_share": 0.1}


def deep(n):
    when = {"fact": "age", "op": "gt", "value": 60}
    for _ in range(n):
        when = {"not": when}
    return when


def circular():
    when = {"all": []}
    when["all"].append(when)
    return when


def with_rule(when, **then):
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"].insert(0, {"code": "mine", "say": "Mine.", "when": when, "then": TO_OFFICERS | then})
    return tree


def loose():
    """Three rules, each looser than the posture in its own way, and one that is not."""
    tree = with_rule({"fact": "age", "op": "gt", "value": 60}, **ALONE)
    outcome = {"fact": "recommended_outcome", "op": "eq", "value": "fast_track"}
    segment = {"fact": "segment", "op": "eq", "value": "minor_surface"}
    amount = {"fact": "stake_minor", "op": "le", "value": 150_001}
    tree["rules"][1]["when"], tree["rules"][1]["then"] = {"all": [outcome, segment, amount]}, ALONE
    tree["rules"][-1]["then"] = ALONE | {"sample_share": 0.05}
    return tree


@pytest.mark.parametrize(
    ("tree", "field", "said"),
    [
        (with_rule({"fact": "shoe_size", "op": "gt", "value": 43}), "/rules/0/when/fact", ["shoe_size"]),
        (with_rule({"fact": "age", "op": "between", "value": [60, 18]}), "/rules/0/when/value/1", ["must not be lower"]),
        (with_rule(deep(8)), "/rules/0/when" + "/not" * 8, ["8 deep"]),
        (with_rule(circular()), "/rules/0/when" + "/all/0" * 8, ["8 deep"]),
        (with_rule(deep(0), inbox="nobodys"), "/rules/0/then/inbox", ["nobodys"]),
        (with_rule(deep(0), due_hours=0), "/rules/0/then/due_hours", ["1 to 8760"]),
        (with_rule({"fact": "segment", "op": "eq", "value": "wrists"}), "/rules/0/when/value", ["wrists", "segment", "lower_back"]),
        (with_rule({"fact": "recommended_outcome", "op": "in", "value": ["standard", "deny"]}), "/rules/0/when/value/1", ["deny", "fast_track"]),
        (with_rule({"not": {"fact": "state", "op": "ne", "value": "OH"}}), "/rules/0/when/not/value", ["OH", "KY, MI"]),
        (with_rule({"fact": "contact_status", "op": "has", "value": "lawyer"}), "/rules/0/when/value", ["lawyer", "doctor"]),
        (with_rule({"fact": "calibration_state", "op": "eq", "value": "fine"}), "/rules/0/when/value", ["fine", "MEASURED"]),
        (with_rule({"fact": "autonomy", "op": "eq", "value": "ALWAYS"}), "/rules/0/when/value", ["ALWAYS", "ADVISE"]),
        (with_rule({"fact": "context_state", "op": "ne", "value": "GOOD"}), "/rules/0/when/value", ["GOOD", "LEGIBLE"]),
        (
            loose(),
            "/rules/0/then/lane",
            ["Rule mine (/rules/0/then/lane)", "machine.outcomes", "machine.segments", "machine.max_amount_minor",
             "Rule sr1 (/rules/1/then/lane)", "Rule au1 (/rules/9/then/sample_share)", "audit_share"],
        ),
    ],
)  # fmt: skip
def test_a_policy_that_is_none_is_refused_with_its_clause(world, tree, field, said):
    begun(world)

    refusal = attempt(saved, world, tree)

    assert (refusal.code, refusal.details["field"]) == ("policy_not_valid", field)
    assert [one for one in said if one not in refusal.sentence] == []
    assert PolicyVersion.objects.get(number=2).version == 1


def asks_views(share):
    """Have the risk decision ask for a view in this share of what people decide."""
    body = Posture.objects.get(ended_at=None).body | {"first_view_share": share}
    Posture.objects.filter(ended_at=None).update(body=body)


ADVISED = {"fact": "recommended_outcome", "op": "eq", "value": "standard"}


@pytest.mark.parametrize(
    ("then", "field"), [({"inbox": "triage-supervisors"}, "inbox"), ({"lane": "HOLD"}, "lane"), ({}, "")]
)
def test_a_place_that_would_tell_the_suggestion_before_ones_own_view_is_refused(world, then, field):
    asks_views(0.2)
    begun(world)

    said = attempt(saved, world, with_rule(ADVISED, **then)) if field else saved(world, with_rule(ADVISED))

    if field:
        assert (said.code, said.details["field"]) == ("policy_not_valid", f"/rules/0/then/{field}")
        assert "Rule mine" in said.sentence
        assert "own view first" in said.sentence
    assert PolicyVersion.objects.get(number=2).version == (1 if field else 2)


@pytest.mark.parametrize(("view", "is_refused"), [(0, False), (0.5, True)])
def test_where_nobody_may_be_asked_for_a_view_a_place_by_the_suggestion_is_only_warned_of(
    world, view, is_refused
):
    asks_views(0)
    begun(world)

    then = {"inbox": "triage-supervisors", "first_view": view}
    tree = with_rule(ADVISED, **then)
    said = attempt(saved, world, tree) if is_refused else saved(world, tree)

    assert getattr(said, "code", "") == ("policy_not_valid" if is_refused else "")


def test_a_threshold_the_wrong_way_round_is_kept_and_shown_by_an_example(world):
    """Over 14 days goes to a person; whoever writes under 14 sees the late report in another place."""
    begun(world)
    tree = copy.deepcopy(pack()["policy"]["tree"])
    next(one for one in tree["rules"] if one["code"] == "of4")["when"]["op"] = "lt"
    draft = saved(world, tree)

    page = selectors.policy_page(slug="injury-triage", to=world.ana, now=noon)
    shown = selectors.policy_detail(page, page.version(draft.number)).examples

    turned = [(one.value, one.before_lane, one.lane) for one in shown if one.fact == "report_lag_days"]
    assert ("13", "AUTOMATIC", "OFFICER") in turned
    assert ("15", "OFFICER", "AUTOMATIC") in turned


@pytest.mark.parametrize(
    ("limit", "where"), [(200_000, {}), (100_000, {"100000": "AUTOMATIC", "100001": "SUPERVISOR"})]
)
def test_no_example_says_that_the_ai_acts_where_the_risk_decision_does_not_let_it(world, limit, where):
    """It is signed up to 1,500.00; version 1 has its limit at 3,000.00, the draft at another."""
    begun(world)
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"][1]["when"]["value"] = limit
    draft = saved(world, tree)

    page = selectors.policy_page(slug="injury-triage", to=world.ana, now=noon)
    shown = selectors.policy_detail(page, page.version(draft.number)).examples

    stakes = [one for one in shown if one.fact == "stake_minor"]
    above = {lane for one in stakes if int(one.value) > 150_000 for lane in (one.before_lane, one.lane)}
    assert above == {"OFFICER", "SUPERVISOR"}
    assert {one.value: one.lane for one in stakes if one.value in where} == where


def test_who_is_neither_owner_nor_deputy_is_told_that_they_cannot_pause(world):
    refusals = [
        attempt(flow.pause, system_id=world.system.id, why="Wait.", by=by, now=noon)
        for by in (world.ana, world.audrey)
    ]

    assert {(one.code, "owner" in one.sentence) for one in refusals} == {("not_the_owner", True)}


def test_segments_of_policy_are_those_of_autonomy(world):
    """One definition in the AI system: what posture and autonomy name is what rules read as `segment`."""
    found = policies.compiled_segments(world.system.segments)
    keys = {one.code for one in found.rules}

    rules.refuse_overlap(found)
    assert set(Autonomy.objects.filter(system=world.system).values_list("segment", flat=True)) <= keys
    assert set(pack()["posture"]["machine"]["segments"]) <= keys
