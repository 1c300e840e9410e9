"""The steps of a document that no request waits for: it is fetched from its address, and its pages are drawn.

A step is taken in a short transaction that puts its next due time off, done outside of any, and settled by a
guarded move. A worker killed in between leaves a row that comes due again.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apps.accounts import selectors as accounts
from apps.audit import services as audit
from apps.core import bulk, outgoing, pictures, store, transactions, vault
from apps.core.wake import wake
from apps.intake.models import Evidence, EvidencePage
from apps.intake.rules import files
from apps.intake.rules.files import Unfit, Why
from apps.intake.services.attaching import keep
from apps.intake.states import EvidenceState

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]

FETCH_SECONDS = 60.0
TAKEN_FOR = timedelta(minutes=5)  # longer than a step can last
MOST_TRIES = 3
_OK = 200


class _Later(Exception):
    """The step could not be done now; its row comes due again."""


def fetch_due(*, now: Clock, seconds: float = 40.0) -> int:
    """Fetch documents whose addresses were given; returns how many steps were taken.

    An address that answered is never asked again; one that did not is asked three times.
    """
    return _each_due(EvidenceState.FETCHING, _fetch, now=now, seconds=seconds)


def draw_due(*, now: Clock, seconds: float = 40.0) -> int:
    """Draw the pages of documents that arrived; returns how many steps were taken."""
    return _each_due(EvidenceState.RECEIVED, _draw, now=now, seconds=seconds)


def _each_due(
    state: EvidenceState, step: Callable[[Evidence, bytes, Clock], None], *, now: Clock, seconds: float
) -> int:
    until, n_steps = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        row = _take(state, now=now())
        if row is None:
            break
        n_steps += 1
        _do(row, step, now)
    return n_steps


def _take(state: EvidenceState, *, now: datetime) -> Evidence | None:
    """Take the document that has waited longest: nobody else's for some minutes."""
    with transactions.verb():
        row = (
            Evidence.objects.select_related("subject__source")
            .filter(state=state, due_at__lte=now)
            .order_by("due_at", "id")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is not None:
            row.n_tries += 1
            row.due_at = now + TAKEN_FOR
            row.save(update_fields=["n_tries", "due_at"])
        return row


def _do(row: Evidence, step: Callable[[Evidence, bytes, Clock], None], now: Clock) -> None:
    key = vault.open_keys([row.subject_id]).get(row.subject_id)
    try:
        step(row, _fit(row, key), now)
    except Unfit as unfit:
        _refuse(row, unfit.why, now())
    except _Later:
        return
    except (store.StoreFails, store.NoStore, store.BlobMissing) as fault:
        log.warning("evidence %s waits for its store: %s", row.id, type(fault).__name__)
        _give_back(row)


def _fit(row: Evidence, key: bytes | None) -> bytes:
    if key is None:
        raise Unfit(Why.ERASED)
    if row.n_tries > MOST_TRIES:  # whoever took it so often died of it
        raise Unfit(Why.TOO_HEAVY if row.state == EvidenceState.RECEIVED else Why.UNREACHABLE)
    return key


def _give_back(row: Evidence) -> None:
    """Let a try not count that failed for a reason of ours."""
    with transactions.verb():
        Evidence.objects.filter(id=row.id, state=row.state, n_tries=row.n_tries).update(
            n_tries=row.n_tries - 1
        )


def _fetch(row: Evidence, key: bytes, now: Clock) -> None:
    subject_id = row.subject_id
    source = json.loads(vault.open_bytes(row.sealed_source or b"", subject_id=subject_id, key=key))
    content = _asked(row, source["url"])
    if source["sha256"] and hashlib.sha256(content).hexdigest() != source["sha256"]:
        raise Unfit(Why.OTHER_CONTENT)
    found = files.recognise(content, row.said_type)
    mark = vault.mark(content, key=key)
    keep(content, subject_id, mark, key)
    at = now()
    changes = {"type": found, "n_bytes": len(content), "mark": mark, "due_at": at, "n_tries": 0}
    with transactions.verb():
        if _move(row, EvidenceState.RECEIVED, sealed_source=None, **changes):
            _record(row, "evidence.fetched", {"type": found, "mark": mark}, at)
            wake("intake.draw_evidence")


def _asked(row: Evidence, url: str) -> bytes:
    try:
        answer = outgoing.get(url, most=files.MAX_BYTES + 1, timeout=FETCH_SECONDS)
    except outgoing.ForbiddenAddress:
        raise Unfit(Why.FORBIDDEN_ADDRESS) from None
    except outgoing.Unreachable:
        if row.n_tries >= MOST_TRIES:
            raise Unfit(Why.UNREACHABLE) from None
        raise _Later from None
    if answer.status != _OK:
        raise Unfit(Why.NOT_GIVEN)
    return answer.body


def _draw(row: Evidence, key: bytes, now: Clock) -> None:
    pages = _drawn_before(row) or _drawn_now(row, bytes(row.mark or b""), key)
    rows = [
        EvidencePage(evidence=row, number=number, width=width, height=height, sealed_text=sealed)
        for number, (width, height, sealed) in enumerate(pages, start=1)
    ]
    at = now()
    with transactions.verb():
        if _move(row, EvidenceState.READY, n_pages=len(rows), due_at=None, settled_at=at):
            bulk.insert(rows)
            _record(row, "evidence.ready", {"pages": len(rows)}, at)


_Page = tuple[int, int, bytes]


def _drawn_before(row: Evidence) -> list[_Page]:
    """Return the pages of the same document under the same subject, if it was drawn for another reference."""
    twin = (
        Evidence.objects.filter(
            subject=row.subject_id, mark=row.mark, type=row.type, state=EvidenceState.READY
        )
        .exclude(id=row.id)
        .first()
    )
    if twin is None:
        return []
    return [(one.width, one.height, bytes(one.sealed_text)) for one in twin.pages.order_by("number")]


def _drawn_now(row: Evidence, mark: bytes, key: bytes) -> list[_Page]:
    subject_id, found, kept = row.subject_id, files.FileType(row.type), store.opened()
    name = files.document_name(subject_id, mark)
    content = vault.open_bytes(kept.get(name), subject_id=subject_id, key=key, name=name)
    if found.is_text:
        texts = files.pages_of_text(content)
        return [(0, 0, vault.seal(text, subject_id=subject_id, key=key)) for text in texts]
    pages: list[_Page] = []
    try:
        for page in pictures.draw(content, found.kind):
            place = files.picture_name(subject_id, mark, len(pages) + 1)
            kept.put(place, vault.seal_bytes(page.png, subject_id=subject_id, key=key, name=place))
            pages.append((page.width, page.height, vault.seal(page.text, subject_id=subject_id, key=key)))
    except pictures.NotDrawn as fault:
        raise Unfit(Why(fault.code)) from None
    return pages


def _refuse(row: Evidence, why: Why, at: datetime) -> None:
    with transactions.verb():
        if _move(row, EvidenceState.REFUSED, why=why, due_at=None, sealed_source=None, settled_at=at):
            _record(row, "evidence.refused", {"why": why}, at)


def _move(row: Evidence, to: EvidenceState, **changes: object) -> bool:
    """Make a legal move of a row that nobody else took since; False when somebody did."""
    waiting = Evidence.objects.filter(id=row.id, state=row.state, n_tries=row.n_tries)
    return bool(waiting.update(state=to.value, **changes))


def _record(row: Evidence, verb: str, data: dict[str, object], at: datetime) -> None:
    by = accounts.system_actor(row.subject.source.organisation_id)
    audit.record(verb, on=("evidence", row.id), by=by, at=at, case_id=row.case_id, data=data)
