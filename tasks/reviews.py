from apps.core import clock
from apps.flow import services as flow
from apps.flow.services import appealing, approving, handing_over
from apps.reviews import services as reviews
from tasks.base import job, repeat


@job("reviews.release_due", queue="sweeps", seconds=60)
def release_due() -> int:
    """Put decisions into force whose undo window is over."""
    return repeat(lambda: flow.release_due(now=clock.now()), seconds=40)


@job("reviews.release_expired_claims", queue="sweeps", seconds=60)
def release_expired_claims() -> int:
    """Put items back whose holder's lease ran out."""
    return repeat(lambda: flow.release_expired_claims(now=clock.now()), seconds=40)


@job("reviews.return_unanswered", queue="sweeps", seconds=60)
def return_unanswered() -> int:
    """Put items back whose question for a fact nobody answered in time."""
    return repeat(lambda: flow.return_unanswered(now=clock.now()), seconds=40)


@job("reviews.escalate_overdue", queue="sweeps", seconds=60)
def escalate_overdue() -> int:
    """Let items climb whose goal passed."""
    return repeat(lambda: flow.escalate_overdue(now=clock.now()), seconds=40)


@job("reviews.roll_back", queue="sweeps", seconds=60)
def roll_back() -> int:
    """Reverse what an owner rolled back, piece by piece."""
    return repeat(lambda: flow.roll_back(now=clock.now()), seconds=40)


@job("reviews.bring_back_follow_ups", queue="sweeps", seconds=60)
def bring_back_follow_ups() -> int:
    """Tell the owners of follow-ups whose time came."""
    return repeat(lambda: flow.bring_back_follow_ups(now=clock.now()), seconds=40)


@job("reviews.hand_over", queue="sweeps", seconds=60)
def hand_over() -> int:
    """Hand over what people have whose absence has begun."""
    return repeat(lambda: handing_over.hand_over(now=clock.now()), seconds=40)


@job("reviews.take_stock", queue="mining", seconds=200)
def take_stock() -> int:
    """Write what lay in every inbox as the days ended that are over."""
    return reviews.take_stock(now=clock.now())


@job("reviews.alarm_appeals", queue="sweeps", seconds=60)
def alarm_appeals() -> int:
    """Tell of appeals whose time passed unanswered."""
    return repeat(lambda: appealing.alarm_appeals(now=clock.now()), seconds=40)


@job("reviews.return_snoozed", queue="sweeps", seconds=60)
def return_snoozed() -> int:
    """Put items back that were laid aside until now."""
    return repeat(lambda: reviews.return_snoozed(now=clock.now()), seconds=40)


@job("reviews.climb_held", queue="sweeps", seconds=60)
def climb_held() -> int:
    """Let held decisions go up a level that nobody resolved in time."""
    return repeat(lambda: approving.climb_overdue(now=clock.now()), seconds=40)


@job("reviews.put_known_answers", queue="mining", seconds=60)
def put_known_answers() -> int:
    """Put known-answer cases beside the real ones that drew them."""
    return flow.put_known_answers(now=clock.now())
