"""Findings are for those who look after an AI system, never name an officer, and show cases by reference."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from apps.core import ids, refusals, transactions
from apps.learning import selectors
from apps.learning import services as learning
from apps.learning.models import Finding, MiningRun, Pattern
from apps.learning.states import FindingState, MiningRunState
from apps.measures import selectors as measures
from apps.measures import services as measured
from apps.measures.models import DecisionFacts
from tests import world as worlds
from tests.learning.habits import habit

MAY = ("ana", "owen", "audrey", "model")
MAY_NOT = ("olga", "sam", "adam", "lena")


@pytest.fixture
def finding(world, past):
    habit(past)
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)
    return Finding.objects.get()


@pytest.mark.parametrize("who", MAY)
def test_who_looks_after_the_system_sees_them(world, finding, who):
    actor = getattr(world, who)

    assert [row.id for row in selectors.findings(to=actor).rows] == [finding.id]
    assert selectors.finding(finding_id=finding.id, to=actor).row.id == finding.id
    assert selectors.mining_state(to=actor).last == MiningRun.objects.get()


def test_it_is_said_in_the_reader_s_language_and_kept_in_english(world, finding):
    kept = finding.last_pattern.words

    with translation.override("de"):
        row = selectors.findings(to=world.ana).rows[0]
        text = next(iter(selectors.finding(finding_id=finding.id, to=world.ana).reasons))

    assert (kept, row.words) == ("industry is construction", "Branche ist Bau")
    assert text == "Gleiche Angaben, ich erwarte eine andere Ausfallzeit"


def test_its_weeks_are_counted_by_a_job_and_say_as_of_when(world, finding):
    ids_of = [finding.id]
    assert selectors.weekly(finding_ids=ids_of, to=world.ana, now=worlds.noon).as_of is None
    with transactions.verb():
        assert learning.tally_findings(system_id=world.system.id, now=worlds.noon) == 1
        measured.tally(system_id=world.system.id, now=worlds.noon)
        assert learning.tally_findings(system_id=world.system.id, now=worlds.later(minutes=1)) == 0

    weeks = selectors.weekly(finding_ids=ids_of, to=world.ana, now=worlds.noon).of[finding.id]
    live = DecisionFacts.objects.filter(features__industry="construction")
    assert (len(weeks), sum(week.n for week in weeks)) == (26, live.count())
    assert sum(week.n_overridden for week in weeks) == live.filter(is_override=True).count()
    assert selectors.weekly(finding_ids=ids_of, to=world.ana, now=worlds.noon).as_of == worlds.noon
    assert selectors.weekly(finding_ids=ids_of, to=world.olga, now=worlds.noon).of == {}


@pytest.mark.parametrize("who", MAY_NOT)
def test_nobody_else_does(world, finding, who):
    actor = getattr(world, who)

    assert selectors.findings(to=actor).rows == []
    with pytest.raises(refusals.NotVisible):
        selectors.finding(finding_id=finding.id, to=actor)
    assert selectors.mining_state(to=actor) == selectors.MiningState(None, False, False, "")


def test_a_finding_says_what_it_rests_on(world, finding):
    pattern = finding.last_pattern

    page = selectors.finding(finding_id=finding.id, to=world.ana)

    assert (page.row.words, page.rule) == ("industry is construction", 'industry = "construction"')
    assert page.row.main_reason
    assert page.row.main_reason != "it_weeks"
    assert page.reasons == {page.row.main_reason: pattern.n_overridden}
    assert page.core_categories == {"risk_judgement": pattern.n_overridden}
    assert len(page.examples) == len(page.counter_examples) == selectors.N_EXAMPLES
    assert all(one.case_ref.startswith("WC-past-") for one in page.examples)
    assert {(one.recommended, one.decided, one.reason) for one in page.examples} == {
        ("Fast track", "Standard lost-time", page.row.main_reason)
    }
    assert {one.reason for one in page.counter_examples} == {None}
    assert world.olga.name not in repr(dataclasses.asdict(page.row))


def test_a_restricted_reason_is_not_said(world, finding):
    counts = {"core": {"integrity_concern": 9}, "reason": {"integrity_concern": 9}}
    pattern = finding.last_pattern
    pattern.id, pattern.place, pattern.reasons, pattern._state.adding = ids.new(), 7, counts, True
    pattern.save(force_insert=True)
    Finding.objects.update(last_pattern=pattern)

    page = selectors.finding(finding_id=finding.id, to=world.ana)

    assert page.row.main_reason is None
    assert page.reasons == {measures.RESTRICTED: 9}


def test_pages_go_from_the_most_excess_down_and_leave_dismissed_out(world, finding):
    run = MiningRun.objects.get()
    first = Pattern.objects.get()
    made = [finding]
    for place, excess in ((1, first.excess + 5), (2, first.excess - 5), (3, first.excess)):
        copy = Pattern.objects.get(id=first.id)
        copy.id, copy.place, copy.excess, copy.run = ids.new(), place, excess, run
        copy.save(force_insert=True)
        made.append(
            Finding.objects.create(
                system=world.system,
                conditions_key=str(place),
                state="NEW",
                first_pattern=copy,
                last_pattern=copy,
                opened_at=worlds.noon,
                seen_at=worlds.noon,
            )
        )

    seen, after = [], None
    for _ in range(4):
        page = selectors.findings(to=world.ana, after=after, limit=1)
        seen += [row.id for row in page.rows]
        after = page.next
    assert after is None
    assert seen == [made[1].id, made[3].id, finding.id, made[2].id]
    asked = []
    for limit in (1, 4):
        with CaptureQueriesContext(connection) as said:
            rows = selectors.findings(to=world.ana, limit=limit).rows
        asked.append(len(said))
        assert all(one.rest for one in rows)
    assert asked[0] == asked[1], "a row more asks nothing more"

    Finding.objects.filter(id=made[1].id).update(state=FindingState.DISMISSED, closed_at=worlds.noon)
    assert len(selectors.findings(to=world.ana).rows) == 3


@pytest.mark.parametrize("mark", ["x", "01990000-0000-7000-8000-000000000000", ""])
def test_a_page_mark_that_leads_nowhere_is_refused(world, mark):
    assert worlds.attempt(selectors.findings, to=world.ana, after=mark).details == {"field": "after"}


def test_a_failed_run_keeps_the_last_good_one_in_sight(world, finding):
    good = MiningRun.objects.get()
    MiningRun.objects.create(
        system=world.system, state=MiningRunState.FAILED, period_on=good.period_on, number=2,
        queued_at=worlds.noon, ended_at=worlds.later(hours=1), failure="Too wide.",
    )  # fmt: skip
    MiningRun.objects.create(
        system=world.system,
        state=MiningRunState.QUEUED,
        period_on=good.period_on,
        number=3,
        queued_at=worlds.noon,
    )

    assert selectors.mining_state(to=world.ana) == selectors.MiningState(good, True, True, "Too wide.")
