"""Reads for pages and the API; import as `from apps.flow import selectors as flow`."""

from apps.flow.selectors.arrivals import recommendation_status, waiting_item
from apps.flow.selectors.decisions import DecisionRow, DecisionsPage, my_decisions
from apps.flow.selectors.escalations import EscalationRow, EscalationsPage, escalation_list
from apps.flow.selectors.inbox import Flag, InboxPage, InboxRow, ItemRow, inbox_list, inbox_page
from apps.flow.selectors.review import (
    EscalationNote,
    FactRow,
    OutcomeRow,
    ReviewPage,
    StatementRow,
    SuggestionRow,
    review_page,
)
from apps.flow.selectors.timeline import Timeline, TimelineRow, timeline

__all__ = [
    "DecisionRow",
    "DecisionsPage",
    "EscalationNote",
    "EscalationRow",
    "EscalationsPage",
    "FactRow",
    "Flag",
    "InboxPage",
    "InboxRow",
    "ItemRow",
    "OutcomeRow",
    "ReviewPage",
    "StatementRow",
    "SuggestionRow",
    "Timeline",
    "TimelineRow",
    "escalation_list",
    "inbox_list",
    "inbox_page",
    "my_decisions",
    "recommendation_status",
    "review_page",
    "timeline",
    "waiting_item",
]
