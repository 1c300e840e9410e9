"""What the overview of an AI system says, of all its decisions or of a part of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.flow.selectors.bounds import Bounded, bounded_overrides
from apps.flow.selectors.context_quality import unsupported_share
from apps.flow.selectors.went_live import WentLive, went_live
from apps.learning import selectors as learning
from apps.learning.models import MiningRun
from apps.learning.states import Target
from apps.measures import rules
from apps.measures import selectors as measures
from apps.measures.models import Calibration, Measurement
from apps.measures.selectors import ALL, Part
from apps.registry.models import AISystem, OutcomeCode

MOST_PATTERNS = 5
# What a job counts for all decisions together only.
WHOLE_ONLY = ("median_time", "deliveries", "signals", "limit", "patterns")
UNSUPPORTED = "unsupported"  # is counted by model version, not by kind of case


@dataclass(frozen=True, slots=True)
class Insights:
    """The figures of an AI system in a range of weeks and of a part of its decisions.

    `weekly`: those of the last `weeks`, None for all. `as_of`: when they were counted, None before the first
    time. `unsupported`: None where it cannot be told for the part. `without_time`: overrides among what was
    decided at a time that nobody recorded, asked where no week has a decision.
    """

    system: AISystem
    weeks: int | None
    part: Part
    weekly: Sequence[Measurement]
    has_other_weeks: bool
    reasons: Sequence[measures.ReasonTruth]
    what: rules.Definition | None
    truth: rules.Truth | None
    labels: Mapping[str, str]
    accepted: float | None
    calibration: Calibration | None
    bins: Sequence[rules.Bin]
    deliveries: Mapping[str, int]
    unsupported: rules.Share | None
    prompting: rules.Prompting
    versions: Sequence[str]
    signals: Sequence[measures.SignalCount] = ()
    as_of: datetime | None = None
    bounded: Bounded | None = None
    live: Sequence[WentLive] = ()
    patterns: Sequence[learning.FindingRow] = ()
    without_time: rules.Share | None = None
    protected: Sequence[tuple[MiningRun, Sequence[learning.ProtectedLine]]] = ()

    @property
    def override_share(self) -> rules.Share:
        """Return the share of overrides in the range; a week's share times its n is a whole number."""
        weeks = self.weeks_of(rules.OVERRIDE_SHARE)
        n = sum(row.n for row in weeks)
        return rules.share(n, sum(round(row.n * (row.value or 0.0)) for row in weeks))

    def weeks_of(self, measure: str) -> list[Measurement]:
        """Return the weeks of one figure that had a case."""
        return [row for row in self.weekly if row.measure == measure and row.n]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Name what is counted for all decisions together only, and so is not told of a part."""
        if self.part.is_all:
            return ()
        return (*WHOLE_ONLY, UNSUPPORTED) if self.part.segment else WHOLE_ONLY


def monday(system: AISystem, weeks: int | None, now: datetime) -> date | None:
    """Return the Monday on which the last so many weeks began, this one among them; None for all weeks."""
    zone = ZoneInfo(system.organisation.time_zone)
    return None if weeks is None else rules.weeks_back(now, weeks=weeks, zone=zone).date()


def known_versions(system: AISystem) -> list[str]:
    """Return the model versions that made suggestions, the one in use first."""
    return [one.name for one in measures.versions(system_ids=[system.id]).get(system.id, ())]


def require_part(system: AISystem, part: Part, versions: Sequence[str]) -> None:
    """Refuse a kind of case or a model version that the AI system does not know.

    Raises: refusals.NotVisible.
    """
    if part.segment and part.segment not in system.segment_labels:
        raise refusals.NotVisible
    if part.model_version and part.model_version not in versions:
        raise refusals.NotVisible


def insight_figures(
    *, system: AISystem, to: Actor, now: datetime, weeks: int | None, part: Part = ALL
) -> Insights:
    """Return what people and outcomes say about an AI system, added up from what a job counts.

    Raises: refusals.NotVisible.
    """
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    versions = known_versions(system)
    require_part(system, part, versions)
    since = monday(system, weeks, now)
    what, codes = first_truth(system), measures.outcome_codes(system_id=system.id)
    weekly = weekly_figures(system=system, to=to, part=part)
    version = part.model_version or measures.newest_version(system_id=system.id)
    kept = measures.tallied(system_id=system.id)
    found = Insights(
        system=system,
        weeks=weeks,
        part=part,
        weekly=[row for row in weekly if since is None or row.period_on >= since],
        has_other_weeks=any(row.n for row in weekly),
        reasons=measures.override_reasons(system_id=system.id, what=what, since=since, part=part),
        what=what,
        truth=_truth(system, what, codes, part),
        labels={one.code: speak_kept(one.label) for one in codes},
        accepted=measures.accepted_share(system_id=system.id, error=_error(what)),
        calibration=measures.calibration(system_id=system.id, model_version=version, segment=part.segment),
        bins=measures.bins(system_id=system.id, model_version=version, segment=part.segment),
        deliveries=kept.deliveries if kept and part.is_all else {},
        live=went_live(systems=[system]).get(system.id, ()),
        unsupported=_unsupported(system, part, since),
        prompting=measures.prompting(system_id=system.id, since=since, part=part),
        versions=versions,
        as_of=kept.computed_at if kept else None,
        without_time=None if any(row.n for row in weekly) else _without_time(system, part),
    )
    return _whole(found, to, since, now) if part.is_all else found


def weekly_figures(*, system: AISystem, to: Actor, part: Part) -> list[Measurement]:
    """Return every weekly figure of a part, oldest week first.

    Raises: refusals.NotVisible.
    """
    if part.is_all:
        return measures.weekly(system_id=system.id, to=to)
    return measures.weekly_of(system_id=system.id, part=part, to=to)


def first_truth(system: AISystem) -> rules.Definition | None:
    """Return what becomes known later about a case first; None where nothing does."""
    return measures.spoken_definition(system.measures[0]) if system.measures else None


def _whole(told: Insights, to: Actor, since: date | None, now: datetime) -> Insights:
    """Add what is counted for all decisions together only."""
    system = told.system
    found = learning.findings(
        to=to, system_id=system.id, limit=MOST_PATTERNS, target=Target.OVERRIDDEN, only_current=True
    )
    return replace(
        told,
        bounded=bounded_overrides(systems=[system], now=now).get(system.id),
        signals=measures.signal_counts(system_id=system.id, since=since),
        patterns=found.rows,
        protected=learning.protected_newest(to=to, system_id=system.id),
    )


def _unsupported(system: AISystem, part: Part, since: date | None) -> rules.Share | None:
    if part.segment:
        return None
    return unsupported_share(system_id=system.id, since=since, model_version=part.model_version)


def _without_time(system: AISystem, part: Part) -> rules.Share | None:
    share = measures.without_time(system_id=system.id, part=part)
    return share if share.n else None


def _truth(
    system: AISystem, what: rules.Definition | None, codes: Sequence[OutcomeCode], part: Part
) -> rules.Truth | None:
    if what is None:
        return None
    cells = measures.cells(system_id=system.id, part=part)
    return rules.truth(what, {one.code: one.caution for one in codes}, cells)


def _error(what: rules.Definition | None) -> str:
    return what.baseline.error if what and what.baseline else ""
