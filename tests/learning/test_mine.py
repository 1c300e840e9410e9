"""A mining run finds a planted habit, says so in the business's words, and survives its workers."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection

from apps.accounts import selectors as accounts
from apps.audit.models import Entry
from apps.core import transactions
from apps.intake.models import Case
from apps.learning import services as learning
from apps.learning.models import Finding, MiningPart, MiningRun, Pattern
from apps.learning.states import FindingState
from apps.reviews.models import Release
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past, days


def mine(world, now=worlds.noon):
    learning.queue_run(system=world.system, now=now)
    return learning.mine(now=now)


def recorded(verb):
    return Entry.objects.filter(verb=verb).count()


def test_a_planted_habit_is_found_and_written_down(world, past):
    lines = {line.decision_id: line for line in habit(past)}

    assert mine(world) == 1

    run = MiningRun.objects.get()
    assert (run.state, run.n_decisions, run.number) == ("DONE", 400, 1)
    assert run.n_overrides == sum(line.is_override for line in lines.values())
    assert run.windows["discovery"]["n"] + run.windows["confirmation"]["n"] == 400
    assert (run.parameters["max_facts"], run.plan["max_facts"]) == (None, 2)
    assert [line["code"] for line in run.happened] == ["begun", "surveyed", "counted", "crossed", "finished"]
    assert not MiningPart.objects.exists()
    assert 0 < run.smallest_effect < 1
    pattern = Pattern.objects.get()
    assert pattern.words == "industry is construction"
    assert pattern.conditions == [{"fact": "industry", "value": "construction"}]
    assert pattern.rate == pattern.n_overridden / pattern.n == pytest.approx(0.6, abs=0.1)
    assert pattern.low < pattern.rate < pattern.high
    assert pattern.confirmation["holds"] is True
    assert pattern.reasons == {
        "core": {"risk_judgement": pattern.n_overridden},
        "reason": {"it_weeks": pattern.n_overridden},
    }
    evidence = [lines[one] for one in pattern.evidence]
    assert len(evidence) == pattern.n_overridden
    assert all(one.is_override and one.features["industry"] == "construction" for one in evidence)
    assert [one.decided_at for one in evidence] == sorted((one.decided_at for one in evidence), reverse=True)
    against = [lines[one] for one in pattern.counter_examples]
    assert len(against) == min(50, pattern.n - pattern.n_overridden)
    assert all(not one.is_override and one.features["industry"] == "construction" for one in against)
    finding = Finding.objects.get()
    assert (finding.state, finding.first_pattern, finding.last_pattern) == ("NEW", pattern, pattern)
    assert (recorded("finding.opened"), recorded("mining.finished"), recorded("mining.failed")) == (1, 1, 0)


def test_the_suggestion_itself_can_be_what_is_overruled(world, past):
    for number in range(300):
        standard = number % 3 == 0
        past.add(
            at=days(-10 + number / 30),
            recommended="standard" if standard else "fast_track",
            decided="standard",
            override=number // 3 % 5 < 3 if standard else number // 3 % 10 == 0,
        )
    past.write()

    mine(world)

    assert Pattern.objects.get().words == "suggested outcome is standard lost-time"


def test_where_nobody_overrules_more_there_is_no_finding(world, past):
    for number in range(300):
        past.add(
            override=number % 5 == 0,
            at=days(-10 + number / 30),
            features={"state": ("KY", "MI")[number % 4 // 2]},
        )
    past.write()

    assert mine(world) == 1
    assert MiningRun.objects.get().state == "DONE"
    assert not Finding.objects.exists()


def test_only_what_persons_decided_and_nobody_reversed_is_looked_at(world, past):
    decision = worlds.decided(world, world.olga, worlds.override())
    reversing = type(decision)(
        case=decision.case, recommendation=decision.recommendation, by=decision.by, kind=decision.kind,
        outcome_code=decision.outcome_code, direction=decision.direction, decided_at=world.now,
        undo_until=world.now, recommendation_digest=b"", snapshot_digest=b"", policy=decision.policy,
        reverses=decision,
    )  # fmt: skip
    reversing.save(force_insert=True)
    Release.objects.create(decision=reversing, by=decision.by, at=world.now, why="at_once", reverses=decision)
    past.add(decision_id=decision.id, override=True)
    past.add(decision_id=reversing.id)
    past.add(is_audit=True, sample_share=Decimal("0.1"))
    past.add_machine()
    past.add(kind="KNOWN_ANSWER")
    past.add(kind="TEST")
    past.write()

    mine(world)

    assert (MiningRun.objects.get().n_decisions, MiningRun.objects.get().n_overrides) == (1, 0)


def test_a_habit_that_lasts_is_one_finding_seen_again(world, past):
    habit(past)
    mine(world)
    opened = Finding.objects.get()

    habit(past, first_day=-3)
    assert mine(world, worlds.later(days=8)) == 1

    seen = Finding.objects.get()
    assert (seen.id, seen.first_pattern_id, seen.opened_at) == (
        opened.id,
        opened.first_pattern_id,
        opened.opened_at,
    )
    assert (seen.seen_at, seen.last_pattern.run.period_on) == (worlds.later(days=8), dt.date(2026, 11, 28))
    assert recorded("finding.opened") == 1


def test_a_dismissed_finding_is_seen_again_and_stays_dismissed(world, past):
    habit(past)
    mine(world)
    Finding.objects.update(state=FindingState.DISMISSED, closed_at=worlds.noon)

    habit(past, first_day=-3)
    mine(world, worlds.later(days=1))

    finding = Finding.objects.get()
    assert (finding.state, finding.seen_at) == ("DISMISSED", worlds.later(days=1))


def test_a_habit_that_faded_is_a_pattern_but_no_finding(world, past):
    habit(past, n=300)
    habit(past, n=200, first_day=-3, share=0.125)

    mine(world)

    assert Pattern.objects.get().confirmation["holds"] is False
    assert not Finding.objects.exists()


def test_a_run_whose_decisions_are_gone_ends_with_nothing_found(world, past):
    past.add()
    past.write()
    learning.queue_run(system=world.system, now=worlds.noon)
    Case.objects.update(kind="TEST")

    assert learning.mine(now=worlds.noon) == 1
    assert (MiningRun.objects.get().state, MiningRun.objects.get().n_decisions) == ("DONE", 0)


def test_restricted_reasons_are_counted_by_category_alone(world, past):
    habit(past, reason="it_concern", core_category="integrity_concern")

    mine(world)

    assert set(Pattern.objects.get().reasons["reason"]) == {"integrity_concern"}


def test_too_many_values_fail_with_a_sentence_and_the_run_is_over(world, past):
    for number in range(700):
        past.add(
            override=number % 9 == 0,
            at=days(number / 100),
            features={"industry": f"n{number}", "body_part": f"m{number}", "state": ("KY", "MI")[number % 2]},
        )
    past.write()

    assert mine(world) == 1

    run = MiningRun.objects.get()
    assert run.state == "FAILED"
    assert "Put the widest into bands" in run.failure
    assert "industry (700 values)" in run.failure
    assert (recorded("mining.failed"), recorded("mining.finished")) == (1, 0)
    assert learning.mine(now=worlds.later(hours=1)) == 0


# --- queuing ---


def test_nothing_decided_queues_nothing(world):
    with transactions.verb():
        assert learning.queue_run(system=world.system, now=worlds.noon) is None
    assert learning.mine(now=worlds.noon) == 0


def test_the_same_day_is_mined_again_only_for_a_tenth_more_decisions(world, past):
    habit(past)
    mine(world)

    habit(past, n=39)
    assert mine(world, worlds.later(minutes=1)) == 0
    habit(past, n=3)
    assert mine(world, worlds.later(minutes=2)) == 1

    runs = MiningRun.objects.order_by("number").values_list("number", "period_on", "n_decisions")
    assert list(runs) == [(1, dt.date(2026, 11, 20), 400), (2, dt.date(2026, 11, 20), 442)]
    assert Pattern.objects.filter(run__number=1).exists()


def test_a_new_day_with_nothing_new_is_not_mined(world, past):
    habit(past)
    mine(world)

    assert mine(world, worlds.later(days=1)) == 0
    past.add()
    past.write()
    assert mine(world, worlds.later(days=1)) == 1


def test_days_are_those_of_the_organisation(world, past):
    world.organisation.time_zone = "America/New_York"
    world.organisation.save()
    past.add()
    past.write()

    run = learning.queue_run(system=world.system, now=dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC))

    assert run.period_on == dt.date(2026, 11, 20)


def test_a_queued_run_is_not_queued_twice(world, past):
    past.add()
    past.write()

    first = learning.queue_run(system=world.system, now=worlds.noon)

    assert learning.queue_run(system=world.system, now=worlds.later(days=3)) == first


@pytest.mark.usefixtures("committed")
def test_two_workers_at_once_mine_once(world):
    past = Past(world)
    with transactions.verb():
        habit(past)
    system, start, ended = world.system, threading.Barrier(2), []
    accounts.system_actor(system.organisation_id)

    def work():
        start.wait(10)
        with transactions.verb():
            learning.queue_run(system=system, now=worlds.noon)
        ended.append(learning.mine(now=worlds.noon))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sum(ended) == 1
    assert (MiningRun.objects.count(), Pattern.objects.count(), Finding.objects.count()) == (1, 1, 1)
    assert (recorded("finding.opened"), recorded("mining.finished")) == (1, 1)
