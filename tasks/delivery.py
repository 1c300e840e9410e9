from apps.core import clock
from apps.delivery import services as delivery
from apps.flow import services as flow
from tasks.base import job, repeat


@job("delivery.send_due", queue="delivery", seconds=60)
def send_due() -> int:
    """Send what is due to the business systems."""
    return delivery.send_due(now=clock.now, seconds=40)


@job("delivery.alarm_overdue", queue="sweeps", seconds=60)
def alarm_overdue() -> int:
    """Tell the owners which decisions no business system has confirmed in time."""
    return repeat(lambda: flow.alarm_overdue(now=clock.now()), seconds=40)
