from apps.learning.models.finding import Finding
from apps.learning.models.mining import MiningPart, MiningRun, Pattern

__all__ = ["Finding", "MiningPart", "MiningRun", "Pattern"]
