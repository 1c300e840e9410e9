"""`manage.py demo`: the demonstration goes back to its beginning as a whole, and nothing else is ever lost."""

import json
import os
import subprocess
import sys

import psycopg
import pytest

from reviewhub.supervisor import demonstration
from reviewhub.supervisor.pair import Pair
from tests.platform.conftest import ROOT

MADE = ("demo/open.done", "dataset/manifest.json", "demo-keys.json", "sign-ins.json", "claims-system.sqlite3")
TABLE = "CREATE TABLE accounts_organisation (name text, is_demonstration boolean)"


@pytest.fixture(autouse=True)
def _own_pair(monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(short_folder):
    """A stopped demonstration: its files, and a database with two organisations."""
    data = short_folder / "data"
    with Pair(data, fsync=False, with_valkey=False) as pair, psycopg.connect(pair.owner_url) as connection:
        connection.execute(TABLE)
        connection.execute(
            "INSERT INTO accounts_organisation VALUES ('Bluegrass', true), ('Lakeshore', true)"
        )
    for name in ("demo", "dataset"):
        (data / name).mkdir()
    (data / "secrets.json").write_text("{}")
    for name in MADE:
        (data / name).write_text("[]")
    return data


def run(*arguments):
    return demonstration.main([*arguments])


def tables(data):
    with Pair(data, fsync=False, with_valkey=False) as pair, psycopg.connect(pair.owner_url) as connection:
        return connection.execute("SELECT to_regclass('accounts_organisation')").fetchone()


def add_real_one(data):
    with Pair(data, fsync=False, with_valkey=False) as pair, psycopg.connect(pair.owner_url) as connection:
        connection.execute("INSERT INTO accounts_organisation VALUES ('Acme', false)")


def kept(data):
    return all((data / name).exists() for name in MADE)


def test_reset_puts_it_back_to_its_beginning_and_may_be_repeated(data, capsys):
    assert run("reset", "--yes", "--data", str(data)) == 0
    assert "Start it with bin/up" in capsys.readouterr().out
    assert not any((data / name).exists() for name in MADE)
    assert (data / "secrets.json").exists()
    assert tables(data) == (None,)
    assert run("reset", "--yes", "--data", str(data)) == 0


def test_without_a_yes_nothing_is_changed(data, capsys):
    assert run("reset", "--data", str(data)) == 1
    assert capsys.readouterr().err.endswith("add --yes to do it.\n")
    assert kept(data)


def test_where_somebody_real_works_nothing_is_changed(data, capsys):
    add_real_one(data)

    assert run("reset", "--yes", "--data", str(data)) == 1
    assert (
        capsys.readouterr().err
        == "Acme is not a demonstration and would be lost with it: nothing was changed.\n"
    )
    assert kept(data)
    assert tables(data) == ("accounts_organisation",)


def test_while_it_runs_it_says_what_to_stop(data, capsys):
    (data / "run.json").write_text(json.dumps({"pid": os.getpid(), "address": "http://127.0.0.1:8000"}))

    assert run("reset", "--yes", "--data", str(data)) == 1
    assert "running at http://127.0.0.1:8000: stop it with Ctrl-C" in capsys.readouterr().err
    assert kept(data)


def test_a_database_of_somebody_else_is_never_reset(data, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/c")

    assert run("reset", "--yes", "--data", str(data)) == 1
    assert "not ReviewHub's own" in capsys.readouterr().err
    assert kept(data)


def test_an_empty_folder_is_left_alone(tmp_path, capsys):
    assert run("reset", "--yes", "--data", str(tmp_path / "none")) == 1
    assert "nothing was changed" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_status_says_where_it_is_and_how_far(data, capsys):
    (data / "demo/first.state").write_text(json.dumps({"file": "x", "line": 1200, "lines": 3000}))

    assert run("status", "--data", str(data)) == 0
    said = capsys.readouterr().out
    assert "It is not running." in said
    assert "the latest decisions: 1,200 of 3,000 lines" in said
    assert "the decisions before them: not begun" in said


def test_it_needs_no_settings():
    told = subprocess.run(
        [sys.executable, "manage.py", "demo", "status", "--data", "/nonexistent"],
        cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (told.returncode, told.stderr) == (0, "")
    assert "There is no demonstration" in told.stdout
