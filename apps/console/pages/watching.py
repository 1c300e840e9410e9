"""The start page's parts for those who do not decide: analyst, owner, auditor."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import checked, limits, patterns, posture_words, targets, words
from apps.console.pages.home_analyst import changed, notes
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.lists import Figure
from apps.console.pages.shell import Action
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.learning import selectors as learning
from apps.learning.models import Finding, MiningRun
from apps.learning.states import Target

ACTORS = {
    "PERSON": gettext_lazy("by a person"),
    "MACHINE": gettext_lazy("by another system"),
    "SYSTEM": gettext_lazy("by ReviewHub"),
}

APART = timedelta(minutes=1)  # an entry written down later than this tells both times


def _new(one: Finding, known: dict[UUID, learning.Wording]) -> Line:
    """Write a new pattern, and what the data kept apart said of it."""
    pattern, target = one.last_pattern, Target(one.target)
    said = (
        _("%(n_overridden)s of %(n)s overruled; %(times)s.")
        if target is Target.OVERRIDDEN
        else _("%(what)s: %(n_overridden)s of %(n)s; %(times)s.")
    ) % {
        "what": targets.name(target),
        "n_overridden": speech.number(pattern.n_overridden),
        "n": speech.number(pattern.n),
        "times": patterns.times(pattern.rate, pattern.rest_rate),
    }
    crossed = bool(pattern.run.parameters.get("cross_fit"))
    word, _tone = checked.confirmed(pattern.confirmation, crossed=crossed)
    return Line(
        "scan-search",
        words.sentence_case(learning.said(pattern, system_id=one.system_id, known=known)),
        f"{said} {word}.",
        action=Action(reverse("console:pattern", args=[one.id]), _("Read")),
    )


def analyst(home: flow.AnalystHome, news: flow.AnalystNews, *, reader: Reader) -> list[Section]:
    """Write what an analyst finds: new patterns, notes worth reading, what changed."""
    last = home.mining.last
    at = (
        words.moment(last.ended_at, now=reader.now, zone=reader.zone).relative
        if last and last.ended_at
        else ""
    )
    known: dict[UUID, learning.Wording] = {}
    lines = tuple(_new(one, known) for one in home.newest)
    found = Section(
        "findings",
        _("New patterns"),
        about=_("%(n_new)s nobody has taken up, %(n_week)s found this week")
        % {"n_new": speech.number(home.n_new), "n_week": speech.number(home.n_week)}
        if home.n_new
        else "",
        lines=lines,
        empty=_("No pattern is new. The search runs by itself and reports here what stands out.")
        if last
        else _("Nothing was searched yet. The search runs by itself once there are enough decisions."),
        more=Action(reverse("console:patterns"), _("All patterns")),
    )
    failed = _("The newest search failed; these are the last good figures.") if home.mining.is_failed else ""
    running = _("A new search is running.") if home.mining.is_running else ""
    figures = _searched(last, at, failed or running) if last else ()
    return [
        found,
        notes(news, reader=reader),
        changed(news.changed),
        Section(
            "search", _("Last search"), figures=figures, empty=running or failed or _("None has ended yet.")
        ),
    ]


def _searched(last: MiningRun, at: str, said: str) -> tuple[Figure, ...]:
    """Write when the last search ended, and how far it looked."""
    overrides = _("%(n)s were overrides") % {"n": speech.number(last.n_overrides)}
    return (
        Figure(_("When it ended"), at, "", said),
        Figure(_("Decisions looked at"), speech.number(last.n_decisions), "", overrides),
        Figure(
            _("Groups tested"), speech.number(last.n_tests), "", _("judged more strictly, as they are many")
        ),
    )


def owner(rows: list[flow.SystemRow], *, reader: Reader) -> list[Section]:
    """Write what the accountable owner finds, one panel for each AI system."""
    if not rows:
        return [
            Section("systems", _("Your AI systems"), empty=_("You are not the owner of any AI system yet."))
        ]
    return [system(one, reader) for one in rows]


def acts(n_acting: int, *, is_paused: bool) -> str:
    """Say whether the AI acts or advises."""
    if is_paused:
        return _("Paused: every new case goes to a person.")
    if not n_acting:
        return _("The AI advises; people decide every case.")
    return ngettext(
        "The AI decides %(n)s kind of case alone inside signed limits, and advises in all others.",
        "The AI decides %(n)s kinds of cases alone inside signed limits, and advises in all others.",
        n_acting,
    ) % {"n": n_acting}


def system(one: flow.SystemRow, reader: Reader, *, figures: tuple[Figure, ...] = ()) -> Section:
    """Write one AI system as its owner sees it, with more figures in front."""
    slug = one.system.slug
    return Section(
        f"system-{slug}",
        speak_kept(one.system.name),
        about=acts(
            one.n_acting if one.posture and one.posture.expires_at > reader.now else 0,
            is_paused=one.pause is not None,
        ),
        lines=tuple(_attention(one, reader)),
        figures=(*figures, _overrides(one), *_troubled(one), _posture(one, reader)),
        more=Action(reverse("console:system", args=[slug]), _("Open the AI system")),
    )


def _attention(one: flow.SystemRow, reader: Reader) -> list[Line]:
    if one.pause is None or one.pause.since is None:
        return []
    since = words.clock_time(one.pause.since, now=reader.now, zone=reader.zone)
    by = one.pause.by.name if one.pause.by else _("its owner")
    said = _("Paused since %(since)s by %(by)s") % {"since": since, "by": by}
    return [Line("hand", said, speech.quoted(one.pause.why), "warn-t")]


def _posture(one: flow.SystemRow, reader: Reader) -> Figure:
    title = _("Your risk decision")
    if one.posture is None:
        return Figure(title, _("None"), "", _("Without it the AI never decides alone."))
    day = _day(posture_words.last_day(one.posture, reader), reader)
    if one.posture.expires_at <= reader.now:
        return Figure(title, _("Expired"), "", _("last day %(day)s; the AI only advises") % {"day": day})
    number = _("No. %(number)s") % {"number": one.posture.number}
    return Figure(title, number, "", _("valid until %(day)s") % {"day": day})


def _day(at: datetime, reader: Reader) -> str:
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def _second(at: datetime, reader: Reader) -> str:
    return words.clock_time(at, now=reader.now, zone=reader.zone, seconds=True)


def _overrides(one: flow.SystemRow) -> Figure:
    title, found = _("Overruled, last 4 weeks"), one.overrides
    if found is None or found.value is None:
        return Figure(title, _("Not known"), "", _("no week with a decision is measured yet"), faint=True)
    interval = _("%(interval)s (95%% interval)") % {"interval": patterns.interval(found.low, found.high)}
    interval = f"{interval}; {limits.of_posture(one.posture)}"
    of = _("of %(n)s") % {"n": speech.number(found.n)}
    return Figure(title, words.percent(found.value), of, interval)


def _troubled(one: flow.SystemRow) -> tuple[Figure, ...]:
    return (
        Figure(_("Receipts overdue"), speech.number(one.n_overdue), "", _("sent, and not confirmed in time")),
        Figure(
            _("Refused deliveries"), speech.number(one.n_refused), "", _("by the business system, so far")
        ),
    )


def record_figures(record: flow.RecordState, reader: Reader) -> tuple[Figure, ...]:
    waiting = (
        _("oldest %(age)s") % {"age": words.age(record.oldest_at, now=reader.now)}
        if record.oldest_at
        else _("every entry has its number")
    )
    return (
        Figure(_("Entries numbered"), speech.number(record.ordered_to), "", _("in one row, without a gap")),
        Figure(_("Waiting for their number"), speech.number(record.n_unordered), "", waiting),
    )


def _entry_times(one: flow.LatestEntry, reader: Reader) -> str:
    """Say when an entry was recorded and by whom; also when it happened, where that is another time."""
    said = {"recorded": _second(one.recorded_at, reader), "by": str(ACTORS.get(one.actor_kind, ""))}
    if abs(one.recorded_at - one.at) < APART:
        return _("%(recorded)s, %(by)s") % said
    said["happened"] = _second(one.at, reader)
    return _("recorded %(recorded)s, happened %(happened)s, %(by)s") % said


def auditor(home: flow.AuditorHome, *, reader: Reader) -> list[Section]:
    """Write what an auditor finds."""
    lines = tuple(
        Line(
            "list-checks",
            f"{one.case_ref}: {one.words}",
            _entry_times(one, reader),
            action=Action(reverse("console:case", args=[one.case_ref]), _("Open the case")),
        )
        for one in home.entries
    )
    nothing = _("No case of the AI systems that you audit has an entry yet.")
    none = _("No AI system is granted to you to audit. An administrator of your organisation can do that.")
    return [
        Section(
            "record",
            _("The record"),
            about=_("ReviewHub's own statement"),
            figures=record_figures(home.record, reader),
        ),
        Section(
            "entries",
            _("Latest entries"),
            about=_("on cases of the AI systems that you audit, the one recorded last first")
            if lines
            else "",
            lines=lines,
            empty=nothing if home.n_systems else none,
        ),
    ]
