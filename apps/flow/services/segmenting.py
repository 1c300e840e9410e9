"""The segments of an AI system as people change them: checked, tried on the last cases, signed."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.flow.selectors.policy_state import vocabulary
from apps.flow.selectors.segment_state import Segments, fit, read_list, require_free
from apps.flow.services import telling
from apps.policy import access
from apps.policy import services as policy
from apps.policy.models import SegmentSet
from apps.registry.models import AISystem

WHY_LENGTH = 500


def save_segments(
    *, system: AISystem, segments: Segments, version: int, by: Actor, now: datetime
) -> SegmentSet:
    """Keep what the segments shall be, with how many of the last cases would be in each.

    version: of the draft that the writer looked at; 0 begins one.
    Raises: SegmentsNotValid, SegmentInUse, and what `policy.save_segments` refuses.
    """
    with transactions.verb():
        access.require_segment_writer(by, system)
        _check(system, segments, now)
        tried = fit(system, segments).body()
        return policy.save_segments(
            system=system, segments=segments, fit=tried, version=version, by=by, now=now
        )


def propose_segments(*, system: AISystem, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Hand the draft to the owner, who is told.

    Raises: SegmentsNotValid, SegmentInUse, and what `policy.propose_segments` refuses.
    """
    with transactions.verb():
        found = policy.propose_segments(system=system, version=version, by=by, now=now)
        _check(system, found.body, now)
        _tell("segments_proposed", found, {system.owner.actor_id}, by, now)
        return found


def return_segments(*, system: AISystem, why: str, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Give a proposed set back to its writers, or take it back.

    Raises: what `policy.return_segments` refuses.
    """
    with transactions.verb():
        why = why.strip()[:WHY_LENGTH]
        found = policy.return_segments(system=system, why=why, version=version, by=by, now=now)
        _tell("segments_returned", found, {system.owner.actor_id, *found.writers}, by, now)
        return found


def drop_segments(*, system: AISystem, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Give the open set up.

    Raises: what `policy.drop_segments` refuses.
    """
    with transactions.verb():
        found = policy.drop_segments(system=system, version=version, by=by, now=now)
        _tell("segments_dropped", found, set(found.writers), by, now)
        return found


def adopt_segments(*, system: AISystem, version: int, by: Actor, now: datetime) -> SegmentSet:
    """Let the proposed set count, by the owner; what has arrived keeps its segment.

    Raises: SegmentsNotValid or SegmentInUse where things changed meanwhile, and what `policy.adopt_segments`
    refuses.
    """
    with transactions.verb():
        before = AISystem.objects.get(id=system.id)
        found = policy.adopt_segments(system=system, version=version, by=by, now=now)
        _check(before, found.body, now)
        _tell("segments_signed", found, set(found.writers), by, now)
        return found


def _check(system: AISystem, segments: Segments, now: datetime) -> None:
    """Check a list against things as they are: the contract's facts, each other, and what rests on them.

    Raises: SegmentsNotValid, SegmentInUse.
    """
    read_list(segments, vocabulary(system, now=now))
    require_free(segments, system)


def _tell(kind: str, found: SegmentSet, to: set[UUID], by: Actor, now: datetime) -> None:
    telling.tell_moved(to=to, kind=kind, about_id=found.id, by=by, now=now)
