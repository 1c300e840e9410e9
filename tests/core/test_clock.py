"""The one clock is the database's."""

import datetime as dt

import pytest
from django.db import connection

from apps.core import clock
from tests.world import noon


@pytest.mark.usefixtures("db")
def test_it_runs_on_within_one_transaction_and_says_utc():
    first, second = clock.now(), clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (database,) = cursor.fetchone()

    assert first < second
    assert first.tzinfo is dt.UTC
    assert abs(database - second) < dt.timedelta(seconds=5)


@pytest.mark.usefixtures("world")
def test_tests_may_move_it_and_here_it_is_noon():
    assert dt.timedelta(0) <= clock.now() - noon < dt.timedelta(minutes=2)
