"""Held decisions: the list of what waits for a second person, and the page on which one is resolved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import reversals, words
from apps.console.pages import review as review_pages
from apps.console.pages.cases import (
    Act,
    DecisionForm,
    Effect,
    Field,
    Follows,
    ReviewPage,
    Voice,
)
from apps.console.pages.choices import OutcomeChoice
from apps.console.pages.inbox import due
from apps.console.pages.ladder import Rung
from apps.console.pages.lists import Flag, Told
from apps.console.pages.shell import Action, Empty, Note, Tab, more_url
from apps.core import speech
from apps.flow import selectors as flow
from apps.flow.selectors import approving as selectors

UPHOLD, AMEND, REVERSE, RETURN = "uphold", "override", "reverse", "return"
RESULTS = {
    "": ("hourglass", gettext_lazy("Held, not sent")),
    "UPHELD": ("circle-check", gettext_lazy("Upheld")),
    "AMENDED": ("pencil-line", gettext_lazy("Amended")),
    "REVERSED": ("undo-2", gettext_lazy("Reversed: the suggestion holds")),
    "RETURNED": ("undo-2", gettext_lazy("Returned")),
    "WITHDRAWN": ("undo-2", gettext_lazy("Taken back by whoever decided")),
    "SUPERSEDED": ("refresh-cw", gettext_lazy("A newer suggestion came")),
}


@dataclass(frozen=True, slots=True)
class HeldPage:
    tabs: tuple[Tab, ...]
    rows: tuple[Told, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class AmountField:
    """The amount that an amended decision may say: as decided, as typed, and what is wrong with it."""

    label: str
    decided: str
    typed: str
    error: str


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """A case whose decision is held. pass_label: of passing it up; empty on the last level.

    withdraw_url: where whoever decided takes it back. amount: that may be amended; None where none is at
    stake.
    """

    review: ReviewPage
    may_resolve: bool
    pass_label: str
    withdraw_url: str
    amount: AmountField | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a resolution was refused, at which field; the words that were typed are with the rest."""

    sentence: str = ""
    field: str = ""
    title: str = ""


def tabs(*, n_held: int, n_requests: int | None, current: str) -> tuple[Tab, ...]:
    """Write what a second person may look at: what climbed, what is held, and what is to be reversed.

    n_requests: None for who supervises no inbox, and so reverses nothing.
    """
    held = Tab(_("Held decisions"), reverse("console:held"), n=n_held, current=current == "held")
    climbed, asked = reversals.tabs(n=n_requests or 0, current=current)
    return (climbed, held) if n_requests is None else (climbed, held, asked)


def build(found: selectors.HeldPage, *, after: str, tabs: tuple[Tab, ...], reader: Reader) -> HeldPage:
    """Turn the held decisions that wait for the reader into template data."""
    base = reverse("console:held")
    return HeldPage(
        tabs=tabs,
        rows=tuple(row(one, reader=reader) for one in found.rows),
        empty=Empty(
            _("No decision waits for you"),
            _("A decision above its maker's authority waits here for somebody who has that authority."),
            "hourglass",
            (Action(reverse("console:home"), _("Go to Home")),),
        ),
        next_url=more_url(base, found.next),
        first_url=base if after else "",
    )


def row(one: selectors.HeldRow, *, reader: Reader) -> Told:
    """Write one held decision: who decided what, why it is held, and how long it may wait."""
    icon, state = RESULTS[one.result]
    said = {
        "name": one.decided_by,
        "outcome": one.outcome,
        "ai": one.recommended,
        "age": words.age(one.raised_at, now=reader.now),
    }
    told = _("%(name)s decided %(outcome)s %(age)s ago; the AI suggests %(ai)s")
    if one.is_walled and not one.is_mine:
        told = _("%(name)s decided %(age)s ago; you are asked for your own view first")
    stake = speech.amount(one.stake_minor, one.currency)
    return Told(
        icon=icon,
        state=str(state),
        title=one.title,
        about=told % said,
        tags=(Flag("hourglass", str(state), "warn"),),
        details=(
            _("%(why)s; %(stake)s at stake") % {"why": one.why_words, "stake": stake},
            _clock(one, reader),
        ),
        case_url=reverse("console:case", args=[one.case_ref]),
        case_ref=one.case_ref,
        url=reverse("console:held_decision", args=[one.item_id]),
    )


def _clock(one: selectors.HeldRow, reader: Reader) -> str:
    if one.result:
        return ""
    at = words.clock_time(one.due_at, now=reader.now, zone=reader.zone)
    late = one.due_at <= reader.now
    said = {"place": one.inbox, "time": at}
    return _("%(place)s, since %(time)s too late") % said if late else _("%(place)s, until %(time)s") % said


@dataclass(frozen=True, slots=True)
class Tried:
    """What a person just tried, why it was refused, and the key under which they try again."""

    attempt: review_pages.Attempt
    refused: Refused
    key: str


def page(
    found: selectors.Held,
    shown: flow.ReviewPage,
    *,
    tried: Tried,
    reader: Reader,
    documents: flow.CaseEvidence | None,
) -> ApprovalPage:
    """Turn a held decision and its case into template data; no resolution is chosen unless a person chose."""
    one = found.row
    made = review_pages.build(shown, attempt=tried.attempt, key=tried.key, reader=reader, documents=documents)
    form = _form(found, shown, made.form, tried, reader=reader)
    waits = "" if one.may_resolve else one.may_not
    view = made.first_view
    said = {"name": one.decided_by, "state": RESULTS[one.result][1]}
    review = replace(
        made,
        subtitle=_("Held decision of %(name)s · %(state)s") % said,
        list_label=_("Held decisions"),
        list_url=reverse("console:held"),
        form=form,
        first_view=view and replace(view, state=form.state, post_url=form.post_url, waits=waits),
        voices=() if one.is_walled and not one.is_mine else (_voice(found, reader=reader),),
        ladder=_ladder(found, reader=reader),
        due=due(one.due_at, opened_at=one.raised_at, reader=reader) if not one.result else None,
        due_at="",
        hold="",
        escalation=True,
        why_here=() if one.result else (Effect("scale", f"{one.why_words}."), *made.why_here),
        give_url=reverse("console:give_authority", args=[one.item_id]) if one.may_resolve else "",
    )
    is_last = one.inbox == speech.speak(selectors.OWNER)
    takes_back = one.is_mine and not one.result
    return ApprovalPage(
        review=review,
        may_resolve=one.may_resolve,
        pass_label=_("Pass up a level") if one.may_resolve and not is_last else "",
        withdraw_url=reverse("console:undo", args=[one.decision_id]) if takes_back else "",
        amount=_amount(found, shown, tried) if form.acts else None,
    )


def _amount(found: selectors.Held, shown: flow.ReviewPage, tried: Tried) -> AmountField | None:
    one = found.row
    if one.stake_minor is None:
        return None
    return AmountField(
        label=speech.speak_kept(shown.system.stake_label),
        decided=speech.amount(one.stake_minor, one.currency),
        typed=tried.attempt.typed.amount,
        error=tried.refused.sentence if tried.refused.field == "amount" else "",
    )


def _form(
    found: selectors.Held, shown: flow.ReviewPage, made: DecisionForm, tried: Tried, *, reader: Reader
) -> DecisionForm:
    one, typed, refused = found.row, tried.attempt.typed, tried.refused
    resolves = one.may_resolve and not shown.is_walled
    locked = {each.code: each.locked for each in shown.outcome_codes}
    return replace(
        made,
        state="open" if one.may_resolve else "closed",
        post_url=reverse("console:held_decision", args=[one.item_id]),
        acts=tuple(replace(act, checked=typed.act == act.value) for act in _acts(found, shown))
        if resolves
        else (),
        outcomes=tuple(
            replace(each, locked=locked.get(each.code, ""), checked=typed.outcome == each.code)
            for each in _outcomes(found, shown, made)
        ),
        follows=_follows(found) if resolves else (),
        note=typed.note,
        notice=_notice(found, refused, reader=reader),
        errors=(Field(refused.field, refused.sentence),) if refused.field else (),
        key=tried.key,
    )


def _outcomes(found: selectors.Held, shown: flow.ReviewPage, made: DecisionForm) -> Iterator[OutcomeChoice]:
    """Offer other outcomes first; what was decided and what is suggested hold with another amount alone."""
    decided, with_amount = found.row.outcome_code, found.row.stake_minor is not None
    yield from (each for each in made.outcomes if each.code != decided)
    said = {decided: _("as decided, with another amount")}
    said.setdefault(shown.suggestion.code, _("as the AI suggests, with another amount"))
    for each in shown.outcome_codes if with_amount else ():
        if each.code in said:
            yield OutcomeChoice(each.code, each.label, each.means, each.direction, said[each.code], " ")


def _acts(found: selectors.Held, shown: flow.ReviewPage) -> tuple[Act, ...]:
    one = found.row
    locked = {each.code: each.locked for each in shown.outcome_codes}
    agrees = one.outcome_code == shown.suggestion.code
    block = shown.block_sentence if shown.blocks_approval else ""
    none = _("the decision follows the suggestion, so there is none to go back to.")
    said = {"outcome": one.outcome, "ai": one.recommended}
    return (
        Act(
            UPHOLD, _("Uphold"), "U", _("Record uphold"), _("%(outcome)s is sent at once") % said,
            locked=locked.get(one.outcome_code, "") or (block if agrees else ""),
        ),
        Act(AMEND, _("Amend"), "A", _("Record amendment"), _("You change outcome or amount, with a reason")),
        Act(
            REVERSE, _("Reverse"), "R", _("Record reversal"), _("%(ai)s is sent instead") % said,
            locked=none if agrees else locked.get(shown.suggestion.code, "") or block,
        ),
        Act(RETURN, _("Return"), "T", _("Return it"), _("Back to whoever decided, with your note")),
    )  # fmt: skip


def _follows(found: selectors.Held) -> tuple[Follows, ...]:
    name = {"name": found.row.decided_by}
    reads = Effect("users", _("%(name)s is told either way, with your words.") % name)
    counts = Effect(
        "users", _("Uphold, Amend and Reverse count as the second approval."), _("No third is needed.")
    )
    sent = Effect(
        "send", _("What you record is sent at once."), _("It cannot be undone, only reversed later.")
    )
    return (Follows("", (counts, reads, sent)),)


def _notice(found: selectors.Held, refused: Refused, *, reader: Reader) -> Note | None:
    one = found.row
    if refused.sentence and not refused.field:
        return Note("warn", "refresh-cw", f"{refused.title}.", refused.sentence, alert=True)
    if one.result:
        at = words.clock_time(one.closed_at, now=reader.now, zone=reader.zone) if one.closed_at else ""
        closed_by = f"{one.closed_by} ({one.under})" if one.under else one.closed_by
        by = f"{closed_by}, {at}. " if closed_by else ""
        quoted = speech.quoted(one.words) if one.words else ""
        return Note("", RESULTS[one.result][0], f"{RESULTS[one.result][1]}.", f"{by}{_instead(one)}{quoted}")
    if one.may_not:
        return Note("", "lock", _("This decision is held, not sent."), one.may_not)
    return None


def _instead(one: selectors.HeldRow) -> str:
    """Say of which amount it is instead, where that was amended."""
    if one.instead_minor is None:
        return ""
    amount, was = (speech.amount(each, one.currency) for each in (one.instead_minor, one.stake_minor))
    return _("%(amount)s instead of %(was)s. ") % {"amount": amount, "was": was}


def _voice(found: selectors.Held, *, reader: Reader) -> Voice:
    one = found.row
    reason = _("Main reason: %(reason)s.") % {"reason": found.reasons[0]} if found.reasons else ""
    told = "; ".join(found.principal)
    told = _("The person is told: %(reasons)s.") % {"reasons": told} if told else ""
    unsent = "" if one.result else _("The business system knows nothing of it yet.")
    return Voice(
        name=one.decided_by,
        at=words.moment(one.decided_at, now=reader.now, zone=reader.zone),
        headline=one.outcome,
        words=" ".join(filter(None, (reason, told, str(_SURE.get(found.sure, "")), unsent))),
        quote=found.note,
        tag="" if one.result else _("Held, not sent"),
    )


_SURE = {
    "unsure": gettext_lazy("They were unsure."),
    "fairly": gettext_lazy("They were fairly sure."),
    "sure": gettext_lazy("They were sure."),
}


def _ladder(found: selectors.Held, *, reader: Reader) -> tuple[Rung, ...]:
    one = found.row
    barred = tuple(
        Rung("ban", _("Not %(name)s, %(why)s") % {"name": name, "why": why}, "")
        for name, why in found.excluded
    )
    if one.result:
        return barred
    owner = one.inbox == speech.speak(selectors.OWNER)
    then = _("The last level: the owner is told when it is late") if owner else _("Then one level up")
    return (
        Rung("hourglass", one.why_words, ""),
        Rung("inbox", _clock(one, reader) or one.inbox, "", now=True),
        Rung("timer", _("Time here: %(clock)s") % {"clock": found.clock}, ""),
        Rung("minus", then, ""),
        *barred,
    )
