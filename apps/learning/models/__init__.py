from apps.learning.models.finding import Finding
from apps.learning.models.mining import MiningRun, Pattern

__all__ = ["Finding", "MiningRun", "Pattern"]
