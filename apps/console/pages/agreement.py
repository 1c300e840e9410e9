"""How often officers agree with the AI unprompted, and how often once they have seen it: for insights."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.console.pages import charts, words
from apps.console.pages.measured import Line, Panel, few, is_few, said
from apps.console.pages.patterns import interval
from apps.flow.selectors.insight_figures import Insights
from apps.measures import rules


def panels(told: Insights) -> Iterable[Panel]:
    """Write what first views show; nothing where none was asked for."""
    found = told.prompting
    if not found.asked.value:
        return
    says = tuple(_says(found))
    named = (
        (_("Agreed, from the facts alone"), found.before),
        (_("Agreed, after seeing the suggestion"), found.after),
        (_("Agreed, suggestion shown at once"), found.unasked),
    )
    moved = (
        (_("Gave up a view that differed from the AI's"), found.swayed),
        (_("Left a view that was the AI's"), found.left),
        (_("Began with a first view"), found.asked),
        (_("Could say from the facts"), found.said),
    )
    drawn = [
        charts.Share(label, one.value, one.low, one.high)
        for label, one in named
        if one.value is not None and not is_few(one)
    ]
    yield Panel(
        title=_("Agreement before and after advice"),
        key="agreement",
        about=_("decisions of officers in these weeks, nobody named"),
        charts=charts.intervals(drawn, says=" ".join(says)) if drawn else (),
        says=says,
        heads=(_("Cases"), _("Share"), _("95% interval"), ""),
        lines=tuple(_line(label, one) for label, one in (*named, *moved)),
        how=tuple(_how()),
    )


def _line(label: str, share: rules.Share) -> Line:
    value, between, faint = said(share)
    return Line(label, words.number(share.n), value, between, faint=faint)


def _says(found: rules.Prompting) -> Iterable[str]:
    if is_few(found.before):
        yield _("Of cases that began with a first view there are %(few)s.") % {"few": few(found.before.n)}
        return
    yield _("Before they saw the suggestion, officers had it too in %(share)s.") % {
        "share": _of(found.before)
    }
    yield _("What they decided afterwards was the suggestion in %(share)s.") % {"share": _of(found.after)}
    if not is_few(found.swayed):
        yield _("Where their own view differed, they decided as the AI in %(share)s.") % {
            "share": _of(found.swayed)
        }
    if not is_few(found.unasked):
        yield _("Where the suggestion was shown at once, they decided as the AI in %(share)s.") % {
            "share": _of(found.unasked)
        }


def _of(share: rules.Share) -> str:
    return _("%(share)s of 100 cases (%(interval)s, n=%(n)s)") % {
        "share": round((share.value or 0.0) * 100),
        "interval": interval(share.low, share.high),
        "n": words.number(share.n),
    }


def _how() -> Iterable[str]:
    yield _(
        "In a share of cases, drawn by chance or by a rule of policy, officers say what they would do from "
        "the facts before they see the suggestion. That agreement is unprompted; agreement after advice is "
        "not."
    )
    yield _(
        "Cases that a rule sends there are not like the others, so compare the two shares of the same cases "
        "first. Following advice is no fault by itself: who proved right says whether it helped."
    )
