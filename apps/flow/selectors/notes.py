"""What officers wrote on overrides, for those who look after the AI system; nobody is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.db.models.functions import Coalesce, TruncDate

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors
from apps.flow.selectors.insight_figures import known_versions, require_part
from apps.flow.selectors.reason_figures import Slice
from apps.intake import selectors as intake
from apps.intake.models import CaseKind
from apps.learning.models import SharpNote
from apps.learning.services.note_groups import MOST_NOTES, Note
from apps.measures import selectors as measures
from apps.registry.models import AISystem
from apps.registry.states import CoreCategory
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import Decision, OverrideReason, Release

EVERYTHING = Slice()
WORTH = timedelta(days=30)  # how far back notes are shown
WEEK = timedelta(days=7)
LOOKED_AT = 10  # notes of a group among which its examples are looked for
GROUPED = timedelta(weeks=26)  # how far back alike ones are put together
_READ = 60  # notes that are read to put equal ones together
_STEP, _FASTER = 200, 4  # facts that are looked at first for narrowed notes, and how that grows
_FACTS = cursors.Order(("-decided_at", "decision_id"), "tu")  # as cursors.DECIDED, of facts
_ORDER = cursors.Order(("-first", "-decided_at", "id"), "ntu")
_WRONG = OverrideReason.objects.filter(
    decision=OuterRef("pk"), place=0, core_category=CoreCategory.REASONING_WRONG
)
_WRONG_SAID = Q(core_category=CoreCategory.REASONING_WRONG)  # the same, of facts


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note. `text` is empty when its subject was erased; `is_first`: it says the reasoning was wrong.

    is_sharp: it is strongly negative by the rule. n: how many notes say the same of the same decision, of
    which this is the one to read first.
    """

    case_ref: str
    decided_at: datetime
    text: str
    reason: str
    recommended: str
    decided: str
    is_first: bool
    is_sharp: bool
    n: int = 1


@dataclass(frozen=True, slots=True)
class NotesPage:
    rows: list[NoteRow]
    next: str | None
    segments: Mapping[str, str]
    versions: Sequence[str]


def override_notes(
    *,
    system: AISystem,
    to: Actor,
    now: datetime,
    after: str | None,
    limit: int,
    asked: Slice = EVERYTHING,
) -> NotesPage:
    """Return the notes of a slice: "reasoning wrong" as main reason first, then the newest.

    Without a beginning it goes back 30 days. Notes beside a restricted reason are left out, and those on
    decisions that are not in force (yet): facts are written then.

    Raises: NotVisible, cursors.BadCursor.
    """
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    versions = known_versions(system)
    require_part(system, asked.part, versions)
    since = now - WORTH if asked.since is None else _began(asked.since, system)
    wanted = _notes(since=since, to=to).filter(outcome_code__system=system)
    narrowed = asked.part.asked() | ({"direction": asked.direction} if asked.direction else {})
    within = measures.overrides_of(system=system, since=since, asked=narrowed) if narrowed else None
    rows = _read(wanted, after, limit, within)
    shown = rows[:limit]
    return NotesPage(
        rows=_rows(shown),
        next=_ORDER.cursor(shown[-1]) if len(rows) > limit else None,
        segments={key: speak_kept(label) for key, label in system.segment_labels.items()},
        versions=versions,
    )


def _read(
    wanted: QuerySet[Any], after: str | None, limit: int, within: QuerySet[Any] | None = None
) -> list[Any]:
    """Return the notes behind the cursor in their order, one more than the limit.

    What says that the reasoning was wrong is read by itself: each part is walked by time and no further than
    the page goes. within: facts of the decisions that they are narrowed to.
    """
    kind, _, behind = (after or "").partition("~")
    halves = {"": [(True, ""), (False, "")], "n1": [(True, behind), (False, "")], "n0": [(False, behind)]}
    if kind not in halves or (after and not behind):
        raise cursors.BadCursor(field="after")
    rows: list[Any] = []
    for is_first, part in halves[kind]:
        if len(rows) <= limit:
            half, missing = wanted.filter(is_wrong=is_first), limit - len(rows)
            if within is None:
                rows += _with_all(cursors.DECIDED.page(half, part, missing))
            else:
                rows += _found(half, within.filter(_WRONG_SAID if is_first else ~_WRONG_SAID), part, missing)
    return rows


def _found(wanted: QuerySet[Any], within: QuerySet[Any], after: str, limit: int) -> list[Any]:
    """Walk the facts by time, more of them at each step, until the page is full or none are left.

    Joined, the wrong side would be read first: how few notes are wanted is not in the statistics.
    """
    rows: list[Any] = []
    by_time, step = within.values_list("decided_at", "decision_id", named=True), _STEP
    while facts := list(_FACTS.page(by_time, after, step)):
        ids, span = [one.decision_id for one in facts], (facts[-1].decided_at, facts[0].decided_at)
        here = wanted.filter(id__in=ids, decided_at__range=span).order_by(*cursors.DECIDED.columns)
        rows += _with_all(here[: limit + 1 - len(rows)])
        if len(rows) > limit or len(facts) <= step:
            break
        after, step = _FACTS.cursor(facts[-1]), step * _FASTER
    return rows


def _began(monday: date, system: AISystem) -> datetime:
    return datetime.combine(monday, time.min, ZoneInfo(system.organisation.time_zone))


@dataclass(frozen=True, slots=True)
class WorthReading:
    """The notes to read first over several AI systems, of how many in 30 days, and where all of them are."""

    n: int
    rows: list[NoteRow]
    system: AISystem | None


def worth_reading(*, systems: Sequence[AISystem], to: Actor, now: datetime, limit: int) -> WorthReading:
    """Return the notes to read first of AI systems that the reader analyses, equal ones once."""
    by_id = {one.id: one for one in systems}
    wanted = _notes(since=now - WORTH, to=to).filter(outcome_code__system__in=by_id)
    read = _read(wanted, None, _READ)[:_READ]
    system = by_id[read[0].outcome_code.system_id] if read else None
    return WorthReading(wanted.count(), _alike(_rows(read))[:limit], system)


def _alike(rows: Sequence[NoteRow]) -> list[NoteRow]:
    """Put notes together that say the same of the same decision; one that was erased stands alone."""
    found: dict[tuple[str, ...], NoteRow] = {}
    for row in rows:
        key = (row.text or row.case_ref, row.decided, row.recommended, row.reason)
        first = found.setdefault(key, row)
        if first is not row:
            found[key] = replace(first, n=first.n + 1)
    return list(found.values())


def _with_all(rows: QuerySet[Any]) -> list[Any]:
    main = Prefetch(
        "reasons", OverrideReason.objects.filter(place=0).select_related("reason"), to_attr="main_reasons"
    )
    return list(
        rows.select_related("case", "outcome_code", "recommendation__outcome_code")
        .annotate(sharp=Exists(SharpNote.objects.filter(decision=OuterRef("pk"))))
        .prefetch_related(main)
    )


def _rows(shown: Sequence[Any]) -> list[NoteRow]:
    keys = vault.open_keys([one.case.subject_id for one in shown]) if shown else {}
    return [
        NoteRow(
            case_ref=one.case.case_ref,
            decided_at=one.decided_at,
            text=reviews.sealed_text(one.sealed_note, subject_id=one.case.subject_id, keys=keys),
            reason=speak_kept(one.main_reasons[0].text),
            recommended=speak_kept(one.recommendation.outcome_code.label),
            decided=speak_kept(one.outcome_code.label),
            is_first=bool(one.first),
            is_sharp=one.sharp,
        )
        for one in shown
    ]


def n_override_notes(*, to: Actor, now: datetime) -> int:
    """Count the notes of the last seven days that the actor may read, over all AI systems."""
    return _notes(since=now - WEEK, to=to).filter(outcome_code__system__in=measures.analysed(to=to)).count()


@dataclass(frozen=True, slots=True)
class Opened:
    """Notes in the clear for the process that puts alike ones together; names: of whom they are about."""

    notes: list[Note]
    names: tuple[str, ...]


def n_by_day(*, system: AISystem, begin: datetime, zone: tzinfo) -> dict[date, int]:
    """Count the notes since then by local day, without opening any. For a job, not for a reader."""
    day = TruncDate("decided_at", tzinfo=zone)
    rows = _written(since=begin).filter(outcome_code__system=system).order_by().values_list(day)
    return dict(rows.annotate(n_of=Count("id")))


def notes_between(*, system: AISystem, begin: datetime, end: datetime) -> list[tuple[datetime, Note]]:
    """Open the notes of decisions made in a time, the newest 2,000. For a job, not for a reader."""
    wanted = _written(since=begin).filter(outcome_code__system=system, decided_at__lt=end)
    rows = list(wanted.select_related("case").order_by("-decided_at", "-id")[:MOST_NOTES])
    keys = vault.open_keys([one.case.subject_id for one in rows]) if rows else {}
    found = []
    for one in rows:
        text = reviews.sealed_text(one.sealed_note, subject_id=one.case.subject_id, keys=keys)
        found.append((one.decided_at, Note(one.id, one.case.subject_id, text)))
    return found


def sharp_notes(*, since: datetime, to: Actor) -> QuerySet[Any]:
    """Return the decisions since then whose notes are strongly negative and that the reader may read."""
    return _notes(since=since, to=to).filter(sharp_note__isnull=False)


def opened(rows: QuerySet[Any]) -> list[tuple[UUID, NoteRow]]:
    """Open the notes of these decisions for a reader who may read them, by decision."""
    shown = _with_all(rows)
    return list(zip((one.id for one in shown), _rows(shown), strict=True))


def notes_to_group(*, system: AISystem, now: datetime) -> Opened:
    """Open the newest notes of half a year, always in the same order. For a job, not for a reader."""
    wanted = _written(since=now - GROUPED).filter(outcome_code__system=system)
    rows = list(wanted.select_related("case__subject").order_by("-decided_at", "-id")[:MOST_NOTES])
    subjects = list({one.case.subject_id: one.case.subject for one in rows}.values())
    keys = vault.open_keys([one.id for one in subjects])
    texts = [
        (one, reviews.sealed_text(one.sealed_note, subject_id=one.case.subject_id, keys=keys))
        for one in sorted(rows, key=lambda one: (one.decided_at, one.id))
    ]
    named = sorted({word for name in intake.subject_names(subjects).values() for word in name.split()})
    return Opened([Note(one.id, one.case.subject_id, text) for one, text in texts if text], tuple(named))


def examples(
    *, groups: Sequence[Sequence[UUID]], to: Actor, now: datetime, limit: int
) -> list[list[NoteRow]]:
    """Return of each group of notes the newest that the reader may read; decisions come oldest first."""
    looked = [ids[-LOOKED_AT:] for ids in groups]
    wanted = _notes(since=now - GROUPED, to=to).filter(id__in=[one for ids in looked for one in ids])
    found = _with_all(wanted.filter(outcome_code__system__in=measures.analysed(to=to)))
    rows = dict(zip((one.id for one in found), _rows(found), strict=True))
    return [[rows[one] for one in reversed(ids) if one in rows][:limit] for ids in looked]


def _notes(*, since: datetime, to: Actor) -> QuerySet[Any]:
    """Return the notes since then; not of cases that ask the reader for a view before advice again."""
    return _written(since=since).exclude(case__in=access.walled_cases(to))


def _written(*, since: datetime) -> QuerySet[Any]:
    """Return the notes since then on decisions that came into force, none beside a restricted reason."""
    reasons = OverrideReason.objects.filter(decision=OuterRef("pk"))
    main = reasons.filter(place=0)
    restricted = reasons.filter(
        Q(reason__is_restricted=True) | Q(core_category=CoreCategory.INTEGRITY_CONCERN)
    )
    written = Decision.objects.alias(
        has_main=_any(main),
        is_restricted=_any(restricted),
        is_in_force=_any(Release.objects.filter(decision=OuterRef("pk"))),
        is_wrong=_any(_WRONG),
    )
    found = written.filter(
        has_main=True,
        is_restricted=False,
        sealed_note__isnull=False,
        is_in_force=True,
        case__kind=CaseKind.REAL,
        decided_at__gte=since,
    )
    first = Choose(When(is_wrong=True, then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.annotate(first=first)


def _any(rows: QuerySet[Any]) -> Coalesce:
    """Ask whether there is any, row by row: joined, few would be expected, and all read before the first."""
    there = Subquery(rows.values(there=Value(value=True))[:1])
    return Coalesce(there, Value(value=False), output_field=BooleanField())
