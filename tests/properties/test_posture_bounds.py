"""Whatever policy says, the machine never decides what the owner's posture reserves for people."""

import random
from decimal import Decimal
from types import SimpleNamespace

import pytest

from apps.core import ids, transactions
from apps.flow import limits
from apps.intake.models import Recommendation
from apps.intake.states import ContextState
from apps.registry import rules
from apps.registry import services as registry
from apps.registry.models import Autonomy, OutcomeCode, Posture
from apps.registry.rules import Paused, PausePart
from apps.registry.selectors import InForce
from apps.registry.states import AutonomyState, PauseMode, PauseScope
from apps.reviews.models import Decision
from tests.flow.test_receive_automatic import let_the_machine_decide_everything
from tests.template import pack
from tests.world import MINOR_SURFACE, arrive_all, automatic, noon

N_PAIRS = 20_000
OUTCOMES = {"fast_track": True, "standard": False, "nurse": False}
SEGMENTS = ("minor_surface", "lower_back", "")
GROUNDING = SimpleNamespace(supported_share=None, statements=(), n_unsupported=0)


def some(dice, values):
    return [one for one in values if dice.random() < 0.5]


def drawn(dice):
    """A posture, a pause, an autonomy and a case, each by chance; the posture may name what the pack forbids."""
    machine = {
        "outcomes": some(dice, OUTCOMES),
        "max_amount_minor": dice.choice([0, 100, 150_000]),
        "segments": some(dice, SEGMENTS[:2]),
    }
    codes = {code: OutcomeCode(code=code, machine_may=may, caution=1) for code, may in OUTCOMES.items()}
    parts = tuple(
        PausePart(scope, dice.choice([*keys]), dice.choice(list(PauseMode)))
        for scope, keys in (
            (PauseScope.SYSTEM, [""]),
            (PauseScope.OUTCOME, OUTCOMES),
            (PauseScope.SEGMENT, SEGMENTS[:2]),
        )
        if dice.random() < 0.1
    )
    setup = InForce(
        system=None,
        contract=None,
        posture=Posture(body=rules.Posture("x").body() | {"machine": machine})
        if dice.random() < 0.9
        else None,
        outcome_codes=codes,
        autonomy={one: dice.choice(list(AutonomyState)).value for one in SEGMENTS},
        paused=Paused(parts),
    )
    case = Recommendation(
        id=ids.new(),
        segment=dice.choice(SEGMENTS),
        stake_minor=dice.choice([None, 0, 0, 100, 101, 150_000, 150_001]),
        confidence=Decimal("0.9"),
    )
    case.outcome_code = codes[dice.choice(["fast_track", *OUTCOMES])]
    check = SimpleNamespace(
        state=dice.choice([ContextState.LEGIBLE] * 4 + list(ContextState)), n_missing=0, n_conflicts=0
    )
    return setup, case, check, dice.random() < 0.1


def reserved(setup, case, check, *, person_involved):
    """Say, clause by clause, why a person has to decide."""
    if setup.posture is None or person_involved or check.state is not ContextState.LEGIBLE:
        return True
    machine = setup.posture.body["machine"]
    return (
        not OUTCOMES[case.outcome_code.code]
        or case.outcome_code.code not in machine["outcomes"]
        or case.segment not in machine["segments"]
        or case.stake_minor is None
        or case.stake_minor > machine["max_amount_minor"]
        or not AutonomyState(setup.autonomy[case.segment]).acts
        or any(one.fits(outcome=case.outcome_code.code, segment=case.segment) for one in setup.paused.parts)
    )


def test_of_many_postures_and_cases_the_machine_acts_exactly_where_nothing_is_reserved():
    dice, acted = random.Random(20261125), 0
    for _ in range(N_PAIRS):
        setup, case, check, person = drawn(dice)
        added = limits.added_facts(
            setup=setup,
            recommendation=case,
            check=check,
            calibration_state="PRIOR",
            person_involved=person,
            grounding=GROUNDING,
        )
        acts = limits.may_act(added)
        acted += acts
        assert acts is not reserved(setup, case, check, person_involved=person)
    assert acted > N_PAIRS // 200


@pytest.mark.parametrize("seed", range(3))
def test_under_a_policy_that_gives_the_machine_everything_only_fast_track_is_decided(world, seed):
    """The injury pack: anything but FAST_TRACK is a person's, through the real arrival."""
    dice = random.Random(seed)
    let_the_machine_decide_everything(world)
    Autonomy.objects.filter(system=world.system).update(state="ACT")
    machine = pack()["posture"]["machine"] | {"max_amount_minor": dice.choice([50_000, 150_000])}
    with transactions.verb():
        registry.sign_posture(
            system=world.system, body=pack()["posture"] | {"machine": machine}, by=world.owen, now=noon
        )
    outcomes = [one.code for one in OutcomeCode.objects.filter(system=world.system)]
    bodies = [
        automatic(
            outcome=dice.choice(outcomes),
            minor=dice.choice([None, 40_000, 60_000, 160_000]),
            facts_changed=dice.choice([MINOR_SURFACE, None]),
        )
        for _ in range(60)
    ]

    got = arrive_all(world, [automatic(minor=40_000), *bodies])

    decided = Decision.objects.filter(id__in=[one.decision_id for one in got if one.decision_id])
    assert {one.outcome_code.code for one in decided} <= {"fast_track"}
    assert all(one.amount_minor <= machine["max_amount_minor"] for one in decided)
    assert decided.exists()
