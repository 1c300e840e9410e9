"""What became of a recommendation, as its submitter is told: context, verdict, earlier decisions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.core.words import say
from apps.intake.models import Recommendation, UnseenRecommendation
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy.models import Verdict
from apps.policy.states import Lane
from apps.reviews import selectors as reviews
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.selectors import EarlierDecision
from apps.reviews.states import DecisionKind

PERSON_INVOLVED = (
    "person_involved",
    say("People work on this case, so the AI does not decide it alone"),
)
Because = tuple[tuple[str, str], ...]
UNSEEN = "UNSEEN"  # kept of a model that does not advise: in no inbox, and shown to nobody who decides


class Received(NamedTuple):
    """One recommendation: how its context was, why it went where it went, and what waits for it.

    findings: what the check found, as `intake.rules.Finding.stored` writes it, never with a value.
    because: (code, sentence) of the rules that fired. earlier: what people decided on the same subject.
    """

    id: UUID
    external_id: str
    case_id: UUID
    case_ref: str
    number: int
    state: str
    context_state: str
    findings: Sequence[Mapping[str, str]]
    lane: str
    because: Because
    inbox_slug: str | None
    item_id: UUID | None
    decision_id: UUID | None
    due_at: datetime | None
    earlier: tuple[EarlierDecision, ...]
    is_new: bool


def lane_of(said: str, *, is_automatic: bool) -> str:
    """Return the lane a recommendation went; the officer's, where the machine might act and did not."""
    return Lane.OFFICER.value if said == Lane.AUTOMATIC and not is_automatic else said


def telling(verdict: Verdict) -> frozenset[str]:
    """Return the codes among why a case went somewhere that let one guess what the AI suggests."""
    rules = policy_rules.tells_advice(policies.compiled(verdict.policy))
    return frozenset({PERSON_INVOLVED[0], *(code for code, tells in rules.items() if tells)})


def because_of(verdict: Verdict, said: Sequence[policy_rules.Because]) -> Because:
    """Return why a case went where it went; a person at work goes before the rule that would let it act."""
    if verdict.lane == Lane.AUTOMATIC and verdict.added["person_involved"]:
        return (PERSON_INVOLVED,)
    return tuple((one.code, one.say) for one in said)


def told_before(ids: Collection[UUID], *, system_ids: Collection[UUID]) -> dict[UUID, Received]:
    """Answer for recommendations that had arrived before: what is true of them now; in five statements.

    system_ids: earlier decisions are told of recommendations of these AI systems.
    """
    if not ids:
        return {}
    rows = Recommendation.objects.select_related("case", "snapshot").filter(id__in=ids)
    found = list(rows)
    items = {
        item.recommendation_id: item
        for item in ReviewItem.objects.filter(recommendation__in=ids)
        .select_related("inbox", "snapshot")
        .order_by("-opened_at", "-id")
    }
    decisions: dict[UUID, list[Decision]] = {}
    for one in Decision.objects.filter(recommendation__in=ids, withdrawal=None).order_by("decided_at"):
        decisions.setdefault(one.recommendation_id, []).append(one)
    verdicts = policies.latest_verdicts(ids)
    earlier = reviews.earlier_decisions(
        subject_ids={row.case.subject_id for row in found}, system_ids=system_ids
    )
    return {
        row.id: _told(
            row,
            verdicts[row.id],
            items.get(row.id),
            decisions.get(row.id, []),
            earlier.get(row.case.subject_id, ()),
        )
        for row in found
    }


def _told(
    row: Recommendation,
    verdict: Verdict,
    item: ReviewItem | None,
    decisions: Sequence[Decision],
    earlier: tuple[EarlierDecision, ...],
) -> Received:
    snapshot = (item.snapshot if item else None) or row.snapshot  # facts may have come later
    is_automatic = any(one.kind == DecisionKind.AUTOMATIC for one in decisions)
    said = policy_rules.because_of(
        policies.compiled(verdict.policy), codes=verdict.because, unknown=verdict.unknown
    )
    return Received(
        id=row.id,
        external_id=row.external_id,
        case_id=row.case_id,
        case_ref=row.case.case_ref,
        number=row.number,
        state=row.state,
        context_state=snapshot.state,
        findings=snapshot.findings,
        lane=lane_of(verdict.lane, is_automatic=is_automatic),
        because=because_of(verdict, said),
        inbox_slug=item.inbox.slug if item else None,
        item_id=item.id if item else None,
        decision_id=decisions[-1].id if decisions else None,
        due_at=item.due_at if item else None,
        earlier=earlier,
        is_new=False,
    )


def told_unseen(row: UnseenRecommendation, *, case_ref: str, is_new: bool) -> Received:
    """Answer the sender of what was kept unseen: that it is there, and how its context was."""
    return Received(
        id=row.id,
        external_id=row.external_id,
        case_id=row.case_id,
        case_ref=case_ref,
        number=0,
        state=UNSEEN,
        context_state=row.snapshot.state,
        findings=row.snapshot.findings,
        lane=UNSEEN,
        because=(),
        inbox_slug=None,
        item_id=None,
        decision_id=None,
        due_at=None,
        earlier=(),
        is_new=is_new,
    )
