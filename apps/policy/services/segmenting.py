"""The segments of an AI system as people change them: one open set, signed by an owner who wrote none of it.

Whether a list is one of segments, and whether what goes is still used, is judged above (apps.flow).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, refusals, transactions
from apps.policy import access
from apps.policy.models import SegmentSet
from apps.policy.services.refusing import (
    NoSegmentsDraft,
    SegmentsChanged,
    SegmentsNotADraft,
    SegmentsNotProposed,
    SegmentsUnchanged,
)
from apps.policy.states import MOVES, OPEN, PolicyState
from apps.registry import services as registry
from apps.registry.access import is_owner
from apps.registry.access import require_owner as require_signer
from apps.registry.models import AISystem

FIRST = 2  # the set-up brought the first


def save_segments(
    *,
    system: AISystem,
    segments: Sequence[Mapping[str, Any]],
    fit: Mapping[str, Any],
    version: int,
    by: Actor,
    now: datetime,
) -> SegmentSet:
    """Keep what the segments shall be; the caller has checked them.

    version: of the draft that the writer looked at; 0 where there was none. fit: how many of the last cases
    would be in each.
    Raises: CannotWriteSegments, SegmentsNotADraft, SegmentsChanged.
    """
    transactions.require()
    access.require_segment_writer(by, system)
    found = _begun(system, by, now) if version == 0 else locked(system, seen=version)
    if found.state != PolicyState.DRAFT:
        raise SegmentsNotADraft
    found.body, found.digest, found.fit = list(segments), canonical.digest(segments), dict(fit)
    found.version, found.saved_at, found.writers = found.version + 1, now, _with(found, by)
    found.save(update_fields=["body", "digest", "fit", "version", "saved_at", "writers"])
    _record("segments.draft_saved", found, by, now, n=fit.get("n"), n_opened=fit.get("n_opened"))
    return found


def _begun(system: AISystem, by: Actor, now: datetime) -> SegmentSet:
    last = SegmentSet.objects.filter(system=system).order_by("-number").first()
    try:
        with transaction.atomic():
            made = SegmentSet.objects.create(
                system=system,
                number=last.number + 1 if last else FIRST,
                state=PolicyState.DRAFT,
                body=system.segments,
                before=system.segments,
                digest=canonical.digest(system.segments),
                version=0,
                author=by,
                writers=[by.id],
                begun_at=now,
                saved_at=now,
            )
    except IntegrityError:
        raise SegmentsChanged from None  # somebody began at the same moment
    _record("segments.drafted", made, by, now)
    return made


def locked(system: AISystem, *, seen: int | None = None) -> SegmentSet:
    """Return the open set of an AI system, locked; `seen` is what whoever acts looked at, if they said.

    Raises: NoSegmentsDraft, SegmentsChanged.
    """
    rows = SegmentSet.objects.select_for_update(of=("self",)).select_related("system__owner", "author")
    found = rows.filter(system=system, state__in=OPEN).first()
    if found is None:
        raise NoSegmentsDraft
    if seen is not None and found.version != seen:
        raise SegmentsChanged
    return found


def propose_segments(*, system: AISystem, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Hand the draft to the owner.

    Raises: CannotWriteSegments, NoSegmentsDraft, SegmentsNotADraft, SegmentsChanged, SegmentsUnchanged.
    """
    transactions.require()
    access.require_segment_writer(by, system)
    found = locked(system, seen=version)
    if found.state != PolicyState.DRAFT:
        raise SegmentsNotADraft
    if found.body == found.before:
        raise SegmentsUnchanged
    _move(
        found,
        PolicyState.PROPOSED,
        proposed_by=by,
        proposed_at=now,
        returned_why="",
        writers=_with(found, by),
    )
    _record("segments.proposed", found, by, now)
    return found


def return_segments(*, system: AISystem, why: str, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Give a proposed set back to its writers, by the owner with a sentence; or take it back.

    Raises: CannotWriteSegments, NoSegmentsDraft, SegmentsNotProposed, SegmentsChanged.
    """
    transactions.require()
    if not is_owner(by, system):
        access.require_segment_writer(by, system)
    found = locked(system, seen=version)
    if found.state != PolicyState.PROPOSED:
        raise SegmentsNotProposed
    _move(found, PolicyState.DRAFT, proposed_by=None, proposed_at=None, returned_why=why)
    _record("segments.returned", found, by, now, why=why)
    return found


def drop_segments(*, system: AISystem, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Give the open set up; a proposed one only by the owner.

    Raises: CannotWriteSegments, NotTheOwner, NoSegmentsDraft, SegmentsChanged.
    """
    transactions.require()
    if not is_owner(by, system):
        access.require_segment_writer(by, system)
    found = locked(system, seen=version)
    if found.state == PolicyState.PROPOSED:
        require_signer(by, system)
    else:
        access.require_segment_writer(by, system)
    _move(found, PolicyState.RETIRED, retired_at=now)
    _record("segments.dropped", found, by, now)
    return found


def adopt_segments(*, system: AISystem, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Let the proposed set count, signed by the owner. What has arrived keeps the segment it was given.

    Raises: NotTheOwner, WriterCannotSign, NoSegmentsDraft, SegmentsNotProposed, SegmentsChanged.
    """
    transactions.require()
    require_signer(by, system)
    AISystem.objects.select_for_update().get(id=system.id)
    found = locked(system)
    access.require_signer_of(by, found)
    if found.state != PolicyState.PROPOSED:
        raise SegmentsNotProposed
    if found.version != version:
        raise SegmentsChanged
    SegmentSet.objects.filter(system=system, state=PolicyState.LIVE).update(
        state=PolicyState.RETIRED, retired_at=now
    )
    _move(found, PolicyState.LIVE, approved_by=by, live_at=now)
    registry.define_segments(system=found.system, segments=found.body, now=now)
    _record("segments.adopted", found, by, now, keys=[one["key"] for one in found.body])
    return found


def _with(found: SegmentSet, by: Actor) -> list[Any]:
    return list(dict.fromkeys([*found.writers, by.id]))


def _move(found: SegmentSet, to: PolicyState, **changes: object) -> None:
    if (PolicyState(found.state), to) not in MOVES:
        raise refusals.IllegalMove
    SegmentSet.objects.filter(id=found.id).update(state=to, version=F("version") + 1, **changes)
    found.refresh_from_db()


def _record(verb: str, found: SegmentSet, by: Actor, now: datetime, **more: object) -> None:
    data = {"system": found.system_id, "number": found.number, "sha256": bytes(found.digest), **more}
    audit.record(verb, on=("segments", found.id), by=by, at=now, data=data)
