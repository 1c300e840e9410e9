"""How one person decides, as template data: for them and for whoever supervises them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import trends, words
from apps.console.pages.lists import Figure
from apps.core.speech import speak_kept
from apps.flow.selectors import own_figures as reads
from apps.measures import rules as measures

NONE = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class MixRow:
    kind: str
    system: str
    n: str
    overridden: str
    interval: str
    faint: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    title: str
    name: str
    who_sees: str
    about: str
    figures: tuple[Figure, ...]
    mix: tuple[MixRow, ...]
    more: str


def build(found: reads.OwnFigures, *, reader: Reader) -> OwnPage:
    """Turn a person's figures into template data."""
    name = found.user.name
    since = words.day(found.since.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))
    n_more = found.n_more_kinds
    more = ngettext("%(n)s more kind of case", "%(n)s more kinds of case", n_more) % {"n": n_more}
    return OwnPage(
        title=_("Your figures") if found.is_self else _("Figures of %(name)s") % {"name": name},
        name=name,
        who_sees=_("Only you and whoever supervises an inbox that you work see this page.")
        if found.is_self
        else _("Only %(name)s and whoever supervises them see this page.") % {"name": name},
        about=_("decisions since %(day)s") % {"day": since}
        if found.is_self
        else _("decisions since %(day)s in the inboxes that you supervise") % {"day": since},
        figures=_figures(found),
        mix=tuple(_mix_row(one) for one in found.mix),
        more=more if n_more else "",
    )


def _figures(found: reads.OwnFigures) -> tuple[Figure, ...]:
    median = found.seconds
    few = found.n < measures.ENOUGH
    time = NONE if few or median.value is None else trends.length(median.value)
    return (
        Figure(_("Decisions"), words.number(found.n), icon="list-checks"),
        _share(_("Decided otherwise than the AI"), found.overridden, "pencil-line"),
        _share(_("Decided before the due time"), found.in_time, "clock-alert"),
        Figure(
            _("Time to decide, half of them faster"),
            time,
            detail=_too_few(found.n) if few else _between(median),
            icon="timer",
            faint=few,
        ),
    )


def _between(median: measures.Median) -> str:
    if median.low is None or median.high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": trends.length(median.low), "high": trends.length(median.high)}


def _share(label: str, share: measures.Share, icon: str) -> Figure:
    if share.n < measures.ENOUGH or share.value is None:
        return Figure(label, NONE, detail=_too_few(share.n), icon=icon, faint=True)
    return Figure(label, words.percent(share.value, digits=0), detail=_interval(share), icon=icon)


def _too_few(n: int) -> str:
    return _("Not enough cases to say (n=%(n)s).") % {"n": words.number(n)}


def _interval(share: measures.Share) -> str:
    said = {"low": words.percent(share.low, digits=0), "high": words.percent(share.high, digits=0)}
    return _("%(low)s to %(high)s") % said


def _mix_row(one: reads.KindOfCase) -> MixRow:
    few = one.n < measures.ENOUGH or one.overridden.value is None
    return MixRow(
        kind=one.label or _("no segment"),
        system=speak_kept(one.system),
        n=words.number(one.n),
        overridden=NONE if few else words.percent(one.overridden.value or 0, digits=0),
        interval=_("too few to say (n=%(n)s)") % {"n": words.number(one.n)}
        if few
        else _interval(one.overridden),
        faint=few,
    )
