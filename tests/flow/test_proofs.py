from decimal import Decimal

import pytest

from apps.flow import selectors as flow
from apps.flow import services
from tests.world import arrive, decided, later, override, release

OLD_ENOUGH = 59  # 56 days until either value can be known, 2 until it is reported


def proof(world, *, days):
    row = flow.my_decisions(to=world.olga, after=None, limit=50, now=later(days=days)).rows[0]
    return row.proof


def learn(world, decision, *, value, days):
    services.record_outcome(
        external_id="O-1",
        case_ref=decision.case.case_ref,
        measure="long_claim",
        value=value,
        number=None,
        known_at=later(days=days),
        by=world.claims,
        now=later(days=days),
    )


@pytest.mark.parametrize(
    ("outcome", "value", "state"),
    [("standard", True, "right"), ("standard", False, "wrong"), ("", False, "right"), ("", True, "wrong")],
)
def test_an_outcome_speaks_only_once_either_value_can_be_known(world, outcome, value, state):
    decision = decided(world, world.olga, override(outcome)) if outcome else decided(world, world.olga)
    release(world)
    learn(world, decision, value=value, days=20)

    assert proof(world, days=21).state == "early"
    assert proof(world, days=OLD_ENOUGH).state == state


def test_what_was_never_reported_is_not_called_right_or_wrong(world):
    decided(world, world.olga)
    release(world)

    assert proof(world, days=OLD_ENOUGH).state == "unreported"


def test_a_list_is_narrowed_by_amount_and_flag(world):
    arrive(world, minor=50000)
    large = arrive(world, minor=140000)
    wanted = flow.Narrow(least=Decimal(1000))

    page = flow.inbox_page(slug="triage-officers", to=world.olga, now=world.now, narrow=wanted)
    none = flow.inbox_page(
        slug="triage-officers", to=world.olga, now=world.now, narrow=flow.Narrow(flag="conflict")
    )

    assert [row.id for row in page.rows] == [large.item_id]
    assert none.rows == []
    assert none.counts["open"] == 2
