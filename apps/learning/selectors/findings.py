"""Reads of what mining found. Officers are never named here, nor told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak, speak_kept
from apps.intake.models import Case, CaseKind
from apps.learning import access
from apps.learning.models import Finding, MiningRun, Pattern
from apps.learning.selectors import newest
from apps.learning.selectors.corrected import CorrectedFact, corrected_facts
from apps.learning.selectors.rests import later_rest_of, rest_of
from apps.learning.selectors.wording import Wording, as_rule, said
from apps.learning.states import FindingState, MiningRunState, Target
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts
from apps.measures.rules import Share
from apps.registry.models import OutcomeCode
from apps.reviews import access as reviews_access

N_EXAMPLES = 20
# What a search and a pattern keep besides what a list shows.
_RUN = ("band_edges", "reads", "plan", "notes", "protected", "recent", "happened", "versions")
HEAVY = (
    *(f"last_pattern__{name}" for name in ("evidence", "counter_examples", "weeks")),
    *(f"last_pattern__run__{name}" for name in _RUN),
)
_UNSAID = frozenset({measures.RESTRICTED, measures.NO_REASON})


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as its newest pattern saw it; rates and bounds are shares in [0, 1].

    `n` to `q` are of the discovery window. `confirmation` is None or has n, n_overridden, rate, low, high,
    rest_rate, p and holds (True, False, or None while fewer than 30 later decisions leave it open).
    `is_crossed`: one half of the decisions found it, the other confirms: their moments are not known.
    `rest` and `later_rest`: the rest with its interval, None where it is not known of how many it is.
    `is_current`: the newest good search found it; else `seen_at` says when one did last. `n_searched`: how
    many decisions that one looked at. `assigned_to` works on it until `due_on`.
    """

    id: UUID
    system_id: UUID
    system_name: str
    words: str
    n: int
    n_overridden: int
    rate: float
    low: float
    high: float
    rest_rate: float
    excess: float
    q: float
    confirmation: Mapping[str, Any] | None
    main_reason: str | None
    state: str
    opened_at: datetime
    seen_at: datetime
    is_crossed: bool = False
    target: Target = Target.OVERRIDDEN
    currency: str = ""
    n_stakes: int = 0
    stake_minor: int = 0
    n_changed: int = 0
    change_minor: int = 0
    rest: Share | None = None
    later_rest: Share | None = None
    is_current: bool = True
    n_searched: int = 0
    assigned_to: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Findings, what the newest search found first, then by excess.

    `next` is the cursor of the following page, `targets` those that have any.
    """

    rows: list[FindingRow]
    next: str | None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One decision of a slice, by its case; outcomes and reason in the business's words."""

    case_ref: str
    case_id: UUID
    decided_at: datetime
    recommended: str
    decided: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding with what it rests on; `rule` is the slice as code, `reasons` counts by its text.

    `run` is the search that its figures are of, `newest` the newest good one that asked the same.
    """

    row: FindingRow
    run: MiningRun
    rule: str
    examples: list[ExampleRow]
    counter_examples: list[ExampleRow]
    reasons: dict[str, int]
    core_categories: dict[str, int]
    corrected: tuple[CorrectedFact, ...] = ()
    newest: MiningRun | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A finding that a decision stands behind: `for_it` as an override in the slice, else as agreement."""

    finding_id: UUID
    words: str
    for_it: bool


@dataclass(frozen=True, slots=True)
class MiningState:
    """How mining stands over the AI systems an actor may see; `last` is the newest run that ended well."""

    last: MiningRun | None
    is_running: bool
    is_failed: bool
    failure: str


def findings(
    *,
    to: Actor,
    system_id: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
    target: Target | None = None,
    since: datetime | None = None,
    shown: newest.Shown = newest.Shown.NOT_DISMISSED,
    only_current: bool = False,
) -> FindingsPage:
    """Return findings of one target or all: what the newest search found first, by the greatest excess.

    system_id: of this AI system alone. since: which a search saw then or later. only_current: without what
    the newest search did not find again.

    Raises: Invalid(after).
    """
    seen = newest.part(access.visible_findings(to), shown)
    there = frozenset(seen.order_by().values_list("target", flat=True).distinct())
    rows = (
        (seen if target is None else seen.filter(target=target))
        .select_related("system", "last_pattern__run", "assigned_to")
        .defer(*HEAVY)
    )
    if system_id is not None:
        rows = rows.filter(system=system_id)
    if since is not None:
        rows = rows.filter(seen_at__gte=since)
    if only_current:
        rows = rows.filter(is_current=True)
    found = list(newest.after(newest.in_order(rows), after)[: limit + 1])
    texts = measures.reason_texts({one.system_id for one in found})
    known: dict[UUID, Wording] = {}
    lines = [
        _row(one, texts.get(one.system_id, {}), known, is_current=one.is_current) for one in found[:limit]
    ]
    return FindingsPage(
        rows=lines,
        next=str(lines[-1].id) if len(found) > limit else None,
        targets=tuple(one for one in Target if one in there),
    )


def finding(*, finding_id: UUID, to: Actor, most: int = N_EXAMPLES) -> FindingPage:
    """Return one finding with its examples and reasons; most: examples of each side.

    Raises: NotVisible.
    """
    found = (
        access.visible_findings(to)
        .select_related("system", "last_pattern__run", "assigned_to")
        .defer("last_pattern__weeks", *(f"last_pattern__run__{name}" for name in _RUN))
        .filter(id=finding_id)
        .first()
    )
    if found is None:
        raise refusals.NotVisible
    pattern = found.last_pattern
    last = newest.newest_runs(system=found.system_id, target=found.target).defer(*_RUN).first()
    texts = measures.reason_texts({found.system_id}).get(found.system_id, {})
    codes = OutcomeCode.objects.filter(system=found.system_id).values_list("code", "label")
    labels = {code: speak_kept(label) for code, label in codes}
    shown, counter = _examples((pattern.evidence, pattern.counter_examples), found, texts, labels, to, most)
    return FindingPage(
        row=_row(found, texts, {}, is_current=last is not None and last.id == pattern.run_id),
        run=pattern.run,
        rule=as_rule(pattern, system_id=found.system_id),
        examples=shown,
        counter_examples=counter,
        reasons={speak(text): n for text, n in _by_text(pattern.reasons["reason"], texts).items()},
        core_categories=pattern.reasons["core"],
        corrected=corrected_facts(pattern.evidence, system_id=found.system_id),
        newest=last,
    )


def evidence_of(*, decision_ids: Sequence[UUID], to: Actor) -> list[EvidenceRow]:
    """Return findings about overrides whose newest pattern keeps one of these decisions for or against it."""
    if not decision_ids:
        return []
    wanted = list(decision_ids)
    rows = (
        access.visible_findings(to)
        .filter(target=Target.OVERRIDDEN)
        .exclude(state=FindingState.DISMISSED)
        .filter(Q(last_pattern__evidence__overlap=wanted) | Q(last_pattern__counter_examples__overlap=wanted))
        .select_related("last_pattern")
        .order_by("-last_pattern__excess", "id")
    )
    known: dict[UUID, Wording] = {}
    return [
        EvidenceRow(
            one.id,
            said(one.last_pattern, system_id=one.system_id, known=known),
            not set(wanted).isdisjoint(one.last_pattern.evidence),
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class TaughtRow:
    """A pattern that one's own decision is evidence for; `may_open` when its page is for the reader, too."""

    decision_id: UUID
    finding_id: UUID
    words: str
    may_open: bool


def taught_by(*, decision_ids: Sequence[UUID], to: Actor) -> list[TaughtRow]:
    """Return the patterns that the person's own decisions are evidence for, one statement more for links.

    The caller gives only the reader's own decisions: what they taught is theirs to know.
    """
    if not decision_ids:
        return []
    rows = list(
        Finding.objects.filter(
            system__organisation=to.organisation_id,
            target=Target.OVERRIDDEN,
            last_pattern__evidence__overlap=list(decision_ids),
        )
        .exclude(state=FindingState.DISMISSED)
        .select_related("last_pattern")
        .order_by("-last_pattern__excess", "id")
    )
    seen = access.visible_system_ids(to) if rows else frozenset[UUID]()
    known: dict[UUID, Wording] = {}
    words = {one.id: said(one.last_pattern, system_id=one.system_id, known=known) for one in rows}
    return [
        TaughtRow(decision_id, one.id, words[one.id], one.system_id in seen)
        for one in rows
        for decision_id in one.last_pattern.evidence
        if decision_id in decision_ids
    ]


def mining_state(
    *, to: Actor, target: Target = Target.OVERRIDDEN, system_id: UUID | None = None
) -> MiningState:
    """Say when a target was last searched well, whether one is at work, and whether the newest failed.

    A repeat of an old search does not count. system_id: of this AI system alone.
    """
    runs = access.visible_runs(to).filter(target=target, repeats=None).select_related("system")
    if system_id is not None:
        runs = runs.filter(system=system_id)
    over = runs.filter(state__in=[MiningRunState.DONE, MiningRunState.FAILED]).order_by("-ended_at", "-id")
    latest = over.defer(*_RUN).first()
    is_failed = latest is not None and latest.state == MiningRunState.FAILED
    return MiningState(
        last=over.defer(*_RUN).filter(state=MiningRunState.DONE).first() if is_failed else latest,
        is_running=runs.filter(state__in=[MiningRunState.QUEUED, MiningRunState.RUNNING]).exists(),
        is_failed=is_failed,
        failure=latest.failure if latest is not None and is_failed else "",
    )


def _row(
    one: Finding, texts: Mapping[str, str], known: dict[UUID, Wording], *, is_current: bool
) -> FindingRow:
    pattern = one.last_pattern
    return FindingRow(
        id=one.id,
        system_id=one.system_id,
        system_name=one.system.name,
        words=said(pattern, system_id=one.system_id, known=known),
        n=pattern.n,
        n_overridden=pattern.n_overridden,
        rate=pattern.rate,
        low=pattern.low,
        high=pattern.high,
        rest_rate=pattern.rest_rate,
        excess=pattern.excess,
        q=pattern.q,
        confirmation=pattern.confirmation,
        main_reason=_main_reason(pattern, texts),
        state=one.state,
        opened_at=one.opened_at,
        seen_at=one.seen_at,
        is_crossed=bool(pattern.run.parameters.get("cross_fit")),
        target=Target(one.target),
        currency=one.system.currency,
        rest=rest_of(pattern, pattern.run),
        later_rest=later_rest_of(pattern, pattern.run),
        is_current=is_current,
        n_searched=pattern.run.n_decisions,
        assigned_to=one.assigned_to.name if one.assigned_to else None,
        due_on=one.due_on,
        **{name: getattr(pattern, name) for name in _MONEY},
    )


_MONEY = ("n_stakes", "stake_minor", "n_changed", "change_minor")


def _main_reason(pattern: Pattern, texts: Mapping[str, str]) -> str | None:
    counted = {
        text: n for text, n in _by_text(pattern.reasons["reason"], texts).items() if text not in _UNSAID
    }
    return speak(max(sorted(counted), key=lambda text: counted[text])) if counted else None


def _by_text(counts: Mapping[str, int], texts: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, n in counts.items():
        text = measures.reason_text(code, texts)
        found[text] = found.get(text, 0) + n
    return found


def _examples(
    sides: Sequence[Sequence[UUID]],
    found: Finding,
    texts: Mapping[str, str],
    labels: Mapping[str, str],
    to: Actor,
    most: int,
) -> list[list[ExampleRow]]:
    """The newest decisions of each side, as cases of the finding's own organisation.

    Without cases that ask the reader for a view before advice again.
    """
    facts = DecisionFacts.objects.filter(system_id=found.system_id).order_by("-decided_at", "-decision_id")
    facts = facts.only("case_id", "decided_at", "recommended", "decided", "reason")
    rows = [list(facts.filter(decision_id__in=side)[:most]) for side in sides]
    cases = Case.objects.filter(
        id__in={row.case_id for side in rows for row in side},
        source__organisation=found.system.organisation_id,
    ).exclude(Q(kind=CaseKind.KNOWN_ANSWER) | Q(id__in=reviews_access.walled_cases(to)))
    refs = dict(cases.values_list("id", "case_ref"))
    return [
        [
            ExampleRow(
                case_ref=refs[row.case_id],
                case_id=row.case_id,
                decided_at=row.decided_at,
                recommended=labels.get(row.recommended, row.recommended),
                decided=labels.get(row.decided, row.decided),
                reason=None if texts.get(row.reason) in _UNSAID else speak(texts.get(row.reason, "")) or None,
            )
            for row in side
            if row.case_id in refs
        ]
        for side in rows
    ]
