"""Decisions without a time: each half is searched and its finds are checked in the other half, and both rates are kept."""

import dataclasses

import numpy as np
import pytest

from apps.core import clock, transactions
from apps.learning import rules, selectors
from apps.learning import services as learning
from apps.learning.models import MiningRun
from apps.learning.rules.planning import is_first_half
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.learning.habits import habit
from tests.learning.test_group_notes import PLAIN
from tests.learning.test_select import draw
from tests.measures.past import tally

CROSSED = rules.Params(cross_fit=True)


def undated(table):
    return dataclasses.replace(table, order=None)


def test_the_halves_are_even_and_a_row_stays_in_its_half_when_rows_are_added():
    first = is_first_half(np.arange(10_000))

    assert abs(2 * first.sum() - 10_000) < 300
    assert is_first_half(np.arange(11_000))[:10_000].tolist() == first.tolist()
    assert is_first_half(np.arange(4_000, 6_000)).tolist() == first[4_000:6_000].tolist()


def test_what_is_planted_is_found_once_with_the_rate_of_the_other_half():
    table, rate, codes = draw(20_000, 3)

    result = rules.mine(undated(table), CROSSED)

    assert result.discovery.n + result.confirmation.n == result.n_rows == 20_000
    keys = [pattern.conditions for pattern in result.patterns]
    assert len(set(keys)) == len(keys) >= 4
    employer = next(one for one in result.patterns if one.conditions == (("employer", "v7"),))
    inside = codes["employer"] == 7
    assert employer.n + employer.confirmation.n == inside.sum()
    assert employer.confirmation.held is True
    assert employer.confirmation.rate == pytest.approx(rate[inside].mean(), abs=0.05)
    assert not set(employer.evidence) & set(employer.confirmation.evidence)
    assert rules.mine(undated(table), CROSSED) == result


def test_where_nothing_is_planted_hardly_any_run_finds_something():
    runs = [
        bool(rules.mine(undated(draw(1_000, seed, planted=())[0]), CROSSED).patterns) for seed in range(40)
    ]

    assert sum(runs) <= 5  # 40 runs at 5 %: more than 5 in fewer than 2 of 100 trials


@pytest.mark.parametrize("overridden", [[], [True], [False, True], [True] * 40])
def test_too_little_or_one_kind_alone_finds_nothing(overridden):
    table = rules.Table({"rush": np.resize(["yes", "no"], len(overridden)).tolist()}, overridden)

    assert rules.mine(table, CROSSED).patterns == ()


def test_a_history_without_times_is_mined_in_halves_and_its_page_says_so(world, past, client, settings):
    habit(past, n=600, decided_at=clock.NOT_RECORDED, reason="", core_category="")
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)

    run = MiningRun.objects.get()
    assert (run.state, run.parameters["cross_fit"]) == ("DONE", True)
    assert run.windows["discovery"]["n"] + run.windows["confirmation"]["n"] == 600
    row = selectors.findings(to=world.ana).rows[0]
    assert (row.words, row.is_crossed, row.main_reason) == ("industry is construction", True, None)
    assert row.confirmation["holds"] is True
    for rest, rate in ((row.rest, row.rest_rate), (row.later_rest, row.confirmation["rest_rate"])):
        assert (rest.value, rest.low < rate < rest.high) == (pytest.approx(rate), True)
    page = selectors.finding(finding_id=row.id, to=world.ana)
    assert page.reasons == {}
    assert selectors.weekly(finding_ids=[row.id], to=world.ana, now=worlds.noon).of == {}
    with transactions.verb():
        assert learning.tally_findings(system_id=world.system.id, now=worlds.noon) == 1
    weeks = selectors.weekly(finding_ids=[row.id], to=world.ana, now=worlds.noon).of[row.id]
    assert sum(week.n for week in weeks) == 0

    settings.STORAGES = settings.STORAGES | PLAIN
    client.force_login(world.user("ana"))
    tally(world)
    said = text_of(client.get("/insights/?system=injury-triage"))
    assert (
        "When these cases were decided was not recorded 600 decisions were brought in without their times"
        in said
    )
    assert "People decided otherwise than the AI in " in said
    said = text_of(client.get(f"/patterns/{row.id}/"))
    assert "The history that these decisions come from does not tell apart who made them." in said
