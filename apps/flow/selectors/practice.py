"""Known-answer cases: for who writes them, whoever answered, and who supervises them; for nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.measures import rules as measures
from apps.policy import selectors as policies
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, ContextContract, OutcomeCode
from apps.reviews.models import KnownAnswer, Practice, ReviewItem
from apps.reviews.states import PracticeEnd

_PROTECTED = intake_rules.Sensitivity.PROTECTED
_ANSWERED = (PracticeEnd.DECIDED, PracticeEnd.SENT_UP)
_WRITTEN = cursors.Order(("-written_at", "-id"), "tu")


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One known-answer case as its writers see it; n_used: how often it was put into an inbox."""

    id: UUID
    system: str
    about: str
    suggested: str
    right: str
    why: str
    written_at: datetime
    is_retired: bool
    n_used: int


@dataclass(frozen=True, slots=True)
class KnownPage:
    rows: list[KnownRow]
    next: str | None
    systems: list[AISystem]


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact that such a case may have. values: code and label, empty where anything of its type fits."""

    key: str
    label: str
    kind: str
    unit: str
    required: bool
    values: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class Writing:
    """What a known-answer case of an AI system is written from."""

    system: AISystem
    facts: tuple[FactField, ...]
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was right, told to whoever answered; `said`: empty where they sent it up."""

    about: str
    said: str
    right: str
    why: str
    is_right: bool | None
    answered_at: datetime | None
    inbox_slug: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Result:
    """How somebody answered known-answer cases: their share and interval, from 30 on."""

    name: str
    share: measures.Share
    n_sent_up: int


def known_answers(*, to: Actor, after: str | None, limit: int) -> KnownPage:
    """Return a page of the known-answer cases of the AI systems that a person analyses, the newest first.

    Raises: refusals.NotVisible for whoever analyses none; cursors.BadCursor.
    """
    systems = _analysed(to)
    if not systems:
        raise refusals.NotVisible
    rows = KnownAnswer.objects.filter(system__in=systems).select_related("system", "suggested", "right_code")
    found = list(_WRITTEN.page(rows.annotate(n_used=Count("uses")), after, limit))
    return KnownPage(
        rows=[_row(one) for one in found[:limit]],
        next=_WRITTEN.cursor(found[limit - 1]) if len(found) > limit else None,
        systems=systems,
    )


def _analysed(to: Actor) -> list[AISystem]:
    ids = accounts.granted_ids(to, "analyse_system")
    return list(AISystem.objects.filter(id__in=ids, organisation=to.organisation_id).order_by("name"))


def _row(one: Any) -> KnownRow:
    return KnownRow(
        id=one.id,
        system=speak_kept(one.system.name),
        about=one.about,
        suggested=speak_kept(one.suggested.label),
        right=speak_kept(one.right_code.label),
        why=one.why,
        written_at=one.written_at,
        is_retired=one.retired_at is not None,
        n_used=one.n_used,
    )


def writing(*, slug: str, to: Actor) -> Writing:
    """Return what a known-answer case of an AI system is written from, for whoever analyses it.

    Raises: refusals.NotVisible.
    """
    system = next((one for one in _analysed(to) if one.slug == slug), None)
    if system is None:
        raise refusals.NotVisible
    row = ContextContract.objects.filter(system=system).order_by("-number").first()
    specs = intake.spoken_contract(row).specs.values() if row else ()
    codes = OutcomeCode.objects.filter(system=system).order_by("caution", "code")
    return Writing(
        system=system,
        facts=tuple(
            _field(one) for one in specs if one.sensitivity is not intake_rules.Sensitivity.PROTECTED
        ),
        outcomes=tuple((one.code, speak_kept(one.label)) for one in codes),
    )


def _field(spec: intake_rules.FactSpec) -> FactField:
    return FactField(
        key=spec.key,
        label=spec.label,
        kind=spec.type.value,
        unit=spec.unit,
        required=spec.required,
        values=tuple(spec.values.items()),
        sources=tuple(spec.sources),
        is_simulated=spec.simulated,
    )


def feedback(*, item_id: UUID, to: Actor) -> Feedback:
    """Return what was right on a known-answer case, to whoever answered it and who supervises its inbox.

    Raises: refusals.NotVisible, also while nobody answered.
    """
    supervised = accounts.granted_ids(to, "supervise_inbox")
    row = (
        _answered()
        .select_related("known__right_code", "outcome_code", "inbox")
        .filter(Q(answered_by=to) | Q(inbox__in=supervised), item=item_id)
        .first()
    )
    if row is None:
        raise refusals.NotVisible
    return Feedback(
        about=row.known.about,
        said=speak_kept(row.outcome_code.label) if row.outcome_code else "",
        right=speak_kept(row.known.right_code.label),
        why=row.known.why,
        is_right=row.is_right,
        answered_at=row.ended_at,
        inbox_slug=row.inbox.slug,
        is_mine=row.answered_by_id == to.id,
    )


def _answered() -> QuerySet[Practice]:
    return Practice.objects.filter(
        ended__in=[PracticeEnd.DECIDED, PracticeEnd.SENT_UP], answered_by__isnull=False
    )


def own_result(*, to: Actor) -> Result:
    """Return how somebody answered known-answer cases themselves."""
    found = _results(_answered().filter(answered_by=to))
    return found[0] if found else Result(to.name, measures.share(0, 0), 0)


def team_results(*, to: Actor) -> list[Result]:
    """Return how the people of inboxes that a person supervises answered, by name; nobody is ranked."""
    supervised = accounts.granted_ids(to, "supervise_inbox")
    return _results(_answered().filter(inbox__in=supervised))


def _results(rows: QuerySet[Practice]) -> list[Result]:
    counted = rows.order_by("answered_by__name", "answered_by").values_list(
        "answered_by__name", "answered_by"
    )
    told = counted.annotate(
        n=Count("id", filter=Q(ended=PracticeEnd.DECIDED)),
        k=Count("id", filter=Q(is_right=True)),
        up=Count("id", filter=Q(ended=PracticeEnd.SENT_UP)),
    )
    return [Result(name, measures.share(n, k), up) for name, _id, n, k, up in told]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """So many cases among 100 of an AI system are invented and have a known answer, by its policy."""

    system: str
    in_hundred: float


def disclosed(*, to: Actor) -> list[Disclosed]:
    """Return how many known-answer cases come into the inboxes that a person works, by AI system.

    Also where none come: it is said as well.
    """
    items = ReviewItem.objects.filter(system=OuterRef("pk"), inbox__in=accounts.granted_ids(to, "work_inbox"))
    live = PolicyVersion.objects.filter(system=OuterRef("pk"), state="LIVE")
    share = Subquery(live.values("tree__second_reviews__known_answers")[:1])
    rows = AISystem.objects.filter(Exists(items)).annotate(comes=share).order_by("name")
    return [Disclosed(name, float(comes or 0) * 100) for name, comes in rows.values_list("name", "comes")]


def rates(systems: Sequence[AISystem]) -> Mapping[UUID, float]:
    """Return how many known-answer cases come among 100, by AI system, where any come."""
    found: dict[UUID, float] = {}
    for one in systems:
        version = policies.live(one.id)
        share = policies.compiled(version).second_reviews.known_answers if version else 0
        if share:
            found[one.id] = float(share) * 100
    return found
