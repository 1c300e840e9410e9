"""The life of a risk decision: drafted by the one owner, kept only when it can be signed, signed, told."""

from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors.policy_state import licence_of
from apps.notify.models import Notification
from apps.policy import rules as policy_rules
from apps.registry import rules
from apps.registry.models import Posture, PostureDraft
from tests.template import pack
from tests.world import arrive, attempt, automatic, code, later, noon

DAY = {"expires_on": "2027-02-28"}


def changed(**changes):
    return pack()["posture"] | DAY | changes


def begun(world, by=None):
    return flow.begin_posture(system=world.system, by=by or world.owen, now=noon)


def saved(world, body=None, by=None, version=1):
    return flow.save_posture(
        system=world.system, body=body or changed(audit_share=0.2), version=version, by=by or world.owen, now=noon
    )  # fmt: skip


def sign(world, by=None, version=2, now=noon):
    return flow.sign_posture(system=world.system, version=version, by=by or world.owen, now=now)


def entries(verb):
    return Entry.objects.filter(verb=verb).count()


def test_it_is_drafted_saved_and_signed_and_each_leaves_an_entry(world):
    begun(world)
    saved(world)
    posture = sign(world)

    assert (posture.number, posture.by, posture.body["audit_share"]) == (2, world.owen, 0.2)
    assert Posture.objects.get(number=1).ended_at == noon
    draft = PostureDraft.objects.get()
    assert (draft.closed_at, draft.signed_as) == (noon, posture)
    verbs = ("posture.drafted", "posture.draft_saved", "posture.signed")
    assert [entries(verb) for verb in verbs] == [1, 1, 2]


def test_beginning_twice_opens_the_same_draft(world):
    assert begun(world) == begun(world)
    assert entries("posture.drafted") == 1


@pytest.mark.parametrize("who", ["sam", "ana", "audrey", "olga", "lena"])
def test_only_the_accountable_owner_writes_and_signs(world, who):
    person = getattr(world, who)
    begun(world)
    saved(world)

    assert code(begun, world, person) == "not_the_owner"
    assert code(saved, world, None, person, 2) == "not_the_owner"
    assert code(sign, world, person) == "not_the_owner"
    assert Posture.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        ({"machine": pack()["posture"]["machine"] | {"outcomes": ["deny"]}}, "/machine/outcomes/0"),
        ({"machine": pack()["posture"]["machine"] | {"outcomes": ["standard"]}}, "/machine/outcomes/0"),
        ({"machine": pack()["posture"]["machine"] | {"segments": ["nowhere"]}}, "/machine/segments/0"),
        ({"audit_share": 2}, "/audit_share"),
        ({"expires_on": "2026-11-01"}, "/expires_on"),
        ({"expires_on": "2028-01-01"}, "/expires_on"),
    ],
)
def test_what_could_not_be_signed_is_not_kept_and_names_its_clause(world, change, clause):
    begun(world)

    refusal = attempt(saved, world, changed(**change))

    assert (refusal.code, refusal.details["field"]) == ("posture_not_valid", clause)
    assert PostureDraft.objects.get().version == 1


def test_a_draft_that_was_saved_elsewhere_is_not_overwritten(world):
    begun(world)
    saved(world)

    assert code(saved, world) == "posture_draft_changed"
    assert code(sign, world, None, 1) == "posture_draft_changed"


def test_the_same_again_is_not_signed(world):
    begun(world)
    posture = rules.read_posture(pack()["posture"])
    saved(world, posture.body())

    assert code(sign, world) == "posture_unchanged"


def test_a_draft_whose_day_passed_meanwhile_is_not_signed(world):
    begun(world)
    saved(world)

    refusal = attempt(sign, world, now=later(days=200))

    assert (refusal.code, refusal.details["field"]) == ("posture_not_valid", "/expires_on")


def test_a_draft_begun_from_another_version_is_not_signed(world):
    from_before = begun(world)
    saved(world)
    PostureDraft.objects.filter(id=from_before.id).update(base=None)

    assert code(sign, world) == "posture_base_ended"


def test_a_draft_given_up_is_gone(world):
    begun(world)
    flow.drop_posture(system=world.system, by=world.owen, now=noon)

    assert code(saved, world) == "no_posture_draft"
    assert entries("posture.dropped") == 1
    assert begun(world).version == 1


def test_those_whom_it_names_are_told(world):
    begun(world)
    saved(world, changed(tell=["analyst"]))
    posture = sign(world)

    told = Notification.objects.filter(kind="posture_signed", about_id=posture.id)
    assert {one.to_id for one in told} == {world.ana.id}


def test_it_bounds_the_machine_at_once(world):
    assert arrive(world, automatic()).lane == "AUTOMATIC"
    begun(world)
    saved(world, changed(machine=pack()["posture"]["machine"] | {"max_amount_minor": 50_000}))
    sign(world)

    assert arrive(world, automatic()).lane == "OFFICER"
    assert arrive(world, automatic(minor=50_000)).lane == "AUTOMATIC"


THEN = {"lane": "AUTOMATIC", "inbox": "triage-officers", "due_hours": 1}


def rule(code_, *clauses):
    parts = [dict(zip(("fact", "op", "value"), clause, strict=True)) for clause in clauses]
    return {"code": code_, "say": f"Rule {code_}.", "when": {"all": parts}, "then": THEN}


OUTCOME, SEGMENT = ("recommended_outcome", "eq", "fast_track"), ("segment", "in", ["minor_surface"])
CLOSE = ("stake_minor", "le", 150_000)


def test_every_rule_that_goes_beyond_a_posture_is_found_at_once_with_in_what():
    person = {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 1}
    listed = [
        rule("inside", OUTCOME, SEGMENT, CLOSE),
        rule("asks", ("posture_allows", "eq", True)),
        rule("amount", OUTCOME, SEGMENT, ("stake_minor", "le", 150_001)),
        rule("nothing", ("confidence", "ge", 0.9)),
    ]
    audited = [one | {"then": THEN | {"sample_share": 0.1}} for one in listed]
    policy = policy_rules.parse({"rules": audited, "otherwise": person})
    posture = rules.read_posture(pack()["posture"])

    found = policy_rules.looser(policy, licence_of(posture))

    assert [(one.code, one.clause) for one in found] == [
        ("amount", "machine.max_amount_minor"),
        ("nothing", "machine.outcomes"),
        ("nothing", "machine.segments"),
        ("nothing", "machine.max_amount_minor"),
    ]


def test_the_live_policy_of_the_pack_is_not_looser_and_says_so(world):
    page = selectors.postures_page(slug="injury-triage", to=world.audrey)

    assert page.live.number == 1
    assert page.looser(rules.read_posture(page.live.body)) == ()


def test_shares_are_compared_as_they_are_written(world):
    begun(world)
    with transactions.verb():
        draft = PostureDraft.objects.get()

    posture = selectors.draft_posture(draft)

    assert posture.errors[0].acceptable_share == Decimal("0.12")
