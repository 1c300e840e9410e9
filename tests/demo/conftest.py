import datetime as dt

import pytest

from demo import past

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
COSTLY = {"cases", "written", "trained"}  # seconds of processor time, made once by each process that asks


def pytest_collection_modifyitems(items):
    """Let one xdist worker run all tests that stand on the written past or the trained model."""
    for item in items:
        if COSTLY.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("past"))


@pytest.fixture(scope="session")
def now():
    return NOW


@pytest.fixture(scope="session")
def cases(now):
    return past.cases(now)


@pytest.fixture(scope="session")
def written(now):
    return past.write_up(now)
