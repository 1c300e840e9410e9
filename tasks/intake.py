from apps.core import clock
from apps.flow import services as flow
from apps.intake import services as intake
from tasks.base import job, repeat


@job("intake.fetch_evidence", queue="evidence", seconds=180)
def fetch_evidence() -> int:
    """Fetch documents from the addresses that were given."""
    return intake.fetch_due(now=clock.now)


@job("intake.draw_evidence", queue="evidence", seconds=180)
def draw_evidence() -> int:
    """Draw the pages of documents that arrived."""
    return intake.draw_due(now=clock.now)


@job("intake.forget_unclaimed", queue="evidence", seconds=180)
def forget_unclaimed() -> int:
    """Delete documents whose case never came."""
    return repeat(lambda: intake.forget_unclaimed(now=clock.now()), seconds=100)


@job("intake.advise_due", queue="sweeps", seconds=60)
def advise_due() -> int:
    """Let models stand in for one that stayed silent past its time."""
    return repeat(lambda: flow.advise_due(now=clock.now()), seconds=40)
