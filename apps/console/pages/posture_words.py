"""What the clauses of a risk decision are called on its pages."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.registry.models import Posture

CLAUSES = (
    ("/statement", gettext_lazy("In one sentence")),
    ("/errors", gettext_lazy("Accepted error")),
    ("/review_cost_minor", gettext_lazy("Price of a review")),
    ("/machine", gettext_lazy("What the AI may decide alone")),
    ("/audit_share", gettext_lazy("Looked at again")),
    ("/first_view_share", gettext_lazy("First views")),
    ("/limits", gettext_lazy("Limits that act")),
    ("/fallback", gettext_lazy("Otherwise")),
    ("/expires_on", gettext_lazy("How long")),
    ("/never_by_ai", gettext_lazy("Never by the AI")),
    ("/tell", gettext_lazy("Who is told")),
)
LIMITS = {
    "override": gettext_lazy("People overrule the AI, in 100 suggestions"),
    "stale": gettext_lazy("Cases that arrive with facts too old, in 100"),
    "unsupported": gettext_lazy("Statements of the AI that nothing supports, in 100"),
    "overdue": gettext_lazy("Deliveries unconfirmed past their time"),
}
LIMIT_NAMES = {
    "override": gettext_lazy("People overrule the AI"),
    "stale": gettext_lazy("Facts too old"),
    "unsupported": gettext_lazy("Unsupported statements"),
    "overdue": gettext_lazy("Unconfirmed deliveries"),
}
ACTS = {
    "narrow": gettext_lazy("send such cases to people"),
    "pause": gettext_lazy("pause the AI"),
}
FALLBACKS = (
    ("people", gettext_lazy("every new case goes to a person, with the suggestion")),
    ("hold", gettext_lazy("new cases are held, and go to people when it is over")),
    ("refuse", gettext_lazy("new cases are refused; their sender is told to send later")),
)
TELL = (
    ("supervisor", gettext_lazy("supervisors")),
    ("analyst", gettext_lazy("analysts")),
    ("auditor", gettext_lazy("auditors")),
    ("admin", gettext_lazy("admins")),
)


def last_day(row: Posture, reader: Reader) -> datetime:
    """Return a moment of the last day on which a decision counts: the day signed for, where one was."""
    on = row.body.get("expires_on")
    if on:
        return datetime.combine(date.fromisoformat(on), time(12), tzinfo=reader.zone)
    return (row.expires_at - timedelta(microseconds=1)).astimezone(reader.zone)


def clause(pointer: str) -> str:
    """Name the kind of clause that a pointer leads to."""
    return next((str(name) for at, name in CLAUSES if pointer.startswith(at)), pointer)


def one_clause(pointer: str) -> str:
    """Name the clause itself that a pointer leads to: a limit by what it limits."""
    limit = LIMIT_NAMES.get(pointer.removeprefix("/limits/"))
    return str(limit) if limit else clause(pointer)
