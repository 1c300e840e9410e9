from django.conf import settings

from tests.world import arrive, automatic


def test_an_ordinary_recommendation_waits_with_an_officer(world):
    got = arrive(world)
    assert (got.lane, got.inbox_slug, got.state, got.context_state) == ("OFFICER", "triage-officers", "ROUTED", "LEGIBLE")


def test_machine(world):
    got = arrive(world, automatic())
    assert (got.lane, got.decision_id is not None) == ("AUTOMATIC", True)

def test_com(committed, world):
    got = arrive(world, automatic())
    assert (got.lane, got.decision_id is not None) == ("AUTOMATIC", True)
    print(settings.DATABASES)
