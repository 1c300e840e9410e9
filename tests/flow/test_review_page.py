import pytest

from apps.core import transactions
from apps.flow import selectors as flow
from apps.registry import services as registry
from apps.registry.models import AISystem, ContextContract
from tests import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_when_in_hospital(world):
    """The contract needs the weekly wage only after a hospital stay."""
    system = AISystem.objects.get()
    body = ContextContract.objects.get(system=system, ended_at=None).body
    spec = next(one for one in body["facts"] if one["key"] == "weekly_wage")
    spec.update(required=False, required_when={"fact": "hospital_stay", "op": "eq", "value": True})
    spec.update(if_missing="ask")
    with transactions.verb():
        registry.adopt_contract(system=system, body=body, by=system.owner.actor, now=worlds.noon)
    return "weekly_wage"


@pytest.mark.parametrize(("hospital_stay", "is_needed"), [(True, True), (False, False), (None, True)])
def test_a_fact_that_another_requires_is_shown_as_needed_and_missing(
    world, asked_when_in_hospital, hospital_stay, is_needed
):
    received = worlds.arrive(
        world, facts_changed={"hospital_stay": hospital_stay, asked_when_in_hospital: None}
    )

    page = flow.review_page(item_id=received.item_id, to=world.olga, now=worlds.noon)

    found = {one.key: one for one in page.facts}.get(asked_when_in_hospital)
    assert (found is not None) is is_needed
    assert found is None or (found.required, found.state) == (True, "missing")
