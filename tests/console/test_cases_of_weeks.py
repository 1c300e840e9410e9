"""The cases behind a figure are those of the weeks that the figure is of, and the list says which."""

import html
import re

from apps.core import transactions
from apps.measures import services as measures
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.measures.past import Past, days


def test_a_figure_of_some_weeks_leads_to_the_cases_of_these(visit, world):
    past = Past(world)
    for number in range(45):
        past.add(override=True, at=days(-200 if number < 10 else -5))
    old, new = past.cases[0].case_ref, past.cases[-1].case_ref
    past.write()
    with transactions.verb():
        measures.compute(system_id=world.system.id, now=worlds.noon)
    client = visit("ana")

    page = html.unescape(client.get("/insights/?weeks=13").content.decode())
    (scoped,) = set(re.findall(r'href="(/insights/cases/overrides/[^"]*)"', page))
    (median,) = set(re.findall(r'href="(/insights/cases/decisions/[^"]*)"', page))
    listed = client.get(scoped)
    assert (new in text_of(listed), old in text_of(listed)) == (True, False)
    assert "Last 13 weeks, 35 cases" in text_of(listed)
    assert "weeks=13" in listed.content.decode()  # on the way back
    assert "The week of 9 Nov to 15 Nov 2026, 35 cases" in text_of(client.get(median))

    everything = html.unescape(client.get("/insights/?weeks=all").content.decode())
    (every,) = set(re.findall(r'href="(/insights/cases/overrides/[^"]*)"', everything))
    assert "45 cases" in text_of(client.get(every))
    assert client.get("/insights/cases/overrides/?week=2026-11-23").status_code == 200
    assert client.get("/insights/cases/overrides/?week=soon").status_code == 404
    assert client.get("/insights/cases/overrides/?weeks=soon").status_code == 404
