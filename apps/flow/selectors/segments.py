"""The segments of an AI system: what each is, who counts by it, what was measured of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor
from apps.flow.selectors.erring import Measured, measured
from apps.flow.selectors.pausing import spans_of
from apps.flow.selectors.policy_state import Vocabulary, vocabulary
from apps.flow.selectors.segment_state import Fit, Uses, read_fit, uses
from apps.flow.selectors.system import system_seen
from apps.measures import selectors as measures
from apps.policy import access, rules
from apps.policy import selectors as policies
from apps.policy.models import PolicyVersion, SegmentSet
from apps.registry.access import is_owner
from apps.registry.models import AISystem, Autonomy, OutcomeCode, PauseSpan
from apps.registry.states import PauseScope

NONE = ""  # the segment of a case that is in none


@dataclass(frozen=True, slots=True)
class SegmentsPage:
    """Every segment, by the one definition that policy, posture, autonomy, pauses and figures count by.

    segments: as rules whose code is the segment's key. asked: key -> the rules of the policy in force that
    ask for it. spans: the pauses of segments. n_arrived: key -> cases of four weeks, `NONE`: those in none,
    as a job counted them `as_of`; both None before the first time.
    """

    system: AISystem
    segments: rules.Policy | None
    knows: Vocabulary
    live: PolicyVersion | None
    asked: Mapping[str, tuple[str, ...]]
    autonomy: list[Autonomy]
    outcome_codes: list[OutcomeCode]
    spans: tuple[PauseSpan, ...]
    measured: Measured | None
    n_arrived: Mapping[str, int] | None
    as_of: datetime | None
    open: SegmentSet | None
    signed: SegmentSet | None
    may_write: bool
    is_owner: bool

    @property
    def uses(self) -> Uses:
        """Say of each segment that something rests on what does."""
        return uses(self.system)


def segments_page(*, slug: str, to: Actor, now: datetime) -> SegmentsPage:
    """Return the segments of an AI system to whoever may see it.

    Raises: refusals.NotVisible.
    """
    system = system_seen(slug=slug, to=to)
    live = policies.live(system.id)
    policy = policies.compiled(live) if live else None
    kept = measures.tallied(system_id=system.id)
    return SegmentsPage(
        system=system,
        segments=policies.compiled_segments(system.segments),
        knows=vocabulary(system, now=now),
        live=live,
        asked=rules.codes_asked(policy, "segment") if policy else {},
        autonomy=list(Autonomy.objects.filter(system=system)),
        outcome_codes=list(OutcomeCode.objects.filter(system=system).order_by("caution", "code")),
        spans=tuple(one for one in spans_of([system.id]) if one.scope == PauseScope.SEGMENT),
        measured=measured(system, kept=kept, now=now),
        n_arrived=kept.arrived if kept else None,
        as_of=kept.computed_at if kept and kept.arrived is not None else None,
        open=policies.open_segments(system.id),
        signed=policies.live_segments(system.id) if system.segments_since else None,
        may_write=access.may_write(to, system),
        is_owner=is_owner(to, system),
    )


@dataclass(frozen=True, slots=True)
class SegmentsEditing:
    """The segments as they shall be, against those that count; `draft` is None before anybody began."""

    system: AISystem
    draft: SegmentSet | None
    knows: Vocabulary
    may_write: bool
    is_owner: bool

    @property
    def body(self) -> list[dict[str, Any]]:
        """Return the list as it stands."""
        return list(self.draft.body if self.draft else self.system.segments)

    @property
    def before(self) -> list[dict[str, Any]]:
        """Return the list that counts."""
        return list(self.draft.before if self.draft else self.system.segments)

    @property
    def version(self) -> int:
        """Return what a save takes; 0 begins a draft."""
        return self.draft.version if self.draft else 0

    @property
    def fit(self) -> Fit | None:
        """Say how many of the last cases would be in each; None before anything was saved."""
        return read_fit(self.draft.fit) if self.draft and self.draft.fit else None


def segments_editing(*, slug: str, to: Actor, now: datetime) -> SegmentsEditing:
    """Return the draft of the segments to those who write or sign them.

    Raises: refusals.NotVisible, CannotWriteSegments.
    """
    system = system_seen(slug=slug, to=to)
    if not is_owner(to, system):
        access.require_segment_writer(to, system)
    return SegmentsEditing(
        system=system,
        draft=policies.open_segments(system.id),
        knows=vocabulary(system, now=now),
        may_write=access.may_write(to, system),
        is_owner=is_owner(to, system),
    )
