"""What the clauses of a risk decision are called on its pages."""

from django.utils.translation import gettext_lazy

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


def clause(pointer: str) -> str:
    """Name the clause that a pointer leads to."""
    return next((str(name) for at, name in CLAUSES if pointer.startswith(at)), pointer)
