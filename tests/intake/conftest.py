import pytest

from apps.intake.models import Case
from reviewhub import env
from tests.world import arrive


@pytest.fixture
def evidence_store(settings, tmp_path):
    """A store of its own."""
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
    return settings.EVIDENCE_STORE.folder


@pytest.fixture
def case(world):
    return Case.objects.get(id=arrive(world).case_id)
