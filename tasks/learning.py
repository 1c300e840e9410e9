from apps.core import clock
from apps.flow import services as flow
from tasks.base import MINING_WAITS_ABOVE, job


@job("learning.mine", queue="mining", seconds=200, waits_above=MINING_WAITS_ABOVE)
def mine() -> int:
    """Mine the overrides for patterns."""
    return flow.mine(now=clock.now())
