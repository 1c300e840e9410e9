"""Lists of insights: their scope stands in the address, file and paper show the same, no cell is a formula."""

import csv
import io
from datetime import timedelta

import pytest

from apps.accounts.models import User
from apps.console.pages import sheets, table_file
from apps.flow.selectors.owning import owner_home
from apps.flow.selectors.watching import analyst_home
from apps.flow.selectors.week_unseen import unseen
from apps.learning import services as learning
from apps.learning.models import Finding, MiningRun
from tests import world as worlds
from tests.api.speaking import Api
from tests.console.test_pages import text_of
from tests.learning.habits import habit
from tests.measures.past import Past
from tests.world import later

OF = "system=injury-triage"
LISTS = {"/patterns/": "patterns", "/fixes/": "fixes", "/patterns/searches/": "searches"}


@pytest.fixture
def searched(world):
    habit(Past(world))
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)


def test_each_list_has_a_file_that_its_scope_names(visit, searched):
    ana = visit("ana")
    for path, name in LISTS.items():
        shown = ana.get(f"{path}?{OF}").content.decode()
        assert f'href="{path}table.csv?{OF}"' in shown
        assert f'href="{path}report.pdf?{OF}"' in shown or "PDF needs the library Pango" in shown
        answer = ana.get(f"{path}table.csv?{OF}")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="injury-triage-{name}.csv"'
        assert ana.get(f"{path}?system=other").status_code == 404
        assert ana.get(f"{path}table.csv?system=other").status_code == 404

    found = next(csv.DictReader(io.StringIO(ana.get("/patterns/table.csv").content.decode())))
    assert (found["pattern"], found["state"], found["holds"]) == ("industry is construction", "NEW", "yes")
    assert int(found["happened"]) / int(found["n"]) == pytest.approx(float(found["share"]), abs=1e-5)
    assert "Its weeks are not counted yet." in text_of(ana.get(f"/patterns/{found['id']}/"))
    in_all = MiningRun.objects.get()
    story = text_of(ana.get(f"/patterns/{found['id']}/"))
    window = in_all.windows["discovery"]
    rest = [window["n"] - int(found["n"]), window["n_overridden"] - int(found["happened"])]
    assert int(found["rest_n"]) == rest[0]
    assert float(found["rest_low"]) < rest[1] / rest[0] < float(found["rest_high"])
    assert f"Found, the rest {rest[0]} " in story
    again = next(
        csv.DictReader(io.StringIO(ana.get(f"/patterns/searches/{in_all.id}/table.csv").content.decode()))
    )
    assert (again["pattern"], again["rest_n"], again["finding"]) == (
        found["pattern"],
        found["rest_n"],
        found["id"],
    )
    run = next(csv.DictReader(io.StringIO(ana.get("/patterns/searches/table.csv").content.decode())))
    assert (run["ai_system"], run["state"]) == ("injury-triage", "DONE")


def test_a_list_is_narrowed_to_weeks_alike_on_the_page_in_its_file_and_over_the_api(visit, searched):
    ana, api = visit("ana"), Api(user=User.objects.get(email="ana@bluegrass.example"))
    long_ago = worlds.noon - timedelta(weeks=20)
    Finding.objects.update(seen_at=long_ago)
    MiningRun.objects.update(queued_at=long_ago)
    runs = "ai-systems/injury-triage/searches/"
    for path, asked, rows in (
        ("/patterns/", "findings/", "findings"),
        ("/patterns/searches/", runs, "searches"),
    ):
        shown = ana.get(f"{path}?{OF}&weeks=13").content.decode()
        assert "Nothing in these weeks" in shown
        assert "the last 13 weeks</span>" in shown
        assert f'href="{path}table.csv?{OF}&amp;weeks=13"' in shown
        file = ana.get(f"{path}table.csv?{OF}&weeks=13")
        assert file.headers["Content-Disposition"].endswith('-13-weeks.csv"')
        assert len(file.content.decode().splitlines()) == 1
        assert len(ana.get(f"{path}table.csv?{OF}&weeks=26").content.decode().splitlines()) == 2
        assert ana.get(f"{path}?weeks=12").status_code == 404
        assert api.get(asked, weeks="13").json()[rows] == []
        assert len(api.get(asked, weeks="26").json()[rows]) == 1
    assert api.get("findings/", ai_system="other").status_code == 404
    assert len(ana.get("/patterns/table.csv?target=asked").content.decode().splitlines()) == 1
    assert "drafted in the last 26 weeks" in ana.get("/fixes/?weeks=26").content.decode()
    assert api.get("fixes/", weeks="26", ai_system="injury-triage").json()["fixes"] == []


def test_what_the_newest_search_did_not_find_again_is_marked_and_counts_nowhere_as_current(
    visit, world, searched
):
    ana, api, first = visit("ana"), Api(user=world.user("ana")), MiningRun.objects.get()
    found, day = Finding.objects.get(), {"system": world.system, "period_on": first.period_on}
    assert "Not found again" in text_of(ana.get("/patterns/"))
    assert api.get("findings/").json()["findings"][0]["is_current"] is True
    MiningRun.objects.create(
        state="DONE", number=2, queued_at=later(days=1), ended_at=later(days=1), n_decisions=2_609, **day
    )
    learning.repeat_run(run_id=first.id, by=world.ana, now=later(days=2))
    learning.mine(now=later(days=2))

    assert Finding.objects.get().last_pattern_id == found.last_pattern_id, "a repeat says nothing new"
    listed = text_of(ana.get("/patterns/?state=not_found_again&weeks=13"))
    then = found.last_pattern
    assert f"not found again since 20 Nov 2026; then {then.n + then.confirmation['n']} of 400 dec" in listed
    assert "Decisions looked at 2,609" in listed
    asked = "weeks=13&amp;state=not_found_again"
    assert (
        f'href="/patterns/table.csv?{asked}"'
        in ana.get("/patterns/?state=not_found_again&weeks=13").content.decode()
    )
    story = text_of(ana.get(f"/patterns/{found.id}/"))
    assert "over 2,609 decisions did not find this group" in story
    assert "figures of the search of 20 Nov 2026 over 400 decisions" in story
    (row,) = api.get("findings/", state="not_found_again").json()["findings"]
    assert (row["is_current"], row["n_searched"], row["seen_at"][:10]) == (False, 400, "2026-11-20")
    file = ana.get("/patterns/table.csv?state=not_found_again")
    assert file.headers["Content-Disposition"].endswith('"patterns-not-found-again.csv"')
    (line,) = csv.DictReader(io.StringIO(file.content.decode()))
    assert (line["found_again"], line["decisions_searched"]) == ("no", "400")
    assert [one.what for one in unseen(system=world.system, now=worlds.noon)] == []
    assert analyst_home(to=world.ana, now=worlds.noon).n_new == 0
    assert owner_home(to=world.owen, now=worlds.noon)[0].n_new_patterns == 0


def test_groups_of_protected_facts_in_which_people_overrule_otherwise_are_said_in_short(
    visit, world, searched
):
    line = {
        "fact": "race", "value": "Black", "side": "people", "n": 189, "k": 48, "rate": 0.254, "p": 1e-9,
        "rest_rate": 0.094, "interval": [0.196, 0.319], "q": 1e-8, "stands_out": True,
    }  # fmt: skip
    even = line | {"value": "White", "n": 1_800, "rate": 0.1, "q": 0.4, "stands_out": False}
    MiningRun.objects.update(protected=[line, even, line | {"side": "ai"}])

    ana, run = visit("ana"), MiningRun.objects.get()
    for path in ("/patterns/", "/insights/"):
        page = ana.get(path)
        assert (
            "Search of 20 Nov 2026: in 1 of 2 groups people overrule the AI more or less often than "
            "elsewhere, beyond chance: race Black (25.4% of 189, 20 to 32%; the rest 9.4%)."
        ) in text_of(page)
        assert f"/patterns/searches/{run.id}/#h-protected" in page.content.decode()
    shown = text_of(ana.get("/patterns/"))
    assert f"Difference it sees 4 times in 5 {round(run.smallest_effect * 100)} points" in shown
    assert f"in a group of {run.n_smallest_effect} cases" in shown
    assert "Of what one search finds for one question, at most 1 in 20 is expected to be chance." in shown


def test_dismissed_patterns_stand_behind_their_chip_with_who_dismissed_them(visit, world, searched):
    ana, api, found = visit("ana"), Api(user=world.user("ana")), Finding.objects.get()
    due = worlds.noon.date() - timedelta(days=3)
    learning.assign(
        finding_id=found.id, to=world.owen.id, due_on=due, version=1, by=world.ana, now=later(days=-9)
    )
    assert f"{world.owen.name}, overdue since" in text_of(ana.get("/patterns/"))
    (line,) = csv.DictReader(io.StringIO(ana.get("/patterns/table.csv").content.decode()))
    assert (line["assigned_to"], line["due_on"]) == (world.owen.name, due.isoformat())
    learning.dismiss(finding_id=found.id, why="A holiday.", version=2, by=world.ana, now=worlds.noon)

    for path, n in (("?state=dismissed", 1), ("?state=all", 1), ("", 0), ("?state=not_found_again", 0)):
        assert len(ana.get(f"/patterns/table.csv{path}").content.decode().splitlines()) == 1 + n
        assert len(api.get(f"findings/{path}").json()["findings"]) == n
    assert "Industry is construction" in text_of(ana.get("/patterns/?state=dismissed"))
    assert ana.get("/patterns/?state=gone").status_code == 404
    history = text_of(ana.get(f"/patterns/{found.id}/")).partition("History")[2]
    assert f", {world.ana.name} A holiday." in history


def test_chips_keep_the_rest_of_the_address_but_where_in_the_list_one_is(world):
    class Other:
        slug, name = "other", "Other"

    systems = [world.system, Other()]
    asked = {"system": "injury-triage", "state": "LIVE", "after": "x"}
    top = sheets.build("fixes", systems=systems, chosen=world.system, asked=asked)

    assert [(tab.url, tab.current) for tab in top.systems] == [
        ("/fixes/?state=LIVE", False),
        ("/fixes/?system=injury-triage&state=LIVE", True),
        ("/fixes/?system=other&state=LIVE", False),
    ]
    assert top.csv_url == "/fixes/table.csv?system=injury-triage&state=LIVE"
    assert sheets.build("fixes", systems=systems[:1], chosen=None, asked={}).systems == ()


def test_a_table_holds_flags_and_numbers_and_no_formula():
    text = table_file.as_csv(("a", "b"), [(True, -0.25), (None, "=1+1"), ("ü", 3)])

    assert text.splitlines() == ["a,b", "yes,-0.25", ",'=1+1", "ü,3"]
    assert (
        table_file.file_name("injury-triage", "reasons", "", "26-weeks") == "injury-triage-reasons-26-weeks"
    )
