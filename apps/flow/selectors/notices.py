"""A person's notices with what their words need: the case, and which kind of thing happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.flow.selectors import cursors, told_changes
from apps.flow.selectors.access_changes import Changed
from apps.flow.selectors.counting import Counted, up_to
from apps.intake.models import Case
from apps.learning.models import WeekReport
from apps.measures.models import DefinitionQuestion, SourceAlarm
from apps.notify import selectors as notify
from apps.policy.models import PolicyVersion, SegmentSet
from apps.registry.models import Absence, ContractDraft, OwnershipOffer, PauseSpan, Posture
from apps.reviews import access

OF_FINDINGS = frozenset(
    {
        "finding_assigned",
        "finding_back",
        "fix_proposed",
        "fix_returned",
        "fix_signed",
        "effect_measured",
        "override_taught",
    }
)
NEWEST = cursors.Order(("-at", "-id"), "tu")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; `case_ref` is empty when it is about no case.

    facts_of: slug of the AI system whose facts it is about. system: of the one that it is about otherwise.
    changed: what of the reader's own access was changed, and the name of what it is about.
    """

    id: UUID
    kind: str
    case_ref: str
    at: datetime
    is_new: bool
    facts_of: str = ""
    system: str = ""
    question_id: UUID | None = None
    changed: tuple[Changed, str] | None = None
    finding_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class News:
    """How many cases and other things with news a person has not seen, and questions that wait for them."""

    notices: int
    questions: int


def news(*, to: Actor) -> News:
    """Count what is new for a person in one statement; lists of inboxes count it with theirs."""
    counted = {"n_notices": Counted(notify.first_new(to)), "n_questions": up_to(access.to_answer(to))}
    return News(*Actor.objects.filter(id=to.id).annotate(**counted).values_list(*counted).get())


@dataclass(frozen=True, slots=True)
class NoticesPage:
    rows: list[Notice]
    next: str | None


def notices(*, to: Actor, view: str, after: str | None, limit: int) -> NoticesPage:
    """Return a page of a person's notices: the new ones, or all of them, newest first.

    Raises: cursors.BadCursor.
    """
    found = list(NEWEST.page(notify.notices_of(to, only_unread=view == "new"), after, limit))
    shown = found[:limit]
    refs = dict(
        Case.objects.filter(
            id__in={one.case_id for one in shown if one.case_id}, source__organisation=to.organisation_id
        ).values_list("id", "case_ref")
    )
    own = [one.about_id for one in shown if one.kind in told_changes.KINDS]
    bare = [one.about_id for one in shown if not one.case_id and one.kind not in told_changes.KINDS]
    slugs, governed = _slugs(bare), _governed(bare)
    asked = {one.about_id for one in shown if one.kind.startswith("question_")}
    questions = (
        access.visible_questions(to).filter(id__in=asked).values_list("id", flat=True) if asked else ()
    )
    may_read, changed = set(questions), told_changes.told(to, own)
    able = told_changes.told_of_skills(to, [(one.kind, one.about_id) for one in shown])
    return NoticesPage(
        rows=[
            Notice(
                id=one.id,
                kind=one.kind,
                case_ref=refs.get(one.case_id, "") if one.case_id else "",
                at=one.at,
                is_new=one.read_at is None,
                facts_of=slugs.get(one.about_id, ""),
                system=governed.get(one.about_id, ""),
                question_id=one.about_id if one.about_id in may_read else None,
                changed=changed.get(one.about_id) or able.get((one.kind, one.about_id)),
                finding_id=one.about_id if one.kind in OF_FINDINGS else None,
            )
            for one in shown
        ],
        next=NEWEST.cursor(shown[-1]) if len(found) > limit else None,
    )


def _slugs(about_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The AI system of each alarm on a source and each question about a definition."""
    if not about_ids:
        return {}
    alarms = SourceAlarm.objects.filter(id__in=about_ids).values_list("id", "system__slug")
    questions = DefinitionQuestion.objects.filter(id__in=about_ids).values_list("id", "system__slug")
    return {**dict(alarms), **dict(questions)}


_OF_SYSTEMS = (
    Posture, OwnershipOffer, Absence, PauseSpan, PolicyVersion, ContractDraft, SegmentSet, WeekReport,
)  # fmt: skip


def _governed(about_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The AI system of each risk decision, offer, absence, pause, draft and week; one statement."""
    if not about_ids:
        return {}
    posture, *others = (
        model.objects.filter(id__in=about_ids).values_list("id", "system__slug") for model in _OF_SYSTEMS
    )
    return dict(posture.union(*others, all=True))
