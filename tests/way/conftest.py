import pytest

from apps.core import clock
from tests.way.house import House
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


@pytest.fixture
def cast(committed):
    """The people on the machine's own clock, as the programs have it."""
    return World(now=clock.now())
