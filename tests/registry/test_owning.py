"""An AI system changes hands only by offer and acceptance; a deputy stands in for a stated absence."""

import pytest

from apps.accounts.models import Role, RoleAssignment
from apps.audit.models import Entry
from apps.core import ids, transactions
from apps.registry import selectors
from apps.registry import services as registry
from apps.registry.models import Absence, AISystem, OwnershipOffer
from tests.world import attempt, code, later, noon


@pytest.fixture
def heir(world):
    """Sam, who an administrator made an owner too."""
    RoleAssignment.objects.create(user=world.user("sam"), role=Role.OWNER, given_at=noon)
    return world.sam


def verb(function, world, **named):
    with transactions.verb():
        return function(system=AISystem.objects.get(id=world.system.id), **named)


def offer(world, to=None, by=None, now=noon):
    to_id = to.user.id if to else world.sam.user.id
    return verb(registry.offer_ownership, world, to_id=to_id, note="I leave.", by=by or world.owen, now=now)


def owner_of(world):
    return AISystem.objects.get(id=world.system.id).owner.actor


def verbs():
    return list(
        Entry.objects.filter(verb__startswith="system.o").order_by("id").values_list("verb", flat=True)
    )


def test_nothing_changes_before_it_is_accepted_and_then_everything_does(world, heir):
    offer(world)
    assert owner_of(world) == world.owen

    verb(registry.accept_ownership, world, by=heir, now=later(days=1))

    assert owner_of(world) == heir
    assert verbs() == ["system.offered", "system.owner_changed"]
    with transactions.verb():
        assert code(registry.begin_posture, system=AISystem.objects.get(id=world.system.id), by=world.owen, now=noon) == "not_the_owner"  # fmt: skip


def test_who_was_offered_it_sees_it_until_it_is_answered(world, heir):
    assert world.system not in selectors.visible_systems(heir)
    offer(world)
    assert world.system in selectors.visible_systems(heir)
    assert selectors.may_see(heir, world.system)
    verb(registry.decline_ownership, world, why="Too busy.", by=heir, now=noon)
    assert world.system not in selectors.visible_systems(heir)


@pytest.mark.parametrize("who", ["ana", "owen", "lena", "adam"])
def test_only_an_owner_of_the_same_organisation_is_offered_it(world, who):
    assert code(offer, world, getattr(world, who)) == "cannot_own"


def test_nor_somebody_who_does_not_exist(world):
    refusal = attempt(
        verb, registry.offer_ownership, world, to_id=ids.new(), note="", by=world.owen, now=noon
    )
    assert refusal.code == "cannot_own"


@pytest.mark.usefixtures("heir")
def test_only_the_owner_offers_and_only_one_offer_is_open(world):
    assert code(offer, world, by=world.ana) == "not_the_owner"
    offer(world)
    assert code(offer, world) == "offer_open"


def test_only_the_one_it_was_offered_to_answers(world, heir):
    offer(world)
    for answer in (registry.accept_ownership, registry.decline_ownership):
        more = {"why": ""} if answer is registry.decline_ownership else {}
        assert code(verb, answer, world, by=world.ana, now=noon, **more) == "not_offered_to_you"
        assert code(verb, answer, world, by=world.owen, now=noon, **more) == "not_offered_to_you"
    assert owner_of(world) != heir


def test_an_offer_that_ran_out_is_not_accepted(world, heir):
    offer(world)
    assert code(verb, registry.accept_ownership, world, by=heir, now=later(days=14)) == "offer_over"
    with transactions.verb():
        (closed,) = registry.expire_offers(by=world.owen, now=later(days=14))
    assert closed.result == "EXPIRED"
    assert code(verb, registry.accept_ownership, world, by=heir, now=noon) == "offer_over"


def test_a_withdrawn_offer_is_not_accepted(world, heir):
    offer(world)
    assert code(verb, registry.withdraw_offer, world, by=heir, now=noon) == "not_the_owner"
    verb(registry.withdraw_offer, world, by=world.owen, now=noon)
    assert code(verb, registry.accept_ownership, world, by=heir, now=noon) == "offer_over"
    assert OwnershipOffer.objects.get().result == "WITHDRAWN"


def test_who_lost_the_role_meanwhile_does_not_take_it_over(world, heir):
    offer(world)
    RoleAssignment.objects.filter(user=heir.user, role=Role.OWNER).delete()
    world.forget(heir)
    heir.__dict__.pop("_rights", None)
    assert code(verb, registry.accept_ownership, world, by=heir, now=noon) == "cannot_own"


def name(world, who="ana", by=None, from_at=noon, until_at=None):
    return verb(
        registry.name_deputy,
        world,
        deputy_id=world.user(who).id,
        from_at=from_at,
        until_at=until_at or later(days=10),
        by=by or world.owen,
        now=noon,
    )


def test_the_owner_names_a_deputy_and_comes_back(world):
    name(world)
    assert selectors.absence(world.system.id).deputy.actor == world.ana
    name(world, "sam")
    assert Absence.objects.filter(ended_at=None).get().deputy.actor == world.sam
    assert selectors.may_see(world.sam, world.system)

    verb(registry.end_absence, world, by=world.owen, now=noon)

    assert selectors.absence(world.system.id) is None
    assert code(verb, registry.end_absence, world, by=world.owen, now=noon) == "no_absence"


@pytest.mark.parametrize("who", ["olga", "audrey", "adam", "owen", "lena"])
def test_who_cannot_stand_in(world, who):
    assert code(name, world, who) == "cannot_stand_in"


def test_nobody_else_names_a_deputy(world):
    assert code(name, world, by=world.ana) == "not_the_owner"


@pytest.mark.parametrize(
    ("from_at", "until_at"),
    [(noon, noon), (later(days=-9), later(days=-1)), (noon, later(days=91))],
)
def test_an_absence_has_a_time_that_makes_sense(world, from_at, until_at):
    assert code(name, world, from_at=from_at, until_at=until_at) == "invalid"


def test_a_new_owner_names_their_own_deputy(world, heir):
    name(world)
    offer(world)
    verb(registry.accept_ownership, world, by=heir, now=noon)
    assert selectors.absence(world.system.id) is None
