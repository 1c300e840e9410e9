"""50 known-answer cases change no page, no answer of the API and no export: each is compared with and without them.

Answered ones are gone everywhere but in the results of who answered and who supervises them. Open ones lie in the
working lists of their inbox, and in the counts of these lists, which would otherwise give them away.
"""

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from apps.console.pages import paper
from apps.core import clock
from apps.delivery.models import Delivery, Receipt
from apps.flow import services as flow
from apps.flow.services import practising
from apps.learning.models import MiningRun
from apps.measures.models import Calibration, DecisionFacts, Measurement, Outcome, WorkSignal
from apps.reviews.models import FollowUp, InboxDay, Practice, SecondReview
from tests.edges.access_api import API
from tests.edges.access_pages import PAGES
from tests.practising import answered, known, told_facts
from tests.world import arrive, decided, later, override, release

PEOPLE = {
    "supervisor": "sam", "analyst": "ana", "owner": "owen", "auditor": "audrey", "admin": "adam", "officer": "olga",
}  # fmt: skip
# Forms, words and settings: nothing is counted there.
WITHOUT_FIGURES = (
    "edit",
    "write",
    "text",
    "docs",
    "schema",
    "keys",
    "help",
    "components",
    "account",
    "real",
    "invite",
)
ROWS = {
    name: row
    for name, row in (PAGES | API).items()
    if row.method == "GET"
    and set(row.things or ()) <= {"slug"}
    and not any(word in name for word in WITHOUT_FIGURES)
}
RESULTS = {"console:quality", "console:known_answers", "api:known-answers", "api:known-answer-results"}
MANY = 40
OWN = {"console:home", "console:decisions", "api:decisions"}
LENGTHS = {("auditor", "console:home"), ("admin", "console:home")}
RECORD = {"console:health"}  # the record and the work of the product itself hold every entry
LISTS = {
    "console:inbox",
    "console:inboxes",
    "console:home",
    "console:pulse",
    "api:inboxes",
    "api:inbox-items",
}
COUNTED = (Calibration, DecisionFacts, FollowUp, InboxDay, Measurement, MiningRun, Outcome, Receipt, SecondReview, WorkSignal)  # fmt: skip


@pytest.fixture
def clients(world, monkeypatch):
    monkeypatch.setattr(paper, "pdf", str.encode)
    monkeypatch.setattr(clock, "now", lambda: later(hours=1))
    found = {}
    for who, name in PEOPLE.items():
        found[who] = Client()
        found[who].force_login(world.user(name))
    return found


def seen(clients):
    """Return what every list, figure and export says to the first who may read it, and home to everybody."""
    told = {}
    for name, row in ROWS.items():
        may = [who for who in PEOPLE if row.expected[who] == HTTPStatus.OK]
        if name in RESULTS | RECORD:
            continue
        path = reverse(name, kwargs={"slug": row.things["slug"]} if row.things else {})
        for who in may if name in OWN else may[:1]:
            told[who, name] = alike(clients[who].get(path))
    return told


def alike(answer):
    body = (answer.getvalue() if answer.streaming else answer.content).decode(errors="replace")
    body = re.sub(r'csrfmiddlewaretoken" value="\w+', "", body)
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "U", body)
    return re.sub(r"\d\d:\d\d(:\d\d)?(\.\d+Z?)?|\d+ min( \d+ s)?\b|\d+ s\b|[\w-]{30,}=*", "T", body)


def besides_lists(told):
    """Leave out the working lists, their counts in the navigation, and home, which counts what waits in them."""
    return {
        key: re.sub(r"<nav.*?</nav>", "", said, flags=re.DOTALL)
        for key, said in told.items()
        if key[1] not in LISTS
    }


def counts():
    return {model: model.objects.count() for model in COUNTED}


def record_of(told):
    """The homes of auditor and admin tell how long the record is: it holds every entry."""
    return {key: said for key, said in told.items() if key not in LENGTHS}


@pytest.mark.timeout(400)
def test_50_of_them_change_no_figure_no_export_and_no_count(world, clients):
    for place in range(3):
        decided(
            world,
            (world.olga, world.ben, world.priya)[place],
            override() if place else override("case_managed"),
        )
    arrive(world)
    release(world)
    written = [known(world, facts=told_facts(age=30 + n, weekly_wage=80100 + n)) for n in range(2)]
    before, n_before, sent = seen(clients), counts(), Delivery.objects.exclude(state="SKIPPED").count()

    done = [a_practice(world, written[n % 2]) for n in range(50)]
    for n, one in enumerate(done):
        who = (world.olga, world.ben, world.priya)[n % 3]
        answered(world, one, who, now=later(seconds=30), **({} if n % 2 else {"answer": override()}))
    while flow.release_due(now=later(minutes=1)):
        pass

    after = seen(clients)
    assert len(before) > MANY
    for key, said in record_of(before).items():
        assert after[key] == said, key
    assert counts() == n_before
    assert Delivery.objects.exclude(state="SKIPPED").count() == sent
    assert Practice.objects.filter(ended="DECIDED").count() == len(done)

    for n in range(10):
        a_practice(world, written[n % 2])
    open_too = besides_lists(seen(clients))
    for key, said in besides_lists(record_of(after)).items():
        assert open_too[key] == said, key


def a_practice(world, row):
    """Put one into its inbox, as the sweep does once it is drawn."""
    by = practising.accounts.system_actor(world.organisation.id)
    with practising.transactions.verb():
        item = practising._arrive(row, now=world.now, by=by)
        return practising.reviews.note_put(known=row, item=item, for_item=item.id, by=by, now=world.now)
