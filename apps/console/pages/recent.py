"""What rose or fell in the latest full week, as two panels of the patterns."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import patterns, table_file, words
from apps.console.pages.lists import RecentPanel, RecentRow
from apps.learning import selectors as learning
from apps.learning.states import Target
from apps.measures import rules as measures

HEADS = (
    "ai_system", "target", "week_on", "change", "pattern", "n", "happened", "share", "low", "high",
    "n_weeks_before", "n_before", "happened_before", "share_before", "adjusted_p", "n_tests", "search",
)  # fmt: skip


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


def as_csv(weeks: Sequence[learning.RecentWeek], *, target: Target) -> str:
    """Write what rose or fell, one line a group, the surest first; shares in [0, 1]."""
    return table_file.as_csv(HEADS, (_cells(week, one, target) for week in weeks for one in week.lines))


def _cells(week: learning.RecentWeek, one: learning.RecentLine, target: Target) -> Iterator[object]:
    yield from (week.system_name, target.value, week.week_on.isoformat(), "rose" if one.rose else "fell")
    yield from (one.words, one.n, one.k, one.rate, one.low, one.high, week.n_weeks_before)
    yield from (one.n_before, one.k_before, one.rate_before, one.q, week.n_tests, str(week.run_id))


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
