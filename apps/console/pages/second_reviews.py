"""Second reviews: the list with how far two people agree, and one with both opinions side by side."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import owing, practice, words
from apps.console.pages.choices import OwedForm
from apps.console.pages.decisions import SURE_OF_THEM
from apps.console.pages.home_parts import Section
from apps.console.pages.lists import Flag, Option, Told
from apps.console.pages.measured import few, is_few
from apps.console.pages.patterns import interval
from apps.console.pages.shell import Empty, Tab, more_url
from apps.console.pages.words import Moment
from apps.core.speech import speak
from apps.flow.selectors import second_reviews as flow

DRAWN = {
    "random": gettext_lazy("drawn by chance"),
    "unsure": gettext_lazy("drawn because whoever decided was unsure and much is at stake"),
    "too_fast": gettext_lazy("drawn because it was decided unusually fast"),
    "long_run": gettext_lazy("drawn from a long run of approvals"),
    "no_pause": gettext_lazy("drawn because it came after a long time without a pause"),
}
RESULTS = {
    "": ("hourglass", gettext_lazy("Waits for a second opinion")),
    "AGREES": ("circle-check", gettext_lazy("Both came to the same")),
    "DIFFERS": ("scale", gettext_lazy("The two differ")),
    "CANNOT_SAY": ("circle-question-mark", gettext_lazy("The second person could not say")),
    "DROPPED": ("ban", gettext_lazy("Not needed: the decision holds no longer")),
}
OPEN = frozenset({"DIFFERS", "CANNOT_SAY"})
HOLDS = {
    "FIRST": gettext_lazy("The decision was right"),
    "SECOND": gettext_lazy("The second opinion was right"),
    "NEITHER": gettext_lazy("Another outcome is right"),
}
WHY = {
    "overlooked": gettext_lazy("One of them overlooked a fact"),
    "read_otherwise": gettext_lazy("They read the same fact in different ways"),
    "not_enough": gettext_lazy("The facts do not suffice"),
    "rule_unclear": gettext_lazy("The rule or the outcomes are unclear"),
    "both_defensible": gettext_lazy("Both can be defended"),
    "slip": gettext_lazy("Somebody chose what they did not mean"),
    "other": gettext_lazy("Something else"),
}
TABS = {
    "settle": gettext_lazy("To settle"),
    "waiting": gettext_lazy("Waiting"),
    "settled": gettext_lazy("Settled"),
    "agreed": gettext_lazy("Agreed"),
}
EMPTY = {
    "settle": gettext_lazy("Nothing is to be settled"),
    "waiting": gettext_lazy("No second opinion is awaited"),
    "settled": gettext_lazy("Nothing was settled yet"),
    "agreed": gettext_lazy("No second opinion agreed yet"),
}


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How far two people agree on one AI system's cases, as a line of the table."""

    name: str
    n: str
    share: str
    interval: str
    kappa: str
    settled: str
    reasons: str
    faint: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    tabs: tuple[Tab, ...]
    rows: tuple[Told, ...]
    empty: Empty
    agreements: tuple[AgreementRow, ...]
    results: tuple[practice.ResultRow, ...] = ()
    kept: Section | None = None
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the two opinions; nobody is named, so that neither wins by who gave it."""

    name: str
    outcome: str
    sure: str
    words: str
    at: Moment | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why settling was refused, at which field, and what had been chosen and typed."""

    sentence: str = ""
    field: str = ""
    outcome: str = ""
    why: str = ""
    words: str = ""
    owed: owing.Ticked | None = None


@dataclass(frozen=True, slots=True)
class OnePage:
    """One second review; the form where its reader may settle it."""

    row: Told
    list_url: str
    voices: tuple[Voice, ...]
    settled: str
    why: str
    words: str
    post_url: str
    may_not: str
    may_reverse: bool
    outcomes: tuple[Option, ...]
    owed: tuple[OwedForm, ...]
    reasons: tuple[Option, ...]
    version: str
    key: str
    refused: Refused


def build(
    found: flow.SecondsPage, agreed: list[flow.Agreement], *, view: str, after: str, reader: Reader
) -> ListPage:
    """Turn a page of second reviews, and what they show together, into template data."""
    base = reverse("console:quality")
    here = base if view == "settle" else f"{base}?view={view}"
    return ListPage(
        tabs=tuple(
            Tab(
                str(label),
                base if name == "settle" else f"{base}?view={name}",
                n=words.up_to_thousand(found.counts[name]),
                current=name == view,
            )
            for name, label in TABS.items()
        ),
        rows=tuple(row(one, reader=reader) for one in found.rows),
        empty=Empty(
            str(EMPTY[view]),
            _("Policy draws some decisions for a second person, who does not see what was decided."),
            "scale",
        ),
        agreements=tuple(_agreement(one) for one in agreed),
        next_url=more_url(here, found.next),
        first_url=here if after else "",
    )


def row(one: flow.SecondRow, *, reader: Reader) -> Told:
    """Write one second review: where it stands, since when, and what the two said once both did."""
    icon, state = RESULTS[one.result]
    age = words.age(one.given_at or one.drawn_at, now=reader.now)
    about = [one.inbox, str(DRAWN.get(one.why, "")), _("%(age)s ago") % {"age": age}]
    return Told(
        icon=icon,
        state=str(state),
        title=one.title,
        case_ref=one.case_ref,
        case_url=reverse("console:case", args=[one.case_ref]),
        about=" · ".join(part for part in about if part),
        tags=(Flag("", str(state)),),
        details=(_said(one),),
        url=reverse("console:second_review", args=[one.id]),
    )


def _said(one: flow.SecondRow) -> str:
    if not one.first:
        return ""
    names = {"first": one.first, "second": one.second}
    if one.result == "AGREES":
        return _("Both: %(first)s.") % names
    if not one.second:
        return _("Decided: %(first)s. The second person could not say from the facts.") % names
    return _("Decided: %(first)s. Second opinion: %(second)s.") % names


def _agreement(one: flow.Agreement) -> AgreementRow:
    enough = not is_few(one.share) and one.share.value is not None
    share = round((one.share.value or 0) * 100)
    return AgreementRow(
        name=one.name,
        n=words.number(one.share.n),
        share=_("%(share)s of 100") % {"share": share} if enough else few(one.share.n),
        interval=interval(one.share.low, one.share.high) if enough else "",
        kappa=number_format(one.kappa, 2) if one.kappa is not None else _("not yet"),
        settled=_settled(one),
        reasons=", ".join(f"{WHY[code]} ({words.number(n)})" for code, n in one.reasons if code in WHY),
        faint=not enough,
    )


def _settled(one: flow.Agreement) -> str:
    n = one.n_first + one.n_second + one.n_neither
    if not n:
        return _("none yet")
    said = {"n": words.number(n), "first": one.n_first, "second": one.n_second, "other": one.n_neither}
    return (
        _("%(n)s: the decision right in %(first)s, the second opinion in %(second)s, neither in %(other)s")
        % said
    )


def one_page(found: flow.SecondPage, *, refused: Refused, key: str, reader: Reader) -> OnePage:
    """Show one second review; nothing is chosen unless the person chose it."""
    one = found.row
    named = ((_("The decision in force"), found.first), (_("The second opinion"), found.second))
    return OnePage(
        row=row(one, reader=reader),
        list_url=reverse("console:quality") if found.may_list else "",
        voices=tuple(_voice(name, said, reader) for name, said in named if said is not None),
        settled=_outcome_of(one),
        why=str(WHY.get(one.differ_why, "")),
        words=found.words,
        post_url=reverse("console:second_review", args=[one.id]) if found.may_settle else "",
        may_not=speak(found.may_not_because)
        if not one.holds and one.given_at and one.result != "AGREES"
        else "",
        may_reverse=found.may_reverse,
        outcomes=tuple(
            Option(each.code, f"{each.label}. {each.means}".strip(" ."), checked=each.code == refused.outcome)
            for each in found.outcomes
        ),
        owed=owing.instead(found.outcomes, refused.owed) if found.may_reverse else (),
        reasons=tuple(Option(code, str(label), checked=code == refused.why) for code, label in WHY.items()),
        version=str(one.version),
        key=key,
        refused=refused,
    )


def _voice(name: str, said: flow.Opinion, reader: Reader) -> Voice:
    return Voice(
        name=name,
        outcome=said.outcome or _("Cannot say from the facts"),
        sure=str(SURE_OF_THEM.get(said.sure, "")),
        words=said.words,
        at=words.moment(said.at, now=reader.now, zone=reader.zone) if said.at else None,
    )


def _outcome_of(one: flow.SecondRow) -> str:
    if not one.holds:
        return ""
    said = {"holds": HOLDS[one.holds], "right": one.right}
    if one.is_reversed:
        return _("%(holds)s: %(right)s. The decision was reversed to it.") % said
    return _("%(holds)s: %(right)s.") % said
