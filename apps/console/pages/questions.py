"""Questions as template data: those to answer, those that one asked, and one with facts and answer."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import facts, words
from apps.console.pages.cases import Fact
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.flow import selectors as flow

VIEWS = {
    "mine": gettext_lazy("To answer"),
    "asked": gettext_lazy("Asked by me"),
    "overdue": gettext_lazy("Overdue"),
    "answered": gettext_lazy("Answered and ended"),
}
STATES = {
    "open": ("circle-question-mark", gettext_lazy("Waits for an answer"), ""),
    "overdue": ("clock-alert", gettext_lazy("Overdue"), "bad"),
    "answered": ("circle-check", gettext_lazy("Answered"), ""),
    "unanswered": ("clock-alert", gettext_lazy("Nobody answered in time"), "warn"),
    "unreachable": ("ban", gettext_lazy("Whoever was asked is away"), "warn"),
    "withdrawn": ("undo-2", gettext_lazy("Withdrawn"), ""),
    "superseded": ("sparkles", gettext_lazy("A newer suggestion came"), ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question; `verb` is the one thing that its reader does next."""

    icon: str
    state: str
    tone: str
    what: str
    about: str
    when: str
    case_url: str
    case_ref: str
    verb: Action


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    summary: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an answer was refused, and what had been typed."""

    sentence: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question with its facts; the forms where its reader may answer or withdraw it."""

    title: str
    row: Row
    facts: tuple[Fact, ...]
    answer: str
    answered: str
    version: str
    key: str
    review_url: str
    answer_url: str
    withdraw_url: str
    is_hidden: bool
    typed: str
    error: str


def build(found: flow.QuestionsPage, *, view: str, after: str, reader: Reader) -> QuestionsPage:
    """Turn questions into template data."""
    base = reverse("console:questions")
    here = base if view == "mine" else f"{base}?view={view}"
    n = found.counts["mine"]
    waiting = ngettext("%(n)s waits for your answer", "%(n)s wait for your answer", n)
    return QuestionsPage(
        summary=waiting % {"n": words.number(n)} if n else _("None waits for your answer"),
        tabs=tuple(
            Tab(
                str(label),
                base if name == "mine" else f"{base}?view={name}",
                n=found.counts.get(name),
                current=name == view,
            )
            for name, label in VIEWS.items()
        ),
        rows=tuple(row(one, reader=reader) for one in found.rows),
        empty=_empty(view, base),
        next_url=more_url(base, found.next, **({} if view == "mine" else {"view": view})),
        first_url=here if after else "",
    )


def _empty(view: str, base: str) -> Empty:
    home = Action(reverse("console:home"), _("Go to the start page"))
    if view == "mine":
        text = _("When somebody asks you or your team about a case, the question shows up here.")
        return Empty(_("No question waits for you"), text, "circle-question-mark", (home,))
    text = _("Questions are asked on the page of a case that you hold: choose Ask there.")
    first = Action(base, _("See the questions to you"))
    return Empty(_("No question is here"), text, "circle-question-mark", (first, home))


def row(one: flow.AskedRow, *, reader: Reader) -> Row:
    """Write one question as a row: what, by whom and to whom, until when."""
    icon, state, tone = STATES[one.state]
    return Row(
        icon=icon,
        state=str(state),
        tone=tone,
        what=one.text or _("What is “%(fact)s”?") % {"fact": one.fact_label},
        about=_about(one),
        when=_when(one, reader),
        case_url=reverse("console:review", args=[one.item_id]) if one.item_id else "",
        case_ref=one.case_ref or _("a case of %(system)s") % {"system": one.system},
        verb=_verb(one),
    )


def _about(one: flow.AskedRow) -> str:
    names = {"name": one.asked_by, "asked": one.asked or _("the business system")}
    if one.is_mine:
        said = _("You asked the team %(asked)s") if one.is_team else _("You asked %(asked)s")
    elif one.is_team:
        said = _("%(name)s asked the team %(asked)s")
    else:
        said = _("%(name)s asks you") if one.may_answer else _("%(name)s asked %(asked)s")
    if not one.moved_from:
        return said % names
    return _("%(said)s, instead of %(name)s, who is away") % {"said": said % names, "name": one.moved_from}


def _when(one: flow.AskedRow, reader: Reader) -> str:
    at = one.closed_at or one.due_at
    if one.closed_at is None:
        return _("answer by %(time)s") % {"time": words.clock_time(at, now=reader.now, zone=reader.zone)}
    return _("ended %(time)s") % {"time": words.moment(at, now=reader.now, zone=reader.zone).relative}


def _verb(one: flow.AskedRow) -> Action:
    url = reverse("console:question", args=[one.id])
    if one.may_answer:
        return Action(url, _("Answer"))
    if one.state == "answered" and one.is_mine:
        return Action(url, _("Read the answer"))
    return Action(url, _("Look at it"))


def page(found: flow.QuestionPage, *, refused: Refused, key: str, reader: Reader) -> QuestionPage:
    """Turn one question into template data."""
    one = found.row
    return QuestionPage(
        title=_("Question of %(name)s") % {"name": one.asked_by},
        row=row(one, reader=reader),
        facts=facts.build(found.facts, reader=reader),
        answer=one.answer,
        answered=_("%(name)s answered") % {"name": one.closed_by} if one.answer else "",
        version=str(one.version),
        key=key,
        review_url=reverse("console:review", args=[one.item_id]) if one.item_id else "",
        answer_url=reverse("console:question-answer", args=[one.id]) if one.may_answer else "",
        withdraw_url=reverse("console:question-withdraw", args=[one.id]) if one.may_withdraw else "",
        is_hidden=one.is_hidden,
        typed=refused.answer,
        error=refused.sentence,
    )
