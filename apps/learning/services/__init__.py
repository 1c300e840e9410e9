"""The verbs of learning: queue a mining run, and work the runs that wait."""

from apps.learning.services.mining import mine
from apps.learning.services.queuing import queue_run

__all__ = ["mine", "queue_run"]
