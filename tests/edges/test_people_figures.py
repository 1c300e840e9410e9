"""Override without consequence: no page, list or export gives away how a named person decides (issue 7, part 7).

Two proofs. Who decided is exchanged, and nothing changes but the name (here; every role and page: `bin/prove people`).
And no statement behind any page counts by person (tests/edges/test_access.py, which asks every address anyway).
"""

import os
import re
import sys
from collections import Counter

import pytest
from django.db import connection
from django.utils.html import strip_tags

from apps.accounts import services as accounts
from apps.core import clock
from apps.flow import services as flow
from tests import world as worlds
from tests.edges import people_figures, test_access
from tests.edges.stage import Stage

EVERYTHING = os.environ.get("REVIEWHUB_PROOF") == "long"
ROLES = ("auditor", "owner", "analyst", "admin", "supervisor", "other_org", "elsewhere")
# Those who may know more of the one or the other, because they supervise both or are one of them.
EXEMPT = {name for name, _who in people_figures.MAY} | {"console:health"}  # figures of the machine
# Elsa, one of the two, is who works elsewhere: what is on her own pages is hers.
HERS = {"api:decisions", "api:follow-ups", "console:decisions", "console:follow_ups", "console:home"}
FIGURES = (
    "home",
    "insight",
    "pattern",
    "inbox",
    "system",
    "case",
    "finding",
    "search",
    "escalation",
    "quality",
)
ID = re.compile(
    r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{12,}|\b[A-Z]+-\d{3,}\b|\d\d:\d\d:\d\d"
)  # or when a row was written
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')  # of a form, another each time
N = 30 if EVERYTHING else 6


def told(answer, people):
    """Say what an answer tells, whoever it names: its words in any order, ids and names left out."""
    raw = answer.getvalue() if answer.streaming else answer.content
    text = TOKEN.sub("", raw.decode(errors="replace"))
    text = strip_tags(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)) if "<html" in text else text
    for word in people:
        text = text.replace(word, "PERSON")
    return Counter(ID.sub("ID", text).split())


def pages():
    """Every address that is read, with each of the roles that may: here the first of them, there all."""
    for name, row in test_access.ACCESS.items():
        if row.method != "GET" or name in EXEMPT or name.endswith("_pdf") or "-pdf" in name:
            continue
        if not EVERYTHING and not any(word in name for word in FIGURES):
            continue
        who = [one for one in ROLES if row.expected[one] == test_access.OK]
        who = [one for one in who if one != "elsewhere" or name not in HERS]
        for one in who if EVERYTHING else who[:1]:
            yield name, one


@pytest.fixture
def stage(world, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    return Stage()


def everything_told(stage, by):
    """Let one person make all decisions, and read every page; what was decided and read is undone."""
    world, elsa = stage.world, stage.users["elsewhere"]
    with test_access.undone():
        accounts.give(user=elsa, permission="work_inbox", on=world.officers, by=stage.system, now=stage.now)
        world.forget(by)
        for n in range(N):
            worlds.decided(world, by, worlds.override() if n % 3 else worlds.APPROVE, now=stage.now)
        worlds.release(world, now=stage.now)
        flow.compute_measures(now=stage.now)
        people = (world.olga.name, elsa.name, "olga@", "elsa@", "OM", "EW", "Olga", "Elsa")
        found = {}
        for name, who in pages():
            with test_access.undone():
                answer = stage.answer(who, test_access.ACCESS[name], name)
                found[name, who] = told(answer, people)
        return found


def test_who_decided_changes_no_figure_that_others_see(stage):
    olgas = everything_told(stage, stage.world.olga)
    elsas = everything_told(stage, stage.users["elsewhere"].actor)

    assert olgas.keys() == elsas.keys()
    differ = {
        at: dict((olgas[at] - elsas[at]) | (elsas[at] - olgas[at])) for at in olgas if olgas[at] != elsas[at]
    }
    sys.stdout.write(
        f"people: {len(olgas)} answers to {len(ROLES)} roles, {len(differ)} change with who decided\n"
    )
    assert differ == {}


def test_a_statement_that_makes_a_figure_about_a_person_is_found(stage):
    olga = stage.world.olga.id
    with people_figures.watched(stage, "analyst") as about_people, connection.cursor() as cursor:
        cursor.execute("SELECT by_id, count(*) FROM reviews_decision GROUP BY 1")
        cursor.execute("SELECT count(*) FROM reviews_decision WHERE by_id = %s", [olga])
        cursor.execute("SELECT kind, count(*) FROM reviews_decision GROUP BY kind")
        cursor.execute("SELECT by_id FROM reviews_decision WHERE by_id = %s", [olga])
    assert len(about_people) == 2

    with people_figures.watched(stage, "officer") as about_people, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reviews_decision WHERE by_id = %s", [olga])
    assert about_people == []
