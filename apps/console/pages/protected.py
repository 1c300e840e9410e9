"""In which groups of protected facts people overrule the AI otherwise than elsewhere, said in short."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.patterns import interval
from apps.console.pages.shell import Note
from apps.core import speech
from apps.core.speech import speak_kept
from apps.learning import selectors as learning
from apps.learning.models import MiningRun

PEOPLE = "people"
MOST = 3  # groups that are named here; the search's own page has all

Lines = Sequence[learning.ProtectedLine]


def notes(found: Sequence[tuple[MiningRun, Lines]], reader: Reader) -> Iterator[Note]:
    """Write one note for each AI system, with the way to all groups of its newest search."""
    for run, lines in found:
        tested = [one for one in lines if one.side == PEOPLE and one.q is not None]
        other = sorted((one for one in tested if one.stands_out), key=lambda one: one.q or 0.0)
        day = speech.day(run.ended_at.astimezone(reader.zone).date()) if run.ended_at else ""
        yield Note(
            "warn" if other else "info",
            "users",
            _("Protected groups: %(system)s") % {"system": speak_kept(run.system.name)},
            _said(tested, other, day),
            url=reverse("console:run", args=[run.id]) + "#h-protected",
        )


def _said(tested: Lines, other: Lines, day: str) -> str:
    if not tested:
        return _("Search of %(day)s: no group has the decisions it takes to say.") % {"day": day}
    if not other:
        return _(
            "Search of %(day)s: in none of %(of)s groups do people overrule the AI more or less often than "
            "elsewhere, beyond chance."
        ) % {"day": day, "of": words.number(len(tested))}
    return _(
        "Search of %(day)s: in %(n)s of %(of)s groups people overrule the AI more or less often than "
        "elsewhere, beyond chance: %(groups)s. No rule may use these facts."
    ) % {
        "day": day,
        "n": words.number(len(other)),
        "of": words.number(len(tested)),
        "groups": "; ".join(_group(one) for one in other[:MOST]),
    }


def _group(one: learning.ProtectedLine) -> str:
    return _("%(fact)s %(group)s (%(share)s of %(n)s, %(interval)s; the rest %(rest)s)") % {
        "fact": one.label,
        "group": one.group,
        "share": words.percent(one.rate or 0.0),
        "n": words.number(one.n),
        "interval": interval(one.low or 0.0, one.high or 0.0),
        "rest": words.percent(one.rest_rate or 0.0),
    }
