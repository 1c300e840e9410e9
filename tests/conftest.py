"""Fixtures of every test. `db`: rolled back afterwards. `committed`: a database of its own, with real commits."""

import datetime as dt
import itertools
import os
from decimal import Decimal
from pathlib import Path

from tests import thrift  # isort: skip - before all that is large

import pytest
from _pytest import runner
from django.db import connections
from hypothesis import HealthCheck, settings

from tests import ground  # isort: skip - first of ours: it sets the environment and loads Django

from apps.core import clock
from apps.policy.services import judging
from tests import rewriting, sharing
from tests import world as worlds
from tests.startup import sitecustomize

_numbers = itertools.count(1)
LONG = {"browser", "processes"}
# How long an example took to draw says how busy the machine is.
settings.register_profile("ours", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


def pytest_collection_modifyitems(config, items):
    """Workers side by side get the long tests first: the short ones at the end let all end together."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not LONG.intersection(mark.name for mark in item.iter_markers()))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    thrift.begin()
    ground.begin()
    rewriting.ahead()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return sharing.ByFile(config, log)


def pytest_collection_finish():
    thrift.begin()
    sitecustomize.keep(Path(ground.STATE_NOW["bell"]).with_name(f"compiled-{os.getpid()}"))


@pytest.hookimpl(tryfirst=True)
@thrift.roomy
def pytest_runtest_protocol(item, nextitem):
    return runner.pytest_runtest_protocol(item, nextitem)


def pytest_unconfigure() -> None:
    """Close the ground; mutmut runs pytest many times in one process, whose end closes it then."""
    if ground.GROUND and "MUTANT_UNDER_TEST" not in os.environ:
        ground.GROUND.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Tests run as the app's role in a database made from the template; Django's own test database is not used."""
    ground.ring()
    ground.drop_database(ground.DATABASE)  # a mutant that was stopped may have left it
    ground.make_database(ground.DATABASE)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    ground.drop_database(ground.DATABASE)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A fresh database with real commits, for several connections, threads and child processes.

    Yields its name; DATABASE_URL and DATABASE_OWNER_URL of child processes point to it.
    """
    name = f"{ground.DATABASE}_{os.getpid()}_{next(_numbers)}"
    ground.make_database(name)
    with django_db_blocker.unblock():
        _point_to(name)
        try:
            yield name
        finally:
            _point_to(ground.DATABASE)
            ground.drop_database(name)


def _point_to(name: str) -> None:
    connections.close_all()
    connections["default"].settings_dict["NAME"] = name
    ground.point_environment(name)


@pytest.fixture
def undrawn(monkeypatch):
    """Nothing that the machine decides is drawn for a second look; else one in ten is, by its random id."""
    monkeypatch.setattr(judging.rules, "draw", lambda *_: Decimal("0.9999999999"))


@pytest.fixture
def world(request):
    """The set-up organisation in whichever database the test uses, at noon: the product's clock starts there.

    Child processes keep the machine's own clock; give them rows made at `clock.now()` with the offset at zero.
    """
    request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")
    clock.set_offset(worlds.noon - clock.now())
    yield worlds.World()
    clock.set_offset(dt.timedelta(0))
