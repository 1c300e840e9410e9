"""Send what is due. Rows are taken and settled in short transactions; the calls out are between them.

One worker sends to one business system at a time (an advisory lock of its database session, gone with the
worker), so the pace is kept across all workers. Everything else rests on guarded moves: a worker killed
between the call and its result leaves a PENDING row whose next attempt comes due, with the same id.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from standardwebhooks import Webhook

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, outgoing, secrets_box, transactions
from apps.delivery import rules, selectors
from apps.delivery.models import AnswerDelivery, Attempt, Delivery
from apps.delivery.services import contents
from apps.delivery.states import DeliveryState
from apps.registry.models import SourceSystem

Clock = Callable[[], datetime]
OnItsWay = Delivery | AnswerDelivery

CALL_SECONDS = 8.0
# Longer than a call can last: a taken delivery is nobody else's until then.
TAKEN_FOR = timedelta(seconds=15)
_CALLS_AT_ONCE = 8
# A business system that fails so often in a row is left alone until the next sweep.
_FAILURES_IN_A_ROW = 10
_LOCK_SPACE = 0x44_45_4C_56
_LONGEST_NAP = 0.5


@dataclass(frozen=True, slots=True)
class _Parcel:
    """One attempt, ready to be sent: nothing in it needs the database."""

    delivery: OnItsWay
    url: str
    body: bytes
    headers: dict[str, str]
    at: datetime
    fault: str


@dataclass(frozen=True, slots=True)
class _Result:
    status: int | None
    error: str
    took_ms: int


@dataclass(slots=True)
class _Lane:
    """The way to one business system: its pace, its secrets, and the calls under way."""

    source: SourceSystem
    system: Actor
    secrets: tuple[str, ...]
    fault: str
    calls: dict[Future[_Result], _Parcel] = field(default_factory=dict)
    next_at: float = 0.0
    is_drained: bool = False
    n_failed: int = 0

    @property
    def gap(self) -> float:
        return 1 / max(self.source.max_per_second, 1)

    @property
    def nap(self) -> float:
        """Seconds until the next call may start, unless one under way ends sooner."""
        if self.is_drained or len(self.calls) >= _CALLS_AT_ONCE:
            return _LONGEST_NAP
        return min(max(self.next_at - time.monotonic(), 0.0), _LONGEST_NAP)


def send_due(*, now: Clock, limit: int = 1000, seconds: float = 40.0) -> int:
    """Send until nothing is due, `limit` calls are made or `seconds` have passed; returns how many calls.

    `now` is a clock, because sending takes time. Safe to run twice and at once: a business system that
    another worker is sending to is left to that worker.
    """
    until = time.monotonic() + seconds
    n_calls = 0
    with _lanes(now) as lanes, ThreadPoolExecutor(_CALLS_AT_ONCE * max(len(lanes), 1)) as pool:
        open_lanes = lanes
        while open_lanes:
            for lane in open_lanes:
                if n_calls >= limit or time.monotonic() >= until:
                    lane.is_drained = True
                n_calls += _start_next(lane, pool, now)
                _settle_finished(lane, now)
            open_lanes = [lane for lane in lanes if lane.calls or not lane.is_drained]
            _wait(open_lanes)
    return n_calls


@contextmanager
def _lanes(now: Clock) -> Iterator[list[_Lane]]:
    """Open a lane to each business system with something due that no other worker is sending to."""
    lanes: list[_Lane] = []
    try:
        ready = [_lane(source) for source in selectors.sources_with_due(now=now())]
        lanes.extend(lane for lane in ready if _locked(lane.source.id))
        yield lanes
    finally:
        for lane in lanes:
            time.sleep(min(max(lane.next_at - time.monotonic(), 0.0), lane.gap))
            _unlock(lane.source.id)


def _lane(source: SourceSystem) -> _Lane:
    secrets, fault = _secrets(source)
    if not source.delivery_url:
        fault = rules.SkippedWhy.NO_ADDRESS
    return _Lane(source, accounts.system_actor(source.organisation_id), secrets, fault)


def _secrets(source: SourceSystem) -> tuple[tuple[str, ...], str]:
    """Return the signing secrets, several while they are rotated, or the code of what is wrong with them."""
    if source.sealed_secret is None:
        return (), rules.SkippedWhy.NO_SECRET
    try:
        return tuple(secrets_box.open_secret(bytes(source.sealed_secret), bound_to=source.id).split()), ""
    except secrets_box.BoxDamaged:
        return (), "secret_damaged"


def _locked(source_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK_SPACE, str(source_id)])
        row = cursor.fetchone()
    assert row is not None
    return bool(row[0])


def _unlock(source_id: UUID) -> None:
    with suppress(DatabaseError), connection.cursor() as cursor:  # a lost session has no lock
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [_LOCK_SPACE, str(source_id)])


def _start_next(lane: _Lane, pool: ThreadPoolExecutor, now: Clock) -> int:
    if lane.is_drained or len(lane.calls) >= _CALLS_AT_ONCE or time.monotonic() < lane.next_at:
        return 0
    parcel = _take(lane, at=now())
    lane.next_at = time.monotonic() + lane.gap
    if parcel is None:
        lane.is_drained = not lane.calls  # what is under way may still free a case's next decision
        return 0
    lane.calls[pool.submit(_call, parcel)] = parcel
    return 1


def _take(lane: _Lane, *, at: datetime) -> _Parcel | None:
    """Take the delivery that has waited longest: nobody else's until its next attempt comes due."""
    with transactions.verb():
        delivery = _next(lane, at)
        if delivery is None:
            return None
        taken = _pending(delivery).filter(attempt=delivery.attempt)
        is_taken = taken.update(attempt=delivery.attempt + 1, next_attempt_at=at + TAKEN_FOR) == 1
        delivery.attempt += 1
    return _parcel(lane, delivery, at) if is_taken else None


def _next(lane: _Lane, at: datetime) -> OnItsWay | None:
    """Lock what has waited longest: decisions first, then answers to appeals."""
    under_way = [parcel.delivery.id for parcel in lane.calls.values()]
    lock: dict[str, Any] = {"skip_locked": True, "of": ("self",)}
    decisions = selectors.due(source_id=lane.source.id, now=at).exclude(id__in=under_way)
    found = decisions.select_related(*contents.NEEDS).select_for_update(**lock).first()
    if found is not None:
        return found
    answers = selectors.answers_due(source_id=lane.source.id, now=at).exclude(id__in=under_way)
    return answers.select_related(*contents.ANSWER_NEEDS).select_for_update(**lock).first()


def _pending(delivery: OnItsWay) -> QuerySet[Any]:
    return type(delivery).objects.filter(id=delivery.id, state=DeliveryState.PENDING)


def _parcel(lane: _Lane, delivery: OnItsWay, at: datetime) -> _Parcel:
    body = canonical.encode(contents.message(delivery))
    signed = [Webhook(secret).sign(str(delivery.id), at, body.decode()) for secret in lane.secrets]
    headers = {
        "content-type": "application/json",
        "user-agent": "ReviewHub",
        "webhook-id": str(delivery.id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }
    return _Parcel(delivery, lane.source.delivery_url, body, headers, at, lane.fault)


def _call(parcel: _Parcel) -> _Result:
    """Make the call; runs in a thread of its own and touches no database."""
    if parcel.fault:
        return _Result(None, parcel.fault, 0)
    begun = time.monotonic()
    status, error = None, ""
    try:
        status = outgoing.post(parcel.url, parcel.body, parcel.headers, timeout=CALL_SECONDS).status
    except (outgoing.ForbiddenAddress, outgoing.Unreachable) as refusal:
        error = f"{refusal.code}: {refusal.details.get('why', '')}"
    return _Result(status, error, round((time.monotonic() - begun) * 1000))


def _settle_finished(lane: _Lane, now: Clock) -> None:
    for call in [call for call in lane.calls if call.done()]:
        result = call.result()
        _settle(lane, lane.calls.pop(call), result, at=now())
        lane.n_failed = 0 if rules.is_taken(result.status) else lane.n_failed + 1
        lane.is_drained = lane.is_drained or lane.n_failed >= _FAILURES_IN_A_ROW


def _settle(lane: _Lane, parcel: _Parcel, result: _Result, *, at: datetime) -> None:
    """Write what came of one call. A receipt, or another worker, may have moved the delivery meanwhile."""
    delivery = parcel.delivery
    with transactions.verb():
        Attempt.objects.create(
            delivery_id=delivery.id,
            number=delivery.attempt,
            at=parcel.at,
            status=result.status,
            error=result.error,
            took_ms=result.took_ms,
        )
        waiting = _pending(delivery)
        if not rules.is_taken(result.status):
            again_at = at + rules.wait_after(delivery.attempt)
            waiting.filter(attempt=delivery.attempt).update(next_attempt_at=again_at)
        elif waiting.update(
            state=DeliveryState.SENT, sent_at=at, next_attempt_at=None, **_receipt(lane, delivery, at)
        ):
            _record_sent(lane, delivery, at=at)


def _receipt(lane: _Lane, delivery: OnItsWay, at: datetime) -> dict[str, datetime]:
    """Say until when a receipt is waited for: of decisions alone, because answers need not be applied."""
    if isinstance(delivery, AnswerDelivery):
        return {}
    return {"receipt_due_at": at + timedelta(minutes=lane.source.receipt_minutes)}


def _record_sent(lane: _Lane, delivery: OnItsWay, *, at: datetime) -> None:
    is_answer = isinstance(delivery, AnswerDelivery)
    about: dict[str, object] = (
        {"appeal": delivery.appeal_id}
        if isinstance(delivery, AnswerDelivery)
        else {"decision": delivery.decision_id, "sequence": delivery.sequence}
    )
    audit.record(
        "appeal.told" if is_answer else "delivery.sent",
        on=("delivery", delivery.id),
        by=lane.system,
        at=at,
        case_id=delivery.case_id,
        data={**about, "source": delivery.source_id, "attempt": delivery.attempt},
    )


def _wait(lanes: list[_Lane]) -> None:
    """Wait until a call has ended or the next one may start."""
    if not lanes:
        return
    nap = min(lane.nap for lane in lanes)
    calls = [call for lane in lanes for call in lane.calls]
    if calls:
        wait(calls, timeout=nap, return_when=FIRST_COMPLETED)
    else:
        time.sleep(nap)
