"""What is wrong with the facts that arrive: counted once per day, fact, source and kind, and again in place."""

import datetime as dt

from apps.core import transactions
from apps.flow import services as flow
from apps.intake.models import ContextSnapshot
from apps.measures import services as measures
from apps.measures.models import ContextCount, ContextRepair, GroundingCount
from apps.registry import services as registry
from tests.world import (
    APPROVE,
    arrive,
    claimed,
    decided,
    fact,
    facts,
    iso,
    later,
    noon,
    recommendation,
    release,
)

TODAY = dt.date(2026, 11, 20)
SOURCES = {"weekly_wage": "employer", "industry": "policy_file", "age": "employer"}
OLD = iso(noon - dt.timedelta(days=9))


def count(world, now=noon):
    return measures.count_context(system_id=world.system.id, now=now)


def counts(world, **by):
    rows = ContextCount.objects.filter(system=world.system, **by)
    return {(row.fact, row.source, row.kind): row.n for row in rows}


def with_facts(*more, **changed):
    return recommendation(facts=[*facts(**changed), *more])


def test_a_day_is_counted_by_fact_source_and_kind(world):
    arrive(world)
    arrive(world, with_facts(industry=None))
    arrive(world, with_facts(fact("hospital_stay", True, "doctor")))
    arrive(world, with_facts(fact("age", 90, "first_report"), age=None))
    arrive(world, with_facts(fact("body_part", "42", "doctor", as_of=OLD), body_part=None))

    count(world)
    found = counts(world, day_on=TODAY)

    assert found["", "", "arrived"] == 5
    assert found["", "", "incomplete"] == 1
    assert found["industry", "", "missing"] == found["industry", "policy_file", "missing"] == 1
    assert found["industry", "policy_file", "given"] == 4
    assert found["hospital_stay", "", "conflict"] == 1
    assert found["hospital_stay", "hospital", "conflict"] == found["hospital_stay", "doctor", "conflict"] == 1
    assert found["age", "first_report", "impossible"] == 1
    assert found["body_part", "doctor", "stale"] == 1
    assert found["body_part", "", "at_fault"] == 1


def test_other_kinds_of_case_count_nowhere(world):
    arrive(world, case={"ref": "WC-1", "kind": "TEST"})

    assert count(world) == 0
    assert counts(world) == {}


def test_again_writes_nothing_and_a_new_arrival_only_its_day(world):
    arrive(world, now=later(days=-3))
    arrive(world)
    first = count(world)

    assert first > 0
    assert count(world) == 0

    arrive(world, with_facts(industry=None))
    before = set(ContextCount.objects.filter(day_on=dt.date(2026, 11, 17)).values_list("id", flat=True))
    count(world)

    assert counts(world, day_on=TODAY)["", "", "arrived"] == 2
    assert counts(world, day_on=TODAY)["industry", "policy_file", "missing"] == 1
    assert (
        set(ContextCount.objects.filter(day_on=dt.date(2026, 11, 17)).values_list("id", flat=True)) == before
    )


def test_statements_are_counted_by_model_and_prompt_version(world):
    true = {"text": "No hospital stay is recorded.", "cites": ["hospital_stay"]}
    false = {"text": "A hospital stay is recorded.", "cites": ["hospital_stay"]}
    arrive(world, recommendation(rationale=[true, false], prompt_version="p-1"))
    arrive(world, recommendation(rationale=[true], prompt_version="p-1"))
    arrive(world, recommendation(rationale=[false], prompt_version="p-2"))

    count(world)

    rows = GroundingCount.objects.order_by("prompt_version")
    assert [(one.prompt_version, one.n_arrivals, one.n_statements, one.n_unsupported) for one in rows] == [
        ("p-1", 2, 3, 1),
        ("p-2", 1, 1, 1),
    ]


def tell(world, sent, now, **values):
    """Later values of a case's facts, as the business system tells them."""
    as_of = iso(now - dt.timedelta(minutes=1))
    told = [fact(key, value, SOURCES[key], as_of=as_of) for key, value in values.items()]
    flow.add_facts(case_ref=sent["case"]["ref"], facts=told, by=world.model, now=now)


def repairs():
    return sorted(ContextRepair.objects.values_list("fact", "kind", "found_at", "cured_at"))


def test_time_to_repair_runs_from_the_finding_to_the_fact_that_mends_it(world):
    sent = with_facts(industry=None, age=None)
    arrive(world, sent)
    tell(world, sent, later(hours=1), weekly_wage=31000)
    count(world)
    assert repairs() == [], "another fact mends nothing"

    tell(world, sent, later(hours=5), industry="construction")
    tell(world, sent, later(hours=9), weekly_wage=32000)
    count(world)
    count(world)

    assert repairs() == [("industry", "missing", noon, later(hours=5))]


def test_a_fact_that_fails_again_is_repaired_twice(world):
    sent = with_facts(age=None)
    arrive(world, sent)
    tell(world, sent, later(hours=1), age=40)
    tell(world, sent, later(hours=2), age=90)
    tell(world, sent, later(hours=4), age=41)

    count(world)

    assert repairs() == [
        ("age", "impossible", later(hours=2), later(hours=4)),
        ("age", "missing", noon, later(hours=1)),
    ]


def test_a_value_that_comes_after_the_decision_mends_all_the_same(world):
    sent = with_facts(industry=None)
    item = claimed(world, world.olga, received=arrive(world, sent))
    decided(world, world.olga, APPROVE, item=item)
    release(world)
    tell(world, sent, later(hours=3), industry="other")

    count(world)

    assert repairs() == [("industry", "missing", noon, later(hours=3))]


def test_what_an_unseen_model_was_given_mends_nothing(world):
    with transactions.verb():
        models = [{"name": "one", "pattern": "triage-gb-*"}, {"name": "two", "pattern": "rule-*"}]
        registry.line_up(system=world.system, body={"models": models}, by=world.owen, now=noon)
    sent = with_facts(industry=None)
    arrive(world, sent)
    same = {"case": sent["case"], "subject": sent["subject"], "model_version": "rule-1"}
    arrive(world, recommendation(**same), now=later(hours=1))

    count(world)
    assert repairs() == []

    tell(world, sent, later(hours=2), industry="other")
    count(world)
    assert repairs() == [("industry", "missing", noon, later(hours=2))]


def test_no_value_stands_in_what_is_counted_from(world):
    got = arrive(
        world, with_facts(fact("age", 91, "first_report"), fact("hospital_stay", True, "doctor"), age=None)
    )
    snapshot = ContextSnapshot.objects.get(recommendations=got.id)

    assert {"sources", "is_coded", "fact", "kind", "severity", "rule", "way_out"} == set(snapshot.findings[0])
    assert "91" not in str(snapshot.findings) + str(snapshot.given)
    assert snapshot.given["hospital_stay"] == ["hospital", "doctor"]
