import pytest

from apps.api import throttles


@pytest.fixture(autouse=True)
def _full_buckets():
    """Every test starts with nobody throttled."""
    throttles.BUCKETS.clear()
