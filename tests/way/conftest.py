import shutil
import signal
import subprocess
from contextlib import suppress

import pytest
from django.db import connection

from apps.core import clock
from tests.way.house import House, eventually
from tests.way.up import Up
from tests.world import World


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what the programs said when a test fails."""
    report = yield
    house = getattr(item, "house", None)
    if house is not None and report.failed:
        report.sections += [(f"end of {name}'s log", text) for name, text in house.logs().items()]
    return report


@pytest.fixture
def build(committed, request):
    """Make the one house of a test; all its programs are gone afterwards."""
    houses = []

    def made(**how):
        request.node.house = House(**how)
        houses.append(request.node.house)
        return houses[-1]

    yield made
    for house in houses:
        house.close()
    eventually(is_alone, 10, "nobody else is in the database, autovacuum neither")


@pytest.fixture
def cast(committed):
    """The people on the machine's own clock, as the programs have it."""
    return World(now=clock.now())


@pytest.fixture(scope="session")
def started():
    """Where the product is started with `bin/up`, once for all tests of it that run in this process."""
    up = Up()
    yield up
    with suppress(AttributeError, subprocess.TimeoutExpired):
        up.end(signal.SIGTERM)
    shutil.rmtree(up.folder, ignore_errors=True)


@pytest.fixture
def up(started):
    """The product as `bin/up` starts it without the demonstration; what other tests did may lie in it."""
    if not started.is_running():
        started.start()
    return started


def is_alone():
    """A database with an autovacuum worker in it cannot be dropped by a role that is no superuser."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone() == (0,)
