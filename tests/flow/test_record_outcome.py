"""A later truth about a case, told by the business system that owns it."""

from decimal import Decimal
from uuid import UUID

import pytest

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import services as flow
from apps.intake.models import Case, Subject
from apps.measures.models import Outcome
from apps.registry import services as registry
from tests.world import arrive, code, later, noon, record_names


def tell(world, case_ref, *, by=None, **changes):
    said = {
        "external_id": "O-1",
        "measure": "long_claim",
        "value": True,
        "number": Decimal("12.0"),
        "known_at": later(days=-1),
    }
    return flow.record_outcome(
        **said | {"case_ref": case_ref, "by": by or world.claims, "now": noon} | changes
    )


def another_business_system(world):
    with transactions.verb():
        source, _ = registry.connect_source(
            organisation=world.organisation, slug="pensions", name="Pensions", delivery_url="",
            max_per_second=1, receipt_minutes=1, by=world.adam, now=noon,
        )  # fmt: skip
        machine, _ = accounts.connect_machine(
            organisation=world.organisation, name="pensions", source_id=source.id, system_ids=[], by=world.adam, now=noon
        )  # fmt: skip
    return source, machine


def test_it_is_kept_once(world):
    got = arrive(world)

    first, is_new = tell(world, got.case_ref)
    again, is_new_again = tell(world, got.case_ref)

    assert (first.id, is_new, is_new_again) == (again.id, True, False)
    assert record_names(got.case_id)[-1] == "outcome.recorded"
    assert Outcome.objects.count() == 1


def test_an_unknown_case_and_a_case_of_others_are_not_visible(world):
    got = arrive(world)

    assert code(tell, world, "WC-nobody-knows") == "not_found"
    assert code(tell, world, got.case_ref, by=world.lena) == "not_found"


@pytest.mark.parametrize("who", ["olga", "sam", "owen", "adam"])
def test_people_do_not_say_what_became_of_a_case(world, who):
    got = arrive(world)

    assert code(tell, world, got.case_ref, by=getattr(world, who)) == "not_found"


def test_a_machine_of_another_business_system_does_not_either(world):
    got = arrive(world)
    _, machine = another_business_system(world)

    assert code(tell, world, got.case_ref, by=machine.actor) == "not_found"


def test_two_business_systems_may_use_one_reference(world):
    """Each speaks of its own case, whichever was there first."""
    mine = Case.objects.get(id=arrive(world).case_id)
    other, _ = another_business_system(world)
    subject = Subject.objects.create(source=other, subject_ref="P-9")
    Case.objects.create(id=UUID(int=1), source=other, case_ref=mine.case_ref, subject=subject, opened_at=noon)

    outcome, is_new = tell(world, mine.case_ref)

    assert (outcome.case_id, is_new) == (mine.id, True)


def test_a_known_answer_case_has_no_outcome_from_outside(world):
    arrive(world, case={"ref": "KA-9", "kind": "KNOWN_ANSWER"})

    assert code(tell, world, "KA-9") == "not_found"
