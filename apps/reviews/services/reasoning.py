"""The reasons of an override: which may be given, what each asks for, and the values that they correct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.core import bulk, refusals, transactions, vault
from apps.core.words import Words, say
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.registry import rules as registry_rules
from apps.registry import selectors as registry
from apps.registry.models import Reason
from apps.registry.states import Direction
from apps.reviews import rules
from apps.reviews.models import Decision, FactCorrection, OverrideReason, ReviewItem
from apps.reviews.services import moving


class ReasonMissing(refusals.Invalid):
    code = "reason_missing"
    sentence = say("Choose the main reason why you decide otherwise than the AI suggests.")


class ReasonDoesNotFit(refusals.Invalid):
    code = "reason_does_not_fit"
    sentence = say("This reason does not fit the direction of your decision. Choose another one.")


class ReasonInputMissing(refusals.Invalid):
    code = "reason_input"
    sentence = say("The reason needs one more detail.")


class TooManyReasons(refusals.Invalid):
    code = "too_many_reasons"
    sentence = say("Give one main reason and at most two more.")


class ReasonsContradict(refusals.Invalid):
    code = "reasons_contradict"
    sentence = say("Two of your reasons give different right values for one fact. Keep one of them.")


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that a reason says is wrong, with what is right."""

    fact: str
    kind: str
    right: intake_rules.Value
    seen: str


@dataclass(frozen=True, slots=True)
class Given:
    """One reason after its checks; none of the list when `reason` is None."""

    reason: Reason | None
    category: str
    choices: Mapping[str, str]
    fact: str = ""
    correction: Correction | None = None

    @property
    def code(self) -> str:
        return self.reason.code if self.reason else rules.NONE_FITS


def check(item: ReviewItem, answer: rules.Answer, direction: Direction, *, today: date) -> tuple[Given, ...]:
    """Return the reasons of an override, the main one first. today: where the organisation is.

    Raises: ReasonMissing, TooManyReasons, ReasonDoesNotFit, ReasonInputMissing, ReasonsContradict.
    """
    causes = answer.causes
    if not answer.reason:
        raise ReasonMissing(field="reason")
    if len(causes) > rules.MOST_REASONS:
        raise TooManyReasons(field="reason")
    known = {one.code: one for one in registry.reasons_in_force(item.system_id)}
    found: list[Given] = []
    for place, cause in enumerate(causes):
        reason = known.get(cause.reason)
        if reason is None and (cause.reason != rules.NONE_FITS or place):
            raise ReasonMissing(field="reason")
        found.append(_listed(item, reason, cause, direction, today) if reason else _unlisted(cause))
    _refuse_contradiction(item, [one.correction for one in found if one.correction])
    return tuple(found)


def _refuse_contradiction(item: ReviewItem, corrections: Sequence[Correction]) -> None:
    """Refuse two right values for one fact; the same value said twice is one correction (see `write`)."""
    right: dict[str, intake_rules.Value] = {}
    for one in corrections:
        if right.setdefault(one.fact, one.right) != one.right:
            specs = intake.contract(item.context.contract).specs
            label = specs[one.fact].label
            said = say("Two of your reasons give different right values for %(fact)s. Keep one.", fact=label)
            raise ReasonsContradict(said, field="reason")


def _unlisted(cause: rules.Cause) -> Given:
    fault = rules.input_fault(rules.NONE_FITS_INPUT, cause.choices)
    if fault:
        raise ReasonInputMissing(fault.sentence, field=f"choices.{fault.key}")
    return Given(reason=None, category="", choices=cause.choices)


def _listed(item: ReviewItem, reason: Reason, cause: rules.Cause, direction: Direction, today: date) -> Given:
    if not registry_rules.fits(reason.directions, direction):
        raise ReasonDoesNotFit(field="reason")
    specs = _specs(item, reason)
    fault = rules.input_fault(reason.input, cause.choices, facts=specs)
    fault = fault or rules.date_fault(reason.input, cause.choices, today)
    if fault:
        raise ReasonInputMissing(fault.sentence, field=f"choices.{fault.key}")
    category = rules.core_category(
        fixed=reason.core_category, by_choice=reason.core_by_choice, choices=cause.choices
    )
    fact = _said(reason, cause, "fact")
    return Given(reason, category, cause.choices, fact, _correction(reason, cause, specs.get(fact)))


def _specs(item: ReviewItem, reason: Reason) -> Mapping[str, intake_rules.FactSpec]:
    """Return the facts that a reason may name; the name is kept in the clear, so free text is refused."""
    if all(one.get("kind") != "fact" for one in reason.input):
        return {}
    return intake.contract(item.context.contract).specs


def _said(reason: Reason, cause: rules.Cause, kind: str) -> str:
    keys: Sequence[str] = [one["key"] for one in reason.input if one.get("kind") == kind]
    return next((cause.choices[key].strip() for key in keys if cause.choices.get(key)), "")


def _correction(reason: Reason, cause: rules.Cause, spec: intake_rules.FactSpec | None) -> Correction | None:
    text = _said(reason, cause, "fact_value")
    if not text:
        return None
    field = next(str(one["key"]) for one in reason.input if one.get("kind") == "fact_value")
    if spec is None:
        raise ReasonInputMissing(say("Say which fact the right value is of."), field=f"choices.{field}")
    right = intake_rules.read_typed(spec, text)
    if isinstance(right, Words):
        raise ReasonInputMissing(
            say("%(fact)s: %(wanted)s", fact=spec.label, wanted=right), field=f"choices.{field}"
        )
    return Correction(spec.key, _said(reason, cause, "choice"), right, _said(reason, cause, "text"))


def write(item: ReviewItem, decision: Decision, given: Sequence[Given]) -> list[FactCorrection]:
    """Keep the reasons with what they asked for, sealed, and return the values that they correct.

    Writes: OverrideReason, FactCorrection.
    """
    transactions.require()
    if not given:
        return []
    subject_id = item.case.subject_id
    key = moving.subject_key(item)
    reasons = [
        OverrideReason(
            decision=decision,
            reason=one.reason,
            place=place,
            core_category=one.category,
            sealed_input=vault.seal(dict(one.choices), subject_id=subject_id, key=key)
            if one.choices
            else None,
            fact=one.fact,
        )
        for place, one in enumerate(given)
    ]
    bulk.insert_last(reasons)
    said = [one.correction for one in reversed(given) if one.correction]
    corrections = {one.fact: one for one in said}.values()  # said twice, it is kept as the main reason has it
    if not corrections:
        return []
    opened = intake.open_snapshot(
        item.context, subject_id=subject_id, now=decision.decided_at, keys={subject_id: key}
    )
    was = opened.check.values()
    return FactCorrection.objects.bulk_create(
        FactCorrection(
            decision=decision,
            fact=one.fact,
            kind=one.kind,
            sealed=vault.seal(_diff(one, was.get(one.fact)), subject_id=subject_id, key=key),
        )
        for one in corrections
    )


def _diff(one: Correction, was: intake_rules.Value | None) -> dict[str, object]:
    return {"was": intake_rules.jsonable(was), "right": intake_rules.jsonable(one.right), "seen": one.seen}
