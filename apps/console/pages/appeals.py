"""Appeals as template data: the list with its figures, one of them, and the form that writes one down."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import owing, words
from apps.console.pages.choices import OwedForm
from apps.console.pages.lists import Flag, Option, Told
from apps.console.pages.shell import Empty, Tab, more_url
from apps.flow.selectors import appeals as flow
from apps.flow.selectors.explaining import Part

KINDS = {"APPEAL": gettext_lazy("Appeal"), "COMPLAINT": gettext_lazy("Complaint")}
KINDS_SAY = {
    "APPEAL": gettext_lazy("Appeal: the decision is wrong"),
    "COMPLAINT": gettext_lazy("Complaint: how it came about was wrong"),
}
CAME_BY = {
    "STAFF": gettext_lazy("written down by staff"),
    "API": gettext_lazy("told by the business system"),
    "LINK": gettext_lazy("by the person's own link"),
}
RESULTS = {
    "": ("hourglass", gettext_lazy("Waits for an answer")),
    "STANDS": ("circle-check", gettext_lazy("The decision stands")),
    "CHANGED": ("undo-2", gettext_lazy("Another outcome holds")),
    "PARTLY": ("scale", gettext_lazy("Right in part")),
    "WITHDRAWN": ("x", gettext_lazy("Withdrawn")),
}
PARTS = {
    "decided": gettext_lazy("decided"),
    "put_in_force": gettext_lazy("put it in force"),
    "seconded": gettext_lazy("was the second person of a held decision"),
    "passed_on": gettext_lazy("passed it on"),
    "answered_up": gettext_lazy("answered when it was passed on"),
    "looked_first": gettext_lazy("gave a first view"),
    "looked_again": gettext_lazy("gave a second opinion, or settled one"),
    "asked_back": gettext_lazy("asked for its reversal, or answered that"),
    "answers_for_it": gettext_lazy("answers for the AI system, which decided alone"),
    "": gettext_lazy("had a part in it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Told):
    """One appeal as a row."""

    kind: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How appeals about one AI system ended; no name is in it."""

    system: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    figures: tuple[Figures, ...]
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
    result: str = ""
    owed: owing.Ticked | None = None


@dataclass(frozen=True, slots=True)
class AppealPage:
    """One appeal; `state` is open, mine, other or closed."""

    row: Row
    came: str
    outcome: str
    decided: str
    system: str
    explained: tuple[Part, ...]
    explanation_url: str
    chain: tuple[tuple[str, str], ...]
    state: str
    holder: str
    may_not: str
    results: tuple[Option, ...]
    outcomes: tuple[Option, ...]
    owed: tuple[OwedForm, ...]
    post_url: str
    may_take: bool
    may_withdraw: bool
    version: str
    item_version: str
    token: str
    key: str
    answered: str
    told: str
    answer: str
    instead: str
    instead_url: str
    refused: Refused


@dataclass(frozen=True, slots=True)
class NewPage:
    """What writes an appeal down."""

    ref: str
    case_url: str
    outcome: str
    decided: str
    kinds: tuple[Option, ...]
    languages: tuple[Option, ...]
    post_url: str
    key: str
    words: str = ""
    error: str = ""
    field: str = ""


def build(found: flow.AppealsPage, *, view: str, after: str, reader: Reader) -> ListPage:
    """Turn a page of appeals into template data."""
    base = reverse("console:appeals")
    labels = {flow.OPEN: _("To answer"), flow.ANSWERED: _("Answered")}
    return ListPage(
        tabs=tuple(
            Tab(
                labels[one],
                base if one == flow.OPEN else f"{base}?view={one}",
                n=words.up_to_thousand(found.n_open) if one == flow.OPEN else None,
                current=one == view,
            )
            for one in flow.VIEWS
        ),
        rows=tuple(row(one, reader=reader) for one in found.rows),
        figures=tuple(_figures(one) for one in found.counted),
        empty=Empty(
            _("Nobody waits for an answer") if view == flow.OPEN else _("No appeal was answered yet"),
            _("Here is what affected people contest. Who had a part in a decision never answers for it."),
            "scale",
        ),
        next_url=more_url(base, found.next, view=view),
        first_url=f"{base}?view={view}" if after else "",
    )


def _figures(one: flow.Counted) -> Figures:
    share = _("no appeal was answered yet")
    if one.changed.value is not None:
        share = _("%(share)s of %(n)s (%(low)s to %(high)s)") % {
            "share": words.percent(one.changed.value, digits=0),
            "n": one.n_answered,
            "low": words.percent(one.changed.low, digits=0),
            "high": words.percent(one.changed.high, digits=0),
        }
    late = ngettext("%(n)s was or is late", "%(n)s were or are late", one.n_late) % {"n": one.n_late}
    return Figures(
        one.system,
        (
            (_("Waiting"), str(one.n_open)),
            (_("Answered"), str(one.n_answered)),
            (_("Another outcome holds after it"), share),
            (_("Right in part"), str(one.n_partly)),
            (_("In time"), late),
        ),
    )


def row(one: flow.AppealRow, *, reader: Reader) -> Row:
    """Write one appeal: what is contested, how it came, and until when it is answered."""
    icon, state = RESULTS[one.result]
    kind = str(KINDS[one.kind])
    said = {"kind": kind, "outcome": one.outcome, "came": CAME_BY[one.came_by]}
    at = words.stamp(one.due_at, zone=reader.zone)
    due = "" if one.result else _("Answer by %(due)s") % {"due": at}
    return Row(
        icon=icon,
        state=str(state),
        title=one.title,
        case_ref=one.case_ref,
        case_url=reverse("console:case", args=[one.case_ref]),
        about=_("%(kind)s against %(outcome)s, %(came)s") % said,
        due=due,
        details=(due,),
        tags=(Flag("", str(state)), *((Flag("", _("Late"), "warn"),) if one.is_late else ())),
        is_late=one.is_late,
        quote=one.words,
        url=reverse("console:appeal", args=[one.id]),
        kind=kind,
    )


def page(found: flow.AppealPage, *, refused: Refused, key: str, reader: Reader) -> AppealPage:
    """Turn one appeal into template data; nothing is chosen unless the person chose it."""
    one = found.row
    return AppealPage(
        row=row(one, reader=reader),
        came=words.stamp(one.registered_at, zone=reader.zone),
        outcome=one.outcome,
        decided=words.stamp(one.decided_at, zone=reader.zone),
        system=found.system,
        explained=tuple(part for part in found.explained.parts if part.code != "contest"),
        explanation_url=_explanation(one.decision_id),
        chain=tuple((who.name, str(PARTS.get(who.part, PARTS[""]))) for who in found.chain),
        state=_state(found),
        holder=one.holder,
        may_not=found.may_not,
        results=tuple(
            Option(code, str(label), checked=code == refused.result)
            for code, (_icon, label) in RESULTS.items()
            if code in {"STANDS", "CHANGED", "PARTLY"}
        ),
        outcomes=tuple(
            Option(each.code, f"{each.label}. {each.means}".strip(" ."), checked=each.code == refused.outcome)
            for each in found.outcomes
        ),
        owed=owing.instead(found.outcomes, refused.owed),
        post_url=reverse("console:appeal", args=[one.id]),
        may_take=found.may_take,
        may_withdraw=found.may_withdraw,
        version=str(one.version),
        item_version=str(one.item_version),
        token=str(one.token),
        key=key,
        answered=_answered(one, reader),
        told=_told(one, reader),
        answer=one.answer,
        instead=one.instead,
        instead_url=_explanation(one.reversal_id) if one.reversal_id else "",
        refused=refused,
    )


def _state(found: flow.AppealPage) -> str:
    if found.row.result:
        return "closed"
    if found.may_answer:
        return "mine"
    return "other" if found.row.holder else "open"


def _answered(one: flow.AppealRow, reader: Reader) -> str:
    if one.closed_at is None:
        return ""
    said = {"name": one.answered_by, "at": words.stamp(one.closed_at, zone=reader.zone)}
    return _("%(name)s, %(at)s") % said


def _told(one: flow.AppealRow, reader: Reader) -> str:
    """Say whether the business system knows of the answer; nothing before there is one."""
    if one.told_at is not None:
        return _("told %(at)s") % {"at": words.stamp(one.told_at, zone=reader.zone)}
    said = {"PENDING": _("not told yet, tried by itself"), "SKIPPED": _("none is connected")}
    return said.get(one.told, "")


def recourse(found: Iterable[tuple[UUID, str, str]]) -> list[tuple[str, str, str]]:
    """Write the appeals of a case for its record: (address, kind, state)."""
    return [
        (reverse("console:appeal", args=[appeal_id]), str(KINDS[kind]), str(RESULTS[result][1]))
        for appeal_id, kind, result in found
    ]


def _explanation(decision_id: UUID) -> str:
    return reverse("console:explanation", args=[decision_id])
