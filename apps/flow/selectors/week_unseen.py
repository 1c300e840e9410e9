"""What nobody has looked at, of one AI system: counted as it is now, the oldest since when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from apps.delivery.models import Delivery
from apps.delivery.states import DeliveryState
from apps.learning.models import Finding, Fix, NoteGroup, NoteGrouping, NoteLook, SharpNote
from apps.learning.rules.week import Unseen
from apps.learning.selectors import is_current
from apps.learning.states import FindingState, FixState, LookKind
from apps.measures.models import BrokenSuggestion, DefinitionQuestion, SourceAlarm
from apps.measures.states import QuestionState
from apps.registry.models import AISystem
from apps.reviews.models import Appeal, Approval, Escalation

LATELY = timedelta(days=30)  # of notes and reports, as their page shows them
_OPEN = (FindingState.NEW, FindingState.ASSIGNED, FindingState.FIX_PROPOSED)


def unseen(*, system: AISystem, now: datetime) -> Iterator[Unseen]:
    """Count each kind of thing that waits for somebody to look; kinds of which there is none are left out."""
    today = now.astimezone(ZoneInfo(system.organisation.time_zone)).date()
    findings = Finding.objects.filter(system=system, closed_at=None)
    rows: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("findings_unassigned", _unassigned(findings), "opened_at"),
        ("findings_overdue", findings.filter(state__in=_OPEN, due_on__lt=today), "due_on"),
        ("fixes_unsigned", Fix.objects.filter(system=system, state=FixState.PROPOSED), "proposed_at"),
        ("groups_unnamed", _groups(system), "grouping__computed_at"),
        ("notes_sharp", _sharp(system, now), "decision__decided_at"),
        ("broken", _broken(system, now), "at"),
        ("definitions", _questions(system), "asked_at"),
        ("source_alarms", SourceAlarm.objects.filter(system=system, closed_at=None), "raised_at"),
        ("held_late", Approval.objects.filter(system=system, closed_at=None, due_at__lte=now), "due_at"),
        ("climbed_to_owner", _climbed(system), "raised_at"),
        ("receipts_overdue", _overdue(system), "receipt_due_at"),
        ("appeals_late", Appeal.objects.filter(system=system, closed_at=None, due_at__lte=now), "due_at"),
    )
    for what, found, name in rows:
        counted = found.order_by().aggregate(n_of=Count("pk", distinct=True), oldest=Min(name))
        if counted["n_of"]:
            oldest = counted["oldest"]
            yield Unseen(what, counted["n_of"], oldest.isoformat() if oldest else None)


def _unassigned(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those that the newest search still finds; what it does not find again asks for nobody."""
    return findings.filter(is_current(), state=FindingState.NEW, assigned_to=None)


def _groups(system: AISystem) -> QuerySet[NoteGroup]:
    newest = NoteGrouping.objects.filter(system=system, failure="").order_by("-on").values("id")[:1]
    return NoteGroup.objects.filter(grouping__in=newest, same_as=None, labels=None)


def _sharp(system: AISystem, now: datetime) -> QuerySet[SharpNote]:
    looked = NoteLook.objects.filter(kind=LookKind.NOTE, about_id=OuterRef("decision_id"))
    return SharpNote.objects.filter(
        ~Exists(looked),
        day__system=system,
        decision__withdrawal=None,
        decision__decided_at__gte=now - LATELY,
    )


def _broken(system: AISystem, now: datetime) -> QuerySet[BrokenSuggestion]:
    looked = NoteLook.objects.filter(kind=LookKind.BROKEN, about_id=OuterRef("pk"))
    return BrokenSuggestion.objects.filter(
        ~Exists(looked), system=system, taken_back=None, at__gte=now - LATELY
    )


def _questions(system: AISystem) -> QuerySet[DefinitionQuestion]:
    return DefinitionQuestion.objects.filter(system=system, state=QuestionState.OPEN)


def _climbed(system: AISystem) -> QuerySet[Escalation]:
    return Escalation.objects.filter(item__system=system, to_owner=True, closed_at=None)


def _overdue(system: AISystem) -> QuerySet[Delivery]:
    return Delivery.objects.filter(decision__outcome_code__system=system, state=DeliveryState.OVERDUE)
