"""A copy that leaves: plain facts only, pseudonyms of its own, whole or not at all, and in the record."""

import json

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.core import pseudonyms
from apps.measures.rules import dataset
from apps.measures.services import dataset_files, parquet
from tests.measures.past import days
from tests.world import decided, override, release


@pytest.fixture
def asked(world, tmp_path):
    """Run the command as the analyst; returns what its folder says of itself and the rows of its decisions."""

    def ask(*more, to="out", by="ana"):
        folder = tmp_path / to
        email = User.objects.get(actor=getattr(world, by)).email
        call_command("export_dataset", "injury-triage", "--by", email, "--to", str(folder), *more)
        listed = dataset_files.listed(folder, dataset.Table.DECISIONS)
        rows = [row for one in listed for row in dataset_files.read_part(one).to_pylist()]
        return dataset_files.told(folder), rows

    return ask


@pytest.fixture
def history(world, past):
    for at in (days(-40), days(0), days(40)):
        past.add(at=at)
    past.write()


def test_it_has_plain_facts_alone_and_says_what_it_leaves_out(world, asked):
    decided(world, world.olga, override())
    release(world)

    told, (row,) = asked()

    facts = {name for name in row if name.startswith(dataset.FACT)}
    assert "fact_industry" in facts
    assert not facts & {"fact_age", "fact_body_part", "fact_weekly_wage", "fact_sex"}
    assert {told["left_out"][key] for key in ("body_part", "weekly_wage", "sex")} == {
        "special", "personal", "protected"
    }  # fmt: skip
    assert (told["schema_version"], told["currency"]) == (dataset.VERSION, "USD")


@pytest.mark.usefixtures("history")
def test_two_exports_do_not_tell_who_is_the_same(world, asked):
    _, first = asked(to="one")
    _, second = asked(to="two")

    who = {row["by_pseudonym"] for row in first}
    assert len(who) == 1
    assert who.isdisjoint({row["by_pseudonym"] for row in second} | {pseudonyms.of(world.olga.id)})


@pytest.mark.usefixtures("history")
def test_months_are_chosen_and_the_record_keeps_the_digests(world, asked):
    told, rows = asked("--from", "2026-11", "--until", "2026-11")

    assert [row["decided_at"] for row in rows] == [days(0)]
    entry = json.loads(bytes(Entry.objects.get(verb="dataset.exported").body))
    assert entry["actor"]["id"] == str(world.ana.id)
    assert entry["data"]["digests"] == {"decisions/2026-11": told["parts"][0]["digest"]}


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--from", "2026-13"), "--from: Write a month as in 2026-11."),
        (("--from", "2026-11", "--until", "2026-10"), "--until: The last month lies before the first."),
        (("--until", "2025-01"), "there is nothing to export"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(asked, tmp_path, more, says):
    with pytest.raises(CommandError, match=says):
        asked(*more)

    assert list(tmp_path.iterdir()) == []


def test_without_any_decision_there_is_nothing_to_export(asked, tmp_path):
    with pytest.raises(CommandError, match="nothing to export"):
        asked()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("history")
def test_who_has_no_figures_of_the_system_gets_none(asked):
    with pytest.raises(CommandError, match="has no figures"):
        asked(by="olga")


@pytest.mark.usefixtures("history")
def test_a_folder_with_something_in_it_is_left_alone(asked, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")

    with pytest.raises(CommandError, match="This folder is there already"):
        asked()

    assert [one.name for one in (tmp_path / "out").iterdir()] == ["mine"]


@pytest.mark.usefixtures("history")
def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_left(asked, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"cannot be written.*\(Not a directory\)"):
        asked(to="file/out")

    def full(rows, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write", full)
    with pytest.raises(CommandError, match="disk is full"):
        asked()

    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert not Entry.objects.filter(verb="dataset.exported").exists()
