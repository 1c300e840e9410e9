"""Taking recommendations in: checked, idempotent, set-based. One is a batch of one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from apps.accounts.models import Actor, ActorKind
from apps.audit import services as audit
from apps.core import bulk as core_bulk
from apps.core import ids, refusals, transactions, vault
from apps.intake import bulk, rules, selectors
from apps.intake.models import Case, Recommendation
from apps.intake.services import rows
from apps.intake.services.rows import Accepted, Known
from apps.registry.selectors import InForce
from apps.registry.states import PauseMode

T = TypeVar("T")
RETRY_SECONDS = 300  # after which a sender may try a paused intake again
Outcome: TypeAlias = Accepted | Known | refusals.Refusal
_SENT, _SAID = rules.RecommendationIn._fields, rules.Statement._fields


class SubmissionNotValid(refusals.Invalid):
    """A submission that names what is wrong: `reason` becomes the stable error code."""

    def __init__(self, sentence: str, *, field: str, reason: str) -> None:
        super().__init__(sentence, field=field)
        self.code = reason


class SameIdOtherBody(refusals.IllegalMove):
    code = "external_id_reused"
    sentence = (
        "A recommendation with this external_id was received before with other content. "
        "To replace it, send the new content under a new external_id for the same case."
    )


class RepeatedInBatch(refusals.Invalid):
    code = "repeated_in_batch"
    sentence = "The same external_id stands in this batch before, with other content."


class SubjectChanged(refusals.IllegalMove):
    code = "subject_changed"
    sentence = "This case belongs to another subject. A case keeps its subject; check the reference."


class CaseKindChanged(refusals.IllegalMove):
    code = "case_kind_changed"
    sentence = "This case is known as another kind (REAL, TEST, KNOWN_ANSWER). A case keeps its kind."


class IntakePaused(refusals.Unavailable):
    code = "intake_paused"
    sentence = (
        "This AI system is paused so that this case is not taken in. Nothing is recorded; send it later."
    )


class CaseMeanwhile(refusals.IllegalMove):
    code = "case_in_progress"
    sentence = "The same case arrived at the same moment. Send it again."


def accept(
    *,
    lines: Sequence[rules.RecommendationIn],
    setup: InForce,
    segment_of: Callable[[Mapping[str, object]], str],
    by: Actor,
    now: datetime,
) -> list[Outcome]:
    """Take recommendations of one AI system in; what became of each, in the order given.

    A line that cannot be taken is a refusal in its place and leaves nothing; the others go in:
    SubmissionNotValid, SameIdOtherBody, RepeatedInBatch, SubjectChanged, CaseKindChanged, IntakePaused,
    vault.Erased.
    The same external id with the same body is `Known`. `segment_of` names the segment of resolved facts.
    Raises: CaseMeanwhile when another process made one of the cases since this one looked.
    """
    transactions.require()
    texts = selectors.texts_of_arrivals(lines, source_id=setup.system.source_id)
    contract = selectors.contract(setup.contract)
    reading = rows.Reading(rules.Entries(contract, now), selectors.lexicon(setup.contract), {}, texts)
    call = rows.Call(setup, contract, reading, segment_of, by, now)
    digests = [body_digest(line) for line in lines]
    known = bulk.known(
        setup.system.source_id,
        setup.system.id,
        [line.external_id for line in lines],
        list({line.case_ref for line in lines}),
    )
    _give_way(lines, known.cases, setup)
    outcomes: list[Outcome | None] = [None] * len(lines)
    read: dict[int, _Read] = {}
    first: dict[str, int] = {}
    for place, (line, digest) in enumerate(zip(lines, digests, strict=True)):
        earlier = first.setdefault(line.external_id, place)
        if earlier != place:
            continue  # answered as the first one was, below
        try:
            outcomes[place] = _of_before(line, digest, known.recommendations.get(line.external_id))
            if outcomes[place] is None:
                read[place] = _read(line, digest, known.cases, call)
        except refusals.Refusal as refusal:
            outcomes[place] = refusal
    fresh = _checked(read, call)
    paused = _paused(fresh, call)
    written = _write({place: line for place, line in fresh.items() if place not in paused}, call)
    for place, one in (*paused.items(), *written.items()):
        outcomes[place] = one
    return [
        _repeated(outcomes[first[line.external_id]], line, digests[place] == digests[first[line.external_id]])
        if first[line.external_id] != place
        else _settled(outcomes[place])
        for place, line in enumerate(lines)
    ]


def _give_way(
    lines: Iterable[rules.RecommendationIn], cases: dict[str, tuple[str, str]], setup: InForce
) -> None:
    """Let invented cases that ReviewHub put itself leave references with which a real case comes now."""
    meant = [one.case_ref for one in lines if one.case_kind is rules.CaseKind.REAL]
    taken = [ref for ref in meant if cases.get(ref, ("", ""))[1] == rules.CaseKind.KNOWN_ANSWER]
    if not taken:
        return
    own = Recommendation.objects.filter(
        case=OuterRef("pk"), by_id__in=Actor.objects.filter(kind=ActorKind.SYSTEM).values("id")
    )
    rows = Case.objects.filter(Exists(own), source=setup.system.source_id, case_ref__in=taken)
    for one in rows.select_for_update():
        cases.pop(one.case_ref)
        Case.objects.filter(id=one.id).update(case_ref=f"{one.case_ref[:40]}~{one.id.hex}", terms="")


def _settled(outcome: Outcome | None) -> Outcome:
    assert outcome is not None
    return outcome


def _of_before(
    line: rules.RecommendationIn, digest: bytes, before: tuple[UUID, bytes] | None
) -> Known | None:
    if before is None:
        return None
    if before[1] != digest:
        raise SameIdOtherBody(field="external_id", external_id=line.external_id)
    return Known(before[0], line.case_ref)


def _repeated(outcome: Outcome | None, line: rules.RecommendationIn, is_equal: bool) -> Outcome:  # noqa: FBT001
    """Answer a line whose external id stood in this batch before."""
    if not is_equal:
        return RepeatedInBatch(field="external_id", external_id=line.external_id)
    if isinstance(outcome, Accepted):
        return Known(outcome.recommendation.id, line.case_ref)
    return _settled(outcome)


def body_digest(line: rules.RecommendationIn) -> bytes:
    """Return the fingerprint of a submission's content, whatever order its JSON had; it holds names."""
    content: dict[str, object] = dict(zip(_SENT, line, strict=True))
    content["rationale"] = [dict(zip(_SAID, one, strict=True)) for one in line.rationale]
    return vault.fingerprint(content)


class _Read(NamedTuple):
    """One submission whose form and facts were read, before it is checked."""

    sent: rules.RecommendationIn
    digest: bytes
    facts: tuple[rules.Fact, ...]
    protected: Mapping[str, object]


def _read(
    line: rules.RecommendationIn,
    digest: bytes,
    cases: dict[str, tuple[str, str]],
    call: rows.Call,
) -> _Read:
    contract = call.contract
    _refuse_misfits(line, call.setup)
    try:
        facts = call.reading.entries.read(line.facts)
        rules.check_used(contract, line.used)
        rules.check_cited(contract, line.rationale)
        protected = rules.parse_protected(contract, line.protected)
    except rules.BadField as error:
        raise SubmissionNotValid(error.sentence, field=error.field, reason=error.code) from error
    subject_ref, kind = cases.setdefault(line.case_ref, (line.subject_ref, line.case_kind.value))
    if subject_ref != line.subject_ref:
        raise SubjectChanged(field="subject.ref", case_ref=line.case_ref)
    if kind != line.case_kind.value:
        raise CaseKindChanged(field="case.kind", case_ref=line.case_ref)
    return _Read(line, digest, facts, protected)


def _checked(read: Mapping[int, _Read], call: rows.Call) -> dict[int, rows.Line]:
    """Check and ground what was read: one step for all, then the next, which a processor does faster."""
    known, texts = call.reading, call.reading.texts
    grounded = [
        rules.ground(
            one.sent.rationale,
            one.facts,
            known.lexicon,
            texts.get((one.sent.case_ref, one.sent.subject_ref)),
            known.sentences,
        )
        for one in read.values()
    ]
    checks = [rules.check(call.contract, one.facts, call.now) for one in read.values()]
    return {
        place: rows.Line(*one, check, grounding)
        for (place, one), check, grounding in zip(read.items(), checks, grounded, strict=True)
    }


def _paused(fresh: Mapping[int, rows.Line], call: rows.Call) -> dict[int, IntakePaused]:
    """Return a refusal for what a pause refuses; its segment is known once its facts are read."""
    paused = call.setup.paused
    if not paused.refuses:
        return {}
    segment_of = call.segment_of
    return {
        place: IntakePaused(field="ai_system", retry_after=RETRY_SECONDS)
        for place, line in fresh.items()
        if paused.mode(outcome=line.sent.outcome, segment=segment_of(line.check.values())) is PauseMode.REFUSE
    }


def _refuse_misfits(line: rules.RecommendationIn, setup: InForce) -> None:
    if line.outcome not in setup.outcome_codes:
        known = ", ".join(setup.outcome_codes)
        raise SubmissionNotValid(
            f"Unknown outcome; this system knows {known}.", field="outcome", reason="unknown_outcome"
        )
    if line.stake_minor is not None and line.currency != setup.system.currency:
        raise SubmissionNotValid(
            f"This system's money is {setup.system.currency}.",
            field="stake.currency",
            reason="wrong_currency",
        )


def _write(fresh: Mapping[int, rows.Line], call: rows.Call) -> dict[int, Accepted | refusals.Refusal]:
    if not fresh:
        return {}
    subjects, keys, known = _subjects(fresh.values(), call.setup)
    outcomes: dict[int, Accepted | refusals.Refusal] = {
        place: vault.Erased(field="subject.ref")
        for place, line in fresh.items()
        if subjects[line.sent.subject_ref] not in keys
    }
    living = {place: line for place, line in fresh.items() if place not in outcomes}
    if not living:
        return outcomes
    cases = _cases(living.values(), subjects, call.setup, call.now)
    _record_joined(cases.values(), call)
    numbers = _next_numbers(cases, call.setup)
    accepted: dict[int, Accepted] = {}
    for place, line in living.items():
        case = cases[line.sent.case_ref]
        number = numbers[case.id] = numbers.get(case.id, 0) + 1
        recommendation = rows.arrived(line, case, keys[case.subject_id], number, call)
        accepted[place] = Accepted(
            recommendation,
            line.sent.case_ref,
            case.subject_id,
            line.check,
            line.grounding,
            supersedes=number > 1,
            subject_is_known=case.subject_id in known,
        )
    core_bulk.insert([one.recommendation.snapshot for one in accepted.values()])
    core_bulk.insert(rows.protected_rows(list(living.values()), cases, keys, call.now))
    return {**outcomes, **accepted}


def _subjects(
    lines: Iterable[rows.Line], setup: InForce
) -> tuple[dict[str, UUID], dict[UUID, bytes], set[UUID]]:
    """Find or make the subjects: id by reference, opened key by id of those not erased, ids known before."""
    new = {line.sent.subject_ref: _new_subject(line.sent.subject_name) for line in lines}
    found = bulk.find_or_make_subjects(source_id=setup.system.source_id, new=new)
    made = {one.id: one.key for ref, one in new.items() if found[ref].id == one.id}
    vault.keep(made)
    known = {one.id for one in found.values() if one.id not in made}
    keys = {**made, **(vault.living_keys(known) if known else {})}
    _name(lines, found, keys)
    return {ref: one.id for ref, one in found.items()}, keys, known


def _name(
    lines: Iterable[rows.Line], found: Mapping[str, bulk.FoundSubject], keys: Mapping[UUID, bytes]
) -> None:
    """Give their names to subjects that were known without: a document of theirs came first."""
    sent = {line.sent.subject_ref: line.sent.subject_name for line in lines if line.sent.subject_name}
    nameless = {ref: one.id for ref, one in found.items() if not one.is_named and one.id in keys}
    bulk.name_subjects(
        {
            one: vault.seal(sent[ref], subject_id=one, key=keys[one])
            for ref, one in nameless.items()
            if ref in sent
        }
    )


def _new_subject(name: str) -> bulk.NewSubject:
    subject_id, key = ids.new(), vault.mint()
    sealed = vault.seal(name, subject_id=subject_id, key=key) if name else None
    return bulk.NewSubject(subject_id, key, sealed)


def _cases(
    lines: Iterable[rows.Line], subjects: Mapping[str, UUID], setup: InForce, now: datetime
) -> dict[str, bulk.FoundCase]:
    wanted = [
        bulk.CaseLine(line.sent.case_ref, line.sent.case_kind.value, subjects[line.sent.subject_ref])
        for line in lines
    ]
    found = bulk.find_or_make_cases(source_id=setup.system.source_id, lines=wanted, now=now)
    for line in wanted:
        case = found[line.case_ref]
        if (case.subject_id, case.kind) != (line.subject_id, line.kind):
            raise CaseMeanwhile(field="case.ref")
    return found


def _record_joined(cases: Iterable[bulk.FoundCase], call: rows.Call) -> None:
    """Write which documents came before their case and are now part of it."""
    audit.record_many(
        [
            audit.Line("evidence.joined", ("evidence", document), call.by, call.now, case.id)
            for case in cases
            for document in case.documents
        ]
    )


def _next_numbers(cases: Mapping[str, bulk.FoundCase], setup: InForce) -> dict[UUID, int]:
    known = [case.id for case in cases.values() if not case.is_new]
    if not known:
        return {}
    found = (
        Recommendation.objects.filter(case__in=known, system=setup.system)
        .values_list("case_id")
        .annotate(last=Max("number"))
    )
    return dict(found)
