"""How good the facts of an AI system are, as template data: worst first, with number and interval."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import charts, context_questions, words
from apps.console.pages.context_shapes import (
    KINDS,
    Alarm,
    Cell,
    ContextPage,
    Row,
    Table,
    Typed,
    VersionRow,
)
from apps.console.pages.lists import Trend, WeekRow
from apps.console.pages.measured import Kpi, few, is_few, said
from apps.console.pages.shell import Action, Empty, Tab
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors import words as fact_words
from apps.measures import rules
from apps.measures.models import SourceAlarm

RANGES: Mapping[str, int | None] = {"13": 13, "26": 26, "all": None}
USUAL_RANGE = "13"
MOST_DRAWN = 8
MOST_PAIRS = 12
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
MOST_TICKS = 5
STATES = {
    "incomplete": gettext_lazy("Lacked a required fact"),
    "stale": gettext_lazy("Required fact too old"),
    "conflicted": gettext_lazy("Sources in conflict"),
    "out_of_scope": gettext_lazy("Outside what the AI is for"),
}


def build(found: flow.ContextQuality, *, weeks: str, typed: Typed, key: str, reader: Reader) -> ContextPage:
    """Turn figures into template data."""
    slug, labels = found.system.slug, _labels(found)
    as_of = words.stamp(reader.now, zone=reader.zone)
    return ContextPage(
        title=speak_kept(found.system.name),
        slug=slug,
        summary=_("as of %(moment)s") % {"moment": as_of},
        ranges=tuple(_ranges(found, weeks)),
        figures=tuple(_figures(found)),
        alarms=tuple(_alarm(one, slug, labels) for one in found.alarms),
        trends=tuple(_trends(found, labels)),
        facts=_facts(found, labels, weeks),
        sources=_sources(found),
        pairs=_pairs(found, labels),
        versions=tuple(map(_version, found.versions)),
        questions=context_questions.rows(found, labels, reader),
        asking=context_questions.asking(found, labels, typed) if found.may_ask else None,
        key=key,
        csv_url=reverse("console:context-csv", args=[slug]),
        pdf_url=_url(slug, "context-pdf", weeks=weeks, fact=found.fact),
        system_url=reverse("console:system", args=[slug]),
        whole_url=_url(slug, "context", weeks=weeks) if found.fact else "",
        fact=labels.get(found.fact, ""),
        empty=_empty(found, weeks),
    )


def _url(slug: str, route: str = "context", **query: str) -> str:
    kept = {name: value for name, value in query.items() if value}
    return f"{reverse(f'console:{route}', args=[slug])}?{urlencode(kept)}"


def _cases_url(slug: str, **query: str) -> str:
    return _url(slug, "context-cases", **query)


def _labels(found: flow.ContextQuality) -> dict[str, str]:
    labels = found.contract.labels() if found.contract else {}
    return {key: speak_kept(label) for key, label in labels.items()}


def _empty(found: flow.ContextQuality, weeks: str) -> Empty | None:
    if found.n_arrived:
        return None
    if weeks != "all":
        return Empty(
            _("Nothing arrived in these weeks"),
            _("Facts are counted by the week in which they arrived."),
            icon="list-filter",
            actions=(Action(_url(found.system.slug, weeks="all"), _("Show all weeks")),),
        )
    return Empty(
        _("No fact was counted yet"),
        _("The figures begin with the first recommendation of this AI system, within minutes."),
        icon="list-checks",
    )


def _ranges(found: flow.ContextQuality, weeks: str) -> Iterable[Tab]:
    for name, n in RANGES.items():
        label = _("All weeks") if n is None else _("Last %(n)s weeks") % {"n": n}
        yield Tab(label, _url(found.system.slug, weeks=name, fact=found.fact), current=name == weeks)


def _figures(found: flow.ContextQuality) -> Iterable[Kpi]:
    slug = found.system.slug
    for state, label in STATES.items():
        share = found.states[state]
        more = Action(_cases_url(slug), _("Cases")) if share.value else None
        yield _kpi(str(label), share, _("of %(n)s arrived") % {"n": words.number(share.n)}, more)
    n = sum(one.share.n for one in found.versions)
    statements = rules.share(n, sum(one.n_unsupported for one in found.versions))
    yield _kpi(
        _("Unsupported statements"), statements, _("of %(n)s the AI made") % {"n": words.number(n)}, None
    )
    yield _repair_kpi(found.repairs.get(""))


def _kpi(label: str, share: rules.Share, of: str, more: Action | None) -> Kpi:
    if is_few(share):
        return Kpi(label, _("Too few yet"), few(share.n), "", more, faint=True)
    value, between, _faint = said(share)
    return Kpi(label, value, of, between, more)


def _repair_kpi(repair: flow.Repair | None) -> Kpi:
    label = _("Median time to repair")
    if repair is None:
        return Kpi(label, _("None yet"), "", _("No later fact has mended one."), faint=True)
    if repair.n < rules.ENOUGH:
        return Kpi(label, _("Too few yet"), few(repair.n), "", faint=True)
    detail = _("nine in ten within %(time)s") % {"time": words.duration(repair.p90)}
    of = _("of %(n)s mended") % {"n": words.number(repair.n)}
    return Kpi(label, words.duration(repair.median), of, detail)


# --- alarms ---


def _alarm(one: SourceAlarm, slug: str, labels: Mapping[str, str]) -> Alarm:
    source, fact = fact_words.source(one.source), labels.get(one.fact, one.fact)
    parts = {"source": source, "fact": fact, "kind": KINDS.get(one.kind, one.kind), "n": words.number(one.n)}
    shares = {
        "share": words.percent(one.n_at_fault / one.n if one.n else 0, digits=0),
        "before": words.percent(one.n_at_fault_before / one.n_before if one.n_before else 0, digits=0),
    }
    if one.kind == "silent":
        title = _("%(source)s is silent") if not one.fact else _("%(source)s is silent on %(fact)s")
        text = _("No value since, while %(n)s cases arrived.")
    else:
        title = _("%(source)s: %(fact)s %(kind)s")
        text = _("%(share)s of %(n)s in that week, %(before)s in the 8 weeks before.")
    return Alarm(
        title % parts,
        text % (parts | shares),
        since=words.date(one.onset_on),
        ended=words.date(one.closed_on) if one.closed_on else "",
        url="" if one.kind == "silent" else _cases_url(slug, fact=one.fact, source=one.source, kind=one.kind),
    )


# --- over time ---


def _trends(found: flow.ContextQuality, labels: Mapping[str, str]) -> Iterable[Trend]:
    if found.weekly:
        title = (
            _("%(fact)s at fault, by week") % {"fact": labels.get(found.fact, found.fact)}
            if found.fact
            else _("Arrivals whose facts were not in order, by week")
        )
        yield _trend(found, found.weekly, title, _("Arrivals"), key="arrivals")
    if found.grounding_weekly:
        title = _("Unsupported statements, by week")
        yield _trend(found, found.grounding_weekly, title, _("Statements"), key="statements")


def _trend(
    found: flow.ContextQuality, weeks: Sequence[flow.Week], title: str, counted: str, *, key: str
) -> Trend:
    points = [
        charts.Point(
            words.date(one.week_on, with_year=False),
            one.share.value,
            None if one.share.value is None else one.share.low,
            None if one.share.value is None else one.share.high,
            faint=is_few(one.share),
        )
        for one in weeks
    ]
    says = _says(weeks, title)
    return Trend(
        title=title,
        about=_("with 95%% interval, %(system)s") % {"system": speak_kept(found.system.name)},
        charts=charts.lines(
            points, says=_("%(said)s The table has every week.") % {"said": says}, ticks=_ticks(weeks)
        ),
        says=says,
        rows=tuple(map(_week, reversed(weeks))),
        counted=counted,
        key=key,
    )


def _says(weeks: Sequence[flow.Week], title: str) -> str:
    last = next((one for one in reversed(weeks) if not is_few(one.share)), None)
    if last is None:
        return _("No week has the %(enough)s it takes to say.") % {"enough": rules.ENOUGH}
    value, between, _faint = said(last.share)
    return _("%(title)s: %(value)s in the week of %(day)s, %(interval)s, of %(n)s.") % {
        "title": title,
        "value": value,
        "day": words.date(last.week_on, with_year=False),
        "interval": between,
        "n": words.number(last.share.n),
    }


def _ticks(weeks: Sequence[flow.Week]) -> list[tuple[float, str]]:
    steady = [one.share for one in weeks if not is_few(one.share)] or [one.share for one in weeks]
    highest = max(one.high if not is_few(one) else one.value or 0.0 for one in steady)
    step = next((one for one in TICKS if highest <= one * (MOST_TICKS - 1)), TICKS[-1])
    n_ticks = max(2, int(highest / step) + 2)
    return [(step * place, words.percent(step * place, digits=0)) for place in range(n_ticks)]


def _week(one: flow.Week) -> WeekRow:
    day, n = words.date(one.week_on, with_year=False), words.number(one.share.n)
    if is_few(one.share):
        return WeekRow(day, n, "", few(one.share.n) if one.share.n else _("nothing arrived"), faint=True)
    value, between, _faint = said(one.share)
    return WeekRow(day, n, value, between)


# --- facts and sources ---


def _facts(found: flow.ContextQuality, labels: Mapping[str, str], weeks: str) -> Table:
    rows = tuple(_fact_row(one, found, labels, weeks) for one in found.facts if one.n_at_fault)
    return _table(
        _("Facts, the worst first"),
        _("of all arrivals, at fault in any way"),
        _("Fact"),
        found.facts,
        rows,
        lambda one: labels.get(one.fact, one.fact),
        repaired=True,
    )


def _sources(found: flow.ContextQuality) -> Table:
    rows = tuple(
        _row(one, fact_words.source(one.source), "", found.system.slug, source=one.source)
        for one in found.sources
        if one.n_at_fault
    )
    return _table(
        _("Sources, the worst first"),
        _("of the values each one sent or owed"),
        _("Source"),
        found.sources,
        rows,
        lambda one: fact_words.source(one.source),
    )


def _pairs(found: flow.ContextQuality, labels: Mapping[str, str]) -> Table:
    worst = [one for one in found.pairs if one.n_at_fault][:MOST_PAIRS]
    rows = tuple(
        _row(
            one,
            labels.get(one.fact, one.fact),
            fact_words.source(one.source),
            found.system.slug,
            fact=one.fact,
            source=one.source,
        )
        for one in worst
    )
    about = _("of the values a source sent or owed for that fact")
    return Table(_("Where it goes wrong: fact and source"), about, _("Fact and source"), (), "", rows)


def _fact_row(one: flow.Quality, found: flow.ContextQuality, labels: Mapping[str, str], weeks: str) -> Row:
    spec = found.contract.specs.get(one.fact) if found.contract else None
    owner = spec.defined_by if spec and spec.defined_by else found.system.owner.name
    repair = found.repairs.get(one.fact)
    return _row(
        one,
        labels.get(one.fact, one.fact),
        _("defined by %(owner)s") % {"owner": owner},
        found.system.slug,
        more=_url(found.system.slug, weeks=weeks, fact=one.fact),
        repair=_repair(repair),
        fact=one.fact,
    )


def _repair(repair: flow.Repair | None) -> str:
    if repair is None:
        return _("none mended")
    if repair.n < rules.ENOUGH:
        return few(repair.n)
    parts = {"median": words.duration(repair.median), "p90": words.duration(repair.p90)}
    return _("%(median)s, nine in ten within %(p90)s") % parts


def _row(
    one: flow.Quality, label: str, sub: str, slug: str, *, more: str = "", repair: str = "", **query: str
) -> Row:
    value, between, faint = said(one.share)
    cells = []
    for kind in flow.FAULT_KINDS:
        if n := one.kinds[kind]:
            text = words.number(n) if faint else words.percent(n / one.n)
            cells.append(Cell(str(KINDS[kind]), text, _cases_url(slug, kind=kind, **query)))
    return Row(label, sub, words.number(one.n), value, between, tuple(cells), repair, more, faint)


def _table(
    title: str,
    about: str,
    head: str,
    found: Sequence[flow.Quality],
    rows: tuple[Row, ...],
    label: Callable[[flow.Quality], str],
    *,
    repaired: bool = False,
) -> Table:
    known = [one for one in found if not is_few(one.share)]
    drawn = [one for one in known if one.n_at_fault][:MOST_DRAWN]
    if not known:
        says = _("Too few arrivals to say.")
    elif not drawn:
        says = _("Nothing was at fault.")
    else:
        value, between, _faint = said(drawn[0].share)
        says = _("Worst is %(label)s: %(value)s, %(interval)s.") % {
            "label": label(drawn[0]),
            "value": value,
            "interval": between,
        }
    shares = [
        charts.Share(label(one), one.share.value or 0.0, one.share.low, one.share.high) for one in drawn
    ]
    pictures = charts.intervals(shares, says=says) if shares else ()
    n_rest = sum(1 for one in found if not one.n_at_fault)
    rest = (
        ngettext("%(n)s more had no fault.", "%(n)s more had no fault.", n_rest) % {"n": n_rest}
        if n_rest
        else ""
    )
    return Table(title, about, head, pictures, says, rows, rest, repaired)


def _version(one: flow.Version) -> VersionRow:
    value, between, faint = said(one.share)
    return VersionRow(
        one.model_version,
        one.prompt_version or _("no prompt version sent"),
        words.number(one.share.n),
        value,
        between,
        faint,
    )
