"""Reasons by slice and by who proved right, with what may become of each reason of the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import charts, table_file, words
from apps.console.pages.counted import counted, not_counted
from apps.console.pages.lists import Option
from apps.console.pages.measured import address, part_asked, said
from apps.console.pages.patterns import interval
from apps.console.pages.reasons import CLASSES
from apps.console.pages.shell import Empty, Note, Tab
from apps.console.pages.slices import RANGES, Chips, Scope
from apps.core.speech import quoted, speak_kept
from apps.flow.selectors import reason_figures as selectors
from apps.measures import rules
from apps.registry.models import AISystem
from apps.registry.states import CareKind

MOST_BARS = 9
HEADS = (
    "ai_system", "reason", "text", "n", "share", "low", "high", "n_known", "officer_right", "n_second",
    "second_agrees", "listed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason; each rate with its interval, grey where too few cases stand behind it."""

    text: str
    n: str
    share: str
    share_interval: str
    officer: str
    officer_interval: str
    officer_faint: bool
    second: str
    second_interval: str
    second_faint: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CareForm:
    """Merge, retire or split one reason of the list in force."""

    post_url: str
    version: int
    key: str
    codes: tuple[Option, ...]
    into: tuple[Option, ...]
    kind: str
    texts: tuple[str, str]
    why: str
    error: str


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    title: str
    system: str
    summary: str
    insights_url: str
    systems: tuple[Tab, ...]
    ranges: tuple[Tab, ...]
    ways: tuple[Tab, ...]
    segments: tuple[Tab, ...]
    versions: tuple[Tab, ...]
    notes: tuple[Note, ...]
    charts: tuple[charts.Bars, ...]
    legend: tuple[tuple[str, str], ...]
    says: str
    lines: tuple[ReasonLine, ...]
    csv_url: str
    pdf_url: str
    empty: Empty | None
    care: CareForm | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into the form of a reason's care, and why it was refused."""

    kind: str = ""
    code: str = ""
    into: str = ""
    texts: tuple[str, str] = ("", "")
    why: str = ""
    error: str = ""


def build(
    found: selectors.ReasonFigures,
    *,
    scope: Scope,
    systems: Iterable[AISystem],
    typed: Typed,
    key: str,
    reader: Reader,
) -> ReasonsPage:
    """Turn the figures of a slice into template data."""
    system = found.system
    chips = Chips("reasons", system, scope)
    return ReasonsPage(
        title=_("Reasons, and who proved right"),
        system=speak_kept(system.name),
        summary=", ".join((*scope.named(found.segments), _summary(found, reader))),
        insights_url=address("insights", system, **part_asked(scope.part)),
        systems=chips.systems(systems),
        ranges=chips.ranges({name: _range_words(weeks) for name, weeks in RANGES.items()}),
        ways=chips.ways(),
        segments=chips.segments(found.segments),
        versions=chips.versions(found.versions),
        notes=tuple(_notes(found)),
        charts=_bars(found),
        legend=tuple(
            zip(CLASSES, (_("Officer proved right"), _("AI proved right"), _("Not known yet")), strict=True)
        ),
        says=_says(found),
        lines=tuple(_line(row) for row in found.rows),
        csv_url=address("reasons_csv", system, **scope.asked()),
        pdf_url=address("reasons_pdf", system, **scope.asked()),
        empty=_empty(found),
        care=_care(found, typed, key) if found.may_care else None,
    )


def _summary(found: selectors.ReasonFigures, reader: Reader) -> str:
    if found.as_of is None:
        return counted(None, reader)
    said = ngettext("%(n)s override, as of %(moment)s", "%(n)s overrides, as of %(moment)s", found.n)
    return said % {"n": words.number(found.n), "moment": words.stamp(found.as_of, zone=reader.zone)}


def _empty(found: selectors.ReasonFigures) -> Empty | None:
    if found.as_of is None:
        return not_counted()
    if found.n:
        return None
    return Empty(
        _("No override with a reason here"),
        _("Decisions that were brought in without a reason count in no figure of reasons."),
        icon="pencil-line",
    )


def _range_words(weeks: int | None) -> str:
    return _("All weeks") if weeks is None else _("Last %(n)s weeks") % {"n": weeks}


def _notes(found: selectors.ReasonFigures) -> Iterable[Note]:
    other = found.other
    if other.n < rules.ENOUGH or other.value is None:
        return
    parts = {
        "share": words.percent(other.value),
        "interval": interval(other.low, other.high),
        "n": words.number(other.n),
        "most": words.percent(selectors.TOO_MANY_OTHERS, digits=0),
    }
    told = _("For %(share)s (%(interval)s) of %(n)s overrides none of the reasons fitted.") % parts
    if other.value > selectors.TOO_MANY_OTHERS:
        more = _("Above %(most)s the list should be looked at: a reason is missing or badly named.") % parts
        yield Note("warn", "triangle-alert", told, more)
    else:
        yield Note("info", "info", told, _("Above %(most)s the list should be looked at.") % parts)


def _bars(found: selectors.ReasonFigures) -> tuple[charts.Bars, ...]:
    rows = [row for row in found.rows if row.n][:MOST_BARS]
    if not rows:
        return ()
    return charts.bars([_stack(row, found.n) for row in rows], classes=CLASSES, says=_says(found))


def _stack(row: selectors.ReasonRow, total: int) -> charts.Stack:
    right = round((row.officer.value or 0) * row.officer.n)
    value = f"{words.number(row.n)} · {words.percent(row.n / total, digits=0)}"
    return charts.Stack(row.text, (right, row.officer.n - right, max(0, row.n - row.officer.n)), value)


def _says(found: selectors.ReasonFigures) -> str:
    if not found.n:
        return ""
    first = found.rows[0]
    return _("The commonest reason is “%(reason)s”, in %(n)s of %(total)s overrides.") % {
        "reason": first.text,
        "n": words.number(first.n),
        "total": words.number(found.n),
    }


def _line(row: selectors.ReasonRow) -> ReasonLine:
    of_all, officer, second = said(row.of_all), said(row.officer), said(row.seconded)
    return ReasonLine(
        text=row.text,
        n=words.number(row.n),
        share=of_all[0],
        share_interval=of_all[1],
        officer=_of(officer[0], row.officer.n),
        officer_interval=officer[1],
        officer_faint=officer[2],
        second=_of(second[0], row.seconded.n),
        second_interval=second[1],
        second_faint=second[2],
        notes=tuple(_became(row)),
    )


def _of(value: str, n: int) -> str:
    return value if n < rules.ENOUGH else _("%(share)s of %(n)s") % {"share": value, "n": words.number(n)}


def _became(row: selectors.ReasonRow) -> Iterable[str]:
    for text, n in row.former:
        yield _("%(n)s of them were given as “%(reason)s”, which was merged into this one.") % {
            "n": words.number(n),
            "reason": text,
        }
    if row.kind == CareKind.RETIRED:
        yield _("Retired: it is not offered any more. What was decided with it stays.")
    if row.kind == CareKind.SPLIT:
        yield _("Split since into %(reasons)s. What was decided with it stays here.") % {
            "reasons": ", ".join(quoted(one) for one in row.into)
        }


def _care(found: selectors.ReasonFigures, typed: Typed, key: str) -> CareForm:
    listed = [row for row in sorted(found.rows, key=lambda one: one.text) if row.is_listed]
    return CareForm(
        post_url=reverse("console:reasons_care") + f"?system={found.system.slug}",
        version=found.version,
        key=key,
        codes=tuple(Option(row.code, row.text, checked=typed.code == row.code) for row in listed),
        into=tuple(Option(row.code, row.text, checked=typed.into == row.code) for row in listed),
        kind=typed.kind,
        texts=typed.texts,
        why=typed.why,
        error=typed.error,
    )


def as_csv(found: selectors.ReasonFigures) -> str:
    """Write the reasons of a slice, one line each; shares in [0, 1], empty where there is no case."""
    return table_file.as_csv(
        HEADS,
        ((found.system.slug, row.code, row.text, row.n, *_numbers(row), row.is_listed) for row in found.rows),
    )


def _numbers(row: selectors.ReasonRow) -> tuple[float | None, ...]:
    of_all, officer, second = row.of_all, row.officer, row.seconded
    return (of_all.value, of_all.low, of_all.high, officer.n, officer.value, second.n, second.value)
