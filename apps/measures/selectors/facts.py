"""Reads of facts, weekly figures and what may be said of stated confidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    DecimalField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.db.models.fields.json import KeyTextTransform

from apps.accounts.models import Actor, ActorKind
from apps.core import refusals, statements
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.delivery.models import Delivery
from apps.intake.models import Case, CaseKind
from apps.measures import access, rules
from apps.measures.models import (
    Calibration,
    CalibrationBin,
    DecisionFacts,
    Measurement,
    ModelVersion,
    Outcome,
)
from apps.measures.selectors.parts import ALL, Part
from apps.measures.states import CalibrationState
from apps.registry.models import AISystem, OutcomeCode, Posture, Reason
from apps.registry.states import CoreCategory
from apps.reviews import access as reviews_access
from apps.reviews.models import Decision
from apps.reviews.rules import NONE_FITS, NONE_FITS_SAYS
from apps.reviews.states import DecisionKind

RESTRICTED = say("Shown to few: a restricted reason")
NO_REASON = say("No reason given")
WHOLE = ""  # the segment that stands for all cases of a model version


def counted(*, system_id: UUID) -> QuerySet[DecisionFacts]:
    """Return the facts of decisions on real cases; other kinds, and what compensates, count nowhere."""
    real = Case.objects.filter(id=OuterRef("case_id"), kind=CaseKind.REAL)
    return DecisionFacts.objects.filter(Exists(real), ~Q(kind=DecisionKind.REVERSED), system_id=system_id)


def by_persons(*, system_id: UUID) -> QuerySet[DecisionFacts]:
    """Return the facts of what persons decided, audits included, that no later decision reversed."""
    reversing = Decision.objects.filter(reverses_id=OuterRef("decision_id"))
    return counted(system_id=system_id).filter(~Exists(reversing), by_kind=ActorKind.PERSON)


def overrides_of(*, system: AISystem, since: datetime, asked: Mapping[str, str]) -> QuerySet[DecisionFacts]:
    """Return the facts of the overrides since then; asked: what else they are narrowed to, by column."""
    return DecisionFacts.objects.filter(system_id=system.id, is_override=True, decided_at__gte=since, **asked)


def spoken_definition(raw: Mapping[str, Any]) -> rules.Definition:
    """Return what becomes known later about a case, in the language that is active (ADR 0011)."""
    found = rules.definition(raw)
    rule = found.baseline
    return replace(
        found,
        label=speak_kept(found.label),
        happened=speak_kept(found.happened),
        not_happened=speak_kept(found.not_happened),
        baseline=replace(rule, label=speak_kept(rule.label)) if rule else None,
    )


def agreed(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> rules.Agreement:
    """Return how often officers agreed with a model version in a segment, and where it is weakest.

    Of its cases of every kind where the segment has too few. One statement.
    """
    version = ModelVersion.objects.filter(system=system_id, name=model_version).values("by_segment")
    rows = Calibration.objects.filter(system_id=system_id, model_version=model_version)
    told = list(rows.values_list("segment", "n", "n_correct", Subquery(version)))
    judged = (told[0][3] if told else None) or {}
    return rules.agreement(
        {name: rules.share(n, k) for name, n, k, _ in told},
        judged={name: rules.share(n, k) for name, (n, k) in judged.items()},
        segment=segment,
        whole=WHOLE,
    )


def agreed_words(found: rules.Share, *, alike: bool) -> str:
    """Say in one sentence how often officers agreed."""
    return speak(rules.agreement_sentence(found.n, round((found.value or 0) * found.n), alike=alike))


def calibration_words(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> str:
    """Say in one sentence how often officers agreed with a model version: in cases of the segment, if enough.

    Otherwise in its cases of every kind, and the sentence says so.
    """
    found = agreed(system_id=system_id, model_version=model_version, segment=segment)
    return agreed_words(found.share, alike=found.is_alike)


def calibration_state(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> CalibrationState:
    """Return what may be said of stated confidence; PRIOR where nothing was checked yet."""
    row = calibration(system_id=system_id, model_version=model_version, segment=segment)
    return CalibrationState(row.state) if row else CalibrationState.PRIOR


def calibration(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> Calibration | None:
    """Return the newest calibration of a model version in a segment."""
    found = statements.read(
        "FROM measures_calibration c WHERE c.system_id = %s AND c.model_version = %s AND c.segment = %s",
        [system_id, model_version, segment],
        c=Calibration,
    )
    return found[0][0] if found else None


def bins(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> tuple[rules.Bin, ...]:
    """Return the stored bins, lowest confidence first; `rules.merge_bins` adds those with the same edges."""
    rows = CalibrationBin.objects.filter(
        system_id=system_id, model_version=model_version, segment=segment
    ).order_by("place")
    return tuple(
        rules.Bin(
            low=row.lower,
            high=row.upper,
            n=row.n,
            n_correct=row.n_correct,
            n_audited=row.n_audited,
            sum_confidence=row.sum_confidence,
            sum_weight=row.sum_weight,
            sum_weight_squared=row.sum_weight_squared,
            sum_weight_correct=row.sum_weight_correct,
            sum_weight_confidence=row.sum_weight_confidence,
            sum_squared_error=row.sum_squared_error,
        )
        for row in rows
    )


def weekly(*, system_id: UUID, to: Actor) -> list[Measurement]:
    """Return every weekly figure of an AI system, oldest week first; `period_on` is the week's Monday.

    Raises: NotVisible.
    """
    if not access.may_see(to, system_id):
        raise refusals.NotVisible
    return list(Measurement.objects.filter(system_id=system_id).order_by("period_on", "measure"))


def outcome_of_cases(case_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Outcome]:
    """Return the latest outcome of each case and measure that is known; known-answer cases are left out."""
    rows = Outcome.objects.filter(case_id__in=set(case_ids)).exclude(case__kind=CaseKind.KNOWN_ANSWER)
    return {(row.case_id, row.measure): row for row in rows.order_by("known_at", "id")}


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """One decision behind a figure, by its case; outcomes as labels, `value` None while it is open."""

    case_ref: str
    decided_at: datetime
    recommended: str
    decided: str
    value: bool | None
    number: Decimal | None


def analysed(*, to: Actor) -> list[AISystem]:
    """Return the AI systems whose figures the actor may read, by name."""
    return access.analysed_systems(to)


def may_analyse(*, system: AISystem, to: Actor) -> bool:
    """Say whether the actor may read the figures of an AI system."""
    return access.may_analyse(to, system)


def outcome_codes(*, system_id: UUID) -> list[OutcomeCode]:
    """Return what can be recommended and decided, the least cautious first."""
    return list(OutcomeCode.objects.filter(system=system_id))


def accepted_share(*, system_id: UUID, error: str) -> float | None:
    """Return which share of an error the owner's posture in force accepts; None where it names none."""
    posture = Posture.objects.filter(system=system_id, ended_at=None).first()
    named = {one["code"]: one for one in posture.body.get("errors", [])} if posture else {}
    share = named.get(error, {}).get("acceptable_share")
    return None if share is None else float(share)


def ripe(*, system_id: UUID, what: rules.Definition, now: datetime) -> QuerySet[Any]:
    """Return standing decisions old enough for either value, with `outcome`, `number` and `fits_rule`.

    One decision per case, the last; second looks and reversed decisions are left out. A younger decision is
    left out even when its outcome is known: among the young only the early value can be.
    """
    known = Outcome.objects.filter(
        case_id=OuterRef("case_id"), measure=what.code, known_at__lte=now, value__isnull=False
    ).order_by("-known_at", "-id")
    reversing = Decision.objects.filter(reverses_id=OuterRef("decision_id"))
    later = DecisionFacts.objects.filter(
        case_id=OuterRef("case_id"),
        system_id=system_id,
        is_audit=False,
        decided_at__gt=OuterRef("decided_at"),
    )
    rule = what.baseline
    rows = counted(system_id=system_id).filter(
        ~Exists(reversing), ~Exists(later), is_audit=False, decided_at__lte=now - what.wait
    )
    aged: QuerySet[Any] = rows.annotate(
        outcome=Subquery(known.values("value")[:1]),
        number=Subquery(known.values("number")[:1]),
        rule_fact=KeyTextTransform(rule.fact if rule else "", "features"),
        fits_rule=Choose(
            When(rule_fact=rule.equals if rule else "", then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        ),
    )
    return aged


def reason_text(code: str, texts: Mapping[str, str]) -> str:
    """Write a reason code; what a restricted one says is shown to few."""
    if code == CoreCategory.INTEGRITY_CONCERN:
        return RESTRICTED
    if code == NONE_FITS:
        return NONE_FITS_SAYS
    return texts.get(code, code.replace("_", " ")) if code else NO_REASON


def reason_texts(system_ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Return reason code -> text per AI system; the newest set that has the code says it."""
    rows = Reason.objects.filter(reason_set__system__in=list(system_ids)).order_by("reason_set__number")
    texts: dict[UUID, dict[str, str]] = {}
    for system_id, code, text, is_restricted in rows.values_list(
        "reason_set__system_id", "code", "text", "is_restricted"
    ):
        texts.setdefault(system_id, {})[code] = RESTRICTED if is_restricted else say(text)
    return texts


def behind(
    *,
    system: AISystem,
    what: rules.Definition,
    group: rules.Group,
    to: Actor,
    now: datetime,
    limit: int,
    part: Part = ALL,
    when: Q | None = None,
) -> list[CaseBehind]:
    """Return the newest decisions behind a figure, at most `limit`; when: they were decided.

    Without cases that ask the reader for a view before advice again; so the two below.
    """
    caution = {one.code: one.caution for one in outcome_codes(system_id=system.id)}
    wanted = Q(pk__in=[])
    for cell in _cells_there_may_be(caution):
        if rules.in_group(what, caution, cell, group):
            who = Q(by_kind=ActorKind.PERSON) if cell.by_person else ~Q(by_kind=ActorKind.PERSON)
            alike = {"recommended": cell.recommended, "decided": cell.decided, "fits_rule": cell.fits_rule}
            wanted |= who & Q(outcome=cell.value, **alike)
    rows = _open_to(
        to, ripe(system_id=system.id, what=what, now=now).filter(wanted, when or Q(), **part.asked())
    )
    return _cases(system, rows.order_by("-decided_at", "-decision_id")[:limit])


def _cells_there_may_be(codes: Iterable[str]) -> Iterator[rules.Cell]:
    """Name every way in which a decision whose outcome is known can lie; nothing is counted for it."""
    both = (True, False)
    for recommended, decided, by_person, fits_rule, value in product(codes, codes, both, both, both):
        yield rules.Cell(recommended, decided, by_person, fits_rule, value)


def decided_lately(
    *, system: AISystem, overrides_only: bool, to: Actor, limit: int, part: Part = ALL, when: Q | None = None
) -> list[CaseBehind]:
    """Return the newest decisions of persons that the weekly figures rest on, at most `limit`."""
    people = counted(system_id=system.id).filter(by_kind=ActorKind.PERSON, is_audit=False)
    rows = people.filter(when or Q(), **part.asked())
    rows = _open_to(to, rows.filter(is_override=True) if overrides_only else rows)
    return _cases(system, _open(rows.order_by("-decided_at", "-decision_id")[:limit]))


def delivered(
    *, system: AISystem, states: Iterable[str], to: Actor, limit: int, part: Part = ALL, when: Q | None = None
) -> list[CaseBehind]:
    """Return the newest decisions whose delivery stands in one of the states, at most `limit`."""
    ids = _deliveries(system.id).filter(state__in=list(states)).values("decision_id")
    facts = DecisionFacts.objects.filter(system_id=system.id, decision_id__in=ids, **part.asked())
    rows = _open_to(to, facts.filter(when or Q()))
    return _cases(system, _open(rows.order_by("-decided_at", "-decision_id")[:limit]))


def _open_to(to: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(case_id__in=reviews_access.walled_cases(to))


def deliveries_by_state(*, system_id: UUID) -> dict[str, int]:
    """Count the deliveries of an AI system's decisions on real cases by their state."""
    counts = _deliveries(system_id).order_by().values_list("state").annotate(n=Count("id"))
    return dict(counts)


def _deliveries(system_id: UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        decision__outcome_code__system=system_id, decision__case__kind=CaseKind.REAL
    )


def _open(rows: QuerySet[DecisionFacts]) -> QuerySet[Any]:
    nothing = {
        "outcome": Value(None, output_field=BooleanField()),
        "number": Value(None, output_field=DecimalField()),
    }
    return rows.annotate(**nothing)


def _cases(system: AISystem, rows: QuerySet[Any]) -> list[CaseBehind]:
    found = list(rows.values("case_id", "decided_at", "recommended", "decided", "outcome", "number"))
    labels = {one.code: speak_kept(one.label) for one in outcome_codes(system_id=system.id)}
    cases = Case.objects.filter(
        id__in=[row["case_id"] for row in found], source__organisation=system.organisation_id
    )
    refs = dict(cases.values_list("id", "case_ref"))
    return [
        CaseBehind(
            case_ref=refs[row["case_id"]],
            decided_at=row["decided_at"],
            recommended=labels.get(row["recommended"], row["recommended"]),
            decided=labels.get(row["decided"], row["decided"]),
            value=row["outcome"],
            number=row["number"],
        )
        for row in found
        if row["case_id"] in refs
    ]


def versions(*, system_ids: Iterable[UUID]) -> dict[UUID, list[ModelVersion]]:
    """Return the model versions of AI systems as their decisions show them, the one in use first."""
    found: dict[UUID, list[ModelVersion]] = {}
    rows = ModelVersion.objects.filter(system__in=list(system_ids))
    for one in rows.order_by("-last_at", "-first_at", "id"):
        found.setdefault(one.system_id, []).append(one)
    return found


def newest_version(*, system_id: UUID) -> str:
    """Return the model version of the newest decision; empty before the first one."""
    newest = counted(system_id=system_id).order_by("-decided_at").values_list("model_version", flat=True)
    return newest.first() or ""
