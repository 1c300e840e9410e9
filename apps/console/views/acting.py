"""What is done with the form of a case: one verb for each act, and what is said once it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from apps.console import forms
from apps.console.edge import Reader
from apps.console.pages import asking, later, words
from apps.core.speech import speak_kept
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors.climbed import why_words as climbed_words
from apps.reviews import services as reviews
from apps.reviews.models import Escalation
from apps.reviews.rules import Answer


@dataclass(frozen=True, slots=True)
class Given:
    """What a person sent with a form: for which item, under which lease, and what they typed."""

    item_id: UUID
    guard: forms.Guard
    typed: forms.Typed
    who: Reader


def _escalate(shown: selectors.ReviewPage, given: Given) -> tuple[str, str]:
    flow.escalate(
        item_id=given.item_id,
        why=given.typed.why,
        note=given.typed.note,
        version=given.guard.version,
        token=given.guard.token,
        by=given.who.actor,
        now=given.who.now,
    )
    text = _("%(ref)s is escalated. Someone else decides it; its record shows the result.")
    return text % {"ref": shown.case.case_ref}, ""


def _return(shown: selectors.ReviewPage, given: Given) -> tuple[str, str]:
    flow.return_escalated(
        item_id=given.item_id,
        note=given.typed.note,
        version=given.guard.version,
        token=given.guard.token,
        by=given.who.actor,
        now=given.who.now,
    )
    return _("%(ref)s went back to its inbox with your note.") % {"ref": shown.case.case_ref}, ""


def _decide(shown: selectors.ReviewPage, given: Given) -> tuple[str, str]:
    made = flow.decide(
        item_id=given.item_id,
        answer=_answer(shown, given.typed),
        version=given.guard.version,
        token=given.guard.token,
        by=given.who.actor,
        now=given.who.now,
    )
    if isinstance(made, Escalation):
        text = _("%(ref)s went to %(level)s instead: %(why)s. Your answer is kept there as your opinion.")
        level = _("the accountable owner") if made.to_owner else speak_kept(made.to_inbox.name)
        said = {"ref": shown.case.case_ref, "level": level, "why": climbed_words(made.why)}
        return text % said, ""
    said = {"outcome": speak_kept(made.outcome_code.label), "ref": shown.case.case_ref}
    if made.held_as is not None:
        text = _("Held, not sent: %(outcome)s on %(ref)s waits for a second person. You can take it back.")
        return text % said, ""
    until = words.clock_time(made.undo_until, now=given.who.now, zone=given.who.zone, seconds=True)
    text = _("Recorded: %(outcome)s on %(ref)s. You can undo it until %(time)s; then it is sent.")
    left = round((made.undo_until - given.who.now).total_seconds())
    return text % (said | {"time": until}), f"undo:{made.id}:{left}"


def _later(shown: selectors.ReviewPage, given: Given) -> tuple[str, str]:
    typed, who, ref = given.typed, given.who, {"ref": shown.case.case_ref}
    if typed.later == later.BACK:
        flow.give_back(
            item_id=given.item_id,
            why=typed.later_why,
            note=typed.note,
            version=given.guard.version,
            token=given.guard.token,
            by=who.actor,
            now=who.now,
        )
        return _("%(ref)s is back in its inbox.") % ref, ""
    item = flow.snooze(
        item_id=given.item_id,
        until=later.until(typed, organisation=who.actor.organisation, now=who.now),
        why=typed.later_why,
        note=typed.note,
        version=given.guard.version,
        token=given.guard.token,
        by=who.actor,
        now=who.now,
    )
    assert item.snoozed_until is not None
    time = words.moment(item.snoozed_until, now=who.now, zone=who.zone).absolute
    return _("%(ref)s is laid aside until %(time)s.") % (ref | {"time": time}), ""


def _ask(shown: selectors.ReviewPage, given: Given) -> tuple[str, str]:
    if given.typed.ask_to == asking.BUSINESS:
        reviews.ask(
            item_id=given.item_id,
            fact=given.typed.ask_fact,
            version=given.guard.version,
            token=given.guard.token,
            by=given.who.actor,
            now=given.who.now,
        )
    else:
        flow.ask_people(
            item_id=given.item_id,
            question=asking.question(given.typed, who=given.who),
            version=given.guard.version,
            token=given.guard.token,
            by=given.who.actor,
            now=given.who.now,
        )
    text = _("Asked. %(ref)s waits for the answer and comes back to its inbox; you are told.")
    return text % {"ref": shown.case.case_ref}, ""


def _answer(shown: selectors.ReviewPage, typed: forms.Typed) -> Answer:
    if typed.act == "approve":
        return Answer(
            outcome=shown.suggestion.code,
            note=typed.note,
            sure=typed.sure,
            learning=typed.learning,
            principal=typed.principal(shown.suggestion.code),
        )
    if typed.act != "override":
        raise forms.ActMissing(field="act")
    if not typed.outcome:
        raise forms.OutcomeMissing(field="outcome")
    return Answer(
        outcome=typed.outcome,
        reason=typed.reason or None,
        choices=typed.given(typed.reason),
        note=typed.note,
        sure=typed.sure,
        more=typed.causes(),
        learning=typed.learning,
        principal=typed.principal(typed.outcome),
    )


_ACTS: Mapping[str, Callable[[selectors.ReviewPage, Given], tuple[str, str]]] = {
    "escalate": _escalate,
    "return": _return,
    "later": _later,
    "ask": _ask,
}


def act(shown: selectors.ReviewPage, given: Given) -> tuple[str, str]:
    """Call the one verb of the act chosen; returns what is said then, and its tags."""
    return _ACTS.get(given.typed.act, _decide)(shown, given)
