"""A recommendation arrives: checked, judged and routed in one step, all or nothing, once."""

import pytest

from apps.accounts import services as accounts
from apps.accounts.models import MachineClient
from apps.core import transactions
from apps.flow import services as flow
from apps.intake.models import Case, ContextSnapshot, ProtectedFact, Recommendation, Subject
from apps.intake.services import SameIdOtherBody
from apps.policy import services as policy
from apps.policy.models import Verdict
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ItemReason, ReviewItem
from tests import counting
from tests.world import (
    arrive,
    arrive_all,
    attempt,
    automatic,
    claimed,
    code,
    decided,
    later,
    noon,
    override,
    recommendation,
    record_names,
)

ORDINARY_ROWS = {
    "intake_recommendation",
    "intake_contextsnapshot",
    "policy_verdict",
    "reviews_reviewitem",
    "reviews_itemreason",
    "audit_entry",
}
NEW_CASE_ROWS = {"intake_case", "intake_subject", "core_subjectkey"}


def test_when_it_is_in_its_item_waits_in_the_inbox(world):
    got = arrive(world)

    item = ReviewItem.objects.get(id=got.item_id)
    assert (got.lane, got.inbox_slug, got.state) == ("OFFICER", "triage-officers", "ROUTED")
    assert (got.context_state, got.number, got.is_new) == ("LEGIBLE", 1, True)
    assert (item.state, item.inbox, item.due_at) == ("OPEN", world.officers, later(hours=48))
    assert record_names(got.case_id) == ["recommendation.received"]


def test_an_ordinary_arrival_writes_six_rows_besides_a_new_cases_own(world):
    with counting.written() as added:
        arrive(world)

    assert added == dict.fromkeys(ORDINARY_ROWS | NEW_CASE_ROWS, 1)


def test_an_ordinary_arrival_asks_at_most_twenty_statements(world):
    arrive(world)
    world.model = world.machine("triage-model")
    with counting.asked() as statements:
        arrive(world)

    assert len(statements) <= 20, "\n".join(one[:150] for one in statements)


def test_replacing_an_item_writes_six_rows_and_where_the_old_one_lay(world):
    first = arrive(world)
    with counting.written() as added:
        arrive(world, again(first))

    assert added == dict.fromkeys(ORDINARY_ROWS | {"reviews_itemstay"}, 1)


def test_a_batch_of_500_takes_as_few_statements_as_one_of_30(world):
    with counting.asked() as few:
        arrive_all(world, [recommendation() for _ in range(30)])
    with counting.asked() as many:
        got = arrive_all(world, [recommendation() for _ in range(500)])

    assert len({one.item_id for one in got}) == 500
    assert len(many) <= len(few) <= 25


def test_a_batch_answers_in_the_order_given(world):
    bodies = [recommendation(), automatic(), recommendation(minor=400000), recommendation()]

    got = arrive_all(world, bodies)

    assert [one.external_id for one in got] == [body["external_id"] for body in bodies]
    assert [one.lane for one in got] == ["OFFICER", "AUTOMATIC", "SUPERVISOR", "OFFICER"]


def test_a_batch_is_all_or_nothing(world):
    with counting.written() as added:
        refusal = attempt(
            arrive_all, world, [recommendation(), recommendation(outcome="deny"), recommendation()]
        )

    assert (refusal.code, refusal.details["field"]) == ("unknown_outcome", "lines[1].outcome")
    assert added == {}


def test_the_same_submission_again_is_answered_as_before(world):
    body = recommendation()
    first = arrive(world, body)
    with counting.written() as added:
        again = arrive(world, body, now=later(minutes=5))

    assert again == first._replace(is_new=False)
    assert added == {}


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 0.5},
        {"stake": None},
        {"subject": {"ref": "P-1", "name": "Somebody Else"}},
        {"rationale": []},
    ],
)
def test_the_same_id_with_another_body_is_refused(world, change):
    body = recommendation(number=1)
    arrive(world, body)
    with counting.written() as added:
        refusal = attempt(arrive, world, body | change)

    assert isinstance(refusal, SameIdOtherBody)
    assert "To replace it, send the new content under a new external_id" in refusal.sentence
    assert added == {}


def test_the_same_id_twice_in_one_batch_is_a_repeat_when_equal_and_refused_by_name_when_not(world):
    body = recommendation()

    first, again = arrive_all(world, [body, body])
    other = body | {"external_id": "other"}
    refusal = attempt(arrive_all, world, [recommendation(), other, other | {"confidence": 0.5}])

    assert again == first._replace(is_new=False)
    assert (refusal.code, refusal.details["field"]) == ("repeated_in_batch", "lines[2].external_id")


@pytest.mark.parametrize(
    ("change", "field", "refused"),
    [
        ({"outcome": "deny"}, "outcome", "unknown_outcome"),
        ({"stake": {"minor": 5, "currency": "EUR"}}, "stake.currency", "wrong_currency"),
        ({"used": ["shoe_size"]}, "used", "unknown_fact"),
        ({"protected": [{"fact": "age", "value": 3}]}, "protected[0]", "unknown_fact"),
    ],
)
def test_what_the_contract_does_not_know_is_refused_by_name(world, change, field, refused):
    with counting.written() as added:
        refusal = attempt(arrive, world, **change)

    assert (refusal.code, refusal.details["field"].startswith(field)) == (refused, True)
    assert added == {}


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"fact": "shoe_size", "value": 3}, "fact"),
        ({"fact": "durat", "value": 3.5}, "fact"),
        ({"fact": "age", "value": "forty"}, "value"),
        ({"fact": "weekly_wage", "value": -1}, "value"),
        ({"fact": "state", "value": "OH"}, "value"),
        ({"fact": "sex", "value": "male"}, "fact"),
        ({"fact": "age", "value": 41, "as_of": "2031-01-01T00:00:00Z"}, "as_of"),
    ],
)
def test_an_impossible_fact_is_refused_by_name(world, bad, field):
    body = recommendation()
    body["facts"].append({"source": "employer", "as_of": "2026-11-20T08:00:00Z", "origin": "real"} | bad)

    refusal = attempt(arrive, world, body)

    assert refusal.details["field"] == f"facts[{len(body['facts']) - 1}].{field}"


def test_a_case_keeps_its_subject(world):
    first = arrive(world, number=7)

    refusal = attempt(
        arrive, world, case={"ref": first.case_ref, "kind": "REAL"}, subject={"ref": "P-other", "name": "X"}
    )

    assert refusal.code == "subject_changed"
    assert Case.objects.get(id=first.case_id).subject.subject_ref == "P-7"


def again(first, **changes):
    """A newer recommendation for the case that arrived first under number n."""
    case = Case.objects.select_related("subject").get(id=first.case_id)
    return recommendation(
        case={"ref": case.case_ref, "kind": case.kind},
        subject={"ref": case.subject.subject_ref, "name": ""},
        **changes,
    )


def test_a_newer_recommendation_replaces_the_one_that_waits(world):
    first = arrive(world)

    second = arrive(world, again(first, outcome="standard"))

    older = Recommendation.objects.get(id=first.id)
    item = ReviewItem.objects.get(id=first.item_id)
    assert (second.number, second.case_id) == (2, first.case_id)
    assert (older.state, item.state, item.version) == ("SUPERSEDED", "SUPERSEDED", 2)
    assert not ItemReason.objects.filter(item=item, closed_at=None).exists()
    assert ReviewItem.objects.get(id=second.item_id).state == "OPEN"


def test_whoever_held_what_was_replaced_cannot_write(world):
    item = claimed(world, world.olga)
    reviews.save_draft(item_id=item.id, body={"note": "half a sentence"}, by=world.olga, now=noon)

    arrive(world, again(item))

    refused = code(decided, world, world.olga, item=item)
    assert refused == "already_closed"
    assert item.drafts.count() == 0, "it went on with the newer one (test_follow_newer.py)"
    assert item.claims.filter(ended_at=None).count() == 0


def test_an_escalation_ends_with_the_item_that_was_replaced(world):
    item = claimed(world, world.olga)
    flow.escalate(
        item_id=item.id,
        why="unsure",
        note="",
        version=item.version,
        token=item.token,
        by=world.olga,
        now=noon,
    )

    arrive(world, again(item))

    assert item.escalations.filter(closed_at=None).count() == 0


def test_two_recommendations_of_one_case_in_one_batch_leave_the_last_one_waiting(world):
    first = recommendation(number=11)
    second = recommendation(number=12, case=first["case"], subject=first["subject"])

    got = arrive_all(world, [first, second])

    states = [ReviewItem.objects.get(id=one.item_id).state for one in got]
    assert [one.number for one in got] == [1, 2]
    assert states == ["SUPERSEDED", "OPEN"]


def test_more_than_an_officers_authority_goes_to_the_supervisors(world):
    got = arrive(world, minor=300001)

    assert (got.lane, got.inbox_slug) == ("SUPERVISOR", "triage-supervisors")


def test_a_missing_required_fact_goes_to_a_person_with_the_reason(world):
    got = arrive(world, facts_changed={"hospital_stay": None})

    assert (got.context_state, got.lane) == ("INCOMPLETE", "OFFICER")
    says = ItemReason.objects.get(item=got.item_id).says
    assert says == "Whether there was a hospital stay is not known, so a person looks first."


def test_protected_facts_lie_apart_from_the_snapshot(world):
    got = arrive(world, protected=[{"fact": "sex", "value": "female"}])

    assert ProtectedFact.objects.filter(case=got.case_id).count() == 1
    assert "sex" not in str(ContextSnapshot.objects.get(recommendations=got.id).facts)


class TestWhoMaySubmit:
    def test_people_do_not(self, world):
        assert code(arrive, world, by=world.olga) == "only_machines_submit"

    def test_a_machine_only_for_its_own_systems(self, world):
        MachineClient.objects.filter(actor=world.model).update(system_ids=[])

        assert code(arrive, world, by=world.machine("triage-model")) == "unknown_ai_system"

    def test_a_machine_that_was_switched_off_does_not(self, world):
        MachineClient.objects.filter(actor=world.model).update(is_active=False)

        assert code(arrive, world, by=world.machine("triage-model")) == "unknown_ai_system"

    def test_another_organisation_cannot_even_know_the_system(self, world):
        with transactions.verb():
            stranger, _ = accounts.connect_machine(
                organisation=world.lakeshore,
                name="spy",
                source_id=None,
                system_ids=[world.system.id],
                by=world.lena,
                now=noon,
            )
        with counting.written() as added:
            spied = code(arrive, world, by=stranger.actor)
        guessed = code(arrive, world, recommendation(ai_system="no-such-system"), by=stranger.actor)

        assert spied == guessed == "unknown_ai_system"
        assert added == {}

    def test_one_batch_is_for_one_system(self, world):
        bodies = [recommendation(), recommendation(ai_system="another")]

        assert code(arrive_all, world, bodies) == "systems_mixed"

    def test_an_empty_batch_is_refused(self, world):
        assert code(arrive_all, world, []) != ""


def test_a_system_without_a_policy_in_force_says_so(world):
    other = AISystem.objects.get(id=world.system.id)
    other.policy_versions.update(state="RETIRED")

    assert code(arrive, world) == "system_not_ready"


def test_the_second_case_of_a_subject_has_the_same_subject(world):
    first = recommendation(number=21)
    second = recommendation(number=22, subject=first["subject"])

    got = arrive_all(world, [first, second])

    assert Subject.objects.filter(cases__in=[one.case_id for one in got]).distinct().count() == 1


def test_a_known_answer_case_is_judged_and_nobody_outside_hears_of_it(world):
    got = arrive(world, automatic(case={"ref": "KA-1", "kind": "KNOWN_ANSWER"}))

    assert Decision.objects.get(id=got.decision_id).delivery.skipped_why == "not_a_real_case"


def test_the_verdict_is_kept_with_what_was_frozen_into_it(world):
    got = arrive(world, automatic())

    verdict = Verdict.objects.get(recommendation=got.id)
    assert verdict.because == ["au1"]
    assert verdict.snapshot_digest == Recommendation.objects.get(id=got.id).snapshot.digest
    assert verdict.added["posture_allows"] is True
    assert (verdict.added["autonomy"], verdict.added["segment"]) == ("ACT_WITH_SAMPLING", "minor_surface")


def test_a_decided_case_stays_decided_when_the_ai_changes_its_mind(world):
    decision = decided(world, world.olga, override())

    arrive(world, again(decision), now=later(minutes=1))

    assert flow.release_due(now=later(minutes=2)) == 1
    assert Decision.objects.get(id=decision.id).release.at == later(minutes=2)


def test_what_the_machine_may_not_decide_is_answered_alike_again(world):
    """Policy says AUTOMATIC, posture does not: the first answer and every later one name the officer's lane."""
    everything = {"lane": "AUTOMATIC", "inbox": "triage-officers", "due_hours": 48, "sample_share": 0}
    with transactions.verb():
        version = policy.draft(
            system=world.system, tree={"rules": [], "otherwise": everything}, by=world.sam, now=noon
        )
        policy.propose(version=version, by=world.sam, now=noon)
        policy.adopt(version=version, by=world.owen, now=noon)
    first = arrive(world, body := recommendation())

    assert arrive(world, body) == first._replace(is_new=False)


def test_a_withdrawn_decision_is_not_told(world):
    received = arrive(world, body := recommendation())
    decision = decided(world, world.olga, item=claimed(world, world.olga, received=received))
    flow.undo(decision_id=decision.id, by=world.olga, now=noon)

    assert arrive(world, body).decision_id is None
