from apps.core import clock
from apps.flow import services as flow
from tasks.base import job


@job("policy.end_shadows", queue="sweeps", seconds=60)
def end_shadows() -> int:
    """Bring policy versions back to the desk whose date in shadow has come."""
    return flow.end_shadows(now=clock.now())
