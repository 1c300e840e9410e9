"""How many of what was promised for a date was kept on it: of each inbox, never of a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core.speech import speak_kept
from apps.intake.models import CaseKind
from apps.measures import rules
from apps.reviews.models import FollowUp
from apps.reviews.states import FollowUpKind, FollowUpState

COUNTED = timedelta(days=90)
A_DAY = timedelta(days=1)  # a promise for a day is due when work begins; until a day later it is kept on it


@dataclass(frozen=True, slots=True)
class KeptRow:
    """The promises of one inbox whose day has passed: kept on it of all; the others late, not, or not yet."""

    slug: str
    inbox: str
    share: rules.Share
    n_kept: int
    n_late: int
    n_not_kept: int
    n_open: int


def kept_promises(*, to: Actor, now: datetime) -> list[KeptRow]:
    """Count the promises of the last 90 days in the inboxes that somebody supervises; one statement.

    A promise counts once its day is over. What fell away because its case was decided anew counts not at all.
    """
    promised = FollowUp.objects.filter(
        inbox__in=accounts.granted_ids(to, "supervise_inbox"),
        kind=FollowUpKind.PROMISE,
        decision__case__kind=CaseKind.REAL,
        due_at__gt=now - COUNTED,
        due_at__lte=now - A_DAY,
    ).exclude(state=FollowUpState.DROPPED)
    is_kept, in_time = Q(state=FollowUpState.KEPT), Q(closed_at__lt=F("due_at") + A_DAY)
    rows = promised.values("inbox__slug", "inbox__name").annotate(
        n=Count("id"),
        kept=Count("id", filter=is_kept & in_time),
        late=Count("id", filter=is_kept & ~in_time),
        failed=Count("id", filter=Q(state=FollowUpState.NOT_KEPT)),
        waits=Count("id", filter=Q(state=FollowUpState.OPEN)),
    )
    return [
        KeptRow(
            slug=one["inbox__slug"],
            inbox=speak_kept(one["inbox__name"]),
            share=rules.share(one["n"], one["kept"]),
            n_kept=one["kept"],
            n_late=one["late"],
            n_not_kept=one["failed"],
            n_open=one["waits"],
        )
        for one in rows.order_by("inbox__slug")
    ]
