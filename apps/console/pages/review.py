"""The review screen: facts, then the suggestion, then the decision; the same for an escalation."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import (
    asking,
    broken,
    changing,
    charts,
    deciding,
    decisions,
    facts,
    first_view,
    given,
    grounding,
    related,
    urgency,
    walk,
    words,
)
from apps.console.pages.cases import (
    Effect,
    ReviewPage,
    Suggestion,
    Voice,
)
from apps.console.pages.inbox import due
from apps.console.pages.ladder import rungs
from apps.console.pages.measured import is_few
from apps.console.pages.patterns import interval
from apps.console.pages.shell import Note
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors.laddering import OfItem, OpinionRow

DAY = timedelta(days=1)
NO_LADDER = OfItem()
ESCALATION_WHY = {
    "over_authority": gettext_lazy("It is above their authority."),
    "unsure": gettext_lazy("They are not sure."),
    "second_opinion": gettext_lazy("They want a second opinion."),
    "deadline": gettext_lazy("Its deadline passed."),
    "clock": gettext_lazy("The time of the level below passed."),
    "adverse_outcome": gettext_lazy("Policy has this outcome decided a level higher."),
    "low_calibration": gettext_lazy("How sure the AI says it is proved unreliable."),
    "first_view_differs": gettext_lazy("They decided otherwise than in their first view."),
    "repeated_override": gettext_lazy("Cases of this kind were overridden again and again."),
    "unsupported_statement": gettext_lazy("A statement of the AI is not supported by the facts."),
    "other": gettext_lazy("For a reason of their own."),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a person just tried and why it was refused; empty on a first look."""

    typed: Typed
    notice: Note | None = None
    field: str = ""
    sentence: str = ""
    state: str = ""
    code: str = ""


def build(
    page: flow.ReviewPage,
    *,
    attempt: Attempt,
    key: str,
    reader: Reader,
    documents: flow.CaseEvidence | None = None,
    ladder: OfItem = NO_LADDER,
) -> ReviewPage:
    """Turn the selectors' page into template data."""
    item = page.item
    state = attempt.state or deciding.state_of(page, reader=reader)
    escalated = page.escalation is not None
    decide = first_view.form if page.is_walled else deciding.form
    list_label, list_url = deciding.up(page, reader)
    return ReviewPage(
        title=page.subject_name or page.case.case_ref,
        ref=page.case.case_ref,
        subtitle=_("Inbox %(inbox)s · AI system %(system)s")
        % {"inbox": speak_kept(item.inbox.name), "system": speak_kept(page.system.name)},
        list_label=list_label,
        list_url=list_url,
        case_url=reverse("console:case", args=[page.case.case_ref]),
        heads=(
            (_("At stake"), speech.amount(item.stake_minor, item.recommendation.currency)),
            (_("Accountable"), page.accountable),
        ),
        facts=facts.build(
            page.facts, reader=reader, documents=documents, may_ask=page.asked.may_ask, change=page.change
        ),
        ask_url=reverse("console:ask", args=[item.id]),
        withdraw_url=_withdraw_url(page),
        put=asking.put(page.asked.put, reader=reader),
        facts_summary=facts.summary(page),
        assumptions=page.assumptions,
        why_here=(*_why_here(page, reader), *_sends_up(page, ladder)),
        related=related.lines(page, reader=reader),
        walk=walk.build(page),
        form=decide(page, attempt.typed, state=state, attempt=attempt, key=key, reader=reader),
        suggestion=None if page.is_walled else _suggestion(page, documents=documents, reader=reader),
        first_view=first_view.panel(page, state=state, attempt=attempt) if page.is_walled else None,
        own_view=first_view.said(page, reader=reader),
        acts_words=page.acts_words,
        due=due(item.due_at, opened_at=item.opened_at, reader=reader) if item.closed_at is None else None,
        due_at=words.clock_time(item.due_at, now=reader.now, zone=reader.zone)
        if abs(item.due_at - reader.now) < DAY
        else "",
        hold=deciding.hold_words(page, state=state, reader=reader),
        voices=()
        if page.is_walled
        else (*_taught(ladder, reader=reader), *_voices(page, ladder, reader=reader)),
        ladder=rungs(ladder.ladder, reader=reader) if ladder.ladder else (),
        escalation=escalated,
        give_url=_give_url(page),
        footer=attempt.code,
    )


def _withdraw_url(page: flow.ReviewPage) -> str:
    """Return where the open questions are withdrawn, for who may decide the case; empty when none is open."""
    if not page.may_decide or not deciding.is_asked(page):
        return ""
    return reverse("console:ask-withdraw", args=[page.item.id])


def _why_here(page: flow.ReviewPage, reader: Reader) -> tuple[Effect, ...]:
    if page.item.closed_at is not None:
        return ()
    why = tuple(Effect("scale", sentence) for sentence in page.why_here)
    may = (Effect("user-check", page.authority.words), *given.yours(page.authority.given, reader=reader))
    waits = page.item.state in {"OPEN", "CLAIMED"}
    found = (*why, *((urgency.effect(page.item),) if waits else ()))
    return (*found, *may) if found or page.item.state == "HELD" else ()


def _give_url(page: flow.ReviewPage) -> str:
    """Return where authority for a case that waits is given, for who may."""
    may = page.authority.may_give and page.item.closed_at is None
    return reverse("console:give_authority", args=[page.item.id]) if may else ""


def _scale(page: flow.ReviewPage) -> charts.Scale | None:
    """Draw what the AI states beside how often officers agreed; never what it states alone."""
    agreed, stated = page.agreed, page.suggestion.confidence
    if is_few(agreed) or agreed.value is None:
        return None
    measured = _("%(share)s measured") % {"share": round(agreed.value * 100)}
    said = _("%(share)s stated") % {"share": round(stated * 100)}
    return charts.scale(
        charts.Share(measured, agreed.value, agreed.low, agreed.high),
        stated=stated,
        stated_label=said,
        says=_("%(stated)s, %(measured)s in 100; 95%% interval %(interval)s.")
        % {"stated": said, "measured": measured, "interval": interval(agreed.low, agreed.high)},
    )


def _weakest(found: flow.Weakest | None) -> str:
    """Say in which kind of case it is worst: nobody should learn that from their own mistakes."""
    if found is None:
        return _("There are not enough cases to say for which kind of case it is weakest.")
    said = {
        "kind": found.label,
        "n": words.number(found.share.n),
        "agreed": words.number(round((found.share.value or 0) * found.share.n)),
    }
    if found.is_this:
        return _("This is the kind of case where it is weakest: %(kind)s.") % said
    if found.by_truth:
        return _("It is weakest for %(kind)s: there it proved right in %(agreed)s of %(n)s.") % said
    return _("It is weakest for %(kind)s: there officers agreed in %(agreed)s of %(n)s.") % said


def _suggestion(page: flow.ReviewPage, *, documents: flow.CaseEvidence | None, reader: Reader) -> Suggestion:
    given = page.suggestion
    labels = {fact.key: fact.label for fact in page.facts}
    return Suggestion(
        outcome=given.label,
        means=given.means,
        model=given.model_version,
        made_at=words.moment(given.made_at, now=reader.now, zone=reader.zone),
        stated=_("It states %(share)s. That is its own claim, not a measurement.")
        % {"share": given.confidence_words},
        trust=page.calibration_words,
        weakest=_weakest(page.weakest),
        scale=_scale(page),
        arguments_for=tuple(
            grounding.statement(one, labels, documents, language=page.system.language)
            for one in given.statements
            if one.direction == "for"
        ),
        arguments_against=tuple(
            grounding.statement(one, labels, documents, language=page.system.language)
            for one in given.statements
            if one.direction != "for"
        ),
        outdated=changing.outdated(page, reader=reader),
        stands_in=given.stands_in,
        broken_url=reverse("console:broken", args=[page.item.id]) if page.may_decide else "",
        broken_kinds=broken.kinds(),
    )


def _voices(page: flow.ReviewPage, ladder: OfItem, *, reader: Reader) -> tuple[Voice, ...]:
    raised = page.escalation
    if raised is None:
        returned = (_returned(page.returned_note),) if page.returned_note else ()
        decided = (_decided(page.decided, reader=reader),) if page.decided else ()
        return (*decided, *returned, *_laid_aside(page, reader=reader))
    if ladder.opinion is not None and raised.by_person:
        return (_opinion(raised, ladder.opinion, reader=reader),)
    return (
        Voice(
            name=raised.raised_by_name,
            at=words.moment(raised.raised_at, now=reader.now, zone=reader.zone),
            headline=_("Asked for a supervisor") if raised.by_person else _("Nobody decided it in time"),
            words=str(ESCALATION_WHY.get(raised.why, ""))
            if raised.by_person
            else _("So it was escalated by itself."),
            quote=raised.note,
            tag=_("Undecided, nothing was sent"),
            icon="user-check" if raised.by_person else "clock-alert",
        ),
    )


def _opinion(raised: flow.EscalationNote, one: OpinionRow, *, reader: Reader) -> Voice:
    """Say what whoever sent it up had decided, and that it is no decision."""
    why = str(ESCALATION_WHY.get(raised.why, ""))
    main = _("Main reason: %(reason)s.") % {"reason": one.reason} if one.reason else ""
    return Voice(
        name=raised.raised_by_name,
        at=words.moment(raised.raised_at, now=reader.now, zone=reader.zone),
        headline=one.outcome,
        words=" ".join(filter(None, (main, why))),
        quote=one.note,
        tag=_("An opinion, no decision: nothing was sent"),
    )


def _decided(one: flow.ItemDecision, *, reader: Reader) -> Voice:
    at_words = words.clock_time(one.fate_at, now=reader.now, zone=reader.zone) if one.fate_at else ""
    return Voice(
        name=_("You decided") if one.is_own else _("%(name)s decided") % {"name": one.by_name},
        at=words.moment(one.decided_at, now=reader.now, zone=reader.zone),
        headline=one.outcome_label,
        fate=decisions.fate(one.fate, at_words, one.fate_words, by=one.by_name if not one.is_own else ""),
    )


def _laid_aside(page: flow.ReviewPage, *, reader: Reader) -> tuple[Voice, ...]:
    """Say who laid a case aside until when; what they wrote stays with it after it came back."""
    item = page.item
    if item.snoozed_until is None:
        noted = Voice(_("When it was laid aside"), None, "", quote=page.later_note, icon="history")
        return (noted,) if page.later_note else ()
    until = words.clock_time(item.snoozed_until, now=reader.now, zone=reader.zone)
    name = item.snoozed_by.name if item.snoozed_by else _("Someone else")
    return (Voice(name, None, _("Laid aside until %(time)s") % {"time": until}, quote=page.later_note),)


def _returned(note: str) -> Voice:
    return Voice(name=_("A supervisor"), at=None, headline=_("Returned it to you"), quote=note)


def _sends_up(page: flow.ReviewPage, ladder: OfItem) -> tuple[Effect, ...]:
    """Say beside why a case is here what would send it up instead of a decision."""
    if not ladder.sends_up or page.item.closed_at is not None:
        return ()
    said = _("Decided a level higher when %(what)s.") % {"what": "; ".join(ladder.sends_up)}
    return (Effect("arrow-up-right", said),)


def _taught(ladder: OfItem, *, reader: Reader) -> tuple[Voice, ...]:
    """Say what was written to the reader about a case that they had sent up."""
    return tuple(
        Voice(
            name=one.by,
            at=words.moment(one.at, now=reader.now, zone=reader.zone),
            headline=_("What can be learned from it"),
            quote=one.text,
            tag=_("Written to you"),
        )
        for one in ladder.learned
    )
