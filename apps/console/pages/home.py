"""The start page: what each role needs first, in words. A person with several roles gets each in turn."""

from datetime import datetime

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.authority import authority
from apps.console.pages.decisions import FATES
from apps.console.pages.home_parts import HomePage, Line, Load, Section, Start
from apps.console.pages.lists import Figure
from apps.console.pages.shell import Action
from apps.core import ids
from apps.flow import selectors as flow

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def build(sections: list[Section], *, start: Start | None, reader: Reader) -> HomePage:
    """Put the sections of a person's roles on one page."""
    local = reader.now.astimezone(reader.zone)
    return HomePage(
        title=f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}",
        time=f"{local:%H:%M}",
        start=start,
        main=tuple(one for one in sections if not one.aside),
        side=tuple(one for one in sections if one.aside),
    )


def nothing_granted() -> Section:
    """Say who can change that a person sees nothing yet."""
    return Section(
        "nothing",
        "Nothing is granted to you yet",
        empty="An administrator of your organisation gives access to inboxes and AI systems; what you may "
        "see then shows up here.",
    )


def start(inboxes: list[flow.Waiting], *, reader: Reader) -> Start | None:
    """Offer the next case of the inbox with the most late cases, or the longest wait."""
    if not inboxes:
        return None
    n_open = sum(one.n_open for one in inboxes)
    first = max(
        inboxes,
        key=lambda one: (one.n_late, one.n_soon, one.n_open > 0, -_stamp(one.oldest_at, reader.now)),
    )
    if not n_open:
        text = "No case waits for you. New ones show up here; nothing is hidden behind a filter."
        return Start("You are up to date", text, "", "")
    return Start(
        title=f"{words.count(n_open, 'case waits', 'cases wait')} for you",
        text=" ".join(_start_words(inboxes, reader)),
        url=reverse("console:next", args=[first.slug]),
        key=str(ids.new()),
    )


def _stamp(at: datetime | None, now: datetime) -> float:
    return (at or now).timestamp()


def _start_words(inboxes: list[flow.Waiting], reader: Reader) -> list[str]:
    n_late, n_soon = sum(one.n_late for one in inboxes), sum(one.n_soon for one in inboxes)
    oldest = min(one.oldest_at for one in inboxes if one.oldest_at is not None)
    said = []
    if n_late:
        said.append(f"{words.count(n_late, 'is', 'are')} past the due time.")
    if n_soon:
        said.append(f"{words.count(n_soon, 'is', 'are')} due within 4 hours.")
    said.append(f"The oldest has waited {words.age(oldest, now=reader.now)}.")
    said.append("Policy order: urgency, then due time.")
    return said


def officer(home: flow.OfficerHome, inboxes: list[flow.Waiting], *, reader: Reader) -> list[Section]:
    """Write what an officer finds."""
    lines = [
        *_held(home, reader),
        *_returned(home, reader),
        *(_troubled(one, reader) for one in home.troubled),
    ]
    return [
        Section(
            "needs",
            "Needs you",
            about=words.count(len(lines), "thing that is not a new case", "things that are not new cases")
            if lines
            else "",
            lines=tuple(lines),
            empty="Nothing came back to you: no case returned, none refused, no receipt overdue.",
        ),
        _fates(home.fates),
        _inboxes("inboxes", "Your inboxes", inboxes, reader),
        authority(home.limits, climbs_to=next((one.climbs_to for one in inboxes if one.climbs_to), "")),
    ]


def _held(home: flow.OfficerHome, reader: Reader) -> list[Line]:
    return [
        Line(
            "hand",
            f"You hold {item.case.case_ref}",
            f"Nobody else can decide it until {_time(item.held_until, reader)}." if item.held_until else "",
            action=Action(reverse("console:review", args=[item.id]), "Go on"),
        )
        for item in home.held
    ]


def _returned(home: flow.OfficerHome, reader: Reader) -> list[Line]:
    return [
        Line(
            "undo-2",
            f"{one.by_name} returned {one.case_ref} to you",
            f"“{one.note}” {_due(one.due_at, reader)}" if one.note else _due(one.due_at, reader),
            action=Action(reverse("console:review", args=[one.item_id]), "Open"),
        )
        for one in home.returned
    ]


def _time(at: datetime, reader: Reader) -> str:
    return words.clock_time(at, now=reader.now, zone=reader.zone)


def _due(at: datetime, reader: Reader) -> str:
    when = _time(at, reader)
    return f"It was due {when}." if at <= reader.now else f"Due {when}."


def _troubled(one: flow.Troubled, reader: Reader, *, whose: str = "your decision") -> Line:
    to = Action(reverse("console:case", args=[one.case_ref]), "See why" if one.is_refused else "Follow")
    if one.is_refused:
        title = f"The business system refused {whose} on {one.case_ref}"
        said = one.says.rstrip(".")
        return Line("circle-x", title, f"It says: {said}. Nothing was changed there.", "bad-t", to)
    since = f" since {_time(one.at, reader)}" if one.at else ""
    title = f"No receipt for {whose} on {one.case_ref}"
    return Line("clock-alert", title, f"It is overdue{since}. The owner was told.", "warn-t", to)


def _fates(fates: flow.Fates) -> Section:
    named = [
        ("applied", fates.applied, "Applied", "confirmed by the business system"),
        ("sent", fates.sent, "Sent", "no receipt yet"),
        ("undo_open", fates.not_sent, "Not sent yet", "undo time, or on the way"),
        ("refused", fates.refused, "Refused", "with a reason"),
        ("overdue", fates.overdue, "Overdue", "the owner was told"),
        ("withdrawn", fates.undone, "Undone", "by you, before sending"),
    ]
    if fates.reversed:
        named.append(("reversed", fates.reversed, "Reversed", "decided again later"))
    if fates.skipped:
        named.append(("skipped", fates.skipped, "Nothing to send", "agreed, or decided again"))
    return Section(
        "fates",
        "What became of your decisions",
        about=f"{fates.recorded:,} in the last 30 days, none lost" if fates.recorded else "last 30 days",
        figures=tuple(Figure(label, f"{n:,}", "", detail, FATES[key][0]) for key, n, label, detail in named)
        if fates.recorded
        else (),
        empty="You decided nothing in the last 30 days. What you record shows up here, with its fate.",
        more=Action(reverse("console:decisions"), "All decisions"),
    )


def _inboxes(key: str, title: str, inboxes: list[flow.Waiting], reader: Reader) -> Section:
    most = max((one.n_open for one in inboxes), default=0) or 1
    return Section(
        key,
        title,
        loads=tuple(_load(one, most, reader) for one in inboxes),
        empty="No inbox is granted to you yet. An administrator of your organisation can do that.",
        aside=True,
    )


def _load(one: flow.Waiting, most: int, reader: Reader) -> Load:
    late = f", {one.n_late:,} past the due time" if one.n_late else ""
    soon = f", {one.n_soon:,} due within 4 hours" if one.n_soon else ""
    oldest = f"oldest {words.age(one.oldest_at, now=reader.now)}" if one.oldest_at else "nothing waits"
    return Load(
        url=reverse("console:inbox", args=[one.slug]),
        name=one.name,
        n=f"{one.n_open:,}",
        detail=f"{oldest}{late}{soon}",
        share=one.n_open / most,
        tone="bad" if one.n_late else "warn" if one.n_soon else "",
    )


def supervisor(
    home: flow.SupervisorHome, inboxes: list[flow.Waiting], *, reader: Reader, with_authority: bool
) -> list[Section]:
    """Write what a supervisor finds; authority only where the officer's part has not said it."""
    climbed = tuple(
        Line(
            "arrow-up-right",
            f"{one.case_ref}, from {one.raised_by}",
            f"{words.sentence_case(one.why)}. Waits {words.age(one.raised_at, now=reader.now)}. "
            f"{_due(one.due_at, reader)}",
            "bad-t" if one.due_at <= reader.now else "",
            Action(reverse("console:escalation", args=[one.item_id]), "Decide"),
        )
        for one in home.climbed
    )
    about = ""
    if home.n_climbed and home.oldest_at:
        late = f", {home.n_late:,} past the due time" if home.n_late else ""
        about = f"{home.n_climbed:,} undecided, oldest {words.age(home.oldest_at, now=reader.now)}{late}"
    sections = [
        Section(
            "climbed",
            "What climbed to you",
            about=about,
            lines=climbed,
            empty="No case climbed to you. Officers send up what is over their authority or what they doubt.",
            more=Action(reverse("console:escalations"), "All escalations"),
        ),
        Section(
            "troubled",
            "Not applied in the business system",
            about=f"{home.n_troubled:,} of your team's decisions" if home.n_troubled else "",
            lines=tuple(_troubled(one, reader, whose=f"{one.by_name}'s decision") for one in home.troubled),
            empty="The business system confirmed every decision of your team in time.",
        ),
        _inboxes("team", "Team inboxes", inboxes, reader),
    ]
    return [*sections, authority(home.limits, climbs_to="")] if with_authority else sections
