from apps.core import clock
from apps.flow import services as flow
from tasks.base import job


@job("registry.try_contracts", queue="sweeps", seconds=120)
def try_contracts() -> int:
    """Try drafts of contracts on stored cases."""
    return flow.try_contracts(now=clock.now())
