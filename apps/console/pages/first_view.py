"""The first view: in the place of the suggestion until the reader said their own, and beside it after."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import deciding, decisions, words
from apps.console.pages.cases import Act, DecisionForm
from apps.console.pages.lists import Option
from apps.console.pages.shell import Note
from apps.console.pages.words import Moment
from apps.core import speech
from apps.flow import selectors as flow
from apps.reviews.services import CANNOT_SAY

if TYPE_CHECKING:
    from apps.console.pages.review import Attempt

SECOND = "SECOND_REVIEW"  # the kind of item in which the view is a second opinion, and all that is asked
NO_DECISION = frozenset(
    {"escalate", "return", "ask"}
)  # what may be done without a view: nothing is decided by it
FIELDS = {"outcome": "view", "sure": "view_sure", "words": "view_words"}  # of the verb -> of the form


@dataclass(frozen=True, slots=True)
class ViewOption:
    """One answer; `key` is the digit that chooses it."""

    value: str
    label: str
    means: str
    key: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Asks for the view. `state` is the form's; only open may send it, and only who held it may type."""

    post_url: str
    state: str
    options: tuple[ViewOption, ...]
    sure_options: tuple[Option, ...]
    words: str
    waits: str
    is_second: bool = False
    error: str = ""
    error_field: str = ""

    @property
    def may_type(self) -> bool:
        return self.state in {deciding.OPEN, deciding.EXPIRED, deciding.STALE}


@dataclass(frozen=True, slots=True)
class Said:
    """What the reader had said, beside what the AI suggests."""

    sentence: str
    detail: str
    words: str
    at: Moment
    agrees: bool


def panel(page: flow.ReviewPage, *, state: str, attempt: "Attempt") -> Panel:
    """Ask for the reader's own view; nothing is chosen unless they chose it."""
    typed = attempt.typed
    codes = [(one.code, one.label, one.means) for one in page.outcome_codes]
    codes.append((CANNOT_SAY, _("I need more before I can say"), ""))
    is_own = attempt.field in FIELDS.values()
    return Panel(
        post_url=reverse("console:first_view", args=[page.item.id]),
        state=state,
        options=tuple(
            ViewOption(code, label, means, key, checked=typed.view == code)
            for key, (code, label, means) in enumerate(codes, start=1)
        ),
        sure_options=tuple(
            Option(value, str(label), checked=typed.view_sure == value) for value, label in deciding.SURE
        ),
        words=typed.view_words,
        waits=_waits(state),
        is_second=page.item.kind == SECOND,
        error=attempt.sentence if is_own else "",
        error_field=attempt.field if is_own else "",
    )


def _waits(state: str) -> str:
    """Say why no view can be given at this moment; empty when one can."""
    if state == deciding.FREE:
        return _("Take the case first; then say what you would do.")
    if state in {deciding.EXPIRED, deciding.STALE}:
        return _("What you chose is kept. Take the case again to keep your view.")
    return "" if state == deciding.OPEN else _("It is shown once whoever decides has given their view.")


def form(
    page: flow.ReviewPage, typed: Typed, *, state: str, attempt: "Attempt", key: str, reader: Reader
) -> DecisionForm:
    """Build the right column before a view: what decides nothing works, the rest waits."""
    found = deciding.form(page, typed, state=state, attempt=attempt, key=key, reader=reader)
    if page.item.kind == SECOND:
        return _opinion(found)
    acts = tuple(act for act in found.acts if act.value in NO_DECISION)
    title, text = _("Opens after your first view."), _works_now(acts)
    waits = Note("", "eye-off", title, text) if state == deciding.OPEN else None
    return replace(
        found,
        acts=acts,
        outcomes=(),
        reasons=(),
        digits=(),
        notice=found.notice or waits,
    )


def _opinion(found: DecisionForm) -> DecisionForm:
    """A second opinion decides nothing, and nothing else is done with it."""
    told = _("A decision on this case is in force. You do not see it, and it holds meanwhile.")
    says = Note("", "eye-off", _("You give a second opinion."), told)
    return replace(
        found,
        acts=(),
        outcomes=(),
        reasons=(),
        digits=(),
        follows=(),
        later=None,
        take_over=(),
        notice=found.notice or says,
    )


def _works_now(acts: tuple[Act, ...]) -> str:
    """Name what may be done before the view; only what this page offers."""
    names = {
        "return": _("return it to the officer"),
        "escalate": _("escalate it"),
        "ask": _("ask a question"),
    }
    may = [names[act.value] for act in acts if not act.locked]
    return _("Before that you can %(acts)s.") % {"acts": speech.joined(may)} if may else ""


def said(page: flow.ReviewPage, *, reader: Reader) -> Said | None:
    """Set what the reader said first beside the suggestion; None where they were not asked."""
    own = page.own_view
    if own is None:
        return None
    names = {"own": own.label, "ai": page.suggestion.label}
    if not own.code:
        sentence = _("You could not say from the facts; the AI suggests %(ai)s.") % names
    elif own.agrees:
        sentence = _("You said %(own)s; the AI suggests the same.") % names
    else:
        sentence = _("You said %(own)s; the AI suggests %(ai)s.") % names
    return Said(
        sentence,
        str(decisions.SURE.get(own.sure, "")),
        own.words,
        words.moment(own.given_at, now=reader.now, zone=reader.zone),
        own.agrees,
    )
