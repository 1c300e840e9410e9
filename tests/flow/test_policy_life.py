"""The life of a policy version: written by one at a time, in shadow, proposed, signed by an owner who wrote nothing."""

import copy
import json
import sys
import threading

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.accounts import services as accounts
from apps.audit.models import Entry
from apps.core import refusals, transactions
from apps.flow import services as flow
from apps.policy import selectors as policies
from apps.policy import services as policy
from apps.policy.models import PhantomVerdict, PolicyVersion, Verdict
from apps.registry import services as registry
from apps.reviews.models import Inbox, PolicyTarget
from tests import effort
from tests.flow.policies import begun, proposed, saved, shadowed, tightened
from tests.template import pack
from tests.world import (
    MINOR_SURFACE,
    arrive,
    arrive_all,
    attempt,
    automatic,
    code,
    later,
    noon,
    recommendation,
)

OFFICER = {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 4}


def adopt(world, by=None, version=None, now=noon):
    found = policies.open_version(world.system.id)
    return flow.adopt_policy(
        system=world.system, version=version or found.version, by=by or world.owen, now=now
    )


def said_of(verb):
    return json.loads(bytes(Entry.objects.filter(verb=verb).latest("id").body))["data"]


def entries(verb):
    return Entry.objects.filter(verb=verb).count()


def test_an_analyst_writes_the_owner_signs_and_each_step_leaves_one_entry(world):
    running = arrive(world, minor=120_000)
    proposed(world)
    signed = adopt(world)

    assert (signed.number, policies.live(world.system.id).id) == (2, signed.id)
    assert PolicyVersion.objects.get(number=1).retired_at == noon
    assert [entries(f"policy.{verb}") for verb in ("drafted", "draft_saved", "proposed", "adopted")] == [
        2,
        1,
        2,
        2,
    ]
    assert said_of("policy.adopted")["retired"] == 1
    assert arrive(world, minor=120_000).inbox_slug == "triage-supervisors"
    kept = Verdict.objects.get(recommendation=running.id)
    assert (kept.policy.number, kept.inbox_slug) == (1, "triage-officers")


@pytest.mark.parametrize("who", ["olga", "sam", "owen", "audrey", "adam", "lena"])
def test_nobody_but_analysts_writes_not_even_the_owner(world, who):
    assert code(begun, world, getattr(world, who)) == "cannot_write_policy"
    begun(world)
    assert code(saved, world, by=getattr(world, who)) == "cannot_write_policy"


@pytest.mark.parametrize("who", ["sam", "audrey"])
def test_nobody_but_the_owner_signs(world, who):
    proposed(world)

    assert code(adopt, world, getattr(world, who)) == "only_the_owner_approves"
    assert policies.live(world.system.id).number == 1


def test_an_owner_who_saved_or_proposed_a_word_of_it_cannot_sign(world):
    """The database keeps it as well, whoever asks."""
    found = proposed(world)
    PolicyVersion.objects.filter(id=found.id).update(writers=[world.ana.id, world.owen.id])

    assert code(adopt, world) == "author_cannot_approve"
    with pytest.raises(IntegrityError, match="author_never_approves"), transaction.atomic():
        PolicyVersion.objects.filter(id=found.id).update(state="LIVE", approved_by=world.owen)


def test_of_two_hundred_attempts_at_once_to_approve_ones_own_none_succeeds(committed, world):
    with transactions.verb():
        found = policy.draft(system=world.system, tree=tightened(), by=world.owen, now=noon)
        policy.propose(version=found, by=world.owen, now=noon)
    at_once = 50 if effort.LONG else 8
    answers, gate = [], threading.Barrier(at_once)

    def try_it():
        gate.wait()
        answers.extend([code(adopt, world, version=found.version) for _ in range(200 // at_once)])
        connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(at_once)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    sys.stdout.write(
        f"\nown-approval: 200 attempts, {at_once} at once, {200 - len(answers)} without an answer, "
    )
    sys.stdout.write(f"{len(answers) - answers.count('author_cannot_approve')} succeeded\n")
    assert answers == ["author_cannot_approve"] * 200
    assert policies.live(world.system.id).number == 1


def test_somebody_else_who_edits_is_named_until_the_hold_ends_or_they_leave(world, second_analyst):
    begun(world)
    refusal = attempt(begun, world, second_analyst)

    assert (refusal.code, refusal.details["by"]) == ("policy_edited_by_another", world.ana.name)
    assert code(saved, world, by=second_analyst) == "policy_edited_by_another"
    assert begun(world, second_analyst, later(minutes=15, seconds=1)).held_by == second_analyst
    flow.leave_policy(system=world.system, by=second_analyst)
    assert begun(world).held_by == world.ana


@pytest.fixture
def second_analyst(world):
    with transactions.verb():
        from_admin = {"user": world.user("sam"), "permission": "analyse_system", "on": world.system}
        accounts.give(**from_admin, by=world.adam, now=noon)
    world.forget(world.sam)
    return world.sam


def test_a_stale_page_overwrites_nothing(world):
    draft = begun(world)
    saved(world, version=draft.version)

    assert code(saved, world, tightened(due_hours=3), version=draft.version) == "policy_draft_changed"
    assert policies.open_version(world.system.id).tree == tightened()


def test_there_is_one_open_version_at_a_time(world):
    assert begun(world).id == begun(world).id
    with pytest.raises(IntegrityError, match="one_open_policy"), transaction.atomic():
        policy.draft(system=world.system, tree=tightened(), by=world.ana, now=noon)


def test_a_proposed_version_is_changed_only_after_it_came_back_and_says_why(world):
    found = proposed(world)
    assert code(saved, world, version=found.version) == "policy_not_a_draft"

    flow.return_policy(system=world.system, why="Try it first.", by=world.owen, now=noon)
    back = policies.open_version(world.system.id)

    assert (back.state, back.returned_why, said_of("policy.returned")["why"]) == ("DRAFT", "Try it first.", "Try it first.")  # fmt: skip
    assert code(adopt, world) == "policy_not_proposed"


def test_nothing_changed_is_nothing_to_propose(world):
    draft = begun(world)
    ask = {"system": world.system, "version": draft.version, "by": world.ana, "now": noon}

    assert code(flow.propose_policy, **ask) == "policy_unchanged"
    assert code(flow.shadow_policy, **ask, until=later(days=1)) == "policy_unchanged"


def test_a_dropped_version_is_over_and_the_next_gets_another_number(world):
    begun(world)
    flow.drop_policy(system=world.system, by=world.ana, now=noon)

    assert entries("policy.dropped") == 1
    assert begun(world).number == 3
    assert policies.live(world.system.id).number == 1


def test_only_the_owner_drops_what_was_proposed(world):
    proposed(world)

    assert code(flow.drop_policy, system=world.system, by=world.ana, now=noon) == "only_the_owner_approves"
    flow.drop_policy(system=world.system, by=world.owen, now=noon)
    assert policies.open_version(world.system.id) is None


# --- what is refused when it is saved ---


def rule(**changes):
    return {
        "code": "new",
        "say": "Because.",
        "when": {"fact": "age", "op": "gt", "value": 60},
        "then": OFFICER,
    } | changes


def with_rule(**changes):
    tree = tightened()
    tree["rules"].insert(0, rule(**changes))
    return tree


def clause(fact, op, value):
    return {"fact": fact, "op": op, "value": value}


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"when": clause("agee", "gt", 60)}, "/rules/0/when/fact", "no fact agee"),
        ({"when": clause("age", "gt", "old")}, "/rules/0/when/value", "Write a number"),
        ({"when": clause("age", "eq", "old")}, "/rules/0/when/value", "never be known"),
        ({"when": clause("age", "between", [60, 20])}, "/rules/0/when/value/1", "must not be lower"),
        ({"when": clause("age", "banded", [20, 40])}, "/rules/0/when/value", "[25, 35]"),
        ({"then": {**OFFICER, "inbox": "nowhere"}}, "/rules/0/then/inbox", "no inbox nowhere"),
        ({"then": {"lane": "AUTOMATIC", "sample_share": 0.1}}, "/rules/0/then/lane", "machine.outcomes"),
        ({"then": {"lane": "OFFICER", "inbox": "triage-officers", "due_working_hours": 8}},
         "/rules/0/then/due_working_hours", "when this organisation works"),
    ],
)  # fmt: skip
def test_a_tree_that_is_no_policy_of_this_system_is_refused_at_the_clause(world, changes, field, says):
    draft = begun(world)
    refusal = attempt(saved, world, with_rule(**changes), version=draft.version)

    assert (refusal.code, refusal.details["field"]) == ("policy_not_valid", field)
    assert says in refusal.sentence
    assert policies.open_version(world.system.id).version == draft.version


def test_too_deep_is_refused_at_the_clause(world):
    deep = clause("age", "gt", 60)
    for _ in range(8):
        deep = {"not": deep}

    refusal = attempt(saved, world, with_rule(when=deep), version=begun(world).version)

    assert refusal.details["field"] == "/rules/0/when" + "/not" * 8


def test_a_posture_that_became_stricter_meanwhile_stops_the_signature(world):
    proposed(world)
    with transactions.verb():
        body = copy.deepcopy(pack()["posture"]) | {"audit_share": 0.5}
        registry.sign_posture(system=world.system, body=body, by=world.owen, now=noon)

    refusal = attempt(adopt, world)

    assert (refusal.code, refusal.details["clause"]) == ("policy_not_valid", "audit_share")
    assert policies.live(world.system.id).number == 1


# --- in shadow ---


@pytest.mark.usefixtures("undrawn")
def test_in_shadow_it_judges_every_arrival_and_decides_nothing(world):
    shadowed(world)

    told = arrive_all(world, [recommendation(minor=120_000), automatic()])

    assert [one.inbox_slug for one in told] == ["triage-officers", None]
    phantoms = PhantomVerdict.objects.order_by("recommendation")
    assert [(one.lane, one.because[0]) for one in phantoms] == [("SUPERVISOR", "sr2"), ("AUTOMATIC", "au1")]
    assert {one.run.policy.number for one in phantoms} == {2}
    assert set(Verdict.objects.values_list("policy__number", flat=True)) == {1}


def test_where_it_would_let_the_machine_act_a_person_still_decides(world):
    looser = tightened()
    looser["rules"] = [one for one in looser["rules"] if one["code"] != "of4"]  # reported late
    shadowed(world, looser)

    told = arrive(world, automatic(facts_changed=MINOR_SURFACE | {"report_lag_days": 20}))

    assert PhantomVerdict.objects.get().lane == "AUTOMATIC"
    assert (told.inbox_slug, told.decision_id) == ("triage-officers", None)


def test_its_date_ends_it_by_a_sweep_and_no_arrival_after_it_is_judged(world):
    shadowed(world, until=later(hours=1))
    arrive(world, now=later(minutes=59))
    arrive(world, now=later(hours=1))

    assert PhantomVerdict.objects.count() == 1
    assert flow.end_shadows(now=later(minutes=59)) == 0
    assert flow.end_shadows(now=later(hours=1)) == 1
    assert flow.end_shadows(now=later(hours=1)) == 0
    assert policies.open_version(world.system.id).state == "DRAFT"
    assert (entries("policy.shadow_ended"), said_of("policy.shadow_ended")["is_due"]) == (1, True)


def test_what_it_said_in_shadow_stays_what_it_was_when_it_is_written_on(world):
    shadowed(world)
    arrive(world, minor=120_000)
    back = flow.end_policy_shadow(system=world.system, by=world.ana, now=noon)
    saved(world, tightened(due_hours=3), version=back.version)

    kept = PhantomVerdict.objects.get()
    assert kept.run.tree == tightened()
    assert kept.run.ended_at == noon


def test_from_the_shadow_it_can_be_proposed_and_given_up(world):
    found = shadowed(world)
    proposed_one = flow.propose_policy(system=world.system, version=found.version, by=world.ana, now=noon)
    assert (proposed_one.state, proposed_one.shadow) == ("PROPOSED", None)
    flow.drop_policy(system=world.system, by=world.owen, now=noon)

    shadowed(world)
    flow.drop_policy(system=world.system, by=world.ana, now=noon)
    assert policies.judging(world.system.id, now=noon)[1] is None


@pytest.mark.parametrize("until", [{"days": 0}, {"minutes": -1}, {"days": 91}])
def test_a_shadow_has_an_end_within_ninety_days(world, until):
    assert code(shadowed, world, until=later(**until)) == "shadow_too_long"


# --- an inbox that a rule names ---


def vanish(inbox):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_inbox WHERE id = %s", [inbox.id])


def test_an_inbox_cannot_vanish_whether_a_rule_names_it_or_not(world):
    """Not even by a statement in the database: what arrivals may point to stays (ADR 0074)."""
    spare = Inbox.objects.create(organisation=world.organisation, slug="spare", name="Spare")
    proposed(world, tightened(inbox="spare"))

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        vanish(spare)
    flow.drop_policy(system=world.system, by=world.owen, now=noon)
    assert not PolicyTarget.objects.filter(inbox=spare).exists()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        vanish(spare)


def test_every_move_that_is_no_move_is_refused(world):
    assert code(flow.end_policy_shadow, system=world.system, by=world.ana, now=noon) == "no_policy_draft"
    begun(world)
    assert code(flow.end_policy_shadow, system=world.system, by=world.ana, now=noon) == "policy_not_in_shadow"
    assert (
        code(flow.return_policy, system=world.system, why="", by=world.owen, now=noon)
        == "policy_not_proposed"
    )
    assert isinstance(attempt(adopt, world), refusals.IllegalMove)
