"""Facts that come after the suggestion: a new snapshot beside the old one, which stays as it was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions, vault
from apps.intake import rules, selectors
from apps.intake.models import Case, ContextSnapshot, FactChange, Recommendation
from apps.intake.services import rows
from apps.intake.services.accepting import SubmissionNotValid
from apps.intake.states import MOVES, RecommendationState
from apps.registry.models import ContextContract

Entry = tuple[int, object]


class SubjectErased(refusals.IllegalMove):
    code = "subject_erased"
    sentence = "The person this case is about was erased. Nothing more is kept about it."


@dataclass(frozen=True, slots=True)
class Later:
    """Where one AI system's view of a case stands: its last recommendation and its last snapshot."""

    recommendation: Recommendation
    snapshot: ContextSnapshot
    contract: ContextContract
    given: rules.Check
    before: rules.Check
    facts: tuple[rules.Fact, ...]
    rationale: tuple[rules.Statement, ...]
    entries: Sequence[Entry]

    @property
    def terms(self) -> rules.Contract:
        return selectors.contract(self.contract)


@dataclass(frozen=True, slots=True)
class Changed:
    """One AI system's facts after a change.

    `check` is what the contract says of them now, `grounding` how far they still bear out what the AI said.
    `newly` are the decisive facts that differ from the snapshot before; `change.decisive` counts from the
    suggestion's.
    """

    change: FactChange
    check: rules.Check
    grounding: rules.Grounding
    newly: frozenset[str]


def lock_case(*, case_id: UUID) -> Case:
    """Lock a case as an arrival does: nothing else changes its facts until the transaction ends."""
    transactions.require()
    return Case.objects.select_for_update(no_key=True).get(id=case_id)


def read_later(
    *,
    case: Case,
    recommendation: Recommendation,
    contract: ContextContract,
    raw: Sequence[object],
    now: datetime,
) -> Later:
    """Read where a case stands, and which of the entries sent the AI system's contract knows.

    The contract in force counts; where the facts of the case do not fit it, that of their arrival.
    Raises: SubjectErased, SubmissionNotValid (forbidden or protected facts, whoever's they are).
    """
    transactions.require()
    last = _last(recommendation)
    keys = vault.open_keys([case.subject_id])
    if case.subject_id not in keys:
        raise SubjectErased(case_ref=case.case_ref)
    opened = selectors.open_snapshot(last, subject_id=case.subject_id, now=now, keys=keys)
    first = selectors.open_snapshot(recommendation.snapshot, subject_id=case.subject_id, now=now, keys=keys)
    chosen, facts = _by_contract(contract, last, opened.facts)
    terms = selectors.contract(chosen)
    _, given = _by_contract(chosen, last, first.facts)
    return Later(
        recommendation=recommendation,
        snapshot=last,
        contract=chosen,
        given=rules.check(terms, given, now),
        before=rules.check(terms, facts, now),
        facts=facts,
        rationale=opened.rationale,
        entries=[(i, one) for i, one in enumerate(raw) if _is_known(terms, one)],
    )


def _last(recommendation: Recommendation) -> ContextSnapshot:
    changes = FactChange.objects.select_related("snapshot__contract").filter(recommendation=recommendation)
    last = changes.order_by("-at", "-id").first()
    return last.snapshot if last else recommendation.snapshot


def _by_contract(
    contract: ContextContract, snapshot: ContextSnapshot, facts: tuple[rules.Fact, ...]
) -> tuple[ContextContract, tuple[rules.Fact, ...]]:
    if contract.id == snapshot.contract_id:
        return contract, facts
    plain, private = rules.split_by_sensitivity(selectors.contract(snapshot.contract), facts)
    try:
        return contract, rules.revive(selectors.contract(contract), [*plain, *private], snapshot.at)
    except rules.BadFact:
        return snapshot.contract, facts


def _is_known(terms: rules.Contract, entry: object) -> bool:
    """Say whether this contract has a word on the entry: it takes it, or forbids it."""
    key = entry.get("fact") if isinstance(entry, Mapping) else None
    return isinstance(key, str) and (key in terms.specs or key in terms.forbidden)


def refuse_unknown(*, later: Sequence[Later], raw: Sequence[object], now: datetime) -> None:
    """Refuse entries that no contract knows, as at arrival, naming the first one.

    Raises: SubmissionNotValid.
    """
    _refuse_too_many(raw)
    known = {place for one in later for place, _ in one.entries}
    for place, entry in enumerate(raw):
        if place not in known:
            _parse(later[0].terms, [(place, entry)], now)


def change(
    *, later: Later, reads: Collection[str], is_late: bool, by: Actor, now: datetime
) -> Changed | None:
    """Keep later values beside the old ones, in a snapshot of their own; None when all were known.

    Raises: SubmissionNotValid.
    Writes: ContextSnapshot, FactChange.
    """
    transactions.require()
    new = _unknown(later.facts, _parse(later.terms, later.entries, now))
    if not new:
        return None
    facts = (*later.facts, *new)
    _refuse_too_many(facts)
    check = rules.check(later.terms, facts, now)
    case = later.recommendation.case
    snapshot = rows.snapshot_of(
        rows.Given(facts, later.rationale, check, later.terms),
        (case.id, case.subject_id),
        vault.key_for(case.subject_id),
        later.contract,
        now,
    )
    snapshot.save(force_insert=True)
    since = rules.decisive(later.given, check, reads=reads, contract=later.terms)
    made = FactChange.objects.create(
        case=case,
        recommendation=later.recommendation,
        before=later.snapshot,
        snapshot=snapshot,
        by_id=by.id,
        sent=sorted({one.key for one in new}),
        changed=sorted(rules.differing(later.given, check)),
        decisive=sorted(since),
        is_late=is_late,
        at=now,
    )
    newly = rules.decisive(later.before, check, reads=reads, contract=later.terms)
    return Changed(made, check, _ground(later, facts), newly)


def _ground(later: Later, facts: Sequence[rules.Fact]) -> rules.Grounding:
    case = later.recommendation.case
    texts = selectors.texts_of_rationale(later.rationale, case=case)
    return rules.ground(later.rationale, facts, selectors.lexicon(later.contract), texts)


def kept(*, later: Later, change: FactChange) -> Changed:
    """Return a change that was kept while nobody could look at it, as it stands now."""
    transactions.require()
    return Changed(change, later.before, _ground(later, later.facts), frozenset(change.decisive))


def _unknown(known: Sequence[rules.Fact], sent: Sequence[rules.Fact]) -> tuple[rules.Fact, ...]:
    """Leave out what the snapshot holds already: the same value of the same source and time."""
    seen = {_identity(one) for one in known}
    fresh = {_identity(one): one for one in sent if _identity(one) not in seen}
    return tuple(fresh.values())


def _identity(fact: rules.Fact) -> tuple[object, ...]:
    return (fact.key, fact.given, fact.source, fact.as_of, fact.origin)


def _refuse_too_many(facts: Sequence[object]) -> None:
    if len(facts) > rules.MAX_ENTRIES:
        raise SubmissionNotValid(
            f"A case holds at most {rules.MAX_ENTRIES} values. Send the current ones with a recommendation.",
            field="facts",
            reason="too_many_values",
        )


def _parse(terms: rules.Contract, entries: Sequence[Entry], now: datetime) -> tuple[rules.Fact, ...]:
    return tuple(_entry(terms, place, entry, now) for place, entry in entries)


def _entry(terms: rules.Contract, place: int, entry: object, now: datetime) -> rules.Fact:
    try:
        (fact,) = rules.parse_facts(terms, [entry], now)
    except rules.BadFact as bad:
        field = bad.field.replace("facts[0]", f"facts[{place}]", 1)
        raise SubmissionNotValid(bad.sentence, field=field, reason=bad.code) from bad
    if fact.as_of is None:
        raise SubmissionNotValid(
            "Say as of when this value is: a later value replaces an earlier one by its time.",
            field=f"facts[{place}].as_of",
            reason="as_of_missing",
        )
    return fact


def hold_or_route(*, recommendation: Recommendation, is_held: bool) -> bool:
    """Move a recommendation to where its facts now put it; says whether it moved."""
    transactions.require()
    state = RecommendationState(recommendation.state)
    to = RecommendationState.HELD if is_held else RecommendationState.ROUTED
    if (state, to) not in MOVES:
        return False
    recommendation.state = to.value
    return Recommendation.objects.filter(id=recommendation.id, state=state.value).update(state=to.value) == 1
