"""What an AI system is, who answers for it, and what is in force."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from apps.core import transactions
from apps.registry import selectors
from apps.registry import services as registry
from apps.registry.models import AISystem, AuthorityLimit, ContextContract, OutcomeCode, Posture, Reason
from tests.template import SET_UP_AT, pack
from tests.world import attempt, code, later, noon


@pytest.fixture
def documents():
    return pack()


def signed(world, body, by=None, now=noon):
    with transactions.verb():
        return registry.sign_posture(system=world.system, body=body, by=by or world.owen, now=now)


def test_the_pack_brings_its_outcomes_limits_reasons_and_segments(world, documents):
    codes = [one.code for one in OutcomeCode.objects.filter(system=world.system)]
    reasons = [one.code for one in selectors.reasons_in_force(world.system.id)]

    assert codes == ["fast_track", "standard", "case_managed"]
    assert reasons == [row["code"] for row in documents["reasons"]["reasons"]]
    assert (world.system.owner.name, world.system.undo_seconds) == ("Owen Clay", 10)
    assert selectors.in_force(slug="injury-triage", organisation_id=world.organisation.id, now=noon).caution == {
        "fast_track": 1, "standard": 2, "case_managed": 3,
    }  # fmt: skip


def test_every_reason_maps_to_a_core_category(world):
    for reason in Reason.objects.all():
        assert reason.core_category or reason.core_by_choice["map"]


def test_a_reason_without_a_core_category_is_refused(world, documents):
    body = {"reasons": [documents["reasons"]["reasons"][0] | {"core_by_choice": {}}]}

    with transactions.verb():
        refusal = attempt(registry.adopt_reasons, system=world.system, body=body, by=world.owen, now=noon)

    assert (refusal.code, refusal.details["field"]) == ("bad_pack", "core_category")


def test_reasons_of_which_more_than_eight_fit_one_direction_are_refused_with_both_named(world, documents):
    rows = documents["reasons"]["reasons"]
    fitting = [row["code"] for row in rows if "more_cautious" in row["directions"]]
    extra = [
        {**rows[0], "code": f"extra_{n}", "directions": ["more_cautious"]} for n in range(9 - len(fitting))
    ]

    with transactions.verb():
        refusal = attempt(
            registry.adopt_reasons,
            system=world.system, body={"reasons": rows + extra}, by=world.owen, now=noon,
        )  # fmt: skip

    assert (refusal.code, refusal.details["field"]) == ("bad_pack", "directions")
    assert f"more_cautious: {', '.join([*fitting, *(row['code'] for row in extra)])}." in refusal.sentence
    assert "less_cautious" not in refusal.sentence


@pytest.mark.parametrize("who", ["sam", "olga", "adam", "audrey", "lena"])
def test_only_the_accountable_owner_signs_a_posture(world, documents, who):
    assert code(signed, world, documents["posture"], by=getattr(world, who)) == "not_the_owner"


def test_a_new_posture_ends_the_one_before(world, documents):
    signed(world, documents["posture"])

    rows = list(Posture.objects.order_by("number").values_list("number", "in_force_at", "ended_at"))
    began = SET_UP_AT - dt.timedelta(days=300)  # a demonstration began before it was set up
    assert rows == [(1, began, noon), (2, noon, None)]


def test_a_posture_that_ran_out_counts_as_none(world, documents):
    signed(world, documents["posture"] | {"expires_after_days": 1})

    def posture(at):
        return selectors.in_force(slug="injury-triage", organisation_id=world.organisation.id, now=at).posture

    assert posture(later(hours=23)) is not None
    assert posture(later(hours=24)) is None


def test_the_database_keeps_one_contract_in_force(world):
    with pytest.raises(IntegrityError, match="one_contract_in_force"), transaction.atomic():
        ContextContract.objects.create(
            system=world.system, number=9, body={}, digest=b"", by=world.owen, in_force_at=noon
        )


def test_another_organisations_system_does_not_exist(world):
    assert selectors.in_force(slug="injury-triage", organisation_id=world.lakeshore.id, now=noon) is None


@pytest.mark.parametrize(
    ("roles", "outcome", "limit"),
    [
        ({"officer"}, "fast_track", 150000),
        ({"officer"}, "standard", 300000),
        ({"supervisor"}, "fast_track", 1000000),
        ({"officer", "supervisor"}, "fast_track", 1000000),
        ({"owner"}, "standard", None),
        ({"analyst", "auditor"}, "standard", -1),
        (set(), "standard", -1),
    ],
)
def test_authority_is_the_highest_limit_of_ones_roles(world, roles, outcome, limit):
    outcome_id = OutcomeCode.objects.get(system=world.system, code=outcome).id

    found = selectors.reach(
        system_id=world.system.id, roles=frozenset(roles), person_id=world.olga.id, now=noon
    )

    assert selectors.highest_minor(found.limits, outcome_id=outcome_id) == limit


def test_a_limit_of_the_outcome_goes_before_a_general_one_in_any_order(world):
    fast_track = OutcomeCode.objects.get(system=world.system, code="fast_track")
    AuthorityLimit.objects.filter(role="officer").delete()
    for outcome, amount in ((fast_track, 7), (None, 900)):
        AuthorityLimit.objects.create(
            system=world.system, role="officer", outcome_code=outcome, max_amount_minor=amount, from_at=noon
        )

    found = selectors.reach(
        system_id=world.system.id, roles=frozenset({"officer"}), person_id=world.olga.id, now=noon
    )

    assert selectors.highest_minor(found.limits, outcome_id=fast_track.id) == 7


MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (noon, None, True),
        (noon + MINUTE, None, False),
        (noon - MINUTE, noon, False),
        (noon - MINUTE, noon + MINUTE, True),
    ],
)
def test_authority_counts_only_between_its_dates(world, begins, ends, counts):
    AuthorityLimit.objects.filter(role="officer").update(max_amount_minor=100)
    AuthorityLimit.objects.create(
        system=world.system, role="officer", max_amount_minor=90_000_000, from_at=begins, ended_at=ends
    )
    roles, outcome_id = frozenset({"officer"}), OutcomeCode.objects.get(code="standard").id
    highest = 90_000_000 if counts else 100

    for found in (
        selectors.reach(system_id=world.system.id, roles=roles, person_id=world.olga.id, now=noon),
        selectors.choices(system_id=world.system.id, roles=roles, person_id=world.olga.id, now=noon),
    ):
        assert selectors.highest_minor(found.limits, outcome_id=outcome_id) == highest


@pytest.mark.parametrize(("who", "sees"), [("owen", 1), ("ana", 1), ("audrey", 1), ("olga", 0), ("adam", 0), ("lena", 0)])  # fmt: skip
def test_a_system_is_seen_by_its_owner_and_by_whoever_was_granted_it(world, who, sees):
    assert len(selectors.visible_systems(getattr(world, who))) == sees


def test_a_source_is_brought_up_to_date_and_not_doubled(world):
    with transactions.verb():
        source, is_new = registry.connect_source(
            organisation=world.organisation, slug="claims", name="Claims", delivery_url="https://claims.example/in",
            max_per_second=5, receipt_minutes=30, by=world.adam, now=noon,
        )  # fmt: skip

    assert (is_new, source.id, source.receipt_minutes) == (False, world.system.source_id, 30)
    assert AISystem.objects.count() == 1
