"""Why officers overruled the AI, and who proved right: bars, a sentence, a table."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import charts, words
from apps.console.pages.measured import ReasonLine, Reasons
from apps.core.speech import speak
from apps.flow.selectors.insight_figures import Insights
from apps.measures.selectors import ReasonTruth

MOST = 8  # bars; what is left is one bar more
CLASSES = ("mine", "ai", "open")


def build(told: Insights) -> Reasons | None:
    """Write the reasons of the chosen weeks; nothing before the first override."""
    total = sum(row.n for row in told.reasons)
    if not total:
        return None
    rows = list(told.reasons[:MOST])
    if rest := told.reasons[MOST:]:
        rows.append(
            ReasonTruth(_("Other reasons"), *(sum(part) for part in zip(*map(_counts, rest), strict=True)))
        )
    says = _says(rows, total)
    return Reasons(
        about=ngettext("%(n)s override", "%(n)s overrides", total) % {"n": words.number(total)},
        charts=charts.bars([_stack(row, total) for row in rows], classes=CLASSES, says=says),
        legend=tuple(
            zip(CLASSES, (_("Officer proved right"), _("AI proved right"), _("Not known yet")), strict=True)
        ),
        says=says,
        lines=tuple(
            ReasonLine(
                speak(row.reason),
                words.number(row.n),
                words.number(row.n_officer),
                words.number(row.n_ai),
                words.number(_unknown(row)),
            )
            for row in told.reasons
        ),
    )


def _counts(row: ReasonTruth) -> tuple[int, int, int]:
    return row.n, row.n_officer, row.n_ai


def _unknown(row: ReasonTruth) -> int:
    return max(0, row.n - row.n_officer - row.n_ai)


def _stack(row: ReasonTruth, total: int) -> charts.Stack:
    value = f"{words.number(row.n)} · {words.percent(row.n / total, digits=0)}"
    return charts.Stack(speak(row.reason), (row.n_officer, row.n_ai, _unknown(row)), value)


def _says(rows: Sequence[ReasonTruth], total: int) -> str:
    first = rows[0]
    known = sum(row.n_officer + row.n_ai for row in rows)
    said = _("The commonest reason is “%(reason)s”, in %(n)s of %(total)s overrides.") % {
        "reason": speak(first.reason),
        "n": words.number(first.n),
        "total": words.number(total),
    }
    if not known:
        return _("%(said)s Of none of them the outcome is known yet.") % {"said": said}
    return _(
        "%(said)s Where the outcome is known, the officer proved right in %(right)s and the AI in %(wrong)s."
    ) % {
        "said": said,
        "right": words.number(sum(row.n_officer for row in rows)),
        "wrong": words.number(sum(row.n_ai for row in rows)),
    }
