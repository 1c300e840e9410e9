"""What intake keeps of a submission: facts by sensitivity, digests that anybody can check, numbers per case."""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from apps.core import canonical, transactions, vault
from apps.core.models import SubjectKey
from apps.intake import selectors as intake
from apps.intake import services
from apps.intake.models import Case, ContextSnapshot, Recommendation, Subject
from apps.registry import selectors as registry
from tests.world import (
    MINOR_SURFACE,
    arrive,
    arrive_all,
    attempt,
    automatic,
    fact,
    later,
    line,
    noon,
    recommendation,
)

PLAIN = {
    "industry",
    "state",
    "benefit_schedule",
    "expected_weeks",
    "report_lag_days",
    "contact_status",
    "modified_duty",
}


def kept(got) -> tuple[Recommendation, ContextSnapshot, Case]:
    row = Recommendation.objects.select_related("snapshot__contract", "case").get(id=got.id)
    return row, row.snapshot, row.case


def hidden(snapshot, case):
    key = vault.open_keys([case.subject_id])[case.subject_id]
    return vault.open_bytes(snapshot.sealed, subject_id=case.subject_id, key=key)


def test_plain_facts_lie_open_and_all_others_sealed(world):
    _, snapshot, case = kept(arrive(world))

    sealed = json.loads(hidden(snapshot, case))
    assert {one["fact"] for one in snapshot.facts} == PLAIN
    assert {one["fact"] for one in sealed["facts"]} == {
        "body_part", "injury_nature", "injury_group", "hospital_stay", "age", "weekly_wage", "weekly_benefit", "injured_on",
    }  # fmt: skip
    assert sealed["rationale"][0]["text"] == "No hospital stay is recorded so far."


def test_the_digest_of_a_snapshot_can_be_recomputed(world):
    _, snapshot, case = kept(arrive(world))

    salted = hashlib.sha256(hidden(snapshot, case)).digest()
    whole = {
        "case": case.id,
        "contract": bytes(snapshot.contract.digest),
        "facts": snapshot.facts,
        "sealed": salted,
    }
    assert bytes(snapshot.sealed_digest) == salted
    assert bytes(snapshot.digest) == canonical.digest(whole)


def test_the_digest_of_a_body_does_not_depend_on_the_order_of_its_json(world):
    body = recommendation()
    turned = dict(reversed(body.items()))

    assert services.body_digest(line(body)) == services.body_digest(line(turned))
    assert services.body_digest(line(body)) != services.body_digest(
        line(body | {"confidence": 0.9100001 + 0.00001})
    )


def test_a_new_case_brings_its_subject_its_key_its_name_and_what_it_is_found_by(world):
    _, _, case = kept(arrive(world, number=31))

    assert (case.case_ref, case.subject.subject_ref) == ("WC-31", "P-31")
    assert intake.subject_name(case.subject) == "Jo Example 31"
    assert SubjectKey.objects.filter(subject_id=case.subject_id).count() == 1
    assert case.terms == "wc-31"


def test_a_subject_keeps_the_first_name_it_came_with(world):
    body = recommendation(number=32)
    arrive(world, body)
    arrive(world, recommendation(subject=body["subject"] | {"name": "Another Name"}))

    assert intake.subject_name(Subject.objects.get(subject_ref="P-32")) == "Jo Example 32"


def test_recommendations_of_a_case_are_numbered(world):
    body = recommendation(number=33)
    bodies = [body, *(recommendation(case=body["case"], subject=body["subject"]) for _ in range(3))]

    numbers = [one.number for one in arrive_all(world, bodies)]
    one_more = arrive(world, recommendation(case=body["case"], subject=body["subject"]))

    assert [*numbers, one_more.number] == [1, 2, 3, 4, 5]


def test_what_sources_say_differently_is_all_kept(world):
    body = recommendation()
    body["facts"].append(fact("hospital_stay", value=True, source="employer"))
    row, snapshot, case = kept(arrive(world, body))

    opened = intake.open_snapshot(snapshot, subject_id=case.subject_id, now=noon)
    said = {(one.source, one.value) for one in opened.facts if one.key == "hospital_stay"}
    assert said == {("hospital", False), ("employer", True)}
    assert row.segment == "lower_back"


def test_a_snapshot_reads_the_same_later_only_older(world):
    _, snapshot, case = kept(arrive(world))

    now = intake.open_snapshot(snapshot, subject_id=case.subject_id, now=noon)
    next_week = intake.open_snapshot(snapshot, subject_id=case.subject_id, now=later(days=7))

    assert now.facts == next_week.facts
    assert (now.check.state.value, next_week.check.state.value) == ("LEGIBLE", "STALE")


@pytest.mark.parametrize(("body", "segment"), [(automatic(), "minor_surface"), (recommendation(), "lower_back"), (automatic(facts_changed=MINOR_SURFACE | {"hospital_stay": None}), "")])  # fmt: skip
def test_the_segment_is_the_first_that_surely_holds(world, body, segment):
    row, _, _ = kept(arrive(world, body))

    assert row.segment == segment


@pytest.mark.usefixtures("committed")
def test_accepting_is_a_part_of_a_verb_and_never_stands_alone(world):
    setup = registry.in_force(slug="injury-triage", organisation_id=world.organisation.id, now=noon)

    with pytest.raises(transactions.NoTransaction):
        services.accept(lines=[line()], setup=setup, segment_of=lambda _: "", by=world.model, now=noon)


def test_a_case_keeps_its_kind(world):
    body = recommendation()
    arrive(world, body)
    test = recommendation(case=body["case"] | {"kind": "TEST"}, subject=body["subject"])

    refusal = attempt(arrive, world, test)

    assert (refusal.code, refusal.details["field"]) == ("case_kind_changed", "case.kind")


def test_what_rests_on_a_fact_that_is_kept_from_the_ai_is_not_taken_in(world):
    said = {"text": "The claimant is a man.", "cites": ["sex"], "direction": "for"}

    refusal = attempt(arrive, world, recommendation(rationale=[said]))

    assert (refusal.code, refusal.details["field"]) == ("forbidden_fact", "rationale[0].cites")
    assert not Case.objects.exists()


def test_a_digest_of_a_body_says_nothing_to_whoever_tries_bodies_out(world):
    row, snapshot, case = kept(arrive(world, body := recommendation()))

    sent = line(body)
    content = {**sent._asdict(), "rationale": [one._asdict() for one in sent.rationale]}
    assert bytes(row.body_digest) != canonical.digest(content)
    assert b"salt" in hidden(snapshot, case)  # goes with the subject's key, and nowhere else


@pytest.mark.usefixtures("committed")
def test_an_arrival_does_not_block_those_who_decide_on_the_same_case(world):
    """A decision points to its case. If arrivals locked the case's key, supersede and decide would deadlock."""
    arrive(world, body := recommendation())
    newer = recommendation(case=body["case"], subject=body["subject"])

    def decide():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM intake_case FOR KEY SHARE NOWAIT")
                cursor.execute("SELECT 1 FROM intake_subject FOR KEY SHARE NOWAIT")
        finally:
            connections.close_all()

    with transactions.request(), ThreadPoolExecutor(1) as pool:
        arrive(world, newer)
        pool.submit(decide).result()


@pytest.mark.parametrize("n_lines", [1, 30])
@pytest.mark.usefixtures("committed")
def test_the_same_submission_twice_at_one_moment_is_received_once(world, n_lines):
    """Two processes of one client send the same, each under a key of its own."""
    bodies = [recommendation() for _ in range(n_lines)]

    def send():
        try:
            return attempt(arrive_all, world, bodies)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transactions.request():
            arrive_all(world, bodies)
            second = pool.submit(send)
            time.sleep(0.3)  # it has looked for the external id and now waits for the subject
        refused = second.result()

    assert refused.code == "external_id_in_progress"
    assert [one.is_new for one in arrive_all(world, bodies)] == [False] * n_lines
