"""The data set of decisions: files by month, brought up to date, read back as listed, whole or not at all."""

import datetime as dt
import errno
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from django.db import connection

from apps.core import clock, transactions
from apps.flow import services as flow
from apps.intake.models import CaseKind
from apps.measures import services as measures
from apps.measures.models import Outcome
from apps.measures.rules import dataset
from apps.measures.services import dataset_files, parquet
from apps.reviews.models import Release
from tests import world as worlds
from tests.measures.past import days
from tests.world import attempt, code, decided, later, override, release

OCTOBER = dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC)


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATASET_FOLDER = tmp_path / "dataset"
    return settings.DATASET_FOLDER


@pytest.fixture
def three_months(world, past, folder):
    """Three months: October, November, and one whose time nobody recorded; and a case that is not real."""
    for at in (OCTOBER, days(0), days(1), clock.NOT_RECORDED):
        past.add(at=at, override=at == OCTOBER)
    past.add(kind=CaseKind.TEST)
    lines = past.write()
    export(world)
    return lines


def export(world, *, now=worlds.noon):
    return measures.export_facts(system=world.system, now=now)


def months(world):
    return {one.month: one for one in measures.parts(world.system.id)}


def read(part, *columns):
    return measures.read_part(part, columns or None).to_pylist()


def test_each_month_is_a_file_and_a_time_that_nobody_recorded_is_no_month(world, three_months):
    found = months(world)

    assert {name: one.n_rows for name, one in found.items()} == {
        "2026-10": 1,
        "2026-11": 2,
        "not-recorded": 1,
    }
    assert list(found)[-1] == "not-recorded"
    (row,) = read(found["2026-10"])
    line = three_months[0]
    assert (row["decision_id"], row["is_override"], row["reasons"], row["confidence"]) == (
        line.decision_id, True, ["it_weeks"], 0.91
    )  # fmt: skip
    assert (row["decided_at"], row["fact_industry"]) == (OCTOBER, "manufacturing")
    assert read(found["not-recorded"], "decided_at") == [{"decided_at": None}]


def test_a_month_is_written_anew_only_when_more_is_known_of_it(world, three_months):
    assert export(world) == 0
    before = months(world)
    Outcome.objects.create(
        case_id=three_months[0].case_id, external_id="o", measure="long_claim", value=True,
        number=Decimal("9.5"), known_at=days(2), received_at=days(2), body_digest=b"",
    )  # fmt: skip

    assert export(world) == 1

    after = months(world)
    assert [name for name in after if after[name].digest != before[name].digest] == ["2026-10"]
    (row,) = read(after["2026-10"])
    assert (row["outcome_long_claim"], row["outcomes"][0]["number"]) == (True, Decimal("9.5000"))
    (then,) = read(before["2026-10"])  # a run that had listed it before still reads what it had listed
    assert then["outcomes"] == []


def test_the_same_rows_give_the_same_bytes(world, three_months, folder):
    before = {name: one.digest for name, one in months(world).items()}
    for one in folder.rglob("*.parquet"):
        one.unlink()

    assert code(measures.read_part, months(world)["2026-10"]) == "part_gone"
    assert export(world) == 3  # what is missing is written again
    assert {name: one.digest for name, one in months(world).items()} == before


def test_a_damaged_file_is_not_read_and_is_written_again(world, three_months):
    part = months(world)["2026-11"]
    part.path.write_bytes(part.path.read_bytes()[:-9])

    assert code(measures.read_part, part) == "part_gone"
    assert export(world) == 1
    assert len(read(part)) == 2


def test_a_full_disk_leaves_every_month_whole_and_listed(world, past, three_months, folder, monkeypatch):
    past.add(at=OCTOBER)
    past.add(at=days(3))
    past.write()
    real = parquet.write

    def full(rows, *, month, into, **more):
        n = real(rows, month=month, into=into, **more)
        if month == "2026-11":
            raise OSError(errno.ENOSPC, "No space left on device")
        return n

    monkeypatch.setattr(parquet, "write", full)
    refused = attempt(export, world)

    assert "disk is full" in refused.sentence
    assert {name: len(read(one)) for name, one in months(world).items()} == {
        "2026-10": 2, "2026-11": 2, "not-recorded": 1
    }  # fmt: skip
    assert not list(folder.rglob("*.half"))
    monkeypatch.undo()
    assert export(world) == 1


def test_a_folder_that_cannot_be_made_is_refused_in_words(world, past, settings, tmp_path):
    past.add()
    past.write()
    (tmp_path / "file").write_text("")
    settings.DATASET_FOLDER = tmp_path / "file" / "dataset"

    assert code(export, world) == "dataset_fails"
    assert code(measures.export_due, now=worlds.noon) == "dataset_fails"  # and health says so
    settings.DATASET_FOLDER = None
    assert code(export, world) == "no_dataset_folder"
    assert measures.export_due(now=worlds.noon) == len(measures.parts(world.system.id)) == 0


def test_before_the_first_decision_there_are_no_parts(world, folder):
    assert export(world) == 0
    assert measures.parts(world.system.id) == []


def test_nightly_each_system_once_a_day(world, past, folder):
    past.add()
    past.write()
    assert measures.export_due(now=days(1)) == 1
    past.add(at=days(1))
    past.write()

    assert measures.export_due(now=days(1) + dt.timedelta(hours=9)) == 0
    assert measures.export_due(now=days(2)) == 1


def test_while_another_worker_writes_or_the_past_comes_in_nothing_is_written(
    world, past, folder, monkeypatch
):
    past.add()
    past.write()
    other = connection.copy()
    with other.cursor() as cursor:
        key = ["dataset.export", str(world.system.id)]
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s), hashtext(%s))", key)
        assert export(world) == 0
    other.close()
    with monkeypatch.context() as patch:
        patch.setattr(transactions, "history_runs", lambda: True)
        assert flow.export_due(now=worlds.noon) == 0

    assert flow.export_due(now=worlds.noon) == 1


def test_what_a_killed_worker_left_is_removed(world, three_months, folder):
    half = folder / str(world.system.id) / "decisions" / ".2026-10.parquet.0.half"
    half.write_text("")

    export(world)

    assert not half.exists()


def test_columns_are_read_in_the_order_asked_and_unknown_facts_are_missing(world, three_months):
    part = months(world)["2026-11"]

    found = measures.read_part(part, ["fact_industry", "decided", "fact_of_later"])

    assert found.column_names == ["fact_industry", "decided", "fact_of_later"]
    assert found["fact_of_later"].null_count == 2
    with pytest.raises(KeyError):
        measures.read_part(part, ["rubbish"])


def test_a_decision_on_the_way_says_all_that_the_schema_promises(world, folder):
    """Taken, overridden and released by the verbs; nothing is filled in by hand."""
    decision = decided(world, world.olga, override())
    release(world)
    with transactions.verb():
        measures.record_signal(
            item_id=decision.item_id,
            system_id=world.system.id,
            kind="asked",
            code="",
            by=world.olga,
            at=later(),
        )

    export(world, now=later(hours=1))

    (part,) = measures.parts(world.system.id)
    (row,) = read(part)
    said = decision.recommendation
    assert {key: row[key] for key in ("kind", "lane", "policy_version", "sure", "n_questions", "n_returns")} == {
        "kind": "OVERRIDDEN", "lane": "OFFICER", "policy_version": decision.policy.number, "sure": "fairly",
        "n_questions": 0, "n_returns": 0,
    }  # fmt: skip
    assert (row["arrived_at"], row["released_at"]) == (said.received_at, Release.objects.get().at)
    assert (row["context"], row["fact_weekly_wage"]) == ("LEGIBLE", "25000 to under 35000")
    (signals,) = measures.parts(world.system.id, table=dataset.Table.SIGNALS)
    assert read(signals)[0]["item_id"] == decision.item_id


def test_the_file_says_its_own_version(world, three_months):
    part = months(world)["2026-10"]

    told = pq.read_schema(part.path).metadata
    assert told[b"reviewhub.schema_version"] == b"2"
    assert told[b"reviewhub.month"] == b"2026-10"
    folder = part.path.parent.parent
    assert dataset_files.told(folder)["schema_version"] == dataset.VERSION
    (folder / "manifest.json").write_text("{")
    assert code(measures.parts, world.system.id) == "part_gone"
    assert export(world) == 3


def test_the_document_says_every_column_as_the_schema_does():
    told = (dataset_files.settings.ROOT / "docs" / "dataset.md").read_text()

    for columns in dataset.COLUMNS.values():
        assert [one for one in columns if f"| `{one.name}` | {one.kind} | {one.says} |" not in told] == []
    assert f"Version {dataset.VERSION}, also" in told
