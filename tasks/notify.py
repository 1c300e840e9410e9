from apps.console import mailing
from apps.core import clock
from tasks.base import job


@job("notify.send_digests", queue="mining", seconds=120)
def send_digests() -> int:
    """Mail people what is due, once a day, and at once what cannot wait."""
    return mailing.send_due(now=clock.now)
