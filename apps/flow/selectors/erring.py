"""How often the errors that an owner accepts did happen, as far as outcomes are known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from apps.accounts.models import ActorKind
from apps.measures import rules
from apps.measures import selectors as measures
from apps.measures.models import Tallied
from apps.registry.models import AISystem, Posture
from apps.reviews.models import ReviewItem
from apps.reviews.states import DecisionKind, ItemKind, ItemState


@dataclass(frozen=True, slots=True)
class ErrorMeasured:
    """One error: of what was `decided` in its lane, and of what the AI `suggested` for it, what proved wrong.

    Decisions until `until` are old enough to count.
    """

    decided: rules.Share
    suggested: rules.Share
    until: datetime
    wait_days: int


@dataclass(frozen=True, slots=True)
class Measured:
    """`what` is the first measure, which `erring` speaks of; `errors` are those of all measures.

    until: decisions made before then are old enough to count. first_at: the oldest decision of all.
    """

    what: rules.Definition
    erring: rules.Erring
    until: datetime
    errors: Mapping[str, ErrorMeasured]
    first_at: datetime | None


@dataclass(frozen=True, slots=True)
class Alone:
    """What the AI decided alone since the posture in force: how much of it lies outside each of its bounds.

    drawn: for a person to look at afterwards; n_looked_at of them were.
    """

    n: int
    n_other_outcome: int
    n_above: int
    n_other_segment: int
    drawn: rules.Share
    n_looked_at: int


def measured(system: AISystem, *, kept: Tallied | None, now: datetime) -> Measured | None:
    """Say how often an AI system erred, as a job counted it; None where nothing becomes known later.

    Before the first time nothing is known, as of now.
    """
    if not system.measures:
        return None
    now = kept.computed_at if kept else now
    known = kept.known if kept else {}
    found = [_erring(measures.spoken_definition(raw), known.get(raw["code"], ())) for raw in system.measures]
    what, erring = found[0]
    return Measured(
        what=what,
        erring=erring,
        until=now - what.wait,
        errors={
            error: ErrorMeasured(share, one.by_suggestion[error], now - defined.wait, defined.wait.days)
            for defined, one in found
            for error, share in one.by_error.items()
        },
        first_at=kept.first_at if kept else None,
    )


def _erring(what: rules.Definition, rows: Iterable[Sequence[Any]]) -> tuple[rules.Definition, rules.Erring]:
    return what, rules.erring(what, (rules.Known(*row) for row in rows))


def alone(system: AISystem, posture: Posture) -> Alone:
    """Hold what the AI decided alone since a posture is in force against its bounds; two statements."""
    machine = posture.body.get("machine", {})
    since, most = posture.in_force_at, machine.get("max_amount_minor")
    inside = Q(decided__in=machine.get("outcomes", []))
    counted = (
        measures.counted(system_id=system.id)
        .filter(decided_at__gte=since)
        .exclude(by_kind=ActorKind.PERSON)
        .aggregate(
            n=Count("id"),
            other=Count("id", filter=~inside),
            above=Count("id", filter=Q(stake_minor__gt=most) | Q(stake_minor=None)),
            elsewhere=Count("id", filter=~Q(segment__in=machine.get("segments", []))),
        )
    )
    drawn = ReviewItem.objects.filter(
        system=system,
        kind=ItemKind.AUDIT,
        audits__kind=DecisionKind.AUTOMATIC,
        audits__decided_at__gte=since,
    ).aggregate(n=Count("id"), looked=Count("id", filter=Q(state=ItemState.DECIDED)))
    return Alone(
        n=counted["n"],
        n_other_outcome=counted["other"],
        n_above=counted["above"] if most is not None else 0,
        n_other_segment=counted["elsewhere"],
        drawn=rules.share(counted["n"], min(drawn["n"], counted["n"])),
        n_looked_at=drawn["looked"],
    )
