"""The demonstration foresees lanes by its own reading of the pack; the product's rules must say the same."""

import collections

import pytest

from apps.intake import rules as intake
from apps.policy import rules as policy
from demo import lanes, recommend


@pytest.fixture(scope="module")
def contract():
    return intake.parse_contract(lanes.pack("contract"))


@pytest.fixture(scope="module")
def tree(contract):
    kinds = {**policy.FLOW_FACTS, **{key: str(spec.type) for key, spec in contract.specs.items()}}
    inboxes = {"triage-officers", "triage-supervisors"}
    return policy.parse(lanes.pack("policy")["tree"], facts=kinds, inboxes=inboxes)


def checked(contract, case):
    arrived_at = case.story.arrived_at
    body = intake.parse_recommendation(recommend.payload(case), arrived_at)
    facts = intake.parse_facts(contract, body.facts, arrived_at)
    intake.parse_protected(contract, body.protected)
    intake.check_used(contract, body.used)
    return body, facts, intake.check(contract, facts, arrived_at)


def test_every_recommendation_is_acceptable_and_goes_where_foreseen(contract, tree, cases):
    wrong = []
    lanes_met = collections.Counter()
    for case in cases:
        _, _, check = checked(contract, case)
        known = {key: one.value for key, one in check.resolved.items()}
        verdict = policy.evaluate(
            tree, {**lanes.with_context(case), **known, "context_state": check.state.value}
        )
        lanes_met[verdict.lane.value] += 1
        if (verdict.lane.value, check.state.value) != (lanes.lane(case), lanes.context_state(case)):
            wrong.append(case.story.ref)

    assert wrong == []
    assert lanes_met["AUTOMATIC"] / len(cases) == pytest.approx(0.15, abs=0.03)
    assert lanes_met["SUPERVISOR"] / len(cases) == pytest.approx(0.13, abs=0.03)


def test_no_case_is_one_that_nobody_could_approve(contract, cases):
    assert not any(checked(contract, case)[2].blocks_approval for case in cases)


def test_honest_statements_stand_on_the_facts_they_cite(contract, cases):
    n_unsupported = collections.Counter()
    for case in cases:
        body, facts, _ = checked(contract, case)
        for place, one in enumerate(intake.ground(body.rationale, facts).statements):
            n_unsupported[place == case.fault_at] += one.support is not intake.Support.SUPPORTED

    assert n_unsupported[False] <= 5  # a worker of twelve years: the contract takes the age for impossible
    assert n_unsupported[True] > 20


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ({"fact": "a", "op": "eq", "value": 1}, {}, None),
        ({"fact": "a", "op": "is_missing"}, {}, True),
        ({"not": {"fact": "a", "op": "eq", "value": 1}}, {}, None),
        (
            {"all": [{"fact": "a", "op": "eq", "value": 1}, {"fact": "b", "op": "gt", "value": 5}]},
            {"b": 1},
            False,
        ),
        (
            {"any": [{"fact": "a", "op": "eq", "value": 1}, {"fact": "b", "op": "gt", "value": 5}]},
            {"b": 9},
            True,
        ),
        ({"fact": "b", "op": "between", "value": [1, 3]}, {"b": 3}, True),
    ],
)
def test_unknown_facts_leave_a_condition_undecided(condition, facts, expected):
    assert lanes.holds(condition, facts) is expected
