import pytest

from tests.measures.past import Past


@pytest.fixture
def past(world):
    return Past(world)
