import pytest

from tests.delivery import receiver as receivers
from tests.delivery.scene import Clock, Scene


@pytest.fixture
def receiver(settings):
    with receivers.running() as running:
        settings.OUTGOING_LOOPBACK_PORTS = frozenset({running.port})
        yield running


@pytest.fixture
def scene(db, receiver):
    return Scene(url=receiver.url, max_per_second=1000)


@pytest.fixture
def clock(scene):
    return Clock(scene.now)
