"""My decisions and the fate of each, as template data."""

from datetime import datetime

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.lists import DecisionRow, DecisionsPage, Fate
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.flow import selectors as flow

FATES = {
    "undo_open": ("timer", "Not sent yet", ""),
    "held": ("hourglass", "Held, not sent", "warn-t"),
    "pending": ("send", "On its way", ""),
    "sent": ("send", "Sent", ""),
    "applied": ("circle-check", "Applied", "ok-t"),
    "refused": ("circle-x", "Refused", "bad-t"),
    "overdue": ("clock-alert", "Overdue", "bad-t"),
    "skipped": ("ban", "Nothing to send", ""),
    "withdrawn": ("undo-2", "Undone by you", ""),
    "reversed": ("undo-2", "Reversed", "warn-t"),
}
VIEWS = {
    "all": "All",
    "unsent": "Not sent yet",
    "sent": "Sent, not confirmed",
    "refused": "Refused",
    "overdue": "Overdue",
}
NOTHING = Empty(
    "You have not decided anything yet",
    "What you record shows up here, with what became of it: sent, applied, refused or overdue.",
    icon="history",
    actions=(Action("/inboxes/", "Go to my inbox"),),
)


def fate(kind: str, at_words: str, detail: str) -> Fate:
    """Write what became of a decision: icon, words, when, detail."""
    icon, title, tone = FATES.get(kind, ("info", kind.replace("_", " "), ""))
    return Fate(icon, f"{title} {at_words}".strip(), detail, tone)


def outcome(text: str, detail: str = "") -> Fate:
    """Write what later happened; not knowing yet is an answer of its own."""
    if not text:
        return Fate("circle-dashed", "Not known yet")
    return Fate("list-checks", text, detail)


def _since(at: datetime | None, reader: Reader) -> str:
    here = reader.now.astimezone(reader.zone)
    return f"known {words.day(at.astimezone(reader.zone), now=here)}" if at else ""


def row(one: flow.DecisionRow, *, reader: Reader) -> DecisionRow:
    """Write one decision."""
    is_open = one.fate == "undo_open" and one.undo_until is not None and one.undo_until > reader.now
    agrees = one.outcome_label == one.recommended_label
    at_words = (
        words.clock_time(one.fate_at, now=reader.now, zone=reader.zone) if one.fate_at and not is_open else ""
    )
    return DecisionRow(
        url=reverse("console:case", args=[one.case_ref]),
        name=one.title,
        ref=one.case_ref,
        decided=one.outcome_label,
        agreement="Agreed with the AI" if agrees else f"AI said {one.recommended_label}",
        reason=one.reason_text or ("None needed" if agrees else "None given"),
        at=words.moment(one.decided_at, now=reader.now, zone=reader.zone),
        fate=fate(one.fate, at_words, one.fate_words),
        outcome=outcome(one.outcome_words, _since(one.outcome_at, reader)),
        undo_url=reverse("console:undo", args=[one.id]) if is_open else "",
        undo_until=words.clock_time(one.undo_until, now=reader.now, zone=reader.zone, seconds=True)
        if is_open
        else "",
        undo_left=round((one.undo_until - reader.now).total_seconds()) if is_open else 0,
    )


def build(page: flow.DecisionsPage, *, view: str, after: str, reader: Reader) -> DecisionsPage:
    """Turn one page of decisions into template data."""
    base = reverse("console:decisions")
    tabs = tuple(
        Tab(label, f"{base}?view={key}" if key != "all" else base, page.counts[key], current=key == view)
        for key, label in VIEWS.items()
    )
    total = page.counts["all"]
    return DecisionsPage(
        summary=f"{words.count(total, 'decision', 'decisions')}, only you see this list",
        tabs=tabs,
        rows=tuple(row(one, reader=reader) for one in page.rows),
        empty=NOTHING if view == "all" else _nothing_here(view, base),
        next_url=more_url(base, page.next, view=view),
        first_url=f"{base}?view={view}" if after else "",
    )


def _nothing_here(view: str, base: str) -> Empty:
    return Empty(
        f"Nothing under “{VIEWS[view]}”",
        "None of your decisions is in this state now.",
        icon="history",
        actions=(Action(base, "See all my decisions"),),
    )
