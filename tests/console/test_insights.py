"""The page of figures: who may read it, what it says of too few cases, the cases behind, the file."""

import csv
import datetime as dt
import html
import io
import re
from decimal import Decimal

import pytest

from apps.console.pages import charts, group_weeks, insight_cases, table_file, trends
from apps.core import bulk, ids, transactions
from apps.learning import selectors as learning
from apps.learning.states import Target
from apps.measures import services as measures
from apps.measures.models import GroundingCount, Measurement, Outcome
from apps.measures.selectors import Part
from apps.registry import services as registry
from tests import world as worlds
from tests.api.speaking import Api
from tests.measures.past import Past, days, tally
from tests.template import pack


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def past(world):
    return Past(world)


def outcomes(lines, *, value):
    rows = (
        Outcome(
            id=ids.new(),
            case_id=line.case_id,
            external_id="O-1",
            measure="long_claim",
            value=value,
            known_at=worlds.noon,
            received_at=worlds.noon,
            body_digest=b"",
        )
        for line in lines
    )
    bulk.insert(list(rows))


def told(world, past, *, right, wrong):
    """Write overrides of which some proved right, and compute the weekly figures."""
    for number in range(right + wrong):
        past.add(override=True, at=days(-70), confidence=Decimal(f"0.{50 + number % 40}"))
    lines = past.write()
    outcomes(lines[:right], value=True)
    outcomes(lines[right:], value=False)
    with transactions.verb():
        measures.compute(system_id=world.system.id, now=worlds.noon)
        measures.calibrate(system_id=world.system.id, now=worlds.noon)
    return lines


@pytest.mark.parametrize("who", ["ana", "owen", "audrey"])
def test_those_who_look_after_the_system_read_it(visit, world, past, who):
    told(world, past, right=30, wrong=10)

    page = text_of(visit(who).get("/insights/"))

    assert "Overrides proved right 75.0% of 40 known" in page
    assert "they proved right in 75 of 100 cases" in page
    assert "It can be known only 58 days after a decision" in page
    assert "Of standard lost-time the outcome says nothing" in page
    assert "as of 20 Nov 2026" in page


@pytest.mark.parametrize("who", ["olga", "sam", "adam"])
def test_nobody_else_does(visit, who):
    answer = visit(who).get("/insights/")

    assert answer.status_code == 403
    assert "/insights/" not in re.findall(r'href="([^"]*)"', answer.content.decode())


def test_few_cases_say_nothing(visit, world, past):
    told(world, past, right=9, wrong=3)

    page = text_of(visit("ana").get("/insights/"))

    assert "Overrides proved right Too few yet 12 of the 30 cases it takes" in page
    assert "75.0%" not in page


def test_before_the_first_count_and_the_first_decision_it_says_what_comes(visit, world):
    assert "Nothing is counted yet" in text_of(visit("ana").get("/insights/"))
    tally(world)
    assert "Nothing was decided yet" in text_of(visit("ana").get("/insights/"))


def test_nobody_is_named(visit, world, past):
    told(world, past, right=30, wrong=10)
    client = visit("ana")

    for path in ("/insights/", "/insights/cases/overrides-right/", "/insights/weekly.csv"):
        found = client.get(path).content.decode()
        assert not {"Olga", "Ben", "Priya"} & set(re.findall(r"\w+", found)), path


@pytest.mark.parametrize(
    ("of", "n"),
    [
        ("overrides", 50),
        ("decisions", 50),
        ("overrides-right", 50),
        ("overrides-wrong", 5),
        ("approvals-wrong", 0),
        ("ai-lane", 50),
        ("rule-lane", 0),
        ("refused", 0),
        ("applied", 0),
    ],
)
def test_the_cases_behind_a_figure_are_listed_up_to_fifty(visit, world, past, of, n):
    told(world, past, right=52, wrong=5)

    found = visit("ana").get(f"/insights/cases/{of}/")

    assert found.status_code == 200
    assert len(set(re.findall(r"/cases/(WC-past-\d+)/", found.content.decode()))) == n


def test_an_unknown_figure_and_an_unknown_system_are_not_there(visit):
    client = visit("ana")

    assert client.get("/insights/cases/who-is-worst/").status_code == 404
    assert client.get("/insights/?system=other").status_code == 404
    assert client.get("/insights/weekly.csv?system=other").status_code == 404


def test_the_file_has_every_weekly_figure(visit, world, past):
    told(world, past, right=30, wrong=10)

    answer = visit("ana").get("/insights/weekly.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="injury-triage-weekly-all.csv"'
    assert len(rows) == Measurement.objects.count()
    share = next(row for row in rows if row["measure"] == "override_share")
    assert (share["n"], share["value"], share["enough"]) == ("40", "1", "yes")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert table_file.neutral(cell) == f"'{cell}"
    assert table_file.neutral("injury-triage") == "injury-triage"


def test_a_file_neutralises_what_others_named():
    row = Measurement(
        measure="=HYPERLINK()",
        period_on=dt.date(2026, 11, 16),
        n=40,
        value=0.5,
        computed_at=worlds.noon,
    )

    assert "'@system,2026-11-16,'=HYPERLINK(),40,0.5,,,yes" in insight_cases.weekly_csv(
        [row], system="@system", part=Part()
    )


@pytest.mark.parametrize("n", [2, 7, 13, 25, 26])
def test_no_label_is_cut_at_an_edge(n):
    points = [charts.Point(f"{place} Nov", 0.5) for place in range(n)]

    for drawn in charts.lines(points, says="", ticks=[(0, "0%"), (1, "100%")]):
        for x, _, side in drawn.x_ticks:
            reach = {"start": (0, 44), "middle": (-22, 22), "end": (-44, 0)}[side]
            assert x + reach[0] >= 0
            assert x + reach[1] <= drawn.width


def test_a_week_between_weeks_without_figures_is_a_dot_and_its_interval():
    known = [None, 0.5, None, 0.4, 0.6]
    points = [charts.Point("x", one, one and one - 0.1, one and one + 0.1) for one in known]

    drawn = charts.lines(points, says="", ticks=[(0, "0%"), (1, "100%")])[0]

    assert (len(drawn.dots), len(drawn.paths), len(drawn.bands)) == (3, 1, 2)
    alone = [pair.split(",") for pair in drawn.bands[0].split()]
    assert len({x for x, _ in alone}) == len({y for _, y in alone}) == 2, "it has a width and a height"
    bare = charts.lines([charts.Point("x", 0.5)] * 2, says="", ticks=[(1, "100%")])[0]
    assert bare.bands == (), "an empty polygon would end the drawing on paper"


def test_the_line_from_and_to_a_week_with_few_cases_is_grey():
    points = [charts.Point("x", 0.5, faint=place in {2, 5}) for place in range(6)]

    drawn = charts.lines(points, says="", ticks=[(0, "0%"), (1, "100%")])[0]

    assert [len(path.split()) for path in drawn.paths] == [2, 2]
    assert [len(path.split()) for path in drawn.faint] == [3, 2]
    weeks = [learning.Week(dt.date(2026, 11, 9), 14, 7)]
    drawn = group_weeks.over_time(weeks, Target.OVERRIDDEN).charts[0]
    assert (len(drawn.bands), drawn.dots[0][2]) == (1, "dot faint")


def test_a_cell_of_a_table_draws_weeks_with_few_cases_faint_too():
    points = [charts.Point("", value, faint=place < 2) for place, value in enumerate((0.1, 0.2, 0.3, 0.4))]
    drawn = charts.cell([*points, charts.Point("", None)], says="x", top=1.0)
    assert [len(path.split()) for path in drawn.faint] == [3]
    assert [len(path.split()) for path in drawn.paths] == [2]
    assert drawn.dot[2] == "dot"
    alone = charts.cell([charts.Point("", 0.2, faint=True)], says="x")
    assert (alone.faint, alone.paths, alone.dot[2]) == ((), (), "dot faint")
    assert charts.cell([charts.Point("", None)], says="x").dot is None


@pytest.mark.parametrize("most", [0.2, 0.3, 0.35, 0.6])
def test_above_a_limit_is_room_for_its_name(most):
    (*_, (top, _label)) = trends._ticks([], trends.SHARES, str, most)

    assert top >= most + 0.05


def test_a_reliability_diagram_puts_the_diagonal_from_nought_to_all():
    marks = [charts.Mark(0.0, 0.0, 0.0, 0.1), charts.Mark(1.0, 1.0, 0.9, 1.0, faint=True)]

    for drawn in charts.reliability(marks, says="x"):
        first, last = drawn.marks
        assert first[:2] == (drawn.left, drawn.floor)
        assert last[:2] == (drawn.right, drawn.top)
        assert last[4] == "dot faint"
        assert first[2] < first[3]


def test_the_share_of_unsupported_statements_leads_to_its_versions(visit, world, past):
    past.add()
    past.write()
    GroundingCount.objects.create(
        system=world.system, day_on=worlds.noon.date(), model_version="triage-gb-1", prompt_version="p-1",
        n_arrivals=40, n_statements=120, n_unsupported=6,
    )  # fmt: skip
    with transactions.verb():
        measures.compute(system_id=world.system.id, now=worlds.noon)
    answer = visit("ana").get("/insights/")

    assert "Unsupported statements 5.0% of 120 the AI made" in " ".join(text_of(answer).split())
    assert "/systems/injury-triage/context/" in answer.content.decode()


@pytest.mark.parametrize(
    ("limits", "beside", "notice"),
    [
        ({}, "no limit signed", None),
        (
            {"override": {"most": 0.35, "then": "narrow"}},
            "limit 35% in 4 weeks: above the limit",
            (
                "People overrule the AI more often than its limit allows. The limit is 35% of 4 weeks together; "
                "above that, every case goes to people. Now 50.0%, n 40. Owen Clay answers for this AI system"
            ),
        ),
        ({"override": {"most": 0.5, "then": "pause"}}, "limit 50% in 4 weeks: inside the limit", None),
    ],
)
def test_the_override_share_stands_beside_its_limit(visit, world, past, limits, beside, notice):
    for place in range(40):
        past.add(override=place < 20, at=days(-3))
    past.write()
    with transactions.verb():
        measures.compute(system_id=world.system.id, now=worlds.noon)
        body = pack()["posture"] | {"limits": limits}
        registry.sign_posture(system=world.system, body=body, by=world.owen, now=worlds.noon)

    page = text_of(visit("ana").get("/insights/"))

    assert f"Override share 50.0% of 40 decided 35 to 65%, in 1 week {beside}" in page
    assert ("more often than its limit allows" in page) is (notice is not None)
    assert (notice or "") in page


def test_a_part_of_the_decisions_has_its_own_figures_and_says_what_is_left_out(visit, world, past):
    lines = [
        *(past.add(override=True, at=days(-70)) for _ in range(30)),
        *(past.add(at=days(-70), segment="minor_surface") for _ in range(20)),
        *(past.add(override=True, at=days(-70), model_version="triage-gb-2") for _ in range(10)),
    ]
    past.write()
    outcomes(lines[:30], value=True)
    with transactions.verb():
        measures.compute(system_id=world.system.id, now=worlds.noon)
        measures.judge(system_id=world.system.id, now=worlds.noon)
    client, asked = visit("ana"), "segment=lower_back&model=triage-gb-1"

    answer = client.get(f"/insights/?{asked}")
    page = text_of(answer)

    assert "Override share 100.0% of 30 decided" in page
    assert (
        "Counted for all of them together only, and so left out here: the time to decide, deliveries" in page
    )
    assert "Median time to decide" not in page
    assert "Lower back, triage-gb-1, as of 20 Nov 2026" in page
    assert "limit signed" not in page
    assert "No limit is signed" not in page
    links = html.unescape(answer.content.decode())
    for name in ("weekly.csv", "report.pdf", "reasons/", "cases/overrides/"):
        (link,) = set(re.findall(rf'href="(/insights/{name}[^"]*)"', links))
        assert "segment=lower_back" in link
        assert "model=triage-gb-1" in link
    file = client.get(f"/insights/weekly.csv?{asked}")
    assert "injury-triage-weekly-all-lower_back-triage-gb-1" in file.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert {(row["segment"], row["model_version"]) for row in rows} == {("lower_back", "triage-gb-1")}
    assert {row["n"] for row in rows if row["measure"] == "decisions"} == {"30"}
    cases = client.get(f"/insights/cases/overrides/?{asked}").content.decode()
    assert len(set(re.findall(r"/cases/(WC-past-\d+)/", cases))) == 30
    for path in ("/insights/", "/insights/reasons/", "/insights/notes/", "/insights/weekly.csv"):
        for odd in ("segment=nowhere", "model=none"):
            assert client.get(f"{path}?{odd}").status_code == 404
    assert "Nobody decided such a case yet" in text_of(
        client.get("/insights/?segment=minor_surface&model=triage-gb-2&weeks=all")
    )


def test_over_the_api_the_same_figures_are_read_with_n_and_interval(visit, world, past):
    told(world, past, right=30, wrong=10)
    with transactions.verb():
        measures.judge(system_id=world.system.id, now=worlds.noon)
    ana, address = Api(user=world.user("ana")), "ai-systems/injury-triage/insights/"

    whole = ana.get(address).json()
    part = ana.get(f"{address}?weeks=26&segment=lower_back&model_version=triage-gb-1").json()

    assert (whole["as_of"], whole["left_out"], whole["weeks"]) == ("2026-11-20T12:00:00Z", [], None)
    assert (whole["override_share"]["n"], whole["override_share"]["value"]) == (40, 1.0)
    right = whole["truth"]["overrides_right"]
    assert (right["n"], right["value"], right["low"] < 0.75 < right["high"]) == (40, 0.75, True)
    weeks = list(Measurement.objects.order_by("period_on", "measure").values_list("measure", "n", "value"))
    assert [(one["measure"], one["n"], one["value"]) for one in whole["weekly"]] == weeks
    assert whole["reasons"][0] == {
        "reason": "Same facts, but I expect a different time off work",
        "n": 40,
        "n_officer_right": 30,
        "n_ai_right": 10,
    }
    assert part["left_out"] == ["median_time", "deliveries", "signals", "limit", "patterns", "unsupported"]
    assert (part["unsupported"], part["truth"]["overrides_right"]) == (None, right)
    assert [one for one in whole["weekly"] if one["measure"] != "median_seconds_to_decide"] == part["weekly"]
    for odd in ("?segment=nowhere", "?model_version=none"):
        assert ana.get(address + odd).status_code == 404
    cases = ana.get(f"{address}cases/overrides-right/").json()["cases"]
    assert (len(cases), cases[0]["suggested"], cases[0]["happened"]) == (30, "Fast track", True)
    assert ana.get(f"{address}cases/who-is-worst/").status_code == 404
