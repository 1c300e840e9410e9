"""Who is told when a policy or a contract is proposed, returned, signed, given up, or leaves shadow."""

from apps.flow import services as flow
from apps.notify.models import Notification
from apps.policy import selectors as policies
from tests.flow import test_contract_life as contracts
from tests.flow.policies import proposed, shadowed
from tests.world import attempt, later, noon


def told(actor):
    rows = Notification.objects.filter(to=actor, read_at=None).order_by("at", "id")
    return list(rows.values_list("kind", flat=True))


def seen_by(*actors):
    Notification.objects.filter(to__in=actors).update(read_at=noon)


def test_a_policy_on_its_way_tells_the_owner_and_then_its_writers(world):
    version = proposed(world)
    assert (told(world.owen), told(world.ana)) == (["policy_proposed"], [])
    seen_by(world.owen)

    flow.return_policy(system=world.system, why="Not so low.", by=world.owen, now=noon)
    assert (told(world.owen), told(world.ana)) == ([], ["policy_returned"])
    seen_by(world.ana)

    draft = policies.open_version(world.system.id)
    flow.propose_policy(system=world.system, version=draft.version, by=world.ana, now=later(hours=1))
    assert told(world.owen) == ["policy_proposed"], "the second time is told as well"
    draft = policies.open_version(world.system.id)
    flow.adopt_policy(system=world.system, version=draft.version, by=world.owen, now=later(hours=2))

    assert told(world.ana) == ["policy_signed"]
    assert Notification.objects.filter(to=world.owen, about_id=version.id).count() == 1


def test_whoever_takes_a_proposal_back_is_not_told_but_the_owner_is(world):
    proposed(world)
    seen_by(world.owen)

    flow.return_policy(system=world.system, why="", by=world.ana, now=noon)

    assert (told(world.owen), told(world.ana)) == (["policy_returned"], [])


def test_the_end_of_a_shadow_is_told_to_owner_and_writers(world):
    shadowed(world)

    assert flow.end_shadows(now=later(days=8)) == 1

    assert (told(world.owen), told(world.ana)) == (["policy_shadow_ended"], ["policy_shadow_ended"])


def test_a_refused_move_tells_nobody(world):
    proposed(world)
    seen_by(world.owen)

    assert attempt(flow.adopt_policy, system=world.system, version=99, by=world.owen, now=noon)

    assert (told(world.owen), told(world.ana)) == ([], [])


def test_a_contract_on_its_way_tells_the_owner_and_then_its_author(world):
    contracts.proposed(world)
    assert (told(world.owen), told(world.ana)) == (["contract_proposed"], [])

    flow.return_contract(system=world.system, why="Why?", by=world.owen, now=noon)
    assert told(world.ana) == ["contract_returned"]
    seen_by(world.ana)

    draft = contracts.registry.open_draft(world.system.id)
    flow.propose_contract(system=world.system, version=draft.version, by=world.ana, now=noon)
    contracts.adopt(world)
    assert told(world.ana) == ["contract_signed"]
