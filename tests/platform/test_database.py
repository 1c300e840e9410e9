"""A connection that is kept between requests is looked at, not asked; one that ended is made anew."""

import datetime as dt
import time

import pytest
from django.db import DEFAULT_DB_ALIAS, DataError, connection, connections
from django.test.utils import CaptureQueriesContext
from psycopg.pq import TransactionStatus

from apps.core import statements


@pytest.fixture
def kept(db):
    """A connection of its own, as a web process keeps one."""
    one = connections.create_connection(DEFAULT_DB_ALIAS)
    one.ensure_connection()
    yield one
    one.close()


def test_a_connection_that_stands_is_not_asked(kept):
    with CaptureQueriesContext(kept) as said:
        assert kept.is_usable()

    assert len(said) == 0
    assert kept.connection.info.transaction_status == TransactionStatus.IDLE


def test_one_that_the_database_ended_is_made_anew(kept):
    ended = kept.connection.info.backend_pid
    statements.ask("SELECT pg_terminate_backend(%s)", [ended])
    until = time.monotonic() + 20
    while kept.is_usable() and time.monotonic() < until:
        time.sleep(0.01)

    kept.health_check_enabled, kept.health_check_done = True, False  # as at the beginning of a request
    kept.close_if_health_check_failed()
    kept.ensure_connection()

    assert kept.connection.info.backend_pid != ended


def test_one_whose_transaction_failed_is_not_usable_as_django_expects(kept):
    kept.set_autocommit(False)
    with pytest.raises(DataError), kept.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")

    assert not kept.is_usable()


@pytest.mark.usefixtures("db")
def test_an_instant_is_read_in_utc_to_the_microsecond():
    said = "SELECT '2026-03-01 23:59:59.000001+02'::timestamptz"
    with connection.cursor() as cursor:
        cursor.execute(said)
        (by_django,) = cursor.fetchone()
    ((by_us,),) = statements.ask(said, [])

    assert by_django == by_us == dt.datetime(2026, 3, 1, 21, 59, 59, 1, tzinfo=dt.UTC)
    assert (by_django.tzinfo, by_us.tzinfo) == (dt.UTC, dt.UTC)
