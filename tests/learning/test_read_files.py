"""A run reads the files that it pinned; without them the database says the same, and a lost file is no loss."""

import datetime as dt
from decimal import Decimal

import pytest

from apps.learning import services as learning
from apps.learning.models import MiningPart, MiningRun, Pattern
from apps.learning.services import leading, reading
from apps.measures import services as measures
from apps.measures.models import Outcome
from apps.measures.services import dataset_files, exporting
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import days


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATASET_FOLDER = tmp_path / "dataset"
    return settings.DATASET_FOLDER


def ask(world, *, now=worlds.noon):
    return learning.ask_run(system_id=world.system.id, by=world.ana, now=now)


def again(world, run, *, now=worlds.noon):
    return to_the_end(learning.repeat_run(run_id=run.id, by=world.ana, now=now))


def to_the_end(run):
    learning.mine(now=worlds.noon)
    run.refresh_from_db()
    return run


def codes(run):
    return [line["code"] for line in run.happened]


def test_files_and_database_say_the_same_also_when_more_is_known_since(world, past, settings, folder):
    lines = [line for first in (-40, 0) for line in habit(past, n=200, first_day=first)]
    run = to_the_end(ask(world))
    assert (run.n_decisions, Pattern.objects.get().words) == (400, "industry is construction")
    assert set(run.reads["files"]) == {"2026-10", "2026-11"}

    habit(past, n=100)
    Outcome.objects.create(
        case_id=lines[0].case_id, external_id="o", measure="long_claim", value=True,
        number=Decimal(9), known_at=days(2), received_at=days(2), body_digest=b"",
    )  # fmt: skip
    repeated = again(world, run)
    assert repeated.reads["files"] != run.reads["files"]
    assert bytes(repeated.digest) == bytes(run.digest)

    settings.DATASET_FOLDER = None
    told = again(world, run)
    assert (told.reads["files"], told.reads["why"]) == (None, "no_dataset_folder")
    assert bytes(told.digest) == bytes(run.digest)


def test_a_file_that_is_gone_begins_the_run_again_and_one_that_stays_gone_fails_it(
    world, past, folder, monkeypatch
):
    habit(past, n=200)
    run = ask(world)
    learning.lead_mining(now=worlds.noon)
    (folder / str(world.system.id) / "decisions" / "2026-11.parquet").write_bytes(b"something else")
    assert to_the_end(run).state == "DONE"
    assert codes(run).count("part_gone") == 1

    def gone(part, columns=None):
        raise measures.PartGone

    monkeypatch.setattr(measures, "read_part", gone)
    run = to_the_end(ask(world, now=worlds.later(hours=1)))
    assert (run.state, run.failure, codes(run).count("part_gone")) == ("FAILED", leading.GONE, 3)
    assert not MiningPart.objects.exists()
    assert not run.patterns.exists()


def test_a_month_written_anew_under_a_run_is_read_as_it_was_pinned(world, past, folder):
    habit(past, n=200)
    run = ask(world)
    learning.lead_mining(now=worlds.noon)
    learning.mine_parts(now=lambda: worlds.noon)
    habit(past, n=100, first_day=-3)
    assert measures.export_facts(system=world.system, now=worlds.noon) == 1

    run = to_the_end(run)

    assert (run.state, run.n_decisions) == ("DONE", 200)
    assert not {"part_gone", "begun_again"} & set(codes(run))


def test_a_full_disk_and_a_writer_at_work_are_no_end_of_a_run(world, past, folder, monkeypatch):
    past.add()
    past.write()
    run = ask(world)
    monkeypatch.setattr(reading, "LONGEST_WAIT", 0.0)
    with monkeypatch.context() as busy:
        busy.setattr(exporting, "_export", lambda *_: None)
        assert learning.lead_mining(now=worlds.noon) == 0
    assert MiningRun.objects.get().state == "QUEUED"

    def full(*_args, **_more):
        raise dataset_files.DatasetFails

    monkeypatch.setattr(dataset_files, "prepare", full)
    learning.mine(now=worlds.later(minutes=6))
    run.refresh_from_db()
    assert (run.state, run.n_decisions, run.reads["why"]) == ("DONE", 1, "dataset_fails")


def test_a_horizon_splits_ids_as_the_database_does(world, past, folder):
    habit(past, n=60)
    measures.export_facts(system=world.system, now=worlds.noon)
    (part,) = measures.parts(world.system.id)
    columns = measures.Columns(measures.read_part(part, ["row_id", "decided_at"]))
    ids = columns.ids("row_id", range(60))

    for horizon in (ids[0], ids[31], ids[-1]):
        assert columns.since("row_id", horizon).tolist() == [one >= horizon for one in ids]
    assert columns.instants("decided_at").tolist() == [
        measures.microseconds(days(-14) + dt.timedelta(days=10) * number / 60) for number in range(60)
    ]
