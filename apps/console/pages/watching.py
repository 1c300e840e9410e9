"""The start page's parts for those who do not decide: analyst, owner, auditor, administrator."""

from datetime import datetime

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import patterns, words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.lists import Figure
from apps.console.pages.shell import Action
from apps.flow import selectors as flow

ACTORS = {"PERSON": "by a person", "MACHINE": "by another system", "SYSTEM": "by ReviewHub"}


def analyst(home: flow.AnalystHome, *, reader: Reader) -> list[Section]:
    """Write what an analyst finds."""
    last = home.last
    at = (
        words.moment(last.ended_at, now=reader.now, zone=reader.zone).relative
        if last and last.ended_at
        else ""
    )
    lines = tuple(
        Line(
            "scan-search",
            words.sentence_case(one.last_pattern.words),
            f"{one.last_pattern.n_overridden:,} of {one.last_pattern.n:,} overruled; "
            f"{patterns.times(one.last_pattern.rate, one.last_pattern.rest_rate)}.",
            action=Action(reverse("console:pattern", args=[one.id]), "Read"),
        )
        for one in home.newest
    )
    found = Section(
        "findings",
        "New patterns",
        about=f"{home.n_new:,} nobody has taken up, {home.n_week:,} found this week" if home.n_new else "",
        lines=lines,
        empty="No pattern is new. The search runs by itself and reports here what stands out."
        if last
        else "Nothing was searched yet. The search runs by itself once there are enough decisions.",
        more=Action(reverse("console:patterns"), "All patterns"),
    )
    failed = "The newest search failed; these are the last good figures." if home.is_failed else ""
    running = "A new search is running." if home.is_running else ""
    figures = (
        (
            Figure("Last search", at, "", failed or running),
            Figure(
                "Decisions looked at", f"{last.n_decisions:,}", "", f"{last.n_overrides:,} were overrides"
            ),
            Figure("Groups tested", f"{last.n_tests:,}", "", "corrected for all of them"),
        )
        if last
        else ()
    )
    return [
        found,
        Section("search", "Last search", figures=figures, empty=running or failed or "None has ended yet."),
    ]


def owner(rows: list[flow.SystemRow], *, reader: Reader) -> list[Section]:
    """Write what the accountable owner finds, one panel for each AI system."""
    if not rows:
        return [Section("systems", "Your AI systems", empty="You are not the owner of any AI system yet.")]
    return [_system(one, reader) for one in rows]


def acts(n_acting: int, *, is_paused: bool) -> str:
    """Say whether the AI acts or advises."""
    if is_paused:
        return "Paused: every new case goes to a person."
    if not n_acting:
        return "It advises; people decide every case."
    kinds = words.count(n_acting, "kind of case", "kinds of cases")
    return f"It decides {kinds} alone inside signed limits, and advises in all others."


def _system(one: flow.SystemRow, reader: Reader) -> Section:
    system = one.system
    return Section(
        f"system-{system.slug}",
        system.name,
        about=acts(
            one.n_acting if one.posture and one.posture.expires_at > reader.now else 0,
            is_paused=one.pause is not None,
        ),
        lines=tuple(_attention(one, reader)),
        figures=(_posture(one, reader), _overrides(one), *_troubled(one)),
        more=Action(reverse("console:system", args=[system.slug]), "Open the AI system"),
    )


def _attention(one: flow.SystemRow, reader: Reader) -> list[Line]:
    if one.pause is None or one.pause.since is None:
        return []
    since = words.clock_time(one.pause.since, now=reader.now, zone=reader.zone)
    by = one.pause.by.name if one.pause.by else "its owner"
    return [Line("hand", f"Paused since {since} by {by}", f"“{one.pause.why}”", "warn-t")]


def _posture(one: flow.SystemRow, reader: Reader) -> Figure:
    if one.posture is None:
        return Figure("Your risk decision", "None", "", "Without it the AI never decides alone.")
    at = one.posture.expires_at
    if at <= reader.now:
        return Figure("Your risk decision", "Expired", "", f"{_day(at, reader)}; the AI only advises")
    return Figure("Your risk decision", f"No. {one.posture.number}", "", f"valid until {_day(at, reader)}")


def _day(at: datetime, reader: Reader) -> str:
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def _second(at: datetime, reader: Reader) -> str:
    return words.clock_time(at, now=reader.now, zone=reader.zone, seconds=True)


def _overrides(one: flow.SystemRow) -> Figure:
    found = one.overrides
    if found is None or found.value is None:
        return Figure("Overruled, last 4 weeks", "Not known", "", "no week with a decision is measured yet")
    interval = f"{patterns.interval(found.low, found.high)} (95% interval)"
    return Figure("Overruled, last 4 weeks", words.percent(found.value), f"of {found.n:,}", interval)


def _troubled(one: flow.SystemRow) -> tuple[Figure, ...]:
    return (
        Figure("Receipts overdue", f"{one.n_overdue:,}", "", "sent, and not confirmed in time"),
        Figure("Refused deliveries", f"{one.n_refused:,}", "", "by the business system, so far"),
    )


def _record(record: flow.RecordState, reader: Reader) -> tuple[Figure, ...]:
    waiting = (
        f"oldest {words.age(record.oldest_at, now=reader.now)}"
        if record.oldest_at
        else "every entry has its place"
    )
    return (
        Figure("Ordered up to place", f"{record.ordered_to:,}", "", "in the one order, without gaps"),
        Figure("Entries still to be ordered", f"{record.n_unordered:,}", "", waiting),
    )


def auditor(home: flow.AuditorHome, *, reader: Reader) -> list[Section]:
    """Write what an auditor finds."""
    lines = tuple(
        Line(
            "list-checks",
            f"{one.case_ref}: {one.verb.replace('.', ' ').replace('_', ' ')}",
            f"{_second(one.at, reader)}, {ACTORS.get(one.actor_kind, '')}",
            action=Action(reverse("console:case", args=[one.case_ref]), "Open the case"),
        )
        for one in home.entries
    )
    nothing = "No case of the AI systems that you audit has an entry yet."
    none = "No AI system is granted to you to audit. An administrator of your organisation can do that."
    return [
        Section(
            "record", "The record", about="ReviewHub's own statement", figures=_record(home.record, reader)
        ),
        Section(
            "entries",
            "Latest entries",
            about="on cases of the AI systems that you audit" if lines else "",
            lines=lines,
            empty=nothing if home.n_systems else none,
        ),
    ]


def admin(home: flow.AdminHome, *, reader: Reader) -> list[Section]:
    """Write what an administrator finds."""
    bare = f"{home.n_without_role:,} without a role" if home.n_without_role else "each has a role"
    since = (
        f"the oldest due {words.age(home.pending_since, now=reader.now)} ago"
        if home.pending_since and home.pending_since <= reader.now
        else "nothing is late"
    )
    return [
        Section(
            "people",
            "People and keys",
            figures=(
                Figure("People who can sign in", f"{home.n_people:,}", "", bare),
                Figure("Deactivated", f"{home.n_inactive:,}", "", "they keep their place in the record"),
                Figure("Keys in use", f"{home.n_keys:,}", "", f"{home.n_expiring:,} expire within 30 days"),
            ),
        ),
        Section(
            "health",
            "Health",
            figures=(
                Figure("Deliveries waiting", f"{home.n_pending:,}", "", since),
                *_record(home.record, reader),
            ),
        ),
    ]
