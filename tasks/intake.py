from apps.core import clock
from apps.intake import services as intake
from tasks.base import job


@job("intake.fetch_evidence", queue="evidence", seconds=180)
def fetch_evidence() -> int:
    """Fetch documents from the addresses that were given."""
    return intake.fetch_due(now=clock.now)


@job("intake.draw_evidence", queue="evidence", seconds=180)
def draw_evidence() -> int:
    """Draw the pages of documents that arrived."""
    return intake.draw_due(now=clock.now)
