"""The review screen: facts, then the suggestion, then the decision; the same for an escalation."""

from dataclasses import dataclass

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import deciding, facts, words
from apps.console.pages.cases import (
    Cite,
    Effect,
    ReviewPage,
    Rung,
    Statement,
    Suggestion,
    Voice,
)
from apps.console.pages.inbox import due
from apps.console.pages.lists import Due
from apps.console.pages.shell import Note
from apps.core import money
from apps.flow import selectors as flow

ESCALATION_WHY = {
    "over_authority": "It is above their authority.",
    "unsure": "They are not sure.",
    "second_opinion": "They want a second opinion.",
    "deadline": "Its deadline passed.",
    "other": "For a reason of their own.",
}
UNSUPPORTED = frozenset({"unsupported number", "unknown citation"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a person just tried and why it was refused; empty on a first look."""

    typed: Typed
    notice: Note | None = None
    field: str = ""
    sentence: str = ""
    state: str = ""
    code: str = ""


def build(page: flow.ReviewPage, *, attempt: Attempt, key: str, reader: Reader) -> ReviewPage:
    """Turn the selectors' page into template data."""
    item = page.item
    state = attempt.state or deciding.state_of(page, reader=reader)
    escalated = page.escalation is not None
    return ReviewPage(
        title=page.subject_name or page.case.case_ref,
        ref=page.case.case_ref,
        subtitle=f"{item.inbox.name}, {page.system.name}",
        list_label="Escalations" if escalated else item.inbox.name,
        list_url=reverse("console:escalations")
        if escalated
        else reverse("console:inbox", args=[item.inbox.slug]),
        case_url=reverse("console:case", args=[page.case.case_ref]),
        heads=(
            ("At stake", money.words(item.stake_minor, item.recommendation.currency)),
            ("Accountable", page.accountable),
        ),
        facts=facts.build(page.facts, reader=reader),
        facts_summary=facts.summary(page),
        why_here=_why_here(page),
        form=deciding.form(page, attempt.typed, state=state, attempt=attempt, key=key, reader=reader),
        suggestion=_suggestion(page, reader=reader),
        acts_words=page.acts_words,
        due=due(item.due_at, opened_at=item.opened_at, reader=reader),
        hold=deciding.hold_words(page, state=state, reader=reader),
        voices=_voices(page, reader=reader),
        ladder=_ladder(page, reader=reader) if escalated else (),
        escalation=escalated,
        footer=attempt.code,
    )


def _why_here(page: flow.ReviewPage) -> tuple[Effect, ...]:
    why = tuple(Effect("scale", sentence) for sentence in page.why_here)
    return (*why, Effect("user-check", page.authority.words)) if page.authority.words else why


def _suggestion(page: flow.ReviewPage, *, reader: Reader) -> Suggestion:
    given = page.suggestion
    labels = {fact.key: fact.label for fact in page.facts}
    return Suggestion(
        outcome=given.label,
        means=given.means,
        model=given.model_version,
        made_at=words.moment(given.made_at, now=reader.now, zone=reader.zone),
        stated=f"It states {given.confidence_words}. That is its own claim, not a measurement.",
        trust=page.calibration_words,
        arguments_for=tuple(_statement(one, labels) for one in given.statements if one.direction == "for"),
        arguments_against=tuple(
            _statement(one, labels) for one in given.statements if one.direction != "for"
        ),
    )


def _statement(one: flow.StatementRow, labels: dict[str, str]) -> Statement:
    cites = tuple(Cite(key, labels.get(key, key)) for key in one.cites)
    return Statement(one.text, cites, grounded=one.grounding not in UNSUPPORTED)


def _voices(page: flow.ReviewPage, *, reader: Reader) -> tuple[Voice, ...]:
    raised = page.escalation
    if raised is None:
        return (_returned(page.returned_note),) if page.returned_note else ()
    return (
        Voice(
            name=raised.raised_by_name,
            at=words.moment(raised.raised_at, now=reader.now, zone=reader.zone),
            headline="Asked for a supervisor" if raised.by_person else "Nobody decided it in time",
            words=ESCALATION_WHY.get(raised.why, "") if raised.by_person else "So it climbed by itself.",
            quote=raised.note,
            tag="Undecided, nothing was sent",
            icon="user-check" if raised.by_person else "clock-alert",
        ),
    )


def _returned(note: str) -> Voice:
    return Voice(name="A supervisor", at=None, headline="Returned it to you", quote=note)


def _ladder(page: flow.ReviewPage, *, reader: Reader) -> tuple[Rung, ...]:
    raised = page.escalation
    assert raised is not None
    item = page.item
    clock = due(item.due_at, opened_at=item.opened_at, reader=reader)
    last = f"Then {raised.next_inbox}" if raised.next_inbox else "The last level: it climbs no further"
    rungs = (
        Rung("arrow-up-right", raised.from_inbox, "left it undecided"),
        Rung("circle-dashed", f"{item.inbox.name}: whoever takes it", _clock(clock), now=True),
        Rung("minus", last, ""),
    )
    if not raised.by_person:
        return rungs
    return (*rungs, Rung("ban", f"Not {raised.raised_by_name}, who raised it", ""))


def _clock(clock: Due) -> str:
    return clock.words if clock.words.endswith("late") else f"due {clock.words[:1].lower()}{clock.words[1:]}"
