"""How work really happens, as a table: what people do with cases besides deciding them, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.pages import words
from apps.console.pages.broken import KINDS as BROKEN
from apps.console.pages.deciding import WHY as ESCALATED
from apps.console.pages.later import WHY as LATER
from apps.flow.services import NO_REASON, RAN_OUT
from apps.measures import selectors

KINDS = {
    "skipped": gettext_lazy("Skipped for the next one"),
    "released": gettext_lazy("Given back"),
    "snoozed": gettext_lazy("Laid aside"),
    "resorted": gettext_lazy("List sorted otherwise"),
    "asked": gettext_lazy("Question asked"),
    "escalated": gettext_lazy("Escalated"),
    "climbed_late": gettext_lazy("Sent up later than its clock said"),
    "returned": gettext_lazy("Returned by a supervisor"),
    "taken_over": gettext_lazy("Taken over by a supervisor"),
    "assigned": gettext_lazy("Given to somebody"),
    "handed_on": gettext_lazy("Taken from who had it"),
    "broken": gettext_lazy("Called broken"),
    "broken_taken_back": gettext_lazy("Called broken by a slip"),
    "follow_up": gettext_lazy("Follow-up closed"),
}
CODES = {
    **LATER,
    **dict(ESCALATED),
    **BROKEN,
    NO_REASON: gettext_lazy("No reason given"),
    RAN_OUT: gettext_lazy("The time to hold it ran out"),
    "other": gettext_lazy("Another reason"),
    "due": gettext_lazy("Due first"),
    "age": gettext_lazy("Longest waiting first"),
    "amount": gettext_lazy("Most at stake first"),
    "kept": gettext_lazy("Kept"),
    "not_kept": gettext_lazy("Not kept"),
    "person": gettext_lazy("To a person"),
    "team": gettext_lazy("To a team"),
    "everybody": gettext_lazy("To everybody again"),
    "late_under_1h": gettext_lazy("Less than an hour late"),
    "late_under_1d": gettext_lazy("Less than a day late"),
    "late_longer": gettext_lazy("A day late or more"),
    "absent": gettext_lazy("Its holder is away"),
    "load": gettext_lazy("Its holder has too much"),
    "skill": gettext_lazy("Somebody else knows this kind of case"),
    "urgent": gettext_lazy("It cannot wait"),
    "conflict": gettext_lazy("Its holder should not decide it"),
}


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One kind of sign: how often, and for which reasons."""

    label: str
    n: str
    why: str


@dataclass(frozen=True, slots=True)
class Signals:
    about: str
    lines: tuple[SignalLine, ...]


def build(found: Sequence[selectors.SignalCount], *, n_decided: int) -> Signals:
    """Turn counts into template data; n_decided: what people decided in the same weeks, to compare with."""
    about = ngettext(
        "beside %(n)s decision in these weeks", "beside %(n)s decisions in these weeks", n_decided
    )
    kinds = ((label, [one for one in found if one.kind == kind]) for kind, label in KINDS.items())
    return Signals(
        about % {"n": words.number(n_decided)},
        tuple(_line(str(label), counts) for label, counts in kinds if counts),
    )


def _line(label: str, counts: Sequence[selectors.SignalCount]) -> SignalLine:
    return SignalLine(label, words.number(sum(one.n for one in counts)), "; ".join(_why(counts)))


def _why(counts: Iterable[selectors.SignalCount]) -> Iterable[str]:
    for one in counts:
        if one.code:
            said = CODES.get(one.code.partition(":")[0], one.code)
            yield _("%(reason)s: %(n)s") % {"reason": said, "n": words.number(one.n)}
