"""The money of a policy tried on the past, part by part: errors, reviews, and what has no price."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import trying_parts as parts
from apps.console.pages import words
from apps.console.pages.trying_shapes import Money, MoneyLine
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures.rules import Part


def money(found: flow.Tried) -> Money:
    """Take the money of a replay apart."""
    tally = found.tally
    lines = [_line(one, found) for one in tally.parts(tally.draft)]
    total = parts.signed_amount(tally.money_minor(tally.draft), found)
    return Money(
        about=_about(found),
        lines=(*lines, MoneyLine(_("Together"), "", "", total, is_total=True)),
        unknown=_unknown(found),
    )


def _about(found: flow.Tried) -> str:
    number = found.tally.prices.posture
    if number is None:
        return _("no risk decision names a price")
    return _("prices of risk decision no. %(number)s") % {"number": words.number(number)}


def _line(part: Part, found: flow.Tried) -> MoneyLine:
    return MoneyLine(
        title=_title(part, found),
        each=_("no price") if part.each_minor is None else parts.amount(part.each_minor, found),
        n=parts.arrow(part.before, part.after),
        gain=speech.NOTHING if part.gain_minor is None else parts.signed_amount(part.gain_minor, found),
    )


def _title(part: Part, found: flow.Tried) -> str:
    if not part.outcome:
        return _("Reviews")
    label = found.tally.prices.labels.get(part.outcome)
    if label:
        return speak_kept(label)
    return _("%(outcome)s, proved wrong") % {"outcome": found.outcomes.get(part.outcome, part.outcome)}


def _unknown(found: flow.Tried) -> str:
    tally = found.tally
    n = tally.n - tally.n_known
    if not n:
        return _("The outcome of every case is known.")
    values = {"n": words.number(n), "total": words.number(tally.n)}
    return (
        ngettext(
            "Of %(n)s case of %(total)s the outcome is not known yet: no error is counted there, under"
            " either version.",
            "Of %(n)s cases of %(total)s the outcome is not known yet: no error is counted there, under"
            " either version.",
            n,
        )
        % values
    )
