from apps.core import clock
from apps.flow import services as flow
from tasks.base import job, repeat


@job("registry.try_contracts", queue="sweeps", seconds=120)
def try_contracts() -> int:
    """Try drafts of contracts on stored cases."""
    return flow.try_contracts(now=clock.now())


@job("registry.keep_pauses", queue="sweeps", seconds=60)
def keep_pauses() -> int:
    """End pauses whose time is over, and give the cases that they held to people."""
    return repeat(lambda: flow.keep_pauses(now=clock.now()), seconds=40)


@job("registry.apply_limits", queue="sweeps", seconds=120)
def apply_limits() -> int:
    """Let the limits of postures act and let go, and warn before a posture ends."""
    return flow.apply_limits(now=clock.now())
