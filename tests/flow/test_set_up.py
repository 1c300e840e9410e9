"""An organisation is set up from a plan and a pack; doing it again changes nothing that exists."""

import copy
import datetime as dt

import pytest

from apps.accounts import access
from apps.audit.models import Entry
from apps.flow import services as flow
from apps.registry.models import AuthorityLimit
from apps.reviews.models import Inbox
from tests import counting, ground
from tests.template import pack, read
from tests.world import attempt, noon


@pytest.fixture
def plan():
    return read(ground.ROOT / "demo/setup.yaml")


def set_up(plan, **documents):
    return flow.set_up(plan=plan, packs={"injury_triage": pack() | documents}, now=noon)


def third(plan, **changes):
    """A third organisation, as the first but by its own names."""
    row = copy.deepcopy(plan["organisations"][0]) | {"slug": "third"} | changes
    for person in row["people"]:
        person["email"] = person["email"].replace("bluegrass", "third")
    for system in row["systems"]:
        system |= {name: system[name].replace("bluegrass", "third") for name in ("owner", "policy_author")}
    return {"organisations": [row]}


def a_real_one(plan, **changes):
    """A third organisation that is no demonstration: nobody's second factor may be known to others."""
    made = third(plan, is_demonstration=False, **changes)
    for person in made["organisations"][0]["people"]:
        person.pop("second_factor", None)
    return made


def test_again_changes_nothing_and_tells_no_secret(world, plan):
    set_up(plan)  # the people of the tests have no second factor yet
    with counting.written() as added:
        made = set_up(plan)

    assert (added, made.secrets, made.lines) == ({}, {}, [])


def test_everything_it_makes_leaves_its_entry(world, plan):
    set_up(third(plan))

    verbs = set(Entry.objects.filter(said_at=noon).values_list("verb", flat=True))
    assert verbs == {
        "organisation.founded", "inbox.opened", "person.invited", "source.connected", "system.registered",
        "contract.adopted", "reasons.adopted", "posture.signed", "policy.drafted", "policy.proposed", "policy.adopted",
        "machine.connected", "key.issued", "grant.given", "person.sign_in_changed",
    }  # fmt: skip


def test_its_secrets_are_told_once(world, plan):
    made = set_up(third(plan))

    assert set(made.secrets) == {"triage-model", "claims-system", "webhook:claims"}


def test_the_officers_inbox_climbs_to_the_supervisors(world):
    assert world.officers.climbs_to == world.supervisors
    assert world.supervisors.climbs_to is None
    assert Inbox.objects.get(slug="lakeshore-claims").climbs_to is None


def test_people_get_what_the_plan_says_and_no_more(world):
    def granted(who):
        return {
            name: len(ids)
            for name in sorted(access.PERMISSIONS)
            if (ids := access.granted_ids(getattr(world, who), name))
        }

    assert granted("olga") == {"work_inbox": 1}
    assert granted("sam") == {"supervise_inbox": 2, "work_inbox": 1}
    assert granted("owen") == {"analyse_system": 1, "look_inbox": 2, "look_system": 1}
    assert granted("adam") == {}


def test_authority_counts_from_the_set_up_and_only_in_a_demonstration_from_before(world, plan):
    def begins():
        rows = AuthorityLimit.objects.filter(system__organisation__slug="third")
        return set(rows.values_list("from_at", flat=True))

    refusal = attempt(set_up, a_real_one(plan))
    assert (refusal.code, begins()) == ("bad_plan", set())
    assert "only in a demonstration" in str(refusal.sentence)

    set_up(third(plan))
    assert begins() == {noon - dt.timedelta(days=365)}


def test_without_a_word_about_it_authority_begins_with_the_set_up(world, plan):
    del plan["organisations"][0]["systems"][0]["authority_days_before"]
    set_up(a_real_one(plan))
    rows = AuthorityLimit.objects.filter(system__organisation__slug="third")
    assert set(rows.values_list("from_at", flat=True)) == {noon}


def test_a_plan_that_does_not_fit_together_makes_nothing(world, plan):
    wrong = third(plan)
    wrong["organisations"][0]["people"][0]["grants"] = [{"permission": "work_inbox", "on": "nowhere"}]
    with counting.written() as added:
        refusal = attempt(set_up, wrong)

    assert (refusal.code, added) == ("bad_plan", {})
    assert "nowhere" in refusal.sentence


@pytest.mark.parametrize(
    ("documents", "code"),
    [
        ({"contract": {"facts": [{"key": "age"}]}}, "bad_plan"),
        ({"reasons": {"reasons": [{"code": "x", "text": "X", "directions": ["more_cautious"]}]}}, "bad_pack"),
        ({"policy": {"tree": {"rules": []}}}, "policy_not_valid"),
    ],
)
def test_a_pack_that_cannot_be_read_makes_nothing(world, plan, documents, code):
    with counting.written() as added:
        refusal = attempt(set_up, third(plan), **documents)

    assert (refusal.code, added) == (code, {})


def test_an_owner_cannot_be_the_author_of_the_policy(world, plan):
    wrong = third(plan)
    wrong["organisations"][0]["systems"][0]["policy_author"] = "owen@third.example"

    assert attempt(set_up, wrong).code == "author_cannot_approve"
