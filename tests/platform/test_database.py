"""A connection that is kept between requests is looked at, not asked; one that ended is made anew."""

import datetime as dt

import pytest
from django.db import connection

from apps.core import clock, statements
from tests.counting import asked


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_stands_is_not_asked_and_one_that_ended_is_made_anew():
    before = clock.now()
    with asked() as said:
        assert connection.is_usable()
    assert said == []

    connection.connection.pgconn.finish()  # as when the database goes away
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False

    assert clock.now() > before


@pytest.mark.django_db
def test_a_transaction_that_failed_is_not_usable_as_django_expects():
    with pytest.raises(Exception, match="division"):
        statements.ask("SELECT 1 / 0", [])

    assert not connection.is_usable()
    connection.needs_rollback = False
    connection.connection.rollback()


@pytest.mark.django_db
def test_an_instant_is_read_in_utc_to_the_microsecond():
    said = "SELECT '2026-03-01 23:59:59.000001+02'::timestamptz"
    wanted = dt.datetime(2026, 3, 1, 21, 59, 59, 1, tzinfo=dt.UTC)

    with connection.cursor() as cursor:
        cursor.execute(said)
        assert cursor.fetchone() == (wanted,)
    assert statements.ask(said, [])[0][0].tzinfo is dt.UTC
