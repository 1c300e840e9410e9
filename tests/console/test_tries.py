"""The pages of a policy tried on the past: asked for by a form, read as a verdict, given as a file."""

import copy
import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from apps.core import clock, ids
from apps.flow import services as flow
from apps.flow.services.replaying import licence
from apps.measures import services as measures
from apps.measures.models import Replay
from apps.policy import selectors as policies
from tests.flow.policies import begun, proposed, saved
from tests.world import arrive, automatic, later, recommendation


def without_machine(world):
    tree = copy.deepcopy(policies.live(world.system.id).tree)
    tree["rules"] = [one for one in tree["rules"] if one["code"] != "au1"]
    return tree


def asked(client, **form):
    form = {"version": "text", "last": "100", "idempotency_key": str(ids.new())} | form
    return client.post(reverse("console:tries", args=["injury-triage"]), form)


@pytest.fixture
def past(world):
    """Forty automatic claims with a known outcome, ten of which ran long, and one for an officer."""
    cases = [arrive(world, automatic()) for _ in range(40)]
    arrive(world)
    for place, one in enumerate(cases):
        flow.record_outcome(
            external_id=f"O-{place}",
            case_ref=one.case_ref,
            measure="long_claim",
            value=place < 10,
            number=None,
            known_at=later(days=57),
            by=world.claims,
            now=later(days=57),
        )
    clock.set_offset(clock._offset[0] + dt.timedelta(days=60))
    return cases


def test_the_verdict_comes_first_and_the_cases_can_be_read(visit, world, past):
    ana = visit("ana")

    answer = asked(ana, text=json.dumps(without_machine(world)))
    flow.replay_policies(now=clock.now)
    page = ana.get(answer["Location"])

    text = page.content.decode()
    assert "asks for reviews that cost more; what people would have decided is not known" in text
    assert "Their errors cost $19,000.00 at the prices of the risk decision; the reviews cost $" in text
    assert "Fast-tracked, but off work more than 8 weeks" in text
    assert "Of 1 case of 41 the outcome is not known yet" in text
    assert re.search(r"It adds (3\d|40)\b", text), (
        "forty automatic claims, of which some were drawn to be looked at"
    )
    assert "10 cases that proved wrong would have come before a person" in text
    rows = ana.get(answer["Location"] + "cases/?meaning=caught").content.decode()
    assert rows.count("Now reviewed, proved wrong") == 10 + 1
    lines = ana.get(answer["Location"] + "cases.csv").content.decode().splitlines()
    assert len(lines) == 1 + 40


def test_while_it_runs_its_figures_are_estimates_with_an_interval(visit, world, past):
    ana = visit("ana")
    answer = asked(ana, text=json.dumps(without_machine(world)))
    replay = Replay.objects.get()
    assert measures.replay_policies(licence=licence, now=clock.now, piece=35, seconds=0.001) == 0

    replay.refresh_from_db()
    assert (replay.state, replay.n_done) == ("QUEUED", 35)
    text = ana.get(answer["Location"]).content.decode()
    assert "35 of 41 cases replayed" in text
    assert "these figures speak for all 41" in text
    assert "at the end between" in text
    assert "give or take" in text
    assert text.count("Needs the complete run") == 2


def test_while_it_waits_the_page_says_so_and_can_stop_it(visit, world, past):
    ana = visit("ana")
    answer = asked(ana, text=json.dumps(without_machine(world)))

    text = ana.get(answer["Location"]).content.decode()
    assert "0 of 41 cases replayed" in text
    stopped = ana.post(answer["Location"] + "stop/", {"idempotency_key": str(ids.new())}, follow=True)

    assert "This is a part" in stopped.content.decode()
    assert Replay.objects.get().state == "STOPPED"


NOT_TO_BE_TRIED = (
    ({"text": "{"}, "This is not JSON"),
    ({"text": "[]"}, "This is not JSON"),
    ({"text": '{"rules": []}'}, "otherwise"),
    ({"version": "77"}, "Choose one of the versions"),
    ({"version": "1", "last": "x"}, "Choose from 1 to 1,000,000 cases"),
)


def test_what_cannot_be_tried_is_said_where_it_was_typed(visit, world, past):
    ana = visit("ana")

    for form, says in NOT_TO_BE_TRIED:
        answer = asked(ana, **form)

        assert (answer.status_code, says in answer.content.decode()) == (422, True), form
    assert not Replay.objects.exists()


def test_an_auditor_reads_and_asks_for_nothing(visit, world):
    audrey = visit("audrey")

    assert "Try a policy" not in audrey.get(reverse("console:tries", args=["injury-triage"])).content.decode()
    assert asked(audrey, version="1").status_code == 403


def test_a_draft_is_tried_from_its_editor(visit, world):
    arrive(world, recommendation(minor=200_000))
    arrive(world)
    version = saved(world, version=begun(world).version)
    ana = visit("ana")

    page = ana.get(reverse("console:policy-edit", args=["injury-triage"])).content.decode()
    link = f"{reverse('console:tries', args=['injury-triage'])}?version={version.number}"
    assert link in page
    assert f'value="{version.number}" selected' in ana.get(link).content.decode()
    answer = asked(ana, version=str(version.number))
    flow.replay_policies(now=clock.now)

    text = ana.get(answer["Location"]).content.decode()
    assert "Rule sr2 changed" in text
    assert Replay.objects.get().draft_id == version.id


def test_whoever_signs_reads_what_the_newest_try_of_exactly_this_text_said(visit, world, past):
    page = reverse("console:policy-edit", args=["injury-triage"])
    proposed(world, without_machine(world))
    assert "Nobody has tried this version" in visit("owen").get(page).content.decode()

    answer = asked(visit("ana"), version="2")
    waiting = visit("owen").get(page).content.decode()
    assert "The try of this version is not through" in waiting
    flow.replay_policies(now=clock.now)

    text = visit("owen").get(page).content.decode()
    assert "what people would have decided is not known" in text
    assert answer["Location"] in text
    asked(visit("ana"), text=json.dumps(without_machine(world) | {"rules": []}))
    assert "is not through" not in visit("owen").get(page).content.decode(), "another text is another try"
