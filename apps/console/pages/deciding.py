"""The decision form: acts, outcomes, reasons with what they ask for, and what happens next."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import words
from apps.console.pages.cases import (
    Act,
    DecisionForm,
    Effect,
    Field,
    Input,
    Option,
    OutcomeChoice,
    ReasonChoice,
)
from apps.console.pages.shell import Note
from apps.flow import selectors as flow

if TYPE_CHECKING:
    from apps.console.pages.review import Attempt

OPEN, FREE, OTHER, EXPIRED, STALE, CLOSED = "open", "free", "other", "expired", "stale", "closed"
DIRECTION_WORDS = {
    "more_cautious": "more cautious than the AI",
    "less_cautious": "less cautious than the AI",
    "sideways": "as cautious as the AI",
}
WHY = (
    ("over_authority", "It is above my authority"),
    ("unsure", "I am not sure"),
    ("second_opinion", "I want a second opinion"),
    ("other", "Another reason, which I write below"),
)
SURE = (("unsure", "Unsure"), ("fairly", "Fairly"), ("sure", "Sure"))
CLOSED_WORDS = {
    "DECIDED": ("This case is decided.", "Its record shows by whom, and what became of it."),
    "SUPERSEDED": (
        "A newer suggestion replaced this one.",
        "The case waits in its inbox with the newer one.",
    ),
    "WITHDRAWN": ("The business system took this case back.", "Nothing is to be decided here."),
    "WAITING": ("A question about this case is out.", "It comes back when the answer arrives."),
    "HELD": ("The decision on this case waits for a second person.", "Nothing was sent yet."),
}
INPUT_KINDS = {
    "choice": "select",
    "fact": "select",
    "ai_reason": "select",
    "number": "number",
    "date": "date",
}
LONGEST_OPTION = 300
OUTCOME_KEYS = "QWRY"
TAKE = {True: "Take this case", False: "Hold it again"}


def state_of(page: flow.ReviewPage, *, reader: Reader) -> str:
    """Say what the reader may do with the form at this moment."""
    item = page.item
    if item.state not in {"OPEN", "CLAIMED"} or not page.may_decide:
        return CLOSED
    running = item.state == "CLAIMED" and item.held_until is not None and item.held_until > reader.now
    if not running:
        return EXPIRED if item.state == "CLAIMED" and item.holder_id == reader.actor.id else FREE
    return OPEN if item.holder_id == reader.actor.id else OTHER


def hold_words(page: flow.ReviewPage, *, state: str, reader: Reader) -> str:
    """Say who holds the case and for how long."""
    until = page.item.held_until
    if state == OPEN and until is not None:
        return f"For you, {words.duration((until - reader.now).total_seconds())}"
    if state == EXPIRED and until is not None:
        return f"Ended {words.age(until, now=reader.now)} ago"
    if state == OTHER and until is not None and page.item.holder is not None:
        return f"{page.item.holder.name}, {words.duration((until - reader.now).total_seconds())}"
    return "By nobody" if state == FREE else ""


def notice(page: flow.ReviewPage, typed: Typed, *, state: str, reader: Reader) -> Note | None:
    """Return the notice above the form for a state that needs one."""
    item = page.item
    until = item.held_until
    at = words.clock_time(until, now=reader.now, zone=reader.zone) if until else ""
    if state == OTHER:
        name = item.holder.name if item.holder else "Someone else"
        return Note(
            "",
            "lock",
            f"{name} holds this case until {at}.",
            "You can read it. You can take it when the hold ends.",
        )
    if state == EXPIRED:
        return Note(
            "warn", "timer-off", f"Your hold ended at {at}.", "Nothing was recorded. What you typed is below."
        )
    if state == FREE:
        kept = "" if typed.is_empty else " What you typed before is kept."
        return Note("", "hand", "Nobody holds this case.", f"Take it to decide on it.{kept}")
    if state == CLOSED:
        title, text = CLOSED_WORDS.get(
            item.state, ("You may look at this case, but not decide it.", page.may_not_because)
        )
        return Note("", "lock", title, text)
    return None


def form(
    page: flow.ReviewPage, typed: Typed, *, state: str, attempt: "Attempt", key: str, reader: Reader
) -> DecisionForm:
    """Build the right column; nothing is chosen unless the person chose it."""
    item = page.item
    escalated = page.escalation is not None
    until = item.held_until
    lease = timedelta(minutes=page.system.lease_minutes)
    return DecisionForm(
        state=state,
        post_url=reverse("console:decision", args=[item.id]),
        hold_url=reverse("console:hold", args=[item.id]),
        draft_url=reverse("console:draft", args=[item.id]),
        acts=_acts(page, typed, escalated=escalated),
        outcomes=_outcomes(page, typed),
        reasons=_reasons(page, typed, reader=reader),
        why_options=tuple(Option(value, label, checked=typed.why == value) for value, label in WHY),
        sure_options=tuple(Option(value, label, checked=typed.sure == value) for value, label in SURE),
        effects=_effects(page, state=state),
        item=str(item.id),
        version=str(item.version),
        token=str(item.token),
        key=key,
        note=typed.note,
        errors=(Field(attempt.field, attempt.sentence),) if attempt.field else (),
        notice=attempt.notice or notice(page, typed, state=state, reader=reader),
        held_for=round((until - reader.now).total_seconds()) if state == OPEN and until else 0,
        suggested=page.suggestion.label,
        next_url="" if escalated else reverse("console:next", args=[item.inbox.slug]),
        note_hint="the officer reads it if you return the case" if escalated else "optional",
        take_label=f"{TAKE[state == FREE]} for {words.duration(lease.total_seconds())}",
    )


def _acts(page: flow.ReviewPage, typed: Typed, *, escalated: bool) -> tuple[Act, ...]:
    over = page.authority.words if page.authority.is_over else ""
    block = page.block_sentence if page.blocks_approval else ""
    label = page.suggestion.label
    last = (
        Act(
            "return",
            "Return",
            "T",
            "Return to the officer",
            "Back to the officer with your note",
            typed.act == "return",
        )
        if escalated
        else Act("escalate", "Escalate", "E", "Escalate", "A supervisor decides", typed.act == "escalate")
    )
    return (
        Act(
            "approve",
            "Approve",
            "A",
            "Record approval",
            f"{label} is sent",
            typed.act == "approve",
            over or block,
        ),
        Act(
            "override",
            "Override",
            "O",
            "Record override",
            "Another outcome, with a reason",
            typed.act == "override",
            over,
        ),
        last,
    )


def _outcomes(page: flow.ReviewPage, typed: Typed) -> tuple[OutcomeChoice, ...]:
    others = [one for one in page.outcome_codes if one.code != page.suggestion.code]
    return tuple(
        OutcomeChoice(
            code=one.code,
            label=one.label,
            means=one.means,
            direction=one.direction,
            direction_words=DIRECTION_WORDS.get(one.direction, ""),
            key=key,
            checked=typed.outcome == one.code,
        )
        for one, key in zip(others, OUTCOME_KEYS + " " * len(others), strict=False)
    )


def _reasons(page: flow.ReviewPage, typed: Typed, *, reader: Reader) -> tuple[ReasonChoice, ...]:
    return tuple(
        ReasonChoice(
            code=reason.code,
            text=reason.text,
            digit=place,
            directions=" ".join(reason.directions),
            inputs=tuple(
                _input(spec, page, typed.choices.get(reason.code, {}), reader=reader) for spec in reason.input
            ),
            checked=typed.reason == reason.code,
        )
        for place, reason in enumerate(page.reasons, start=1)
    )


def _input(
    spec: Mapping[str, object], page: flow.ReviewPage, given: Mapping[str, str], *, reader: Reader
) -> Input:
    kind = str(spec.get("kind", "text"))
    key = str(spec["key"])
    low, high = str(spec.get("min", "")), str(spec.get("max", ""))
    days = spec.get("max_days")
    if kind == "date" and isinstance(days, int):
        today = reader.now.astimezone(reader.zone).date()
        low, high = today.isoformat(), (today + timedelta(days=days)).isoformat()
    label = str(spec.get("label", key))
    return Input(
        name=key,
        label=label if spec.get("required") else f"{label} (optional)",
        kind=INPUT_KINDS.get(kind, "text"),
        value=given.get(key, ""),
        options=_options(kind, spec.get("options"), page),
        minimum=low,
        maximum=high,
    )


def _options(kind: str, listed: object, page: flow.ReviewPage) -> tuple[tuple[str, str], ...]:
    if kind == "fact":
        return tuple((fact.key, fact.label) for fact in page.facts)
    if kind == "ai_reason":
        texts = [one.text[:LONGEST_OPTION] for one in page.suggestion.statements]
        return tuple((text, text) for text in texts)
    if isinstance(listed, list):
        return tuple((str(one["code"]), str(one["label"])) for one in listed)
    return ()


def _effects(page: flow.ReviewPage, *, state: str) -> tuple[Effect, ...]:
    if state == CLOSED:
        return ()
    undo = page.undo_seconds
    return (
        Effect("shield-check", "Final once recorded.", "Nothing automatic changes it."),
        Effect("undo-2", f"You can undo for {words.duration(undo)}.", "Then it is sent.")
        if undo
        else Effect("send", "It is sent at once.", "There is no undo for this AI system."),
        Effect(
            "circle-check", "The business system must confirm it.", "You see its answer under My decisions."
        ),
        Effect("users", page.accountable, "is accountable for this AI system."),
    )
