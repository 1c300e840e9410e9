"""The life of a policy: written by one, signed by another, one in force at a time."""

import copy

import pytest
from django.db import IntegrityError, transaction

from apps.intake.models import Recommendation
from apps.policy import rules, selectors
from apps.policy import services as policy
from apps.policy.models import PolicyVersion, Verdict
from apps.policy.services import judging
from tests.template import pack
from tests.world import arrive, attempt, code, noon

EVERYBODY_LOOKS = {"rules": [], "otherwise": {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 4}}


def drafted(world, tree=None, by=None):
    return policy.draft(system=world.system, tree=tree or EVERYBODY_LOOKS, by=by or world.sam, now=noon)


def proposed(world):
    version = drafted(world)
    policy.propose(version=version, by=world.sam, now=noon)
    return version


def test_a_draft_gets_the_next_number_and_changes_nothing(world):
    version = drafted(world)

    assert (version.number, version.state) == (2, "DRAFT")
    assert selectors.live(version.system_id).number == 1


def test_the_owner_puts_in_force_what_another_wrote(world):
    version = proposed(world)
    policy.adopt(version=version, by=world.owen, now=noon)

    states = dict(PolicyVersion.objects.values_list("number", "state"))
    assert states == {1: "RETIRED", 2: "LIVE"}
    assert arrive(world).due_at == noon.replace(hour=16)


@pytest.mark.parametrize(("who", "refused"), [("sam", "author_cannot_approve"), ("olga", "only_the_owner_approves"), ("adam", "only_the_owner_approves")])  # fmt: skip
def test_nobody_else_does(world, who, refused):
    version = proposed(world)

    assert code(policy.adopt, version=version, by=getattr(world, who), now=noon) == refused


def test_an_owner_who_wrote_it_does_not_either(world):
    version = drafted(world, by=world.owen)
    policy.propose(version=version, by=world.owen, now=noon)

    assert code(policy.adopt, version=version, by=world.owen, now=noon) == "author_cannot_approve"


def test_the_database_keeps_authors_from_approving(world):
    with pytest.raises(IntegrityError, match="author_never_approves"), transaction.atomic():
        PolicyVersion.objects.update(approved_by=world.ana)


def test_the_database_keeps_two_from_being_in_force(world):
    version = proposed(world)

    with pytest.raises(IntegrityError, match="one_live_policy"), transaction.atomic():
        PolicyVersion.objects.filter(id=version.id).update(state="LIVE", approved_by=world.owen)


def test_a_draft_that_was_not_proposed_cannot_be_adopted(world):
    version = drafted(world)

    assert code(policy.adopt, version=version, by=world.owen, now=noon) == "illegal_move"


def test_what_was_adopted_once_cannot_be_adopted_again(world):
    version = proposed(world)
    policy.adopt(version=version, by=world.owen, now=noon)
    policy_again = PolicyVersion.objects.get(number=1)

    assert code(policy.adopt, version=policy_again, by=world.owen, now=noon) == "illegal_move"


def test_a_clause_that_cannot_be_read_is_named(world):
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"][1]["when"] = {"fact": "stake_minor", "op": "smells", "value": 3}

    refusal = attempt(drafted, world, tree)

    assert refusal.code == "policy_not_valid"
    assert refusal.details["field"].startswith("/rules/1/when")


def test_running_items_keep_the_verdict_they_got(world):
    got = arrive(world)
    version = proposed(world)
    policy.adopt(version=version, by=world.owen, now=noon)

    assert Verdict.objects.get(recommendation=got.id).policy.number == 1


def test_the_same_facts_give_the_same_verdict_and_the_same_draw(world):
    got = arrive(world)
    kept = Verdict.objects.select_related("policy").get(recommendation=got.id)
    recommendation = Recommendation.objects.select_related("snapshot").get(id=got.id)
    opened = {
        "injury_group": "lower_back",
        "hospital_stay": False,
        "injury_nature": "49",
        "body_part": "42",
        "report_lag_days": 2,
    }
    case = policy.Case(recommendation, bytes(kept.snapshot_digest), opened, kept.added)

    result = rules.evaluate(selectors.compiled(kept.policy), {**opened, **kept.added})
    draws = judging.draw_version(kept.policy.id)
    again = judging._judge(kept.policy, draws, case, result, noon, noon).verdict

    assert (again.lane, again.because, again.unknown, again.draw) == (
        kept.lane,
        kept.because,
        kept.unknown,
        kept.draw,
    )
