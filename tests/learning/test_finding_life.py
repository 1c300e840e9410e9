"""A finding is given to somebody, talked over, dismissed with a reason; it comes back when its evidence doubles."""

import datetime as dt
import io
import json

import pyarrow.parquet as pq
import pytest

from apps.audit.models import Entry
from apps.learning import services as learning
from apps.learning.models import Finding, FindingStep, Fix
from apps.learning.services import exporting
from apps.notify.models import Notification
from tests import world as worlds
from tests.learning.habits import habit
from tests.world import attempt, code, later, noon

SOON = noon.date() + dt.timedelta(days=7)


@pytest.fixture
def finding(world, past):
    habit(past)
    learning.queue_run(system=world.system, now=noon)
    learning.mine(now=noon)
    return Finding.objects.get()


def given(world, finding, *, by=None, to=None, due_on=SOON, version=None):
    return learning.assign(
        finding_id=finding.id,
        to=(to or world.owen).id,
        due_on=due_on,
        version=version or finding.version,
        by=by or world.ana,
        now=noon,
    )


def steps(finding):
    return list(FindingStep.objects.filter(finding=finding).order_by("id").values_list("kind", flat=True))


def test_it_is_given_until_a_day_and_whoever_gets_it_is_told(world, finding):
    found = given(world, finding)

    assert (found.state, found.assigned_to, found.due_on) == ("ASSIGNED", world.owen, SOON)
    assert Notification.objects.get(kind="finding_assigned").to == world.owen
    assert json.loads(bytes(Entry.objects.get(verb="finding.assigned").body))["data"]["to"] == str(
        world.owen.id
    )
    assert given(world, found, to=world.ana).assigned_to == world.ana
    assert steps(finding) == ["ASSIGNED", "ASSIGNED"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"by": "audrey"}, "cannot_work_on_findings"),
        ({"by": "olga"}, "not_found"),
        ({"by": "lena"}, "not_found"),
        ({"to": "olga"}, "finding_cannot_be_given"),
        ({"due_on": noon.date() - dt.timedelta(days=1)}, "finding_due_day"),
        ({"version": 9}, "finding_changed"),
    ],
)
def test_it_is_not_given_by_or_to_others_late_or_unseen(world, finding, change, refusal):
    change = {name: getattr(world, one) if isinstance(one, str) else one for name, one in change.items()}

    assert code(given, world, finding, **change) == refusal
    assert (Finding.objects.get().state, steps(finding)) == ("NEW", [])


def test_everybody_who_works_on_it_may_say_something(world, finding):
    learning.discuss(finding_id=finding.id, text=" Seen before? ", by=world.owen, now=noon)

    assert FindingStep.objects.get().text == "Seen before?"
    refused = {"finding_id": finding.id, "now": noon}
    assert code(learning.discuss, text=" ", by=world.owen, **refused) == "finding_needs_words"
    assert code(learning.discuss, text="x" * 1001, by=world.owen, **refused) == "finding_needs_words"
    assert code(learning.discuss, text="No.", by=world.audrey, **refused) == "cannot_work_on_findings"


def dismissed(world, finding, why="A holiday, not a habit.", **change):
    asked = {"finding_id": finding.id, "why": why, "version": finding.version, "by": world.ana, "now": noon}
    return learning.dismiss(**asked | change)


def test_it_is_dismissed_with_a_reason_only(world, finding):
    assert attempt(dismissed, world, finding, why="").details == {"field": "why"}
    assert code(dismissed, world, finding, by=world.audrey) == "cannot_work_on_findings"

    found = dismissed(world, finding)

    assert (found.state, found.closed_at) == ("DISMISSED", noon)
    assert FindingStep.objects.get().text == "A holiday, not a habit."
    assert code(dismissed, world, found) == "finding_over"


@pytest.mark.parametrize(("n", "state"), [(500, "DISMISSED"), (900, "NEW")])
def test_dismissed_it_comes_back_only_when_its_evidence_has_doubled(world, past, finding, n, state):
    dismissed(world, finding)
    habit(past, n=n - 400, first_day=-4)
    learning.queue_run(system=world.system, now=later(days=1))
    learning.mine(now=later(days=1))

    found = Finding.objects.get()
    assert found.state == state
    assert (found.closed_at is None) == (state == "NEW")
    assert Notification.objects.filter(kind="finding_back", to=world.ana).exists() == (state == "NEW")


def test_while_a_fix_is_on_its_way_it_is_not_dismissed(world, finding):
    Fix.objects.create(
        system=world.system, number=1, finding=finding, kind="MODEL", state="DRAFT", says="x", body={},
        author=world.ana, drafted_at=noon,
    )  # fmt: skip

    assert code(dismissed, world, finding) == "finding_has_open_fix"
    assert worlds.code(learning.close, finding_id=finding.id, version=1, by=world.ana, now=noon) == (
        "finding_over"
    )


def test_what_leaves_for_the_model_has_labels_and_plain_facts_alone(world, finding):
    head, *rows = map(json.loads, learning.labelled(finding_id=finding.id, by=world.ana, now=noon))

    assert head["finding"] == str(finding.id)
    assert head["label_means"].startswith("label: what was decided in the case")
    assert (head["left_out"]["represented"], "industry" in head["left_out"]) == ("special", False)
    found, held = finding.last_pattern, finding.last_pattern.confirmation
    assert len(rows) == found.n + held["n"]
    assert {frozenset(one["facts"]) for one in rows} == {frozenset({"industry", "state", "region"})}
    assert sum(one["is_override"] for one in rows) == found.n_overridden + held["n_overridden"]
    assert all((one["label"] != one["recommended"]) == one["is_override"] for one in rows)
    assert Entry.objects.get(verb="finding.exported").said_at == noon
    table = pq.read_table(
        io.BytesIO(learning.labelled_parquet(finding_id=finding.id, by=world.ana, now=noon))
    )
    assert (table.num_rows, json.loads(table.schema.metadata[b"reviewhub.finding"])["finding"]) == (
        len(rows),
        head["finding"],
    )
    assert {"industry", "region", "state"} < set(head["facts"])
    assert [one for one in table.column_names if one.startswith("fact.")] == [
        f"fact.{key}" for key in head["facts"]
    ]
    assert table["is_override"].to_pylist() == [one["is_override"] for one in rows]


def test_where_no_case_is_left_the_file_has_its_columns_all_the_same(world, finding, monkeypatch):
    found = pq.read_table(
        io.BytesIO(learning.labelled_parquet(finding_id=finding.id, by=world.ana, now=noon))
    )
    monkeypatch.setattr(exporting, "MOST", 0)
    none = pq.read_table(io.BytesIO(learning.labelled_parquet(finding_id=finding.id, by=world.ana, now=noon)))

    assert (none.num_rows, none.schema.remove_metadata()) == (0, found.schema.remove_metadata())
