import datetime as dt

import pytest

from demo import past

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def now():
    return NOW


@pytest.fixture(scope="session")
def cases(now):
    return past.cases(now)


@pytest.fixture(scope="session")
def written(now):
    return past.write_up(now)
