"""Searches in the browser's words: started, watched, stopped once, run again, and who gains from the AI."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.audit.models import Entry
from apps.core import ids, vault
from apps.intake.models import Case, ProtectedFact
from apps.learning import services as learning
from apps.learning.models import MiningRun
from reviewhub.management.commands import mine
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past

RUNS = reverse("console:runs")


@pytest.fixture
def past(world):
    past = Past(world)
    habit(past)
    return past


def post(client, url, **form):
    return client.post(url, {"idempotency_key": str(ids.new())} | form)


def read(client, url):
    return client.get(url).content.decode()


def test_one_starts_a_search_sees_how_far_it_is_and_what_it_found(visit, world, past):
    ana = visit("ana")
    assert "Nothing was searched yet" in read(ana, RUNS)

    url = post(ana, RUNS, system="injury-triage")["Location"]
    assert "waits for a worker" in read(ana, url)
    assert "Search now" not in read(ana, RUNS)
    again = post(ana, RUNS, system="injury-triage")
    assert (again.status_code, "runs already" in again.content.decode()) == (409, True)
    assert "Searches so far" in again.content.decode()  # said on the page that asked

    learning.lead_mining(now=worlds.noon)
    assert "Step 1 of 4, looks which values there are: 0 of 1 parts" in read(ana, url)
    learning.mine(now=worlds.noon)
    text = read(ana, url)
    assert "Industry is construction" in text
    assert "Cases skipped</a>" in text
    assert reverse("console:pattern", args=[world.system.findings.get().id]) in text
    assert "Ended: 1 pattern, 1 of them new" in text
    assert "Left out, as they are the same in all decisions" in text

    skipped = read(ana, reverse("console:run", args=[MiningRun.objects.get(target="skipped").id]))
    assert "It happened in none of these decisions" in skipped
    assert "Overrides among them" not in skipped
    patterns = reverse("console:patterns")
    assert "Industry is construction" in read(ana, f"{patterns}?target=overridden")
    assert "Cases with questions: in no group more often" in read(ana, f"{patterns}?target=asked")
    assert ana.get(f"{RUNS}?target=nothing").status_code == 404

    again = post(ana, f"{url}again/")["Location"]
    learning.mine(now=worlds.noon)
    assert "The same result again" in read(ana, again)


def test_stopped_twice_it_says_so_and_nothing_is_kept(visit, world, past):
    owen = visit("owen")
    url = post(owen, RUNS, system="injury-triage")["Location"]

    stopped = owen.post(f"{url}stop/", {"idempotency_key": str(ids.new())}, follow=True).content.decode()
    assert "The question “Overrides” is stopped. Nothing of it is kept but that it was. The other" in stopped
    assert "Of the same search these questions still run: Overrides that did not hold, Approvals" in stopped
    assert MiningRun.objects.filter(state="STOPPED").count() == 1
    twice = post(owen, f"{url}stop/")
    assert (twice.status_code, "was stopped already" in twice.content.decode()) == (409, True)
    assert 'id="run"' in twice.content.decode()  # said on the page that asked

    asked = {"idempotency_key": str(ids.new()), "stop": "all"}
    every = owen.post(f"{url}stop/", asked, follow=True).content.decode()
    assert "All questions of this search that still ran are stopped." in every
    assert (set(MiningRun.objects.values_list("state", flat=True)), "these questions" in every) == (
        {"STOPPED"},
        False,
    )
    assert Entry.objects.filter(verb="mining.stopped").count() == MiningRun.objects.count()
    assert post(owen, f"{url}stop/", stop="all").status_code == 409


def test_every_group_of_a_protected_fact_is_shown_with_both_sides(visit, world, past):
    for number in range(60):
        line = past.add(override=number % 2 == 0 if number < 40 else number % 10 == 0)
        past.write()
        keep(line, {"sex": "female" if number < 40 else "male"})
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)

    run = MiningRun.objects.get()
    groups = {(one["fact"], one["value"], one["side"]): one for one in run.protected}
    women = groups["sex", "female", "people"]
    assert (women["n"], women["k"], women["rate"]) == (40, 20, 0.5)
    assert women["interval"][0] < 0.5 < women["interval"][1]
    assert (groups["sex", "male", "people"]["n"], groups["sex", "male", "people"]["rate"]) == (20, None)
    assert not {"sex", "marital_status"} & run.plan["labels"].keys()  # never searched, so never in a rule
    text = read(visit("audrey"), reverse("console:run", args=[run.id]))
    assert "Who gains from it?" in text
    assert "20 decisions: too few for a share" in text
    assert "20 of 40, 35 to 65%; the rest 25.7% of 420, 22 to 30%" in text
    table = visit("audrey").get(reverse("console:run_groups_csv", args=[run.id])).content.decode()
    lines = {(one["group"], one["side"]): one for one in csv.DictReader(table.splitlines())}
    female, male = lines["female", "people"], lines["male", "people"]
    assert (female["share"], female["rest_n"]) == ("0.5", "420")
    assert float(female["rest_low"]) < float(female["rest_share"]) < float(female["rest_high"])
    assert (male["happened"], male["share"], male["rest_share"]) == ("2", "", "")
    segments = reverse("console:segments", args=["injury-triage"])
    assert "20 decisions: too few for a share" in read(visit("owen"), segments)
    assert "Who gains from it?" not in read(visit("sam"), segments)  # nor does Sam see the search itself


def keep(line, facts):
    """Keep protected facts of a case as its arrival would."""
    case = Case.objects.get(id=line.case_id)
    ProtectedFact.objects.create(
        case=case, sealed=vault.seal_for(facts, subject_id=case.subject_id), at=worlds.noon
    )


def test_the_command_searches_here_and_now_and_repeats(world, past):
    def call(*args, by="ana@bluegrass.example"):
        told = StringIO()
        call_command("mine", "injury-triage", "--by", by, *args, stdout=told)
        return told.getvalue()

    told = call("--facts", "1")
    assert "industry is construction: " in told
    search, digest = told.rsplit("search ", 1)[1].strip().split(", digest ")
    assert call("--again", search).strip().endswith(digest)
    for args, says in (
        (("--facts", "4"), "max_facts: Choose"),
        (("--again", str(ids.new())), "not"),
    ):
        with pytest.raises(CommandError, match=says):
            call(*args)
    with pytest.raises(CommandError, match="Nobody active"):
        call(by="nobody@bluegrass.example")


def test_the_command_waits_for_what_a_worker_has_taken(world, past, monkeypatch):
    waited = []
    monkeypatch.setattr(learning, "lead_mining", lambda **_: 0)
    monkeypatch.setattr(learning, "mine_parts", lambda **_: 0)
    monkeypatch.setattr(mine.time, "sleep", lambda _seconds: waited.append(learning.mine(now=worlds.noon)))
    told, warned = StringIO(), StringIO()

    call_command("mine", "injury-triage", "--by", "ana@bluegrass.example", stdout=told, stderr=warned)

    assert "industry is construction: " in told.getvalue()
    assert (len(waited), warned.getvalue().count("A worker has a part of it")) == (1, 1)
