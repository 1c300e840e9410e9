from apps.core import clock
from apps.flow import services as flow
from tasks.base import job


@job("measures.compute_measures", queue="mining", seconds=240)
def compute_measures() -> int:
    """Compute the measures per week with their intervals."""
    return flow.compute_measures(now=clock.now())


@job("measures.calibrate", queue="mining", seconds=200)
def calibrate() -> int:
    """Compare what the AI claims with what happened."""
    return flow.calibrate(now=clock.now())


@job("measures.count_context", queue="mining", seconds=200)
def count_context() -> int:
    """Count what is wrong with the facts that arrived."""
    return flow.count_context(now=clock.now())


@job("measures.watch_sources", queue="mining", seconds=200)
def watch_sources() -> int:
    """Raise and close the alarms on sources."""
    return flow.watch_sources(now=clock.now())


@job("measures.export_dataset", queue="mining", seconds=240)
def export_dataset() -> int:
    """Write the decisions as Parquet, once a night."""
    return flow.export_due(now=clock.now())


@job("measures.replay_policies", queue="mining", seconds=140)
def replay_policies() -> int:
    """Try policies on the past."""
    return flow.replay_policies(now=clock.now)
