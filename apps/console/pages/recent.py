"""What rose or fell in the latest full week, as two panels of the patterns."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import patterns, words
from apps.console.pages.lists import RecentPanel, RecentRow
from apps.learning import selectors as learning
from apps.measures import rules as measures


def build(weeks: Sequence[learning.RecentWeek]) -> tuple[RecentPanel, ...]:
    """Write both panels; none where no search looked at a week yet."""
    if not weeks:
        return ()
    return (
        RecentPanel(
            title=_("Emerging"),
            about=_("groups whose share rose in the latest full week, beyond chance and repeated testing"),
            key="emerging",
            rows=tuple(_rows(weeks, rose=True)),
            empty=_("No group rose beyond chance: %(looked_at)s") % {"looked_at": _looked_at(weeks)},
        ),
        RecentPanel(
            title=_("Fading"),
            about=_("groups whose share fell in the latest full week, beyond chance and repeated testing"),
            key="fading",
            rows=tuple(_rows(weeks, rose=False)),
            empty=_("No group fell beyond chance: %(looked_at)s") % {"looked_at": _looked_at(weeks)},
        ),
    )


def _rows(weeks: Sequence[learning.RecentWeek], *, rose: bool) -> Iterable[RecentRow]:
    for week in weeks:
        for one in week.lines:
            if one.rose is rose:
                yield _row(week, one)


def _row(week: learning.RecentWeek, one: learning.RecentLine) -> RecentRow:
    return RecentRow(
        segment=words.sentence_case(one.words),
        system=_("%(system)s, week of %(day)s")
        % {"system": week.system_name, "day": words.day_of_week(week.week_on)},
        k=words.number(one.k),
        n=words.number(one.n),
        rate=words.percent(one.rate),
        interval=patterns.interval(one.low, one.high),
        rate_before=words.percent(one.rate_before),
        before=_("%(k)s of %(n)s") % {"k": words.number(one.k_before), "n": words.number(one.n_before)},
        faint=one.n < measures.ENOUGH,
    )


def _looked_at(weeks: Sequence[learning.RecentWeek]) -> str:
    n, tests = sum(one.n for one in weeks), sum(one.n_tests for one in weeks)
    decided = ngettext("%(n)s decision", "%(n)s decisions", n) % {"n": words.number(n)}
    tested = ngettext("%(n)s group tested", "%(n)s groups tested", tests) % {"n": words.number(tests)}
    return _("%(decided)s in the week of %(day)s, %(tested)s.") % {
        "decided": decided,
        "day": words.day_of_week(max(one.week_on for one in weeks)),
        "tested": tested,
    }
