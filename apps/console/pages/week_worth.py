"""What a week was worth, measured: never a figure that nobody knows."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import fixes, words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.shell import Action
from apps.console.pages.trying_parts import MINUS
from apps.core import speech
from apps.flow.selectors.week_reports import Report
from apps.learning.rules import week as kept


def section(found: Report) -> Section:
    """Write what a week was worth: corrections by their outcomes, and the changes measured in it."""
    worth = found.week.worth
    return Section(
        "worth",
        _("What it was worth"),
        about=_("measured, at the prices of the owner's risk decision"),
        pairs=tuple(_money(worth)),
        lines=tuple(_fix(one, worth.currency) for one in worth.fixes),
        more=Action(reverse("console:fixes"), _("Fixes")),
    )


def _money(worth: kept.Worth) -> Iterable[tuple[str, str]]:
    judged = worth.judged
    yield _("Corrections"), _saved(judged, worth.currency)
    if judged is not None and judged.n_due > judged.n:
        yield (
            _("Of these not known"),
            _("%(n)s of %(total)s overrides that became due have no outcome, or one that cannot say.")
            % {"n": words.number(judged.n_due - judged.n), "total": words.number(judged.n_due)},
        )
    if not worth.fixes:
        yield _("Changes"), _("Not known: no change was measured in this week.")
    if worth.n_unmeasured:
        said = ngettext(
            "%(n)s live change is not measured yet.",
            "%(n)s live changes are not measured yet.",
            worth.n_unmeasured,
        )
        yield _("Still to come"), said % {"n": words.number(worth.n_unmeasured)}


def _saved(judged: kept.Judged | None, currency: str) -> str:
    if judged is None:
        return _("Not known: no outcome becomes known for this AI system.")
    if not judged.n:
        return _("Not known: of no override the outcome became due and known in this week.")
    if judged.saved_minor is None or judged.lost_minor is None:
        return _("Not known in money: the risk decision in force names no price for an error.")
    said = ngettext(
        "Errors of the AI worth %(saved)s did not happen, and errors worth %(lost)s were made instead: "
        "%(net)s, over %(n)s override whose outcome is known. Prices of risk decision %(number)s.",
        "Errors of the AI worth %(saved)s did not happen, and errors worth %(lost)s were made instead: "
        "%(net)s, over %(n)s overrides whose outcome is known. Prices of risk decision %(number)s.",
        judged.n,
    )
    return said % {
        "saved": speech.amount(judged.saved_minor, currency),
        "lost": speech.amount(judged.lost_minor, currency),
        "net": _signed_amount(judged.saved_minor - judged.lost_minor, currency),
        "n": words.number(judged.n),
        "number": judged.posture,
    }


def _signed_amount(minor: int, currency: str) -> str:
    sign = "+" if minor > 0 else MINUS if minor < 0 else ""
    return f"{sign}{speech.amount(abs(minor), currency)}"


def _fix(one: kept.FixWorth, currency: str) -> Line:
    tone, icon, verdict = fixes.VERDICTS[one.verdict]
    title = _("Fix %(n)s: %(verdict)s") % {"n": one.number, "verdict": speech.inside(str(verdict))}
    detail = _(
        "Counted: %(counts)s. Against what was to be expected of %(n)s cases since: %(avoided)s "
        "(%(level)s interval: %(low)s to %(high)s). %(money)s"
    ) % {
        "avoided": _fewer(one.avoided),
        "counts": str(fixes.COUNTS[one.counts]),
        "low": _fewer(one.low),
        "high": _fewer(one.high),
        "level": words.level(one.level),
        "n": words.number(one.n_after),
        "money": _fix_money(one, currency),
    }
    look = Action(reverse("console:fix", args=[UUID(one.id)]), _("Look"))
    return Line(icon, title, detail, "bad-t" if tone == "bad" else "", look)


def _fewer(avoided: float) -> str:
    said = _("%(n)s cases fewer") if avoided >= 0 else _("%(n)s cases more")
    return said % {"n": speech.number(round(abs(avoided), 1), digits=1)}


def _fix_money(one: kept.FixWorth, currency: str) -> str:
    if one.minor is None or one.low_minor is None or one.high_minor is None:
        return _("In money: not known.")
    return _("In money: %(money)s (%(low)s to %(high)s), at the mean price of an error of the group.") % {
        "money": _signed_amount(one.minor, currency),
        "low": _signed_amount(one.low_minor, currency),
        "high": _signed_amount(one.high_minor, currency),
    }
