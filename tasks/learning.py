from apps.core import clock
from apps.flow import services as flow
from tasks.base import job


@job("learning.mine", queue="mining", seconds=200)
def mine() -> int:
    """Mine the overrides for patterns."""
    return flow.mine(now=clock.now())
