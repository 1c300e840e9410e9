"""How work really happens: counts of signs by kind and reason for whoever analyses, and of nobody."""

import pytest

from apps.core import transactions
from apps.flow import services as flow
from apps.measures import selectors as measured
from apps.measures import services as measures
from tests import world as worlds
from tests.console.test_insights import told
from tests.console.test_pages import text_of
from tests.measures.past import Past, tally


@pytest.fixture
def signs(world):
    """Olga skipped one case and left two without a word; the past has enough decisions to show figures."""
    told(world, Past(world), right=9, wrong=3)
    for why in ("quiet", "", ""):
        item = worlds.claimed(world, world.olga)
        given = {"item_id": item.id, "token": item.token, "by": world.olga, "now": worlds.noon}
        if why:
            flow.skip(why=why, version=item.version, **given)
        else:
            flow.leave(**given)
    tally(world)


def test_each_kind_is_counted_with_its_reasons(world, signs):
    counts = measured.signal_counts(system_id=world.system.id, since=None)

    assert {(one.kind, one.code, one.n) for one in counts} == {
        ("skipped", "quiet", 1),
        ("released", "unsaid", 2),
    }
    assert measured.signal_counts(system_id=world.system.id, since=worlds.later(days=7).date()) == []


def test_the_analyst_reads_them_beside_what_was_decided_and_nobody_is_named(world, visit, signs):
    with transactions.verb():
        measures.compute(system_id=world.system.id, now=worlds.noon)
    shown = text_of(visit("ana").get("/insights/?weeks=all"))

    assert "How work really happens" in shown
    assert "beside 12 decisions in these weeks" in shown
    assert "Given back 2 No reason given: 2" in shown
    assert "Skipped for the next one 1 It needs a quiet hour: 1" in shown
    assert world.olga.name not in shown
