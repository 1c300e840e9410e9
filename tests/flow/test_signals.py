"""How work really happens leaves a coded sign: a list taken in another order than policy's."""

from apps.flow import services as flow
from apps.measures.models import WorkSignal
from tests.world import arrive, code, noon


def signs():
    return [(one.item_id, one.kind, one.code) for one in WorkSignal.objects.order_by("at", "id")]


def test_another_order_is_a_sign_on_what_policy_had_put_first(world):
    arrive(world, minor=50000)
    dear = arrive(world, minor=290000)

    flow.resort(inbox_slug="triage-officers", sort="age", by=world.olga, now=noon)

    assert signs() == [(dear.item_id, "resorted", "age")]
    assert (
        code(flow.resort, inbox_slug="triage-officers", sort="luck", by=world.olga, now=noon)
        == "sort_unknown"
    )
    assert code(flow.resort, inbox_slug="triage-officers", sort="age", by=world.lena, now=noon) == "not_found"
