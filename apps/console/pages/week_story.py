"""One week of an AI system: what people corrected, what changed, what it was worth, what nobody looked at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import Actor
from apps.console.edge import Reader
from apps.console.pages import measured, navigation, week_worth, weeks, words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.measured import Kpi, address, cases_url
from apps.console.pages.shell import Action, Note, Tab
from apps.core import speech
from apps.flow.selectors.week_reports import Named, Report
from apps.learning.rules import week as kept
from apps.measures import rules
from apps.registry.models import AISystem

CHANGES = {
    "policy": ("scale", gettext_lazy("Version %(number)s of the policy came into force")),
    "contract": ("list-checks", gettext_lazy("Version %(number)s of the contract came into force")),
    "posture": ("shield-check", gettext_lazy("Risk decision %(number)s was signed")),
    "reasons": ("pencil-line", gettext_lazy("Version %(number)s of the list of reasons came into use")),
    "model": ("refresh-cw", gettext_lazy("%(name)s advised for the first time")),
    "fix": ("play", gettext_lazy("Fix %(number)s went live")),
    "pause": ("hand", gettext_lazy("The AI system was paused")),
}
UNSEEN = {
    "findings_unassigned": ("scan-search", gettext_lazy("Patterns that nobody has taken up")),
    "findings_overdue": (
        "clock-alert",
        gettext_lazy("Patterns past the day they were due"),
    ),
    "fixes_unsigned": ("pencil-line", gettext_lazy("Changes that wait for the owner's signature")),
    "groups_unnamed": ("pencil-line", gettext_lazy("Groups of notes without a name")),
    "notes_sharp": ("triangle-alert", gettext_lazy("Strongly negative notes that nobody looked at")),
    "broken": ("triangle-alert", gettext_lazy("Suggestions called broken that nobody looked at")),
    "definitions": ("circle-question-mark", gettext_lazy("Questions about definitions without an answer")),
    "source_alarms": ("triangle-alert", gettext_lazy("Sources of facts that changed suddenly")),
    "held_late": ("hourglass", gettext_lazy("Held decisions past their time")),
    "climbed_to_owner": ("arrow-up-right", gettext_lazy("Cases that climbed to the owner")),
    "receipts_overdue": ("clock-alert", gettext_lazy("Receipts that are overdue")),
    "appeals_late": ("scale", gettext_lazy("Appeals past their time")),
}


@dataclass(frozen=True, slots=True)
class WeekPage:
    title: str
    system: str
    summary: str
    insights_url: str
    weeks_url: str
    systems: tuple[Tab, ...]
    notes: tuple[Note, ...]
    figures: tuple[Kpi, ...]
    sections: tuple[Section, ...]
    pdf_url: str


def build(
    found: Report, *, system: AISystem, systems: Sequence[AISystem], named: Named, reader: Reader
) -> WeekPage:
    """Turn a week into template data."""
    written = {"moment": words.stamp(found.written_at, zone=reader.zone)}
    return WeekPage(
        title=_("The week of %(week)s") % {"week": weeks.named(found.week_on)},
        system=speech.speak_kept(system.name),
        summary=_("as it was known on %(moment)s") % written,
        insights_url=address("insights", system),
        weeks_url=address("weeks", system),
        systems=tuple(
            Tab(speech.speak_kept(one.name), address("weeks", one), current=one == system) for one in systems
        ),
        notes=tuple(_notes(found)),
        figures=tuple(_figures(found, system)),
        sections=(
            _corrected(found, system, named),
            _changed(found, system, reader),
            week_worth.section(found),
            _unseen(found, system, reader),
        ),
        pdf_url=weeks.pdf_of(system, found.week_on),
    )


def _notes(found: Report) -> Iterable[Note]:
    week = found.week
    if not week.corrected.n:
        yield Note(
            "info",
            "info",
            _("Nobody decided in this week."),
            _("What changed, and what nobody looked at, stands below all the same."),
        )
    elif week.is_first:
        yield Note(
            "info",
            "info",
            _("This is the first week with decisions."),
            _("There is no week before it to compare with."),
        )


def _figures(found: Report, system: AISystem) -> Iterable[Kpi]:
    one, worth = found.week.corrected, found.week.worth
    yield _share(_("Overruled"), one.n, one.k, _before(one), _cases_of(found, system))
    yield _stake(worth, system)
    yield _judged(worth.judged)
    n = found.week.n_unseen
    what = _("things that nobody looked at, as this was written")
    yield Kpi(_("Waits"), words.number(n), what, "", Action("#unseen", _("Which")) if n else None)


def _cases_of(found: Report, system: AISystem) -> str:
    return cases_url(system, "overrides", week=found.week_on.isoformat())


def _share(label: str, n: int, k: int, against: str, url: str) -> Kpi:
    share = rules.share(n, k)
    value, between, faint = measured.said(share)
    of = _("%(k)s of %(n)s") % {"k": words.number(k), "n": words.number(n)}
    detail = _("%(interval)s (95%% interval)") % {"interval": between} if between else ""
    return Kpi(label, value, of, detail, Action(url, _("Cases")), faint=faint, against=against)


def _before(one: kept.Corrected) -> str:
    if not one.before_n:
        return _("in the week before nobody decided")
    value, _between, faint = measured.said(rules.share(one.before_n, one.before_k))
    said = {"k": words.number(one.before_k), "n": words.number(one.before_n), "share": value}
    if faint:
        return _("in the week before %(k)s of %(n)s") % said
    return _("in the week before %(share)s (%(k)s of %(n)s)") % said


def _stake(worth: kept.Worth, system: AISystem) -> Kpi:
    label = _("Stake of the corrected cases")
    if not worth.n_stake:
        of = _("no corrected case says it") if worth.n_without_stake else _("no case was corrected")
        return Kpi(label, _("Not known") if worth.n_without_stake else _("None"), of, "", faint=True)
    of = ngettext("in %(n)s case", "in %(n)s cases", worth.n_stake) % {"n": words.number(worth.n_stake)}
    detail = speech.speak_kept(system.stake_label)
    if worth.n_without_stake:
        detail += ", " + _("%(n)s more do not say it") % {"n": words.number(worth.n_without_stake)}
    return Kpi(label, speech.amount(worth.stake_minor, worth.currency), of, detail)


def _judged(judged: kept.Judged | None) -> Kpi:
    label = _("Overrides proved right")
    if judged is None:
        return Kpi(label, _("Not known"), _("no outcome becomes known for this AI system"), "", faint=True)
    if not judged.n:
        return Kpi(label, _("Not known"), _("no override's outcome became due and known"), "", faint=True)
    value, between, faint = measured.said(rules.share(judged.n, judged.k))
    of = _("%(k)s of %(n)s whose outcome became due") % {
        "k": words.number(judged.k),
        "n": words.number(judged.n),
    }
    detail = _("%(interval)s (95%% interval)") % {"interval": between} if between else ""
    return Kpi(label, value, of, detail, faint=faint)


def _corrected(found: Report, system: AISystem, named: Named) -> Section:
    one = found.week.corrected
    lines = [
        *(_counted("pencil-line", named.reason(code), n, one.k) for code, n in one.reasons),
        *(
            _counted("arrow-up-right", _way(suggested, decided, named), n, one.k)
            for suggested, decided, n in one.ways
        ),
        *(
            Line("file-x", _("Fact corrected: %(fact)s") % {"fact": named.facts.get(fact, fact)}, _times(n))
            for fact, n in one.facts
        ),
    ]
    if one.n_notes or one.n_broken:
        lines.append(_written(one, system))
    return Section(
        "corrected",
        _("What people corrected"),
        about=ngettext("%(n)s override", "%(n)s overrides", one.k) % {"n": words.number(one.k)},
        lines=tuple(lines),
        empty=_("Nobody decided otherwise than the AI."),
        more=Action(address("reasons", system), _("Reasons")),
    )


def _way(suggested: str, decided: str, named: Named) -> str:
    return _("%(decided)s instead of %(suggested)s") % {
        "suggested": named.outcomes.get(suggested, suggested),
        "decided": named.outcomes.get(decided, decided),
    }


def _counted(icon: str, title: str, n: int, of: int) -> Line:
    said = _("%(n)s of %(total)s overrides") % {"n": words.number(n), "total": words.number(of)}
    return Line(icon, title, said)


def _times(n: int) -> str:
    return ngettext("in %(n)s decision", "in %(n)s decisions", n) % {"n": words.number(n)}


def _written(one: kept.Corrected, system: AISystem) -> Line:
    said = _("%(sharp)s of %(notes)s notes strongly negative, %(broken)s suggestions called broken") % {
        "sharp": words.number(one.n_sharp),
        "notes": words.number(one.n_notes),
        "broken": words.number(one.n_broken),
    }
    read = Action(address("insight_notes", system), _("Read"))
    return Line("pencil-line", _("What officers wrote"), said, "", read)


def _changed(found: Report, system: AISystem, reader: Reader) -> Section:
    moved = found.week.moved
    says = _(
        "Patterns found: %(found)s, dismissed: %(dismissed)s. Fixes live: %(live)s. "
        "Effects measured: %(measured)s."
    ) % {
        "found": words.number(moved.found),
        "dismissed": words.number(moved.dismissed),
        "live": words.number(moved.live),
        "measured": words.number(moved.measured),
    }
    lines = tuple(_change(one, system, reader) for one in found.week.changes)
    return Section(
        "changed",
        _("What changed"),
        about=weeks.changed(found),
        lines=lines,
        says=(("scan-search", says),),
        more=Action(reverse("console:fixes"), _("Fixes")),
    )


def _change(one: kept.Change, system: AISystem, reader: Reader) -> Line:
    icon, title = CHANGES[one.kind]
    at = words.stamp(datetime.fromisoformat(one.at), zone=reader.zone)
    said = {"number": words.number(one.number), "name": one.name}
    return Line(icon, str(title) % said, at, "", Action(_change_url(one, system), _("Look")))


def _change_url(one: kept.Change, system: AISystem) -> str:
    if one.kind == "fix":
        return reverse("console:fix", args=[UUID(one.id)])
    if one.kind in {"policy", "contract", "posture"}:
        return reverse(f"console:{one.kind}-version", args=[system.slug, one.number])
    if one.kind == "reasons":
        return address("reasons", system)
    return reverse("console:system", args=[system.slug])


def _unseen(found: Report, system: AISystem, reader: Reader) -> Section:
    return Section(
        "unseen",
        _("What nobody has looked at"),
        about=words.stamp(found.written_at, zone=reader.zone),
        lines=tuple(_waits(one, system, reader) for one in found.week.unseen),
        empty=_("Nothing waited for somebody to look when this was written."),
    )


def _waits(one: kept.Unseen, system: AISystem, reader: Reader) -> Line:
    icon, title = UNSEEN[one.what]
    said = words.number(one.n)
    if one.since:
        said = _("%(n)s, the oldest since %(day)s") % {"n": said, "day": _since(one.since, reader)}
    may = _MAY.get(one.what)
    go = Action(_WHERE[one.what](system), _("Go there")) if may is None or may(reader.actor) else None
    return Line(icon, str(title), said, "", go)


def _since(text: str, reader: Reader) -> str:
    if "T" in text:
        return speech.day(datetime.fromisoformat(text).astimezone(reader.zone).date())
    return speech.day(date.fromisoformat(text))


def _list(name: str) -> Callable[[AISystem], str]:
    return lambda _system: reverse(f"console:{name}")


def _of_notes(anchor: str) -> Callable[[AISystem], str]:
    return lambda system: address("insight_notes", system) + f"#{anchor}"


def _of_facts(system: AISystem) -> str:
    return reverse("console:context", args=[system.slug])


_WHERE: dict[str, Callable[[AISystem], str]] = {
    "findings_unassigned": _list("patterns"),
    "findings_overdue": _list("patterns"),
    "fixes_unsigned": _list("fixes"),
    "groups_unnamed": _of_notes("groups"),
    "notes_sharp": _of_notes("day"),
    "broken": _of_notes("day"),
    "definitions": _of_facts,
    "source_alarms": _of_facts,
    "held_late": _list("held"),
    "climbed_to_owner": _list("escalations"),
    "receipts_overdue": lambda system: cases_url(system, "overdue"),
    "appeals_late": _list("appeals"),
}
# Whose list it is, where not everybody who reads the report has it.
_MAY: dict[str, Callable[[Actor], bool]] = {
    "held_late": navigation.may_approve_somewhere,
    "climbed_to_owner": navigation.may_see_climbed,
}
