"""Tightening a contract shows its effect on stored cases before it is saved, and a silent source blocks it."""

import datetime as dt

import pytest

from apps.core import transactions, vault
from apps.flow import services as flow
from apps.flow.selectors import answer_to
from apps.flow.services import trying
from apps.intake import rules as intake_rules
from apps.intake.models import Case
from apps.intake.rules import sources
from apps.registry.models import ContractTrial
from tests import world as worlds
from tests.flow.test_contract_life import REQUIRED_AGE, STRICTER, begun, changed, saved
from tests.world import code, later, noon


def previewed(world, contract, now=noon):
    draft = begun(world, now=now)
    return flow.preview_contract(draft=draft, contract=contract, now=now)


def arrivals(world):
    """Four cases: one without its age, one without its industry, one decided by the machine without its age."""
    worlds.arrive(world)
    worlds.arrive(world, facts_changed={"age": None})
    worlds.arrive(world, facts_changed={"industry": None})
    worlds.arrive(world, worlds.automatic(facts_changed=worlds.MINOR_SURFACE | {"age": None}))


def test_it_says_before_anything_is_saved_how_many_would_have_been_incomplete(world):
    arrivals(world)

    trial = previewed(world, changed(**STRICTER))

    assert trial.state == "DONE"
    assert (trial.result["n"], trial.result["before"]) == (4, {"LEGIBLE": 3, "INCOMPLETE": 1})
    assert trial.result["after"] == {"LEGIBLE": 1, "INCOMPLETE": 3}
    assert (trial.result["n_newly"], trial.result["n_machine"]) == (2, 1)
    assert {one["fact"] for one in trial.result["first"]} == {"age"}
    assert trial.result["stored"]["age"] == 2
    assert trial.draft.body == world.system.contracts.get(ended_at=None).body  # nothing was saved


def test_it_says_where_a_fact_is_missing(world):
    arrivals(world)
    result = previewed(world, changed()).result
    assert result["lacking"]["age"]["state"] == {"KY": 2}
    assert result["lacking"]["industry"]["state"] == {"KY": 1}
    assert result["groups"]["state"] == {"KY": 4}


def test_loosening_it_shows_who_would_have_passed(world):
    arrivals(world)
    result = previewed(world, changed(industry={"required": False})).result
    assert (result["after"], result["n_freed"]) == ({"LEGIBLE": 4}, 1)


def test_a_source_that_it_takes_no_more_would_have_been_refused(world):
    arrivals(world)
    result = previewed(world, changed(age={"sources": ["first_report"]})).result
    assert result["after"]["REFUSED"] == 2
    assert {one["fact"] for one in result["first"]} == {"age"}


def test_it_counts_what_a_fact_would_have_helped_from_outcomes_old_enough(world):
    measure = world.system.measures[0]
    long_ago = noon - dt.timedelta(days=measure["lag_days"] + measure.get("report_days", 0) + 1)
    for lacks, is_long in ((True, True), (True, False), (False, True)):
        item = worlds.claimed(world, world.olga, now=long_ago, facts_changed={"age": None} if lacks else {})
        decision = worlds.decided(world, world.olga, item=item, now=long_ago)
        flow.release_due(now=long_ago + dt.timedelta(minutes=5))
        told(world, decision.case, value=is_long, at=noon)
    young = worlds.decided(world, world.olga)
    worlds.release(world)
    told(world, young.case, value=True, at=noon)

    helps = previewed(world, changed(**STRICTER), now=later(hours=1)).result["helps"]["age"]

    assert helps == {"with": [1, 1], "without": [2, 1]}


def told(world, case, *, value, at):
    return flow.record_outcome(
        case_ref=case.case_ref, external_id=f"O-{case.case_ref}", measure="long_claim", value=value, number=None,
        known_at=at, by=world.claims, now=at,
    )  # fmt: skip


def test_many_cases_are_a_workers_and_the_old_figure_stays_until_it_is_done(world, monkeypatch):
    arrivals(world)
    old = previewed(world, changed(**STRICTER)).result
    monkeypatch.setattr(trying, "AT_ONCE", 2)

    waiting = previewed(world, changed(), now=later(hours=1))
    assert (waiting.state, waiting.n_total, waiting.result) == ("QUEUED", 4, old)
    assert answer_to(waiting, waiting.body) is None

    assert flow.try_contracts(now=later(hours=1)) == 1
    done = ContractTrial.objects.get()
    assert (done.state, done.n_done, done.result["after"]) == ("DONE", 4, {"LEGIBLE": 3, "INCOMPLETE": 1})
    assert flow.try_contracts(now=later(hours=1)) == 0


def test_a_worker_whose_question_was_replaced_writes_nothing(world, monkeypatch):
    arrivals(world)
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    previewed(world, changed(**STRICTER))
    asked = trying.registry.note_progress

    def replaced(*, trial, n_done):
        previewed(world, changed(), now=later(minutes=1))
        return asked(trial=trial, n_done=n_done)

    with transactions.verb():
        taken = trying.registry.take_trial(now=noon)
    monkeypatch.setattr(trying.registry, "note_progress", replaced)
    trying._work(taken, noon)

    assert ContractTrial.objects.get().state == "QUEUED"
    assert ContractTrial.objects.get().result is None


def test_a_worker_that_was_lost_is_followed_by_another(world, monkeypatch):
    arrivals(world)
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    previewed(world, changed(**STRICTER))
    with transactions.verb():
        trying.registry.take_trial(now=noon)
    assert flow.try_contracts(now=later(minutes=1)) == 0
    assert flow.try_contracts(now=later(minutes=4)) == 1


def test_erased_subjects_are_left_out_and_counted(world):
    arrivals(world)
    vault.SubjectKey.objects.filter(subject_id=Case.objects.first().subject_id).update(
        wrapped=None, erased_at=noon
    )
    result = previewed(world, changed()).result
    assert (result["n"], result["n_erased"]) == (3, 1)


def test_test_cases_count_nowhere(world):
    worlds.arrive(world, case={"ref": "WC-T1", "kind": "TEST"})
    assert previewed(world, changed()).result["n"] == 0


@pytest.mark.parametrize(
    ("fact", "blocked"),
    [
        ({"sources": ["hr_feed"], **REQUIRED_AGE}, "hr feed has sent no Age at injury with any stored case"),
        ({"sources": ["hr_feed", "employer"], **REQUIRED_AGE}, ""),
        ({"sources": ["hr_feed"]}, ""),
    ],
)  # fmt: skip
def test_a_required_fact_that_no_source_sends_any_more_blocks_the_proposal(world, monkeypatch, fact, blocked):
    monkeypatch.setattr(sources, "ENOUGH", 3)
    arrivals(world)
    draft = begun(world)
    draft = saved(world, changed(age=fact), version=draft.version)

    refusal = worlds.attempt(
        flow.propose_contract, system=world.system, version=draft.version, by=world.ana, now=noon
    )

    if blocked:
        assert refusal.code == "contract_blocked"
        assert refusal.sentence.startswith(blocked)
        assert "Choose a source that is alive, or keep this optional." in refusal.sentence
    else:
        assert refusal.state == "PROPOSED"


def test_a_draft_still_being_checked_is_not_proposed(world, monkeypatch):
    arrivals(world)
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    draft = begun(world)
    draft = saved(world, version=draft.version)
    assert code(
        flow.propose_contract, system=world.system, version=draft.version, by=world.ana, now=noon
    ) == "contract_blocked"  # fmt: skip


def test_a_source_that_fell_silent_is_named_with_its_last_day():
    contract = changed(age={"sources": ["hr_feed"], **REQUIRED_AGE})
    result = {
        "last": {"age": {"hr_feed": (noon - dt.timedelta(days=9)).isoformat()}},
        "newest": noon.isoformat(),
        "n": 20,
    }
    stands = intake_rules.standing(contract.specs["age"], result, noon)
    said = intake_rules.silent_words(contract.specs["age"], stands)
    assert said.startswith("hr feed has sent no Age at injury for 9 days (last 2026-11-11).")
