from apps.core import partitions
from tasks.base import job


@job("core.ensure_partitions", queue="sweeps", seconds=60)
def ensure_partitions() -> int:
    """Make the month partitions ahead of time."""
    return partitions.ensure()
