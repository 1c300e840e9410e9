from celery import chord, signature

from apps.core import clock
from apps.flow import services as flow
from tasks import schedule
from tasks.base import job

MOST_AT_ONCE = 16  # messages of one chord; each worker goes on as long as parts wait


@job("learning.mine", queue="mining", seconds=200)
def mine() -> int:
    """Queue mining runs where there is something new, and have their parts worked."""
    return _spread(flow.queue_mining(now=clock.now()))


@job("learning.lead_mining", queue="mining", seconds=200)
def lead_mining() -> int:
    """Take mining runs whose parts are done to their next step."""
    return _spread(flow.lead_mining(now=clock.now()))


@job("learning.mine_parts", queue="mining", seconds=200, joins=True)
def mine_parts() -> int:
    """Work the parts of mining runs that wait."""
    return flow.mine_parts(now=clock.now)


def _spread(n_parts: int) -> int:
    """Map: as many workers as parts wait; reduce: whoever leads the run. A lost one is found by the sweep."""
    if n_parts:
        expires = schedule.BEAT["learning.mine_parts"]["options"]["expires"]
        work, reduce = (
            signature(name, immutable=True, options={"expires": expires})
            for name in ("learning.mine_parts", "learning.lead_mining")
        )
        chord([work.clone() for _ in range(min(n_parts, MOST_AT_ONCE))])(reduce)
    return n_parts
