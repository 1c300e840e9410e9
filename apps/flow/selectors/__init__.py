"""Reads for pages and the API; import as `from apps.flow import selectors as flow`."""

from apps.flow.selectors.arrivals import recommendation_status, waiting_item
from apps.flow.selectors.changes import Change, ChangedFact, Standing, standing
from apps.flow.selectors.contract_state import answer_to, parse_body, parse_text, silent_reason
from apps.flow.selectors.contracts import ContractPage, Editing, contract_editing, contract_page
from apps.flow.selectors.decisions import DecisionRow, DecisionsPage, my_decision, my_decisions
from apps.flow.selectors.erring import Measured
from apps.flow.selectors.escalations import EscalationRow, EscalationsPage, escalation_list
from apps.flow.selectors.health import Health, health
from apps.flow.selectors.home import (
    Fates,
    OfficerHome,
    Troubled,
    Waiting,
    officer_home,
    waiting,
)
from apps.flow.selectors.inbox import (
    Flag,
    InboxPage,
    InboxRow,
    ItemRow,
    Narrow,
    arrived_since,
    inbox_list,
    inbox_page,
)
from apps.flow.selectors.notes import NoteRow, NotesPage, n_override_notes, override_notes
from apps.flow.selectors.notices import Notice, NoticesPage, notices
from apps.flow.selectors.owning import AnalystNews, Changed, Owned, analyst_news, owner_home
from apps.flow.selectors.proofs import Proof
from apps.flow.selectors.review import (
    EscalationNote,
    FactRow,
    OutcomeRow,
    ReviewPage,
    StatementRow,
    SuggestionRow,
    review_page,
)
from apps.flow.selectors.searching import FoundCase, find_cases
from apps.flow.selectors.system import SystemPage, SystemRow, pauses, system_page, system_seen, systems
from apps.flow.selectors.teaching import BecauseOf, Known, OwnEvidence, good_to_know, own_evidence
from apps.flow.selectors.team import AGES, Ageing, Climbed, SupervisorHome, supervisor_home
from apps.flow.selectors.timeline import Seen, Timeline, TimelineRow, timeline
from apps.flow.selectors.watching import (
    AdminHome,
    AnalystHome,
    AuditorHome,
    RecordState,
    admin_home,
    analyst_home,
    auditor_home,
)

__all__ = [
    "AGES",
    "AdminHome",
    "Ageing",
    "AnalystHome",
    "AnalystNews",
    "AuditorHome",
    "BecauseOf",
    "Change",
    "Changed",
    "ChangedFact",
    "Climbed",
    "ContractPage",
    "DecisionRow",
    "DecisionsPage",
    "Editing",
    "EscalationNote",
    "EscalationRow",
    "EscalationsPage",
    "FactRow",
    "Fates",
    "Flag",
    "FoundCase",
    "Health",
    "InboxPage",
    "InboxRow",
    "ItemRow",
    "Known",
    "Measured",
    "Narrow",
    "NoteRow",
    "NotesPage",
    "Notice",
    "NoticesPage",
    "OfficerHome",
    "OutcomeRow",
    "OwnEvidence",
    "Owned",
    "Proof",
    "RecordState",
    "ReviewPage",
    "Seen",
    "Standing",
    "StatementRow",
    "SuggestionRow",
    "SupervisorHome",
    "SystemPage",
    "SystemRow",
    "Timeline",
    "TimelineRow",
    "Troubled",
    "Waiting",
    "admin_home",
    "analyst_home",
    "analyst_news",
    "answer_to",
    "arrived_since",
    "auditor_home",
    "contract_editing",
    "contract_page",
    "escalation_list",
    "find_cases",
    "good_to_know",
    "health",
    "inbox_list",
    "inbox_page",
    "my_decision",
    "my_decisions",
    "n_override_notes",
    "notices",
    "officer_home",
    "override_notes",
    "own_evidence",
    "owner_home",
    "parse_body",
    "parse_text",
    "pauses",
    "recommendation_status",
    "review_page",
    "silent_reason",
    "standing",
    "supervisor_home",
    "system_page",
    "system_seen",
    "systems",
    "timeline",
    "waiting",
    "waiting_item",
]
