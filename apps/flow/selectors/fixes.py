"""A finding beyond its pattern: who works on it, what was done and said, its fixes and what they did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.accounts import access as grants
from apps.accounts.models import Actor, ActorKind
from apps.core import clock, refusals
from apps.core.speech import speak
from apps.flow.selectors import cursors
from apps.flow.selectors.contract_state import answer_to
from apps.flow.selectors.replays import Tried, replay_of
from apps.flow.selectors.rule_choices import RuleChoices, rule_choices
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.learning import access
from apps.learning import selectors as learning
from apps.learning.models import Effect, Finding, FindingStep, Fix
from apps.learning.models.fixes import OPEN
from apps.learning.services import FindingOver, FixIsOpenAlready
from apps.learning.states import EffectVerdict, FindingState, FixState, StepKind
from apps.measures.models import DecisionFacts
from apps.measures.states import ReplayState
from apps.policy import access as policy_access
from apps.registry.access import is_owner
from apps.registry.models import AISystem, ContextContract, ReasonSet

NEWEST = cursors.Order(("-drafted_at", "-id"), "tu")
MOST_STEPS = 1000
FIXABLE = frozenset({FindingState.NEW, FindingState.ASSIGNED, FindingState.MEASURED})


@dataclass(frozen=True, slots=True)
class Figures:
    """What the past would have been with a rule, beside the version in force; from `reviews` on differences.

    is_own: of the rule alone; else of the whole version that carries it. known_bad: cases that proved
    wrong and that the machine would decide, whether or not an audit looks afterwards; seen_minor: what
    the errors cost that a person would first have seen, None where it is not known. worth_minor: at the
    posture's prices, looks_minor of it the reviews. n_between: of what is sent elsewhere, what other
    people would decide than before; None where it is not of one rule alone.
    """

    n: int
    n_changed: int
    n_between: int | None
    reviews: int
    known_bad: int
    worth_minor: int
    looks_minor: int
    seen_minor: int | None
    currency: str
    is_own: bool
    is_through: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a required fact makes of the last arrivals: of those it is asked of, how many lack it.

    n_asked, n_lacking: None where the contract's try does not count by the condition. n_newly, n_machine: of
    all that the draft says, cases that would have stopped, those of the AI alone among them.
    """

    n: int
    n_asked: int | None
    n_lacking: int | None
    n_newly: int
    n_machine: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class FixRow:
    """A fix with its finding in words and everything it was measured to do, the last look last.

    `has_harmed`: at any look, whatever a later one says. `others`: fixes that the same version carries.
    `returned`: who gave a draft back, when and why; None where nobody did.
    """

    fix: Fix
    words: str
    effects: tuple[Effect, ...]
    tried: Tried | None = None
    others: tuple[Fix, ...] = ()
    stopped: Stopped | None = None
    returned: FindingStep | None = None

    @property
    def has_harmed(self) -> bool:
        return any(one.verdict == EffectVerdict.HARMED for one in self.effects)

    @property
    def figures(self) -> Figures | None:
        """Return what its try counted; None before anything is counted."""
        tried = self.tried
        if tried is None or not tried.tally.n:
            return None
        tally, own = tried.tally, self._place(tried)
        of = tally.draft if own is None else tally.steps[own]
        return Figures(
            n=tally.n,
            n_changed=tally.n_changed if own is None else tally.touched[own],
            n_between=None if own is None else tally.touched[own] - (of.people - tally.base.people),
            reviews=of.reviews() - tally.base.reviews(),
            known_bad=of.bad - tally.base.bad,
            worth_minor=tally.money_minor(of),
            looks_minor=tally.looks_minor(of),
            seen_minor=tally.seen_minor(of),
            currency=self.fix.system.currency,
            is_own=own is not None,
            is_through=tried.replay.state == ReplayState.DONE,
        )

    def _place(self, tried: Tried) -> int | None:
        """Find the step of a replay that is this fix's rule alone beside the version in force."""
        code = self.fix.body.get("rule", {}).get("code")
        return next((place for place, step in enumerate(tried.steps) if code and step.rule == code), None)

    @property
    def is_open(self) -> bool:
        return self.fix.state in {FixState.DRAFT, FixState.PROPOSED, FixState.SIGNED}


@dataclass(frozen=True, slots=True)
class FixesPage:
    rows: list[FixRow]
    next: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a fix may choose from: facts to require, reasons to take out; code and words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a finding beside its pattern, and what the reader may do with it.

    `n_people`: whose decisions stand behind it, counted and never named; 0 where a history tells nobody
    apart. `people`: who may work on it.
    `watches`: the reader is told of each further look. `rules`: that it may become, None where not read.
    """

    finding: Finding
    steps: tuple[FindingStep, ...]
    fixes: tuple[FixRow, ...]
    wrong: learning.WrongWeeks | None
    n_people: int
    may_work: bool
    may_write_policy: bool
    is_owner: bool
    watches: bool = False
    people: tuple[Actor, ...] = ()
    facts: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    rules: RuleChoices | None = None

    @property
    def may_fix(self) -> bool:
        """Say whether a fix may be drafted now: none is on its way, and the finding is not laid aside."""
        is_free = not any(one.is_open for one in self.fixes)
        return self.may_work and is_free and self.finding.state in FIXABLE


def _people(decision_ids: Sequence[UUID]) -> int:
    """Count who decided; a history without times has one account for all of its people."""
    rows = DecisionFacts.objects.filter(decision_id__in=decision_ids, decided_at__gt=clock.NOT_RECORDED)
    return rows.order_by().values("by_pseudonym").distinct().count()


def life(*, finding_id: UUID, to: Actor, now: datetime, with_rules: bool = False) -> Life:
    """Return what was done with a finding and what may be.

    with_rules: also which rules it may become. That costs a fifth of the whole (`rules` alone gives them).

    Raises: NotVisible.
    """
    found = _found(finding_id, to, "system__owner__actor", "assigned_to", "tally")
    system, may_work = found.system, access.may_work(to, found.system)
    rows = FindingStep.objects.filter(finding=found).select_related("by", "to").order_by("at", "id")
    steps = tuple(rows[:MOST_STEPS])
    known = Life(
        finding=found,
        steps=steps,
        fixes=tuple(_rows(_joined(Fix.objects.filter(finding=found)).order_by("drafted_at", "id"), to)),
        wrong=learning.wrong(finding=found),
        n_people=_people(found.last_pattern.evidence),
        may_work=may_work,
        may_write_policy=may_work and policy_access.may_write(to, system),
        is_owner=is_owner(to, system),
        watches=any(one.kind == StepKind.WATCHED and one.by_id == to.id for one in steps),
        people=_workers(system, now) if may_work else (),
        facts=_requirable(system) if may_work else (),
        reasons=_reasons(system) if may_work else (),
    )
    if not with_rules:
        return known
    is_offered = known.may_fix and known.may_write_policy
    return replace(known, rules=rule_choices(found, to=to, now=now) if is_offered else RuleChoices())


def rules(*, finding_id: UUID, to: Actor, now: datetime) -> RuleChoices:
    """Return the rules that a finding may become; closed where nothing may be drafted of it at the moment.

    Raises: NotVisible, CannotWritePolicy.
    """
    found = _found(finding_id, to, "system__owner")
    policy_access.require_writer(to, found.system)
    if Fix.objects.filter(finding=found, state__in=OPEN).exists():
        return RuleChoices(closed=speak(FixIsOpenAlready.sentence))
    if found.state not in FIXABLE:
        return RuleChoices(closed=speak(FindingOver.sentence))
    return rule_choices(found, to=to, now=now)


def _found(finding_id: UUID, to: Actor, *also: str) -> Finding:
    rows = access.visible_findings(to).select_related("system__organisation", "last_pattern__run", *also)
    found = rows.filter(id=finding_id).first()
    if found is None:
        raise refusals.NotVisible
    return found


def _workers(system: AISystem, now: datetime) -> tuple[Actor, ...]:
    granted = grants.holders("analyse_system", system.id, now=now).filter(kind=ActorKind.PERSON)
    found = {one.id: one for one in granted}
    owner = system.owner.actor
    return tuple(sorted({**found, owner.id: owner}.values(), key=lambda one: one.name))


def _requirable(system: AISystem) -> tuple[Choice, ...]:
    row = ContextContract.objects.filter(system=system, ended_at=None).first()
    if row is None:
        return ()
    return tuple(
        Choice(spec.key, spec.label)
        for spec in intake.contract(row).specs.values()
        if not spec.required and spec.sensitivity is not intake_rules.Sensitivity.PROTECTED
    )


def _reasons(system: AISystem) -> tuple[Choice, ...]:
    row = ReasonSet.objects.filter(system=system, ended_at=None).first()
    return tuple(Choice(one["code"], one["text"]) for one in row.body["reasons"]) if row else ()


def fixes(
    *,
    to: Actor,
    state: str,
    after: str | None,
    limit: int,
    system_id: UUID | None = None,
    since: datetime | None = None,
) -> FixesPage:
    """Return the fixes of AI systems the reader may see, the newest first; `state` narrows them, empty: all.

    system_id: of this AI system alone. since: drafted then or later.

    Raises: BadCursor.
    """
    rows = _fixes(to) if system_id is None else _fixes(to).filter(system=system_id)
    if since is not None:
        rows = rows.filter(drafted_at__gte=since)
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("id")))
    narrowed = rows.filter(state=state) if state else rows
    found = list(NEWEST.page(narrowed, after, limit))
    return FixesPage(
        rows=_rows(found[:limit], to=None),
        next=NEWEST.cursor(found[limit - 1]) if len(found) > limit else None,
        counts={one.value: by_state.get(one.value, 0) for one in FixState},
    )


def fix(*, fix_id: UUID, to: Actor) -> FixRow:
    """Return one fix with what its replay counted.

    Raises: NotVisible.
    """
    found = list(_rows(_fixes(to).filter(id=fix_id), to))
    if not found:
        raise refusals.NotVisible
    return found[0]


def rights(system: AISystem, *, to: Actor) -> tuple[bool, bool]:
    """Say whether the reader owns an AI system, and whether they may work on its findings."""
    return is_owner(to, system), access.may_work(to, system)


def effects_at(at: datetime) -> list[Effect]:
    """Return what was measured at one moment."""
    return list(Effect.objects.filter(at=at).select_related("fix__system").order_by("id"))


def _fixes(to: Actor) -> QuerySet[Fix]:
    return _joined(access.visible_fixes(to))


def _joined(rows: QuerySet[Fix]) -> QuerySet[Fix]:
    return rows.select_related(
        "system__owner",
        "finding__last_pattern",
        "author",
        "signed_by",
        "policy",
        "contract_draft",
        "contract",
    )


def _rows(found: Iterable[Fix], to: Actor | None) -> list[FixRow]:
    rows, known = list(found), dict[UUID, learning.Wording]()
    looks: dict[UUID, list[Effect]] = {}
    for look in Effect.objects.filter(fix__in=[one.id for one in rows]).order_by("look"):
        looks.setdefault(look.fix_id, []).append(look)
    beside = _beside(rows) if to else {}
    returned = _returned(rows) if to else {}
    return [
        FixRow(
            fix=one,
            words=learning.said(one.finding.last_pattern, system_id=one.system_id, known=known),
            effects=tuple(looks.get(one.id, ())),
            tried=replay_of(replay_id=one.replay_id, to=to) if to and one.replay_id else None,
            stopped=_stopped(one) if to else None,
            returned=returned.get(one.finding_id) if one.state == FixState.DRAFT else None,
            others=tuple(each for each in beside.get(one.policy_id, ()) if each.id != one.id),
        )
        for one in rows
    ]


def _returned(rows: Iterable[Fix]) -> dict[UUID, FindingStep]:
    """Return by which step the drafts among these came back, by finding: each has one fix on its way."""
    of = [one.finding_id for one in rows if one.state == FixState.DRAFT]
    if not of:
        return {}
    moves = FindingStep.objects.filter(finding__in=of, kind__in=(StepKind.FIX_DRAFTED, StepKind.FIX_RETURNED))
    newest = moves.select_related("by").order_by("finding_id", "-at", "-id").distinct("finding_id")
    return {one.finding_id: one for one in newest if one.kind == StepKind.FIX_RETURNED}


def _stopped(fix: Fix) -> Stopped | None:
    """Return what the try of its contract counted; None before, and of a draft that says more by now."""
    draft = fix.contract_draft
    found = answer_to(getattr(draft, "trial", None), draft.body) if draft else None
    if found is None:
        return None
    fact, when = fix.body["fact"], fix.body["required_when"]
    asked, lacking = found["n"], found["n"] - found["stored"].get(fact, 0)
    if when is not None:
        place, value = when["fact"], str(when["value"])
        asked = found["groups"].get(place, {}).get(value) if place in found["groups"] else None
        lacking = None if asked is None else found["lacking"].get(fact, {}).get(place, {}).get(value, 0)
    return Stopped(
        n=found["n"],
        n_asked=asked,
        n_lacking=lacking,
        n_newly=found["n_newly"],
        n_machine=found["n_machine"],
        oldest=datetime.fromisoformat(found["oldest"]) if found["oldest"] else None,
    )


def _beside(rows: Iterable[Fix]) -> dict[UUID | None, list[Fix]]:
    """Return the fixes that versions carry, by version; of those that were not withdrawn."""
    versions = {one.policy_id for one in rows if one.policy_id}
    found: dict[UUID | None, list[Fix]] = {}
    if versions:
        carried = Fix.objects.filter(policy__in=versions).exclude(state=FixState.WITHDRAWN)
        for one in carried.order_by("number"):
            found.setdefault(one.policy_id, []).append(one)
    return found
