"""Everything the review screen shows of one item, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import (
    advising,
    approving,
    asking,
    changes,
    correcting,
    decisions,
    listing,
    neighbours,
    raised,
    reach,
    related,
    suggesting,
    trusting,
    walls,
    words,
)
from apps.flow.selectors.reach import Authority, OutcomeRow
from apps.flow.selectors.suggesting import SuggestionRow
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import Case, Evidence
from apps.measures import rules as measure_rules
from apps.policy import selectors as policies
from apps.registry import selectors as registry
from apps.registry.models import AISystem, Reason
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.access import relations, skills
from apps.reviews.models import Draft, Escalation, ItemReason, ReviewItem
from apps.reviews.states import ItemKind, ItemState, ReasonKind


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: the value used, and what other sources say. `state` is ok or what is wrong with it.

    evidence: the document that the value was read from, as `<external_ref>[#page]`. asked: who asked for it.
    corrected: what people said is right instead.
    """

    key: str
    label: str
    value_words: str
    source: str
    as_of: datetime | None
    age_words: str
    origin: str
    state: str
    rule: str
    way_out: str
    required: bool
    evidence: str = ""
    others: tuple["FactRow", ...] = ()
    asked: asking.QuestionRow | None = None
    corrected: tuple[correcting.CorrectionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What a person needs to decide an item. Before a first view that it asks for, nothing of the advice.

    is_walled: so it is now; suggestion, calibration, reasons, notes of others and directions are empty.
    """

    item: ReviewItem
    case: Case
    has_documents: bool
    system: AISystem
    subject_name: str
    facts: tuple[FactRow, ...]
    assumptions: tuple[str, ...]
    context_state: str
    suggestion: SuggestionRow
    is_walled: bool
    own_view: walls.OwnView | None
    calibration_words: str
    agreed: measure_rules.Share
    weakest: trusting.Weakest | None
    related: tuple[related.RelatedRow, ...]
    why_here: list[str]
    outcome_codes: tuple[OutcomeRow, ...]
    reasons: list[Reason]
    authority: Authority
    may_decide: bool
    may_not_because: str
    blocks_approval: bool
    block_sentence: str
    change: changes.Change | None
    escalation: raised.EscalationNote | None
    returned_note: str
    later_note: str
    draft: dict[str, Any] | None
    n_required: int
    n_missing: int
    n_conflicts: int
    undo_seconds: int
    acts_words: str
    asked: asking.OfItem
    may_take_over: bool = False
    may_list: bool = True
    decided: decisions.ItemDecision | None = None
    place: neighbours.Place | None = None

    @property
    def own_decision(self) -> UUID | None:
        """Return the decision that holds and that the reader made on this item."""
        return getattr(self.item, "own_decision", None)

    @property
    def asks_second(self) -> bool:
        """Say whether policy asks for a second person before a decision is in force."""
        return bool(getattr(self.item, "four_eyes", False)) and self.item.kind == ItemKind.RECOMMENDATION

    @property
    def accountable(self) -> str:
        return self.system.owner.name

    @property
    def is_delivered(self) -> bool:
        return bool(self.case.source.delivery_url)


def review_page(*, item_id: UUID, to: Actor, now: datetime) -> ReviewPage:
    """Return what a person needs to decide an item.

    Raises: refusals.NotVisible.
    """
    item, says, draft, has_documents, is_paused, is_walled = _item(item_id, to)
    subject_id = item.case.subject_id
    keys = vault.open_keys([subject_id])
    snapshot = item.context
    contract = intake.spoken_contract(snapshot.contract)
    opened = intake.open_snapshot(snapshot, subject_id=subject_id, now=now, keys=keys, by=contract)
    choices = _choices(item, to, now)
    climbs = item.__dict__["climbed"] = raised.escalations(item)
    may_not = _may_not(item, climbs, to)
    blocking = _blocking(snapshot.findings)
    change = changes.since_suggestion(item, keys, now)
    outdated = changes.outdated_sentence(item, change)
    asked = asking.of_item(item, keys, to, now, is_walled=is_walled, may_not=may_not)
    trust = trusting.trust(item, is_walled=is_walled)
    outcomes, authority = reach.how_far(item, choices, to, now, is_walled=is_walled)
    return ReviewPage(
        item=item,
        case=item.case,
        has_documents=has_documents,
        system=item.system,
        subject_name=intake.subject_name(item.case.subject, keys=keys),
        facts=_facts(item, contract, opened, asked.facts, now, is_walled=is_walled),
        assumptions=tuple(one.say for one in contract.assumptions),
        context_state=opened.check.state.value,
        suggestion=suggesting.nothing(item) if is_walled else suggesting.suggestion(item, opened, keys, now),
        is_walled=is_walled,
        own_view=None if is_walled else walls.own_view(item, to, keys),
        calibration_words=trust.words,
        agreed=trust.agreed,
        weakest=trust.weakest,
        related=related.related(item, to=to, is_walled=is_walled),
        why_here=[*says, *_skill(item, climbs), *(speak_kept(one) for one in opened.check.exclusions)],
        outcome_codes=outcomes,
        reasons=[] if is_walled else choices.reasons,
        authority=authority,
        may_decide=not may_not,
        may_not_because=may_not,
        blocks_approval=bool(blocking or outdated),
        block_sentence=_block_sentence(blocking[:2], opened.check) or outdated,
        change=change,
        escalation=raised.escalation(item, climbs, keys, is_walled=is_walled),
        returned_note="" if is_walled else raised.returned_note(item, climbs, keys),
        later_note="" if is_walled else _noted(item, keys),
        draft=reviews.opened_draft(draft, subject_id=subject_id, keys=keys),
        n_required=len(opened.check.required),
        n_missing=opened.check.n_missing,
        n_conflicts=opened.check.n_conflicts,
        undo_seconds=item.system.undo_seconds,
        acts_words=reach.acts_words(choices.autonomy, is_paused=is_paused),
        asked=asked,
        decided=decisions.of_item(item=item, to=to, now=now),
        place=neighbours.place(item, to),
        may_take_over=item.holder_id != to.id and access.may_supervise(to, item.inbox_id),
        may_list=item.inbox_id in access.inbox_ids(to),
    )


def _facts(
    item: ReviewItem,
    contract: intake_rules.Contract,
    opened: intake.Opened,
    asked: Sequence[asking.QuestionRow],
    now: datetime,
    *,
    is_walled: bool,
) -> tuple[FactRow, ...]:
    """Write the facts with the questions that are out for them and what people corrected on the case.

    What was corrected was so against the AI: not before a view that the case asks for.
    """
    rows = fact_rows(contract, opened, currency=item.system.currency, now=now)
    is_corrected = getattr(item, "is_corrected", False) and not is_walled
    said = correcting.of_case(item.case_id) if is_corrected else ()
    return correcting.beside(asking.with_questions(rows, asked), said)


def _skill(item: Any, climbs: Sequence[Escalation]) -> list[str]:
    """Say which skill a case asks for, as its row in the list does."""
    is_up = any(one.closed_at is None for one in climbs)
    is_asked = item.skill and skills.asks_now(item, is_up=is_up)
    return [speak(listing.asks_for(item.skill))] if is_asked else []


def _item(item_id: UUID, to: Actor) -> tuple[ReviewItem, list[str], Draft | None, bool, bool, bool]:
    draft = Draft.objects.filter(item=OuterRef("pk"), by=to)
    says = ItemReason.objects.filter(item=OuterRef("pk"), closed_at=None).order_by("opened_at", "id")
    noted = ItemReason.objects.filter(
        item=OuterRef("pk"), kind=ReasonKind.SNOOZED, sealed_note__isnull=False
    ).order_by("-opened_at")
    item = (
        access.visible_items(to)
        .select_related(
            "inbox__climbs_to",
            "case__subject",
            "case__source",
            "recommendation__outcome_code",
            "recommendation__snapshot__contract",
            "recommendation__stands_in__system__organisation",
            "snapshot__contract",
            "snapshot__change",
            "holder",
            "snoozed_by",
        )
        .annotate(
            skill=skills.named(),
            says=ArraySubquery(says.values("says")),
            tells=ArraySubquery(says.values("tells_advice")),
            is_walled=access.is_walled(to),
            draft_sealed=Subquery(draft.values("sealed")),
            draft_saved_at=Subquery(draft.values("saved_at")),
            facts_by=changes.facts_by(),
            is_paused=F("system__pause__is_paused"),
            has_documents=Exists(Evidence.objects.filter(case=OuterRef("case"))),
            line_up_then=advising.line_up_then(),
            is_corrected=correcting.any_of_case(),
            is_put=asking.any_put(),
            is_related=Exists(relations.of_subject(to, OuterRef("case__subject"))),
            own_decision=Subquery(access.own_in_force(to).filter(item_id=OuterRef("pk")).values("id")[:1]),
            laid_aside=Subquery(noted.values("sealed_note")[:1]),
            four_eyes=Subquery(
                policies.of_recommendation(OuterRef("recommendation")).values("four_eyes")[:1]
            ),
            sent_back=Subquery(approving.sent_back().values("sealed_why")[:1]),
            **neighbours.counts(),
        )
        .filter(id=item_id)
        .first()
    )
    if item is None:
        raise refusals.NotVisible
    kept = Draft(sealed=item.draft_sealed, saved_at=item.draft_saved_at) if item.draft_sealed else None
    said = [one for one, tells in zip(item.says, item.tells, strict=True) if not (item.is_walled and tells)]
    spoken = [speak_kept(one) for one in said]
    return item, spoken, kept, item.has_documents, item.is_paused, item.is_walled


def _choices(item: ReviewItem, to: Actor, now: datetime) -> registry.Choices:
    found = registry.choices(system_id=item.system_id, roles=accounts.roles(to), person_id=to.id, now=now)
    item.system = found.system
    return found


def _blocking(findings: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [one for one in findings if one["severity"] == "block"]


def _block_sentence(blocking: Sequence[Mapping[str, str]], check: intake_rules.Check) -> str:
    """Say why nobody can approve: in the reader's language where the check still finds it."""
    known = {(one.fact, one.kind.value): one for one in check.findings}
    said: list[str] = []
    for one in blocking:
        found = known.get((one["fact"], one["kind"]))
        said += [speak(found.rule), speak(found.way_out)] if found else [one["rule"], one["way_out"]]
    return " ".join(said)


def _noted(item: ReviewItem, keys: Mapping[UUID, bytes]) -> str:
    """Return the note with which it was last laid aside."""
    sealed = getattr(item, "laid_aside", None)
    return reviews.sealed_text(sealed, subject_id=item.case.subject_id, keys=keys)


def _may_not(item: ReviewItem, climbed: Sequence[Escalation], to: Actor) -> str:
    if not ItemState(item.state).waits:
        return _("It is closed.")
    if getattr(item, "is_related", False):
        return speak(relations.RelatedToYou.sentence)
    refusal = access.why_not(to, item, climbed)
    return speak(refusal.sentence) if refusal else ""


def fact_rows(
    contract: intake_rules.Contract, opened: intake.Opened, *, currency: str, now: datetime
) -> tuple[FactRow, ...]:
    """Write every fact of the contract, required ones first, each with what is wrong with it."""
    said: dict[str, list[intake_rules.Fact]] = {}
    for fact in opened.facts:
        said.setdefault(fact.key, []).append(fact)
    found = {one.fact: one for one in reversed(opened.check.findings)}
    needed = opened.check.required
    specs = sorted(contract.specs.values(), key=lambda spec: spec.key not in needed)
    return tuple(
        _fact_row(spec, said.get(spec.key, []), opened, found.get(spec.key), currency, now)
        for spec in specs
        if spec.sensitivity is not intake_rules.Sensitivity.PROTECTED
        and (spec.key in needed or spec.key in said)
    )


def _fact_row(
    spec: intake_rules.FactSpec,
    said: Sequence[intake_rules.Fact],
    opened: intake.Opened,
    finding: intake_rules.Finding | None,
    currency: str,
    now: datetime,
) -> FactRow:
    used = opened.check.resolved.get(spec.key)
    rule, way_out = (speak(finding.rule), speak(finding.way_out)) if finding else ("", "")
    state = finding.kind.value if finding else "ok"
    others = tuple(
        _said_row(spec, one, currency, now, required=spec.key in opened.check.required)
        for one in said
        if used is None or not _is(one, used)
    )
    return FactRow(
        key=spec.key,
        label=spec.label,
        value_words=words.value(spec, used.value, currency=currency) if used else "",
        source=words.source(used.source) if used else "",
        as_of=used.as_of if used else None,
        age_words=words.age(used.as_of, now) if used else "",
        origin=used.origin.value if used else "",
        state="stale" if state == "undated" else state,
        rule=rule,
        way_out=way_out,
        required=spec.key in opened.check.required,
        evidence=next((one.evidence for one in said if used and one.evidence and _is(one, used)), ""),
        others=others,
    )


def _is(one: intake_rules.Fact, used: intake_rules.Resolved) -> bool:
    return (one.source, one.value) == (used.source, used.value)


def _said_row(
    spec: intake_rules.FactSpec, one: intake_rules.Fact, currency: str, now: datetime, *, required: bool
) -> FactRow:
    return FactRow(
        key=spec.key,
        label=spec.label,
        value_words=words.value(spec, one.given, currency=currency),
        source=words.source(one.source),
        as_of=one.as_of,
        age_words=words.age(one.as_of, now),
        origin=one.origin.value,
        state="ok",
        rule=speak(one.rule),
        way_out="",
        required=required,
        evidence=one.evidence,
    )
