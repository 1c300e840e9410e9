"""A decision in plain words for the person it is about: made from the record, or as somebody edited it.

Nothing of it is the AI's own text: codes, facts and reasons are said by ReviewHub, in the language asked for.
"""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.core import clock, refusals, speech, vault
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.flow.selectors import explained_appeals, explained_facts, principal
from apps.intake import selectors as intake
from apps.reviews import access, rules
from apps.reviews.access import recourse
from apps.reviews.models import Approval, Decision, Escalation, Explanation, OverrideReason
from apps.reviews.states import ApprovalResult, DecisionKind, Spoken

TITLES = {
    "decided": say("What was decided"),
    "who": say("Who decided, and what helped"),
    "facts": say("On which facts"),
    "missing": say("What was missing"),
    "contest": say("If you think that this is wrong"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an explanation: its code (rules.EXPLAINED), its heading and its words."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One kept version. is_generated: as the record gives it, nobody changed a word."""

    number: int
    by: str
    at: datetime
    is_generated: bool


@dataclass(frozen=True, slots=True)
class ExplanationPage:
    """An explanation in one language. version: 0 while none is kept, so that the record's own is shown.

    may_write: the reader may keep another one. asked: what a link to contest asks for beside the reference.
    """

    decision_id: UUID
    case_ref: str
    name: str
    outcome: str
    organisation: str
    language: str
    parts: tuple[Part, ...]
    version: int
    is_generated: bool
    versions: tuple[VersionRow, ...]
    may_write: bool
    asked: str


@dataclass(frozen=True, slots=True)
class OfCase:
    """A decision of a case that can be explained, with when it came into force."""

    decision_id: UUID
    outcome: str
    at: datetime
    holds: bool


def explanation(*, decision_id: UUID, language: str, to: Actor, anew: bool = False) -> ExplanationPage:
    """Return a decision's explanation: the newest version, or what the record gives where none is kept.

    anew: what the record gives, whatever is kept. language: en or de.
    Raises: refusals.NotVisible, access.FirstViewMissing.
    """
    decision = recourse.explained_decision(to, decision_id)
    kept = list(
        Explanation.objects.filter(decision=decision, language=language)
        .select_related("by")
        .order_by("-number")
    )
    return shown(decision, kept, language=language, anew=anew, may_write=recourse.may_explain(to, decision))


def spoken(language: str) -> AbstractContextManager[None]:
    """Speak a language inside, whoever reads the page."""
    return translation.override(language)


def shown(
    decision: Decision,
    kept: Sequence[Explanation],
    *,
    language: str,
    anew: bool = False,
    may_write: bool = False,
) -> ExplanationPage:
    """Write a decision's explanation in a language, whoever reads it; `kept` are its versions, newest first.

    Raises: refusals.NotVisible for a language that nobody writes.
    """
    if language not in {one.value for one in Spoken}:
        raise refusals.NotVisible
    newest = None if anew or not kept else kept[0]
    with translation.override(language):
        said = _kept(newest, decision.case.subject_id) if newest else generated(decision)
        subject = intake.subject_name(decision.case.subject)
        return ExplanationPage(
            decision_id=decision.id,
            case_ref=decision.case.case_ref,
            name=subject,
            outcome=speak_kept(decision.outcome_code.label),
            organisation=decision.case.source.organisation.name,
            language=language,
            parts=tuple(Part(code, speak(TITLES[code]), said.get(code, "")) for code in rules.EXPLAINED),
            version=kept[0].number if kept else 0,
            is_generated=newest is None or newest.is_generated,
            versions=tuple(VersionRow(one.number, one.by.name, one.at, one.is_generated) for one in kept),
            may_write=may_write,
            asked=explained_facts.known_fact(decision).label if may_write else "",
        )


def _kept(row: Explanation, subject_id: UUID) -> dict[str, str]:
    key = vault.open_keys([subject_id]).get(subject_id)
    if key is None:
        return dict.fromkeys(rules.EXPLAINED, _("Erased"))
    said: dict[str, str] = json.loads(vault.open_bytes(bytes(row.sealed), subject_id=subject_id, key=key))
    return said


def generated(decision: Decision) -> dict[str, str]:
    """Write every part from the record, in the language that is active; the decision as `access` reads it."""
    facts = explained_facts.of(decision)
    return {
        "decided": _decided(decision),
        "who": _who(decision),
        "facts": facts.rested_on,
        "missing": facts.missing,
        "contest": _contest(decision),
    }


def _day(decision: Decision, at: datetime) -> str:
    organisation = decision.case.source.organisation
    return speech.day(at.astimezone(ZoneInfo(organisation.time_zone)).date())


def _decided(decision: Decision) -> str:
    system, outcome = decision.recommendation.system, decision.outcome_code
    is_told = decision.decided_at != clock.NOT_RECORDED
    said = [
        (
            _("On %(day)s %(organisation)s decided on your %(case)s %(ref)s: %(outcome)s.")
            if is_told
            else _("%(organisation)s decided on your %(case)s %(ref)s: %(outcome)s. When was not recorded.")
        )
        % {
            "day": _day(decision, decision.decided_at),
            "organisation": decision.case.source.organisation.name,
            "case": speak_kept(system.case_word),
            "ref": decision.case.case_ref,
            "outcome": speak_kept(outcome.label),
        }
    ]
    if outcome.means:
        said.append(_("That means: %(means)s") % {"means": speak_kept(outcome.means)})
    said += explained_facts.amount(decision)
    before = decision.reverses
    if before is not None:
        parts = {
            "day": _day(decision, before.decided_at),
            "outcome": speak_kept(before.outcome_code.label),
        }
        said.append(_("It takes the place of the decision of %(day)s: %(outcome)s.") % parts)
    return "\n".join([*said, *principal.to_the_person(decision), *_holds_no_longer(decision)])


def _holds_no_longer(decision: Decision) -> list[str]:
    newer = Decision.objects.filter(reverses=decision, release__isnull=False).select_related("outcome_code")
    return [
        _("This decision does not hold any more. Since %(day)s another one holds: %(outcome)s.")
        % {"day": _day(decision, one.decided_at), "outcome": speak_kept(one.outcome_code.label)}
        for one in newer[:1]
    ]


def _who(decision: Decision) -> str:
    system = decision.recommendation.system
    owner = {"owner": system.owner.name, "organisation": decision.case.source.organisation.name}
    if decision.kind == DecisionKind.AUTOMATIC:
        return "\n".join(
            [
                _("A computer program decided this alone. No person looked at it before it was in force."),
                _("It may do so only within limits that %(owner)s of %(organisation)s signed.") % owner,
            ]
        )
    person = {"name": decision.by.name, "organisation": owner["organisation"]}
    said = [_("A person decided this: %(name)s of %(organisation)s.") % person]
    said += _passed_on(decision) + _seconded(decision)
    said += _and_the_program(decision)
    answers = _("%(owner)s of %(organisation)s answers for the computer program.") % owner
    return "\n".join([*said, answers])


def _passed_on(decision: Decision) -> list[str]:
    """Say who had passed the case on to whoever decided it."""
    climbed = Escalation.objects.filter(
        item=decision.item_id, result="DECIDED", closed_at=decision.decided_at
    )
    return [
        _("%(name)s had passed the case on before, so that somebody else decides it.")
        % {"name": one.raised_by.name}
        for one in climbed.select_related("raised_by")
        if one.raised_by.kind == "PERSON"
    ]


def _seconded(decision: Decision) -> list[str]:
    """Say what part a second person had, where the decision was held for one."""
    found = Approval.objects.filter(Q(decision=decision, result=ApprovalResult.UPHELD) | Q(instead=decision))
    said: list[str] = []
    for one in found.select_related("decided_by", "closed_by"):
        if one.decision_id == decision.id and one.closed_by:
            said.append(
                _("It was held until a second person agreed: %(name)s.") % {"name": one.closed_by.name}
            )
        else:
            said.append(
                _("%(name)s had decided before. That was held, and this second person decided otherwise.")
                % {"name": one.decided_by.name}
            )
    return said


def _and_the_program(decision: Decision) -> list[str]:
    """Say what part the computer program had: it suggested, and the person decided the same or otherwise."""
    if decision.kind == DecisionKind.REVERSED:
        return [_("The earlier decision was looked at again and changed. No computer program decided that.")]
    said = [_("A computer program had made a suggestion before. It only suggests; the person decides.")]
    if decision.kind == DecisionKind.APPROVED:
        return [*said, _("The person decided what it had suggested.")]
    said.append(_("The person decided otherwise than it had suggested."))
    why = _reasons(decision)
    return [*said, _("Why: %(reasons)s.") % {"reasons": "; ".join(why)}] if why else said


def _reasons(decision: Decision) -> list[str]:
    """Return the coded reasons in quotes; none that is restricted, nothing that somebody typed."""
    rows = OverrideReason.objects.filter(decision=decision, reason__isnull=False).select_related("reason")
    return [
        speech.quoted(speak_kept(one.text).rstrip("."))
        for one in rows.order_by("place")
        if one.reason is not None
        and not one.reason.is_restricted
        and one.core_category != "integrity_concern"
    ]


def _contest(decision: Decision) -> str:
    system, became = decision.recommendation.system, explained_appeals.of(decision)
    if _holds_no_longer(decision):
        return "\n".join([*became, _("What holds now can be contested. Its own explanation says how.")])
    said = {
        "organisation": decision.case.source.organisation.name,
        "ref": decision.case.case_ref,
        "days": speech.number(system.appeal_days),
    }
    return "\n".join(
        [
            *became,
            _("You may contest this decision or complain about it. It costs nothing."),
            _("Tell %(organisation)s, with the reference %(ref)s, what you think is wrong.") % said,
            _("Somebody who had no part in it looks at it again and answers within %(days)s days.") % said,
        ]
    )


def of_case(*, case_ref: str, to: Actor) -> list[OfCase]:
    """Return the decisions of a case whose explanation the reader may see, oldest first."""
    rows = recourse.explained_decisions(to).filter(case__case_ref=case_ref)
    rows = rows.filter(case__source__organisation=to.organisation_id)
    found = rows.exclude(case__in=access.walled_cases(to)).select_related("outcome_code", "reversed_by")
    return [
        OfCase(one.id, speak_kept(one.outcome_code.label), one.decided_at, not hasattr(one, "reversed_by"))
        for one in found.order_by("decided_at", "id")
    ]
