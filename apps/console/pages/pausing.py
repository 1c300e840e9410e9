"""What is paused, by whom, until when and what would lift it; and the form that pauses a part."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Note
from apps.core import ids, speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.registry.models import PauseSpan

LIFTS = Decimal("0.8")  # of its bound: down to there a limit that acted has to come again
WEEKS, DAYS = 4, 7  # of the figures, and of a week
SCOPES = {
    "system": gettext_lazy("Everything"),
    "outcome": gettext_lazy("One suggestion of the AI"),
    "segment": gettext_lazy("One segment"),
}
MODES = {
    "people": gettext_lazy("new cases go to people, with the suggestion"),
    "hold": gettext_lazy("new cases are held until it is over, then go to people"),
    "refuse": gettext_lazy("new cases are refused; their sender is told to send later"),
}
LIMITS = {
    "override": gettext_lazy("People overruled the AI too often"),
    "stale": gettext_lazy("Too many cases arrived with facts too old"),
    "unsupported": gettext_lazy("Too many statements of the AI were unsupported"),
    "overdue": gettext_lazy("Too many deliveries were unconfirmed past their time"),
    "expiry": gettext_lazy("The risk decision expired"),
}


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One pause in force: `key` is empty where it cannot be ended by hand here."""

    id: str
    what: str
    says: str
    why: str
    lifts: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One thing that can be paused, and what a pause of it would change."""

    value: str
    label: str
    effect: str
    alone: str
    arrived: str
    open: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PausingPage:
    name: str
    system_url: str
    url: str
    end_url: str
    key: str
    spans: tuple[SpanRow, ...]
    groups: tuple[tuple[str, tuple[ScopeRow, ...]], ...]
    modes: tuple[tuple[str, str, bool], ...]
    why: str
    until: str
    zone: str
    may_pause: bool
    who: str
    note: Note | None
    is_confirmed: bool


def build(
    found: flow.PausingPage,
    *,
    typed: Mapping[str, str] | None,
    note: Note | None,
    reader: Reader,
    is_confirmed: bool,
) -> PausingPage:
    """Turn pauses and their effects into template data."""
    slug, given = found.system.slug, typed or {}
    chosen = given.get("what", "")
    mode = given.get("mode", "")
    return PausingPage(
        name=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[slug]),
        url=reverse("console:system-pause", args=[slug]),
        end_url=reverse("console:system-resume", args=[slug]),
        key=str(ids.new()),
        spans=tuple(span_row(one, found, reader) for one in found.spans),
        groups=tuple(
            (str(title), rows)
            for scope, title in SCOPES.items()
            if (rows := tuple(_scope(one, found, chosen) for one in found.effects if one.scope == scope))
        ),
        modes=tuple(
            (value, words.sentence_case(str(label)), value == mode) for value, label in MODES.items()
        ),
        why=given.get("why", ""),
        until=given.get("until", ""),
        zone=words.place(reader.zone),
        may_pause=found.may_pause,
        who=may_words(found.system.owner.name),
        note=note,
        is_confirmed=is_confirmed,
    )


def may_words(owner: str) -> str:
    """Say who may pause."""
    return _("Only the owner, %(owner)s, pauses and resumes.") % {"owner": owner}


def what_words(scope: str, key: str, found: flow.Governed) -> str:
    """Name what is paused: the whole system, an outcome or a segment."""
    if scope == "outcome":
        return {one.code: speak_kept(one.label) for one in found.outcomes}.get(key, key)
    if scope == "segment":
        return {one["key"]: speak_kept(one["label"]) for one in found.system.segments}.get(key, key)
    return _("The whole AI system")


def part_words(span: PauseSpan) -> str:
    """Name the outcome or segment that is paused, by what its system keeps of it; empty for the whole."""
    if span.scope == "segment":
        kept = {key: speak_kept(label) for key, label in span.system.segment_labels.items()}
        return kept.get(span.key, span.key)
    return span.key.replace("_", " ") if span.scope == "outcome" else ""


def span_row(span: PauseSpan, found: flow.Governed, reader: Reader) -> SpanRow:
    """Say one pause that is in force."""
    since = words.clock_time(span.since, now=reader.now, zone=reader.zone)
    said = _("since %(since)s by %(by)s") if not span.limit else _("since %(since)s by itself")
    parts = [said % {"since": since, "by": span.by.name}, str(MODES[span.mode])]
    if span.until:
        until = words.clock_time(span.until, now=reader.now, zone=reader.zone)
        parts.append(_("ends %(until)s by itself") % {"until": until})
    why = str(LIMITS[span.limit]) if span.limit else span.why
    return SpanRow(
        id=str(span.id),
        what=what_words(span.scope, span.key, found),
        says="; ".join(parts),
        why=why,
        lifts=lifts_words(span),
        may_end=not span.limit and found.may_end(span),
    )


def is_whole_by_hand(span: PauseSpan) -> bool:
    """Say whether a person paused the whole system."""
    return span.scope == "system" and not span.limit


def lifts_words(span: PauseSpan) -> str:
    """Say what would lift the pause of a limit; empty for one by hand."""
    if not span.limit:
        return ""
    if span.limit == "expiry":
        return _("It ends when the owner signs the next risk decision.")
    most = Decimal(str(span.facts.get("most") or 0))
    is_share = span.limit != "overdue"
    bound = share_words(most * LIFTS) if is_share else speech.number(int(most * LIFTS))
    value = span.facts.get("value")
    now = _("not known")
    if value is not None:
        now = (
            f"{speech.number(round(float(value) * 100, 1))} / 100"
            if is_share
            else speech.number(int(float(value)))
        )
    return _(
        "Last figure %(now)s (n %(n)s). It ends once that is at or below %(bound)s, not within a day, "
        "or with the next risk decision."
    ) % {"now": now, "n": speech.number(int(span.facts.get("n") or 0)), "bound": bound}


def share_words(share: Decimal) -> str:
    """Write a bound: people sign whole numbers in a hundred, seldom more exact ones."""
    hundred = share * 100
    return words.percent(float(share), digits=0 if hundred == hundred.to_integral_value() else 1)


def _effect(one: flow.PauseEffectOf) -> str:
    """Say what a pause of this would bring people, reckoned from the last weeks."""
    a_week = one.n_alone / WEEKS
    stays = {"open": speech.number(one.n_open)}
    if not one.n_alone:
        return _("No more work for people; %(open)s open stay.") % stays
    if a_week < 1:
        return _("Less than 1 case a week more for people; %(open)s open stay.") % stays
    if a_week < DAYS:
        n = round(a_week)
        said = ngettext(
            "About %(n)s case a week more for people; %(open)s open stay.",
            "About %(n)s cases a week more for people; %(open)s open stay.",
            n,
        )
        return said % {**stays, "n": speech.number(n)}
    n = round(a_week / DAYS)
    said = ngettext(
        "About %(n)s case a day more for people; %(open)s open stay.",
        "About %(n)s cases a day more for people; %(open)s open stay.",
        n,
    )
    return said % {**stays, "n": speech.number(n)}


def _scope(one: flow.PauseEffectOf, found: flow.PausingPage, chosen: str) -> ScopeRow:
    value = f"{one.scope}:{one.key}"
    return ScopeRow(
        value=value,
        label=what_words(one.scope, one.key, found),
        effect=_effect(one),
        alone=speech.number(one.n_alone),
        arrived=speech.number(one.n_arrived),
        open=speech.number(one.n_open),
        is_chosen=value == chosen,
    )
