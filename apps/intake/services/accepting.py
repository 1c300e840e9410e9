"""Taking recommendations in: checked, idempotent, set-based. One is a batch of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Max

from apps.accounts.models import Actor
from apps.core import bulk as core_bulk
from apps.core import ids, refusals, transactions, vault
from apps.intake import bulk, rules, selectors
from apps.intake.models import Recommendation
from apps.intake.services import rows
from apps.intake.services.rows import Accepted
from apps.registry.selectors import InForce

T = TypeVar("T")
_SENT = tuple(one.name for one in fields(rules.RecommendationIn))


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


class SubjectChanged(refusals.IllegalMove):
    code = "subject_changed"
    sentence = "This case belongs to another subject. A case keeps its subject; check the reference."


class CaseKindChanged(refusals.IllegalMove):
    code = "case_kind_changed"
    sentence = "This case is known as another kind (REAL, TEST, KNOWN_ANSWER). A case keeps its kind."


def accept(
    *,
    lines: Sequence[rules.RecommendationIn],
    setup: InForce,
    segment_of: Callable[[Mapping[str, object]], str],
    by: Actor,
    now: datetime,
) -> list[Accepted]:
    """Take recommendations of one AI system in, in the order given, all or none.

    The same external id with the same body is answered from what is there. `segment_of` names the segment of
    resolved facts.
    Raises: SubmissionNotValid (field), SameIdOtherBody, SubjectChanged, CaseKindChanged.
    """
    transactions.require()
    _refuse_repeats(lines)
    digests = [body_digest(line) for line in lines]
    before = _received_before(setup, lines)
    _refuse_other_bodies(lines, digests, before)
    fresh = [
        _checked(line, digest, setup, now, _place(index, lines))
        for index, (line, digest) in enumerate(zip(lines, digests, strict=True))
        if line.external_id not in before
    ]
    made = {one.recommendation.external_id: one for one in _write(fresh, setup, segment_of, by, now)}
    return [
        made.get(line.external_id) or Accepted(before[line.external_id], line.case_ref, None)
        for line in lines
    ]


def body_digest(line: rules.RecommendationIn) -> bytes:
    """Return the fingerprint of a submission's content, whatever order its JSON had; it holds names."""
    content = {name: getattr(line, name) for name in _SENT}  # asdict would copy every fact
    return vault.fingerprint(content | {"rationale": [asdict(one) for one in line.rationale]})


def _place(index: int, lines: Sequence[object]) -> str:
    return f"lines[{index}]." if len(lines) > 1 else ""


def _refuse_repeats(lines: Sequence[rules.RecommendationIn]) -> None:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if line.external_id in seen:
            raise SubmissionNotValid(
                "The same external_id stands in this batch twice.",
                field=f"lines[{index}].external_id",
                reason="repeated_in_batch",
            )
        seen.add(line.external_id)


def _received_before(setup: InForce, lines: Sequence[rules.RecommendationIn]) -> dict[str, Recommendation]:
    found = Recommendation.objects.select_related("snapshot", "case").filter(
        system=setup.system, external_id__in=[line.external_id for line in lines]
    )
    return {row.external_id: row for row in found}


def _refuse_other_bodies(
    lines: Sequence[rules.RecommendationIn], digests: Sequence[bytes], before: Mapping[str, Recommendation]
) -> None:
    for line, digest in zip(lines, digests, strict=True):
        known = before.get(line.external_id)
        if known is not None and bytes(known.body_digest) != digest:
            raise SameIdOtherBody(external_id=line.external_id)


def _named(read: Callable[[], T], place: str) -> T:
    try:
        return read()
    except rules.BadField as error:
        raise SubmissionNotValid(error.sentence, field=place + error.field, reason=error.code) from error


def _checked(
    line: rules.RecommendationIn, digest: bytes, setup: InForce, now: datetime, place: str
) -> rows.Line:
    contract = selectors.contract(setup.contract)
    _refuse_misfits(line, setup, place)
    facts = _named(lambda: rules.parse_facts(contract, line.facts, now), place)
    _named(lambda: rules.check_used(contract, line.used), place)
    protected = _named(lambda: rules.parse_protected(contract, line.protected), place)
    grounding = rules.ground(line.rationale, facts, selectors.lexicon(setup.contract))
    return rows.Line(line, digest, facts, protected, rules.check(contract, facts, now), grounding)


def _refuse_misfits(line: rules.RecommendationIn, setup: InForce, place: str) -> None:
    if line.outcome not in setup.outcome_codes:
        known = ", ".join(setup.outcome_codes)
        raise SubmissionNotValid(
            f"Unknown outcome; this system knows {known}.", field=f"{place}outcome", reason="unknown_outcome"
        )
    if line.stake_minor is not None and line.currency != setup.system.currency:
        raise SubmissionNotValid(
            f"This system's money is {setup.system.currency}.",
            field=f"{place}stake.currency",
            reason="wrong_currency",
        )


def _write(
    lines: Sequence[rows.Line],
    setup: InForce,
    segment_of: Callable[[Mapping[str, object]], str],
    by: Actor,
    now: datetime,
) -> list[Accepted]:
    if not lines:
        return []
    subjects, keys = _subjects(lines, setup)
    cases = _cases(lines, subjects, setup, now)
    numbers = _next_numbers(cases, setup)
    accepted: list[Accepted] = []
    for line in lines:
        case = cases[line.sent.case_ref]
        snapshot = rows.snapshot(line, case, keys[case.subject_id], setup, now)
        number = numbers[case.id] = numbers.get(case.id, 0) + 1
        recommendation = rows.recommendation(line, case, snapshot, number, setup, by, now)
        recommendation.segment = segment_of(line.check.values())
        made = Accepted(recommendation, line.sent.case_ref, line.check, number > 1, line.grounding)
        accepted.append(made)
    core_bulk.insert([one.recommendation.snapshot for one in accepted])
    core_bulk.insert(rows.protected_rows(lines, cases, keys, now))
    return accepted


def _subjects(lines: Sequence[rows.Line], setup: InForce) -> tuple[dict[str, UUID], dict[UUID, bytes]]:
    """Find or make the subjects; returns id by reference and opened key by id."""
    new = {line.sent.subject_ref: _new_subject(line.sent.subject_name) for line in lines}
    found = bulk.find_or_make_subjects(source_id=setup.system.source_id, new=new)
    made = {one.id: one.key for ref, one in new.items() if found[ref] == one.id}
    vault.keep(made)
    known = [subject_id for subject_id in found.values() if subject_id not in made]
    return found, {**made, **(vault.keys_for(known) if known else {})}


def _new_subject(name: str) -> bulk.NewSubject:
    subject_id, key = ids.new(), vault.mint()
    sealed = vault.seal(name, subject_id=subject_id, key=key) if name else None
    return bulk.NewSubject(subject_id, key, sealed)


def _cases(
    lines: Sequence[rows.Line], subjects: Mapping[str, UUID], setup: InForce, now: datetime
) -> dict[str, bulk.FoundCase]:
    wanted = [
        bulk.CaseLine(line.sent.case_ref, line.sent.case_kind.value, subjects[line.sent.subject_ref])
        for line in lines
    ]
    found = bulk.find_or_make_cases(source_id=setup.system.source_id, lines=wanted, now=now)
    for line in wanted:
        if found[line.case_ref].subject_id != line.subject_id:
            raise SubjectChanged(field="subject.ref", case_ref=line.case_ref)
        if found[line.case_ref].kind != line.kind:
            raise CaseKindChanged(field="case.kind", case_ref=line.case_ref)
    return found


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
