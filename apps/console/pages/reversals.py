"""Asking for a reversal, the list of what is asked, and one request, as template data."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import decisions, owing, words
from apps.console.pages.choices import OwedForm
from apps.console.pages.lists import DecisionRow, Option, Told
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.flow import selectors as flow

RESULTS = {
    "": ("circle-question-mark", gettext_lazy("Waits for a supervisor")),
    "REVERSED": ("undo-2", gettext_lazy("Reversed")),
    "DECLINED": ("ban", gettext_lazy("Declined: the decision stands")),
    "WITHDRAWN": ("undo-2", gettext_lazy("Withdrawn")),
    "DROPPED": ("undo-2", gettext_lazy("Reversed in another way meanwhile")),
}


@dataclass(frozen=True, slots=True)
class AskPage:
    """One's own decision, and why it should be reversed."""

    row: DecisionRow
    post_url: str
    key: str
    why: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RequestsPage:
    tabs: tuple[Tab, ...]
    rows: tuple[Told, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an answer was refused, at which field, and what had been typed."""

    sentence: str = ""
    field: str = ""
    words: str = ""
    outcome: str = ""
    owed: owing.Ticked | None = None


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request; the form where its reader may answer it, or take it back."""

    row: Told
    decided: str
    answered: str
    answer: str
    instead: str
    outcomes: tuple[Option, ...]
    owed: tuple[OwedForm, ...]
    post_url: str
    withdraw_url: str
    version: str
    key: str
    refused: Refused


def tabs(*, n: int, current: str) -> tuple[Tab, ...]:
    """Write what the supervisor may look at: what climbed, and what is to be reversed."""
    return (
        Tab(_("Escalated"), reverse("console:escalations"), current=current == "escalated"),
        Tab(_("Reversals asked for"), reverse("console:reversals"), n=n, current=current == "reversals"),
    )


def ask(one: flow.DecisionRow, *, key: str, why: str = "", error: str = "", reader: Reader) -> AskPage:
    """Write one's own decision with the form that asks for its reversal."""
    url = reverse("console:reversal-ask", args=[one.id])
    return AskPage(decisions.row(one, reader=reader), url, key, why=why, error=error)


def build(found: flow.RequestsPage, *, tabs: tuple[Tab, ...], after: str, reader: Reader) -> RequestsPage:
    """Turn the requests that wait into template data."""
    base = reverse("console:reversals")
    return RequestsPage(
        tabs=tabs,
        rows=tuple(row(one, reader=reader) for one in found.rows),
        empty=Empty(
            _("Nobody asks for a reversal"),
            _("Whoever decided may ask for it after the undo time; a supervisor reverses or declines."),
            "undo-2",
            (Action(reverse("console:escalations"), _("See what climbed")),),
        ),
        next_url=more_url(base, found.next),
        first_url=base if after else "",
    )


def row(one: flow.RequestRow, *, reader: Reader) -> Told:
    """Write one request: who decided what, and since when its reversal is asked for."""
    icon, state = RESULTS[one.result]
    said = {
        "name": one.decided_by,
        "outcome": one.outcome,
        "age": words.age(one.asked_at, now=reader.now),
    }
    return Told(
        icon=icon,
        state=str(state),
        title=one.title,
        about=_("%(name)s decided %(outcome)s and asked for its reversal %(age)s ago") % said,
        quote=one.why,
        case_url=reverse("console:case", args=[one.case_ref]),
        case_ref=one.case_ref,
        url=reverse("console:reversal", args=[one.id]),
    )


def page(found: flow.RequestPage, *, refused: Refused, key: str, reader: Reader) -> RequestPage:
    """Turn one request into template data; no outcome is chosen unless the person chose it."""
    one = found.row
    url = reverse("console:reversal", args=[one.id])
    return RequestPage(
        row=row(one, reader=reader),
        decided=words.stamp(one.decided_at, zone=reader.zone),
        answered=one.closed_by if one.answer else "",
        answer=one.answer,
        instead=one.instead,
        outcomes=tuple(
            Option(each.code, f"{each.label}. {each.means}".strip(" ."), checked=each.code == refused.outcome)
            for each in found.outcomes
        )
        if one.may_answer
        else (),
        owed=owing.instead(found.outcomes, refused.owed) if one.may_answer else (),
        post_url=url if one.may_answer else "",
        withdraw_url=url if one.is_mine and not one.result else "",
        version=str(one.version),
        key=key,
        refused=refused,
    )
