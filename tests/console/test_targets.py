"""A search asks several things of the same decisions; each has its own findings, and its pages speak of it."""

from django.urls import reverse

from apps.learning import selectors
from apps.learning import services as learning
from apps.learning.models import Finding, MiningRun
from apps.learning.states import Target
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past, days


def test_a_search_asks_everything_of_the_same_rows_and_findings_are_each_target_s_own(visit, world):
    past = Past(world)
    habit(past, n=300, n_questions=0)
    for number in range(300):
        asks = number % 3 == 0
        past.add(
            at=days(-14 + number / 30),
            features={"industry": "transport" if asks else "retail", "state": "KY"},
            n_questions=number // 3 % 2 if asks else 0,
            amount_minor=100_000 if number % 5 == 0 else 111_100,
        )
    past.write()

    first = learning.ask_run(system_id=world.system.id, targets=tuple(Target), by=world.ana, now=worlds.noon)
    assert learning.mine(now=worlds.noon) == len(Target)

    runs = MiningRun.objects.order_by("id")
    assert {(run.number, run.horizon, run.state) for run in runs} == {(1, runs[0].horizon, "DONE")}
    assert {run.target: run.n_overrides for run in runs if run.n_overrides}.keys() == {"overridden", "asked"}
    assert [run.notes[0]["code"] for run in runs if run.target == "skipped"] == ["no_overrides"]
    found = {one.target: one for one in Finding.objects.select_related("last_pattern")}
    assert found.keys() == {"overridden", "asked"}
    pattern = found["asked"].last_pattern
    assert pattern.words == "industry is transport"
    assert (pattern.n_changed, pattern.change_minor) == (pattern.n_changed, -11_100 * pattern.n_changed)
    assert pattern.n_changed > 0
    weeks = selectors.weekly(finding_ids=[found["asked"].id], to=world.ana, now=worlds.noon).of
    assert sum(week.n_overridden for week in weeks[found["asked"].id]) == 50

    assert dict(selectors.run(run_id=first.id, to=world.ana).together)[Target.OVERRIDDEN] == first.id
    only = selectors.findings(to=world.ana, target=Target.ASKED)
    assert ([row.id for row in only.rows], only.targets) == (
        [found["asked"].id],
        (Target.OVERRIDDEN, Target.ASKED),
    )
    decision = pattern.evidence[0]
    assert selectors.taught_by(decision_ids=[decision], to=world.olga) == []  # nobody overrode anything there

    ana = visit("ana")
    page = ana.get(reverse("console:pattern", args=[found["asked"].id])).content.decode()
    begun = page.index("pt-head")
    story = page[begun : page.index("</ol>", begun)]
    assert "Cases with questions: here, and never elsewhere" in story
    assert "Decided otherwise" in page
    assert (
        "overr" not in story.replace("Overrides among them, and why", "").replace("0 overrides", "").lower()
    )
    listed = ana.get(reverse("console:patterns")).content.decode()
    assert "asked about more often" in listed
    assert f"{reverse('console:patterns')}?target=asked" in listed
