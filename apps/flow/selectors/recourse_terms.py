"""How the affected people of an AI system are heard: what counts, since when, and what was before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.flow.selectors import cursors
from apps.flow.selectors.policies import policy_system_seen
from apps.intake import selectors as intake
from apps.registry import access
from apps.registry.models import AISystem, ContextContract
from apps.reviews.models import RecourseTerms
from apps.reviews.services import recourse

_NEWEST = cursors.Order(("-number",), "n")


@dataclass(frozen=True, slots=True)
class TermsRow:
    """One change: `fact_label` is empty where the person is known by their own reference."""

    id: UUID
    number: int
    appeal_days: int
    known_fact: str
    fact_label: str
    why: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class TermsPage:
    """What counts now, which facts may be chosen as (key, label), and a page of the changes."""

    system: AISystem
    is_owner: bool
    version: int
    appeal_days: int
    known_fact: str
    fact_label: str
    facts: tuple[tuple[str, str], ...]
    rows: list[TermsRow]
    next: str | None


def recourse_terms(*, slug: str, to: Actor, after: str | None, limit: int) -> TermsPage:
    """Return how affected people are heard, for whoever may read the AI system's policy.

    Raises: refusals.NotVisible, cursors.BadCursor.
    """
    system = policy_system_seen(slug=slug, to=to)
    labels = _labels(system)
    rows = RecourseTerms.objects.filter(system=system).select_related("set_by")
    found = list(_NEWEST.page(rows, after, limit))
    return TermsPage(
        system=system,
        is_owner=access.is_owner(to, system),
        version=recourse.version_of(system),
        appeal_days=system.appeal_days,
        known_fact=system.known_fact,
        fact_label=labels.get(system.known_fact, system.known_fact),
        facts=tuple((one.key, one.label) for one in recourse.fitting(system)),
        rows=[row(one, labels) for one in found[:limit]],
        next=_NEWEST.cursor(found[limit - 1]) if len(found) > limit else None,
    )


def _labels(system: AISystem) -> dict[str, str]:
    """Name every fact that a contract of the AI system knows or knew, as the newest that knows it does."""
    found: dict[str, str] = {}
    for one in ContextContract.objects.filter(system=system).order_by("number"):
        found |= intake.spoken_contract(one).labels()
    return found


def row(one: RecourseTerms, labels: dict[str, str]) -> TermsRow:
    """Write one change."""
    return TermsRow(
        id=one.id,
        number=one.number,
        appeal_days=one.appeal_days,
        known_fact=one.known_fact,
        fact_label=labels.get(one.known_fact, one.known_fact),
        why=one.why,
        set_by=one.set_by.name,
        set_at=one.set_at,
    )


def one(terms: RecourseTerms) -> TermsRow:
    """Write a change that was just made."""
    return row(terms, _labels(terms.system))
