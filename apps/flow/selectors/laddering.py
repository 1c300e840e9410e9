"""The ladder of an item as it is shown: where it is, who decides there, until when, what sends it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor, ActorKind
from apps.core import vault
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import cursors
from apps.flow.selectors.review import ReviewPage
from apps.intake import selectors as intake
from apps.policy import rules
from apps.policy import selectors as policies
from apps.policy.rules import On
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import Escalation, LearningNote, ReviewItem
from apps.reviews.services import ladders
from apps.reviews.services.ladders import Rung
from apps.reviews.states import ItemKind, ItemState

MOST_NAMED = 3
AT_DECISION = frozenset({On.ADVERSE_OUTCOME, On.FIRST_VIEW, On.REPEATED_OVERRIDE})


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: who decides there, by name as far as that is short; `roles` in words where policy has them.

    `clock`: how long a case has there, in words; empty on the owner's level.
    """

    level: int
    place: str
    people: tuple[str, ...]
    n_people: int
    roles: str
    clock: str
    is_owner: bool
    is_now: bool
    includes_me: bool


@dataclass(frozen=True, slots=True)
class LadderRows:
    """Where an escalated item is; `climbs_at`: when it goes on by itself, None on the last level."""

    levels: tuple[LevelRow, ...]
    climbs_at: datetime | None
    late_seconds: int | None
    may_not: tuple[str, ...]

    @property
    def now(self) -> LevelRow:
        """Return the level on which it is."""
        return next(one for one in self.levels if one.is_now)


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What whoever sent a case up had decided; `reason` the main one, as it is written."""

    outcome: str
    reason: str
    note: str
    sure: str


@dataclass(frozen=True, slots=True)
class LearnedRow:
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class OfItem:
    """The ladder of an item, for who looks at it.

    `sends_up`: in words, what would send it up instead of a decision. `learned`: written to the reader.
    """

    ladder: LadderRows | None = None
    opinion: OpinionRow | None = None
    sends_up: tuple[str, ...] = ()
    learned: tuple[LearnedRow, ...] = ()


def of_page(page: ReviewPage, *, to: Actor, now: datetime) -> OfItem:
    """Return the ladder of an item whose page was read; nothing of others' opinion before a first view."""
    item, climbed = page.item, page.item.__dict__["climbed"]
    if not ItemState(item.state).waits:
        sent = any(one.raised_by_id == to.id for one in climbed)
        return OfItem(learned=_learned(item, to) if sent else ())
    if page.escalation is None:
        return OfItem(sends_up=_sends_up(page) if page.may_decide and not page.is_walled else ())
    opinion = None if page.is_walled else _opinion(page, climbed)
    return OfItem(_ladder(item, climbed, to, now), opinion)


def _sends_up(page: ReviewPage) -> tuple[str, ...]:
    """Say what policy has decided on a higher level, before somebody decides it and learns of it then."""
    item = page.item
    if item.kind != ItemKind.RECOMMENDATION:
        return ()
    ladder = policies.ladders([item.recommendation_id]).get(item.recommendation_id)
    labels = {one.code: speak_kept(one.label) for one in page.outcome_codes}
    asked = [one for one in ladder.triggers if one.on in AT_DECISION] if ladder else []
    return tuple(speak(rules.trigger_in_words(one, labels)) for one in asked)


def _ladder(item: ReviewItem, climbed: Sequence[Escalation], to: Actor, now: datetime) -> LadderRows:
    stay = next(one for one in climbed if one.closed_at is None)
    above = ladders.read([item])
    inbox, clock = above.inboxes[stay.to_inbox_id], _clock(stay, item, above)
    here = Rung(stay.level, inbox, stay.to_owner, tuple(stay.roles), *clock)
    rungs = [here, *above.rungs(item, stay)]
    holders = accounts.holders_on({one.inbox.id for one in rungs}, now=now, most=MOST_NAMED + 1)
    raisers = {one.raised_by_id: one.raised_by for one in climbed if one.result != "RETURNED"}
    return LadderRows(
        levels=tuple(_level(one, item, holders, to, is_now=one is here) for one in rungs),
        climbs_at=stay.climbs_at,
        late_seconds=stay.late_seconds,
        may_not=tuple(one.name for one in raisers.values() if one.kind == ActorKind.PERSON),
    )


def _clock(stay: Escalation, item: ReviewItem, above: ladders.Above) -> tuple[int | None, bool]:
    if stay.to_owner:
        return None, False
    ladder = above.ladder(item)
    if ladder is None or stay.level > len(ladder.levels):
        return ladders.USUAL_MINUTES, True
    level = ladder.levels[stay.level - 1]
    return level.minutes, level.in_working_hours


def _level(
    one: Rung,
    item: ReviewItem,
    holders: Mapping[tuple[UUID, str], accounts.Holders],
    to: Actor,
    *,
    is_now: bool,
) -> LevelRow:
    found = holders.get((one.inbox.id, "work_inbox"))
    owner = item.system.owner
    people = (owner.name,) if one.is_owner else tuple(user.name for user in found.people) if found else ()
    mine = owner.actor_id == to.id if one.is_owner else to.name in people
    level = rules.Level(one.inbox.slug, one.roles, one.minutes, one.in_working_hours, one.is_owner)
    return LevelRow(
        level=one.level,
        place=speak_kept(one.inbox.name),
        people=people[:MOST_NAMED],
        n_people=1 if one.is_owner else found.n if found else 0,
        roles=speak(rules.roles_in_words(one.roles)) if one.roles else "",
        clock="" if one.minutes is None else speak(rules.clock_in_words(level)),
        is_owner=one.is_owner,
        is_now=is_now,
        includes_me=mine,
    )


def _opinion(page: ReviewPage, climbed: Sequence[Escalation]) -> OpinionRow | None:
    """Return in words what whoever sent it up last had decided; None where they had decided nothing."""
    stay = next((one for one in climbed if one.sealed_opinion is not None and one.result != "RETURNED"), None)
    opinion = reviews.opened_opinion(stay, subject_id=page.item.case.subject_id) if stay else None
    if opinion is None:
        return None
    labels = {one.code: one.label for one in page.outcome_codes}
    texts = {one.code: speak_kept(one.text) for one in page.reasons}
    main = next(iter(opinion.reasons), "")
    outcome = labels.get(opinion.outcome, opinion.outcome)
    return OpinionRow(outcome, texts.get(main, main), opinion.note, opinion.sure)


def _learned(item: ReviewItem, to: Actor) -> tuple[LearnedRow, ...]:
    """Return what was written to somebody about an item that they had sent up, of decisions that stand."""
    rows = LearningNote.objects.filter(decision__item_id=item.id, to=to, decision__withdrawal=None)
    subject_id = item.case.subject_id
    return tuple(
        LearnedRow(one.by.name, one.at, reviews.sealed_text(one.sealed_text, subject_id=subject_id))
        for one in rows.select_related("by").order_by("at")
    )


# --- what was written to somebody, of all cases ---

_NEWEST = cursors.Order(("-at", "-id"), "tu")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One learning note: of which case, how that was decided, by whom."""

    id: UUID
    case_ref: str
    title: str
    outcome: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class NotesPage:
    rows: list[NoteRow]
    next: str | None


def learning_notes(*, to: Actor, after: str | None, limit: int) -> NotesPage:
    """Return a page of what was written to somebody about cases that they had sent up, the newest first.

    Nobody else reads it. Raises: cursors.BadCursor.
    """
    notes = LearningNote.objects.filter(to=to, decision__withdrawal=None)
    notes = notes.exclude(decision__case__in=access.walled_cases(to))
    rows = list(
        _NEWEST.page(notes, after, limit).select_related(
            "by", "decision__case__subject", "decision__outcome_code"
        )
    )
    shown = rows[:limit]
    subjects = [one.decision.case.subject for one in shown]
    keys = vault.open_keys([one.id for one in subjects]) if subjects else {}
    return NotesPage(
        [_note(one, keys) for one in shown], _NEWEST.cursor(shown[-1]) if len(rows) > limit else None
    )


def _note(one: LearningNote, keys: Mapping[UUID, bytes]) -> NoteRow:
    case = one.decision.case
    return NoteRow(
        id=one.id,
        case_ref=case.case_ref,
        title=intake.subject_name(case.subject, keys=keys) or case.case_ref,
        outcome=speak_kept(one.decision.outcome_code.label),
        by=one.by.name,
        at=one.at,
        text=reviews.sealed_text(one.sealed_text, subject_id=case.subject_id, keys=keys),
    )
