"""What people are mailed: once a day what is due, at once what cannot wait, once a week what it came to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, QuerySet

from apps.accounts.models import Mails, User
from apps.core import transactions
from apps.flow.selectors import home, week_reports
from apps.flow.selectors.follow_ups import n_due
from apps.learning.models import WeekReport
from apps.notify import selectors as notices
from apps.notify import services as notify
from apps.notify.models import DAILY, URGENT, WEEKLY, Digest, Notification
from apps.registry.models import AISystem

FROM_HOUR = 7  # where the person is: a digest is there when they begin
APART = timedelta(minutes=15)  # between two urgent mails to one person
LOOKS_BACK = timedelta(days=1)
SETTLES = timedelta(minutes=10)  # so that one mail speaks of all AI systems of an owner
WEEK_MAILED = timedelta(days=3)  # after its report was written, a week is mailed no more
OWN_MAIL = ("week_report",)  # told by a mail of its own
# What cannot wait for the morning, by the kind of its notice.
CANNOT_WAIT = frozenset(
    {
        "delivery_refused",
        "delivery_stuck",
        "answer_stuck",
        "receipt_overdue",
        "limit_acted",
        "system_paused",
        "posture_expires_1",
        "glass_opened",
    }
)


@dataclass(frozen=True, slots=True)
class Due:
    """What one mail says: counts of what its reader may see, by inbox. It names no case and no person.

    `is_urgent`: something cannot wait; then n_new counts only that. `reports`: of the owner's AI systems, for
    the week of the Monday `week_on`; then nothing else is said.
    """

    digest_id: UUID
    reader: User
    is_urgent: bool
    inboxes: tuple[home.Waiting, ...]
    n_follow_ups: int
    n_new: int
    week_on: date | None = None
    reports: tuple[tuple[AISystem, week_reports.Report], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is due, so that no mail goes out."""
        late = any(one.n_late or one.n_soon for one in self.inboxes)
        return not (late or self.n_follow_ups or self.n_new or self.reports)


def take_digests(*, now: datetime, limit: int = 50) -> list[Due]:
    """Take the mails that are due now; each once, however often and at once this runs.

    Whoever takes one sends it and says so with `notify.digest_sent`; one that was not sent is taken again.
    Writes: Digest.
    """
    with transactions.verb():
        if transactions.history_runs():
            return []
        taken = [*_again(now, limit), *_weekly(now), *_daily(now, limit), *_urgent(now, limit)]
        for one in taken:
            if one.is_empty:
                notify.digest_needless(digest_id=one.digest_id)
        return [one for one in taken if not one.is_empty]


def _readers(*wishes: str) -> QuerySet[User]:
    """Return who is mailed; simulated people of a demonstration have no letter box."""
    people = User.objects.filter(is_active=True, is_simulated=False, mails__in=wishes)
    return people.select_related("actor__organisation").select_for_update(of=("self",), skip_locked=True)


def _daily(now: datetime, limit: int) -> Iterator[Due]:
    wished = User.objects.filter(is_active=True, is_simulated=False).exclude(mails=Mails.OFF)
    for name in sorted(wished.order_by().values_list("time_zone", flat=True).distinct()):
        local = now.astimezone(ZoneInfo(name))
        if local.hour < FROM_HOUR:
            continue
        day = local.date().isoformat()
        had = Digest.objects.filter(to=OuterRef("actor"), kind=DAILY, period=day)
        readers = _readers(Mails.DAILY, Mails.URGENT).filter(~Exists(had), time_zone=name)
        for reader in readers.order_by("id")[:limit]:
            digest = notify.take_digest(to=reader.actor, kind=DAILY, period=day, now=now)
            if digest is not None:
                yield _due(digest, reader, now)


def _urgent(now: datetime, limit: int) -> Iterator[Due]:
    fresh = Notification.objects.filter(
        read_at=None, kind__in=CANNOT_WAIT, at__gt=now - LOOKS_BACK, to__user__mails=Mails.URGENT
    )
    newest = dict(fresh.values_list("to").annotate(newest=Max("at")).order_by("to")[:limit])
    for reader in _readers(Mails.URGENT).filter(actor__in=newest).order_by("id"):
        last = Digest.objects.filter(to=reader.actor, kind=URGENT).order_by("-taken_at").first()
        period = newest[reader.actor_id].isoformat()
        if last is not None and (last.period >= period or last.taken_at > now - APART):
            continue
        digest = notify.take_digest(to=reader.actor, kind=URGENT, period=period, now=now)
        if digest is not None:
            yield _due(digest, reader, now)


def _weekly(now: datetime) -> Iterator[Due]:
    """Take a mail for each owner and week whose reports are written, from seven where the owner is."""
    fresh = WeekReport.objects.filter(written_at__gt=now - WEEK_MAILED, written_at__lte=now - SETTLES)
    pairs = sorted(set(fresh.values_list("week_on", "system__owner__actor")))
    if not pairs:
        return
    had = Digest.objects.filter(kind=WEEKLY, period__in=sorted({on.isoformat() for on, _to in pairs}))
    taken = set(had.values_list("period", "to"))
    for on, to in pairs:
        if (on.isoformat(), to) in taken:
            continue
        reader = _readers(Mails.DAILY, Mails.URGENT).filter(actor=to).first()
        if reader is None or now.astimezone(ZoneInfo(reader.time_zone)).hour < FROM_HOUR:
            continue
        digest = notify.take_digest(to=reader.actor, kind=WEEKLY, period=on.isoformat(), now=now)
        if digest is not None:
            yield _due(digest, reader, now)


def _again(now: datetime, limit: int) -> Iterator[Due]:
    """Take again what was taken and not sent: its sender was lost, or the mail server did not answer."""
    for digest in notify.retake_digests(now=now, limit=limit):
        reader = _readers(Mails.DAILY, Mails.URGENT).filter(actor=digest.to_id).first()
        if reader is not None:
            yield _due(digest, reader, now)


def _due(digest: Digest, reader: User, now: datetime) -> Due:
    actor, is_urgent = reader.actor, digest.kind == URGENT
    if digest.kind == WEEKLY:
        on = date.fromisoformat(digest.period)
        owned = list(AISystem.objects.filter(owner=reader).order_by("name", "id"))
        told = tuple(week_reports.newest_reports(systems=owned, week_on=on))
        return Due(digest.id, reader, False, (), 0, 0, on, told)
    if is_urgent:
        new = Notification.objects.filter(to=actor, read_at=None, kind__in=CANNOT_WAIT)
        return Due(digest.id, reader, True, (), 0, new.count())
    inboxes = [one for one in home.waiting(to=actor, now=now) if one.may_work or one.may_supervise]
    return Due(
        digest_id=digest.id,
        reader=reader,
        is_urgent=False,
        inboxes=tuple(inboxes),
        n_follow_ups=n_due(to=actor, now=now),
        n_new=notices.how_many_new(actor, besides=OWN_MAIL),
    )
