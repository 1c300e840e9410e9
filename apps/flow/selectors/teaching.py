"""What a person's own overrides led to, and what is true of the AI they work with: standing disclosures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Subquery

from apps.accounts.models import Actor, ActorKind
from apps.core import refusals
from apps.learning import access as learning
from apps.learning import selectors as patterns
from apps.learning.models import Finding, MiningRun
from apps.learning.states import FindingState, Target
from apps.measures import selectors as measures
from apps.measures.models import ModelVersion
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, Posture
from apps.reviews import access
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.states import DecisionKind, ItemKind

HUNDRED = 100
AT_MOST = 3
ALONE = timedelta(weeks=4)
_OWN = """
SELECT f.id, count(d.id)
FROM learning_finding f
JOIN registry_aisystem s ON s.id = f.system_id
JOIN learning_pattern p ON p.id = f.last_pattern_id
CROSS JOIN LATERAL unnest(p.evidence) AS e(id)
JOIN reviews_decision d ON d.id = e.id
WHERE s.organisation_id = %s AND d.by_id = %s AND f.state <> %s AND f.target = 'overridden'
GROUP BY f.id ORDER BY f.opened_at DESC, f.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class BecauseOf:
    """A finding that `n_own` of the reader's overrides are evidence for; `may_open` its page."""

    finding_id: UUID
    words: str
    state: str
    opened_at: datetime
    n: int
    n_overridden: int
    n_own: int
    may_open: bool


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """What of a finding's evidence the reader decided."""

    words: str
    decision_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Known:
    """What is true today of one AI system: its model in use and the one before, how it is looked after.

    `n_alone` cases were decided by the machine in four weeks, `n_drawn` of them drawn for a second look.
    `first_views`: the least share of people's cases that begin with a view before advice, by its posture.
    """

    system: AISystem
    version: ModelVersion | None
    before: ModelVersion | None
    n_alone: int
    n_drawn: int
    last_search: MiningRun | None
    first_views: float
    known_answers: float = 0.0  # so many known-answer cases come among 100, by its policy


def because_of(*, to: Actor) -> list[BecauseOf]:
    """Return the newest findings, at most three, whose evidence holds the person's own overrides."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [to.organisation_id, to.id, FindingState.DISMISSED.value, AT_MOST])
        own = dict(cursor.fetchall())
    if not own:
        return []
    rows = Finding.objects.filter(id__in=own).select_related("last_pattern")
    seen, known = learning.visible_system_ids(to), dict[UUID, patterns.Wording]()
    return [
        BecauseOf(
            finding_id=one.id,
            words=patterns.said(one.last_pattern, system_id=one.system_id, known=known),
            state=one.state,
            opened_at=one.opened_at,
            n=one.last_pattern.n,
            n_overridden=one.last_pattern.n_overridden,
            n_own=own[one.id],
            may_open=one.system_id in seen,
        )
        for one in rows.order_by("-opened_at", "-id")
    ]


def own_evidence(*, finding_id: UUID, to: Actor) -> OwnEvidence:
    """Return which of their decisions a finding of the person's organisation rests on.

    Raises: refusals.NotVisible, also where it rests on none of them.
    """
    found = Finding.objects.filter(id=finding_id, system__organisation=to.organisation_id)
    finding = found.exclude(state=FindingState.DISMISSED).select_related("last_pattern").first()
    evidence = finding.last_pattern.evidence if finding else ()
    own = frozenset(access.own_decisions(to).filter(id__in=evidence).values_list("id", flat=True))
    if finding is None or not own:
        raise refusals.NotVisible
    words = patterns.said(finding.last_pattern, system_id=finding.system_id, known={})
    return OwnEvidence(words, own)


def good_to_know(*, inbox_ids: Iterable[UUID], now: datetime) -> list[Known]:
    """Return what is true today of the AI systems whose cases come into these inboxes."""
    items = ReviewItem.objects.filter(system=OuterRef("pk"), inbox__in=list(inbox_ids))
    signed = Posture.objects.filter(system=OuterRef("pk"), ended_at=None)
    live = PolicyVersion.objects.filter(system=OuterRef("pk"), state="LIVE")
    systems = AISystem.objects.filter(Exists(items)).annotate(
        first_views=Subquery(signed.values("body__first_view_share")[:1]),
        comes=Subquery(live.values("tree__second_reviews__known_answers")[:1]),
    )
    return known(list(systems.order_by("name")), now=now)


def known(systems: Sequence[AISystem], *, now: datetime) -> list[Known]:
    """Return what is true today of these AI systems."""
    if not systems:
        return []
    ids = [one.id for one in systems]
    versions, searches, alone = measures.versions(system_ids=ids), _searches(ids), _alone(systems, now)
    return [_known(one, versions.get(one.id, []), searches.get(one.id), alone) for one in systems]


def _known(
    system: AISystem,
    versions: list[ModelVersion],
    search: MiningRun | None,
    alone: dict[UUID, tuple[int, int]],
) -> Known:
    n_alone, n_drawn = alone.get(system.id, (0, 0))
    in_use = versions[0] if versions else None
    earlier = [one for one in versions[1:] if in_use and one.first_at < in_use.first_at]
    views = getattr(system, "first_views", None)  # read with it, where it matters to the reader
    before = earlier[0] if earlier else None
    comes = getattr(system, "comes", None)
    return Known(
        system, in_use, before, n_alone, n_drawn, search, float(views or 0), float(comes or 0) * HUNDRED
    )


def _searches(system_ids: list[UUID]) -> dict[UUID, MiningRun]:
    """The newest search about overrides that ended well, by AI system."""
    return {
        one.system_id: one for one in patterns.newest_runs(system__in=system_ids, target=Target.OVERRIDDEN)
    }


def _alone(systems: Sequence[AISystem], now: datetime) -> dict[UUID, tuple[int, int]]:
    """AI system -> cases the machine decided in four weeks, and those of them drawn for a second look."""
    drawn = ReviewItem.objects.filter(audits=OuterRef("pk"), kind=ItemKind.AUDIT)
    machines = Actor.objects.filter(
        organisation__in={one.organisation_id for one in systems}, kind__in=_MACHINES
    )
    rows = (
        Decision.objects.filter(
            by__in=machines, kind=DecisionKind.AUTOMATIC, decided_at__gt=now - ALONE, decided_at__lte=now
        )
        .values_list("recommendation__system_id", Exists(drawn))
        .annotate(n=Count("id"))
    )
    found: dict[UUID, tuple[int, int]] = {}
    for system_id, is_drawn, n in rows.order_by():
        n_alone, n_drawn = found.get(system_id, (0, 0))
        found[system_id] = (n_alone + n, n_drawn + n * is_drawn)
    return found


_MACHINES = (ActorKind.MACHINE, ActorKind.SYSTEM)
