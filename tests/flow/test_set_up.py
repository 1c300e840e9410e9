"""An organisation is set up from a plan and a pack; doing it again changes nothing that exists."""

import copy
import datetime as dt
import itertools

import pytest
from django.db.models import Min

from apps.accounts import access
from apps.accounts.models import ApiKey, Organisation, User
from apps.audit.models import Entry
from apps.core import clock
from apps.flow import services as flow
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem
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

    organisation = Organisation.objects.get(slug="third")
    verbs = set(Entry.objects.filter(organisation_id=organisation.id).values_list("verb", flat=True))
    assert verbs == {
        "organisation.founded", "inbox.opened", "person.invited", "source.connected", "system.registered",
        "contract.adopted", "reasons.adopted", "posture.signed", "models.lined_up", "policy.drafted", "policy.proposed", "policy.adopted",
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


BEGAN = noon - dt.timedelta(days=300)


def dates_of(organisation):
    """Since when each thing that a set-up makes is so, by what it is."""
    systems = AISystem.objects.filter(organisation=organisation)
    people = User.objects.filter(organisation=organisation)

    def of(rows, *names):
        return set(itertools.chain.from_iterable(rows.values_list(*names))) - {None}

    return {
        "people": of(people, "joined_at", "role_assignments__given_at", "grant_terms__given_at"),
        "contract": of(systems, "contracts__in_force_at"),
        "reasons": of(systems, "reason_sets__in_force_at"),
        "posture": of(systems, "postures__in_force_at"),
        "models": of(systems, "line_ups__in_force_at")
        or of(systems, "contracts__in_force_at"),  # a pack may name none
        "policy": of(PolicyVersion.objects.filter(system__in=systems), "drafted_at", "live_at"),
        "authority": of(systems, "authority_limits__from_at"),
        "autonomy": of(systems, "autonomy__changed_at"),
    }


def test_a_demonstration_began_before_its_past_and_its_keys_are_of_today(world, plan):
    set_up(third(plan))

    organisation = Organisation.objects.get(slug="third")
    assert {name: found for name, found in dates_of(organisation).items() if found != {BEGAN}} == {}
    said = Entry.objects.filter(organisation_id=organisation.id).values_list("verb", "said_at").distinct()
    assert {verb for verb, at in said if at != BEGAN} == {"key.issued"}
    assert set(ApiKey.objects.filter(actor__organisation=organisation).values_list("made_at", flat=True)) == {
        noon
    }


def test_what_is_recorded_of_it_keeps_the_time_of_the_database(world, plan):
    before = clock.now()
    set_up(third(plan))

    organisation = Organisation.objects.get(slug="third")
    recorded = Entry.objects.filter(organisation_id=organisation.id).aggregate(at=Min("recorded_at"))
    assert recorded["at"] >= before


def test_only_a_demonstration_began_before_its_set_up(world, plan):
    refusal = attempt(set_up, a_real_one(plan))

    assert (refusal.code, Organisation.objects.filter(slug="third").exists()) == ("bad_plan", False)
    assert "only a demonstration" in str(refusal.sentence)


def test_without_a_word_about_it_everything_begins_with_the_set_up(world, plan):
    real = a_real_one(plan)
    del real["organisations"][0]["began_days_before"]
    set_up(real)

    found = dates_of(Organisation.objects.get(slug="third"))
    assert {name: dates for name, dates in found.items() if dates != {noon}} == {}


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


def test_segments_that_overlap_are_refused_with_both_clauses(world, plan):
    wider = copy.deepcopy(pack()["pack"])
    wider["segments"][0]["when"] = {"fact": "hospital_stay", "op": "eq", "value": False}

    refusal = attempt(set_up, third(plan), pack=wider)

    assert (refusal.code, refusal.details["field"]) == ("bad_plan", "/segments/1/when")
    assert "minor_surface (/segments/0/when) and lower_back (/segments/1/when)" in refusal.sentence


@pytest.mark.parametrize(
    ("rule", "changes", "field"),
    [
        (1, {"when": {"fact": "shoe_size", "op": "gt", "value": 43}}, "/rules/1/when/fact"),
        (-1, {"when": {"fact": "age", "op": "gt", "value": 43}}, "/rules/8/then/lane"),
    ],
)
def test_its_first_policy_names_what_there_is_and_keeps_to_the_posture(world, plan, rule, changes, field):
    policy = copy.deepcopy(pack()["policy"])
    policy["tree"]["rules"][rule] |= changes

    refusal = attempt(set_up, third(plan), policy=policy)

    assert (refusal.code, refusal.details["field"]) == ("policy_not_valid", field)
    assert not Organisation.objects.filter(slug="third").exists()


def test_an_owner_cannot_be_the_author_of_the_policy(world, plan):
    wrong = third(plan)
    wrong["organisations"][0]["systems"][0]["policy_author"] = "owen@third.example"

    assert attempt(set_up, wrong).code == "author_cannot_approve"
