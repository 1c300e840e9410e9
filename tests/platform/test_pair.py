import socket

import psycopg
import pytest

from reviewhub.supervisor import given, pair, places
from reviewhub.supervisor.pair import Pair
from reviewhub.supervisor.problems import CannotStart
from tests.platform.conftest import processes_of


@pytest.fixture(scope="module")
def running():
    with pair.temporary() as running:
        yield running


def ask(url: str, question: str):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def test_the_app_role_owns_nothing_and_may_create_nothing(running):
    assert ask(running.database_url, "SELECT current_user") == "reviewhub_app"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running.database_url, "CREATE TABLE mine (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running.database_url, "CREATE DATABASE mine")


def test_the_owner_owns_the_database_and_may_make_databases_for_tests(running):
    question = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'reviewhub'"
    assert ask(running.owner_url, question) == "reviewhub_owner"
    assert ask(
        running.owner_url, "SELECT rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = current_user"
    )


def test_both_answer_on_unix_sockets_only(running):
    assert ask(running.superuser_url, "SHOW listen_addresses") == ""
    with socket.socket(socket.AF_UNIX) as broker:
        broker.connect(str(running.places.run / "valkey.sock"))
        broker.sendall(b"CONFIG GET port\r\n")
        assert b"$1\r\n0\r\n" in broker.recv(200)
    assert running.places.run.stat().st_mode & 0o777 == 0o700


def test_postgresql_is_18_and_the_clock_is_utc(running):
    assert ask(running.database_url, "SHOW server_version").startswith("18.")
    assert ask(running.database_url, "SHOW timezone") == "UTC"


def test_what_a_failed_statement_holds_is_not_logged(running):
    with psycopg.connect(running.owner_url) as connection:
        connection.execute("CREATE TEMPORARY TABLE person (name text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('Canary Bird')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="Canary Bird"):
            connection.execute("INSERT INTO person VALUES ('Canary Bird')")

    log = (running.places.log / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "Canary" not in log


def test_data_outlives_a_restart_and_nothing_runs_between(short_folder):
    folder = short_folder / "data"
    with Pair(folder) as first, psycopg.connect(first.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    between = processes_of(folder)
    with Pair(folder) as second:
        assert (between, ask(second.owner_url, "SELECT n FROM kept")) == ([], 7)
        given.require_fit(second.database_url, name="DATABASE_URL")


def test_a_stale_pid_file_of_somebody_else_does_not_stop_the_start(short_folder):
    folder = short_folder / "data"
    with Pair(folder, fsync=False) as first:
        stale = (first.places.postgres / "postmaster.pid").read_text().split("\n", 1)[1]
    (first.places.postgres / "postmaster.pid").write_text(f"1\n{stale}")

    with Pair(folder, fsync=False) as second:
        assert ask(second.database_url, "SELECT 1") == 1


def test_a_database_that_may_lose_decisions_is_refused(running):
    with pytest.raises(CannotStart, match="DATABASE_URL has fsync off and may lose decisions: turn it on"):
        given.require_fit(running.database_url, name="DATABASE_URL")
    with pytest.raises(CannotStart, match="has fsync and synchronous_commit off"):
        given.require_fit(f"{running.database_url}&options=-csynchronous_commit%3Doff", name="DATABASE_URL")


def test_an_old_database_is_refused(running, monkeypatch):
    monkeypatch.setattr(given, "LOWEST_VERSION", 190000)
    with pytest.raises(CannotStart, match=r"DATABASE_URL is PostgreSQL 18.*: ReviewHub needs 16 or newer"):
        given.require_fit(running.database_url, name="DATABASE_URL")


def test_a_database_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CannotStart, match="The database of DATABASE_URL cannot be reached"):
        given.require_fit(f"postgresql://a@/b?host={tmp_path}", name="DATABASE_URL")


def test_only_one_database_role_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@/b")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(CannotStart, match="Set both DATABASE_URL"):
        given.environment()


def test_a_socket_path_that_would_be_too_long_goes_to_one_other_folder(short_folder):
    folder = short_folder / ("long" * 30)
    chosen = places.prepare(folder, embedded=True)
    try:
        assert chosen.because == "socket paths there are too long"
        assert chosen.run.parent == chosen.other
        assert chosen.postgres.parent == folder
    finally:
        chosen.run.rmdir()
        chosen.other.rmdir()
