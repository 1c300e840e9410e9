"""Every page in every state, once: what the test of accessibility, width, weight and the pictures walks.

A new page needs a row here; tests/ui/test_states.py finds an address that has none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import Page

from tests.ui.acts import (
    as_it_is,
    as_text,
    ask_in_a_dialog,
    ask_somebody,
    be_asked_for_a_code,
    choose_and_lay_aside,
    choose_some,
    edit_it,
    exclude_nothing,
    facts_change_under_it,
    mark_a_line,
    mark_a_place,
    mistype_a_share,
    open_the_lists,
    outlive_the_hold,
    prove_it_is_you,
    record_nothing,
    wrong_password,
)
from tests.ui.editing import break_the_text, loosen_it, mistype_it, open_a_segment, require_it, tighten_it

NOWHERE = "/no-such-page/"


@dataclass(frozen=True)
class State:
    """who: a first name of the cast, None for nobody. things: what the address names, among what `full` made."""

    name: str
    who: str | None
    url: str
    things: dict[str, str] = field(default_factory=dict)
    act: Callable[[Page], None] = as_it_is
    main: bool = False

    def path(self, made):
        if self.url.startswith("/"):
            return self.url
        return reverse(self.url, kwargs={key: made.get(thing, thing) for key, thing in self.things.items()})


SYSTEM, OFFICERS = {"slug": "injury-triage"}, {"slug": "triage-officers"}
FORMS = ("mistakes", "escalated", "other")  # states of the decision form on the page of components
EMPTY = (
    State("sign-in", None, "account_login", main=True),
    State("sign-in-wrong", None, "account_login", act=wrong_password),
    State("signed-out-inactive", None, "account_inactive"),
    State("home-officer-empty", "olga", "console:home"),
    State("inbox-empty", "olga", "console:inbox", OFFICERS),
    State("decisions-empty", "olga", "console:decisions"),
    State("follow-ups-empty", "olga", "console:follow_ups"),
    State("questions-empty", "olga", "console:questions"),
    State("escalations-empty", "sam", "console:escalations"),
    State("quality-empty", "sam", "console:quality"),
    State("notices-empty", "olga", "console:notices"),
    State("search-empty", "olga", "console:search"),
    State("insights-empty", "ana", "console:insights"),
    State("patterns-empty", "ana", "console:patterns"),
    State("tries-empty", "ana", "/systems/injury-triage/tries/"),
    State("facts-empty", "ana", "/systems/injury-triage/context/?weeks=all"),
)
FULL = (
    State("home-officer", "olga", "console:home", main=True),
    State("home-supervisor", "sam", "console:home"),
    State("home-analyst", "ana", "console:home"),
    State("home-owner", "owen", "console:home"),
    State("home-auditor", "audrey", "console:home"),
    State("home-admin", "adam", "console:home"),
    State("what-is-real", "olga", "console:real"),
    State("inbox", "olga", "console:inbox", OFFICERS, main=True),
    State("inbox-chosen", "olga", "console:inbox", OFFICERS, choose_some),
    State("together", "olga", "console:inbox", OFFICERS, choose_and_lay_aside),
    State("inbox-looked-at", "owen", "console:inbox", OFFICERS),
    State("review", "olga", "console:review", {"item_id": "held"}, main=True),
    State("review-error", "olga", "console:review", {"item_id": "held"}, record_nothing),
    State("review-conflict", "ben", "console:review", {"item_id": "held"}),
    State("review-open", "ben", "console:review", {"item_id": "open"}),
    State("review-lacking", "olga", "console:review", {"item_id": "lacking"}),
    State("review-first-view", "olga", "console:review", {"item_id": "first"}, main=True),
    State("review-said-first", "olga", "console:review", {"item_id": "said_first"}),
    State("review-waiting", "olga", "console:review", {"item_id": "waiting"}),
    State("inbox-waiting", "olga", "/inboxes/triage-officers/?view=waiting"),
    State("review-outdated", "olga", "console:review", {"item_id": "outdated"}),
    State("review-changed", "olga", "console:review", {"item_id": "changing"}, facts_change_under_it),
    State("review-decided", "olga", "console:review", {"item_id": "decided"}),
    State("evidence", "olga", "console:evidence", {"ref": "case_ref", "evidence_id": "document"}, main=True),
    State(
        "evidence-text", "olga", "console:evidence", {"ref": "case_ref", "evidence_id": "document"}, as_text
    ),
    State(
        "evidence-mark",
        "olga",
        "console:evidence",
        {"ref": "case_ref", "evidence_id": "document"},
        mark_a_place,
    ),
    State(
        "evidence-mark-line",
        "olga",
        "console:evidence",
        {"ref": "case_ref", "evidence_id": "document"},
        mark_a_line,
    ),
    State("evidence-refused", "olga", "console:evidence", {"ref": "case_ref", "evidence_id": "refused"}),
    State("decisions", "olga", "console:decisions", main=True),
    State("learned", "olga", "console:learned"),
    State("follow-ups", "olga", "/follow-ups/?view=coming"),
    State("inbox-follow-ups", "olga", "/inboxes/triage-officers/?view=follow_ups"),
    State("review-later", "olga", "console:review", {"item_id": "aside"}),
    State("questions", "sam", "console:questions"),
    State("question", "sam", "console:question", {"question_id": "put"}),
    State("review-ask", "olga", "console:review", {"item_id": "held"}, ask_somebody),
    State("escalations", "sam", "console:escalations"),
    State("team", "sam", "console:team", main=True),
    State("own-figures", "sam", "console:own_figures", {"user_id": "leaver"}),
    State("hand-on", "sam", "console:hand_on", {"item_id": "held"}),
    State("quality", "sam", "console:quality"),
    State("second-review", "sam", "console:second_review", {"review_id": "differing"}),
    State("review-second", "ben", "console:review", {"item_id": "second"}),
    State("held", "sam", "console:held"),
    State("held-decision", "sam", "console:held_decision", {"item_id": "seconded"}, main=True),
    State("held-own", "olga", "console:held_decision", {"item_id": "seconded"}),
    State("reversals", "sam", "console:reversals"),
    State("reversal", "sam", "console:reversal", {"request_id": "asked_back"}),
    State("reversal-ask", "olga", "console:reversal-ask", {"decision_id": "in_force"}),
    State("explanation", "olga", "console:explanation", {"decision_id": "in_force"}),
    State("explanation-edit", "olga", "console:explanation", {"decision_id": "in_force"}, edit_it),
    State("escalation", "sam", "console:escalation", {"item_id": "raised"}),
    State("timeline", "audrey", "console:case", {"ref": "case_ref"}, main=True),
    State("insights", "ana", "console:insights", main=True),
    State("insight-notes", "ana", "console:insight_notes"),
    State("insight-cases", "ana", "console:insight_cases", {"of": "approvals-wrong"}),
    State("patterns", "ana", "console:patterns", main=True),
    State("pattern", "ana", "console:pattern", {"finding_id": "finding"}, main=True),
    State("facts", "ana", "console:context", {"slug": "injury-triage"}, main=True),
    State("tries", "ana", "console:tries", {"slug": "injury-triage"}),
    State("try", "ana", "console:try", {"replay_id": "tried"}, main=True),
    State("try-waits", "ana", "console:try", {"replay_id": "waits"}),
    State("rollback", "owen", "/systems/injury-triage/rollbacks/?policy=1&outcome=standard"),
    State("rollback-done", "owen", "console:rollback", {"rollback_id": "rolled_back"}),
    State("rollbacks", "audrey", "console:rollbacks", {"slug": "injury-triage"}),
    State("try-cases", "ana", "console:try-cases", {"replay_id": "tried"}),
    State("facts-at-fault", "ana", "console:context-cases", {"slug": "injury-triage"}),
    State("received", "audrey", "console:recommendation", {"recommendation_id": "received"}, main=True),
    State("received-hidden", "ana", "console:recommendation", {"recommendation_id": "received"}),
    State("system", "owen", "console:system", {"slug": "injury-triage"}, main=True),
    State("pausing", "owen", "console:pausing", SYSTEM, main=True),
    State("segments", "audrey", "console:segments", SYSTEM),
    State("segment-edit", "ana", "console:segments-edit", SYSTEM, open_a_segment, main=True),
    State("ownership", "owen", "console:ownership", SYSTEM),
    State("posture", "audrey", "console:posture", SYSTEM),
    State("posture-version", "audrey", "console:posture-version", SYSTEM | {"number": "2"}),
    State("posture-edit", "owen", "console:posture-edit", SYSTEM, main=True),
    State("posture-invalid", "owen", "console:posture-edit", SYSTEM, mistype_a_share),
    State("posture-text", "owen", "console:posture-write", SYSTEM),
    State("contract-versions", "audrey", "console:contract", SYSTEM),
    State("contract-version", "audrey", "console:contract-version", SYSTEM | {"number": "1"}),
    State("contract-diff", "audrey", "console:contract-diff", SYSTEM | {"number": "1", "before": "1"}),
    State("contract-edit", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, main=True),
    State("contract-typed", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, require_it),
    State("contract-invalid", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, mistype_it),
    State("contract-lists", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, open_the_lists),
    State("contract-list-wrong", "ana", "console:contract-edit", SYSTEM, exclude_nothing),
    State("contract-locked", "owen", "console:contract-edit", SYSTEM),
    State("contract-text", "ana", "console:contract-write", SYSTEM),
    State("contract-text-broken", "ana", "console:contract-write", SYSTEM, break_the_text),
    State("policy-versions", "audrey", "console:policy", SYSTEM),
    State("policy-version", "sam", "console:policy-version", SYSTEM | {"number": "1"}, main=True),
    State("policy-diff", "audrey", "console:policy-diff", SYSTEM | {"number": "2", "before": "1"}),
    State("policy-edit", "ana", "/systems/injury-triage/policy/edit/?rule=sr2", SYSTEM, main=True),
    State("policy-typed", "ana", "/systems/injury-triage/policy/edit/?rule=sr2", SYSTEM, tighten_it),
    State("policy-invalid", "ana", "/systems/injury-triage/policy/edit/?rule=sr2", SYSTEM, loosen_it),
    State("policy-nested", "ana", "/systems/injury-triage/policy/edit/?rule=sr1", SYSTEM),
    State("policy-owner", "owen", "console:policy-edit", SYSTEM),
    State("policy-text", "ana", "console:policy-write", SYSTEM),
    State("search-found", "olga", "/search/?q=WC"),
    State("search-nothing", "olga", "/search/?q=no-such-case"),
    State("keys-sheet", "olga", "console:help_keys"),
    State("notices", "olga", "console:notices"),
    State("components", "adam", "console:components"),
    *(State(f"components-{one}", "adam", f"/account/components/?form={one}") for one in FORMS),
    State("account", "olga", "console:account"),
    State("own-keys", "olga", "console:own_keys"),
    State("own-key-revoke", "olga", "console:own_key_revoke", {"prefix": "own_prefix"}),
    State("people", "adam", "console:people"),
    State("invite", "adam", "console:invite"),
    State("person", "adam", "console:person", {"user_id": "person"}),
    State("person-deactivate", "adam", "console:person_deactivate", {"user_id": "person"}),
    State("person-password", "adam", "console:person_password", {"user_id": "person"}),
    State("people-nobody", "adam", "/manage/people/?q=no-such-person"),
    State("health", "adam", "console:health"),
    State("inboxes-managed", "adam", "console:manage_inboxes"),
    State("inbox-people", "sam", "console:inbox_people", OFFICERS, main=True),
    State("inbox-people-admin", "adam", "console:inbox_people", {"slug": "triage-supervisors"}),
    State(
        "inbox-remove",
        "sam",
        "console:inbox_remove",
        OFFICERS | {"user_id": "leaver", "permission": "work_inbox"},
    ),
    State("working-time", "owen", "console:working_time"),
    State("keys-managed", "adam", "console:keys"),
    State("keys-nothing", "adam", "/manage/keys/?q=no-such-key"),
    State("key-revoke", "adam", "console:key_revoke", {"prefix": "prefix"}),
    State("key-revoke-dialog", "adam", "console:keys", act=ask_in_a_dialog),
    State("password", "olga", "account_change_password"),
    State("prove-it-is-you", "olga", "account_reauthenticate"),
    State("second-factor", "olga", "account_reauthenticate", act=prove_it_is_you),
    State("second-factor-set-up", "olga", "mfa_activate_totp"),
    State("second-factor-asked", None, "account_login", act=be_asked_for_a_code),
    State("prove-it-is-you-by-code", "priya", "mfa_reauthenticate"),
    State("second-factor-on", "priya", "account_reauthenticate", act=prove_it_is_you),
    State("recovery-codes", "priya", "mfa_view_recovery_codes"),
    State("recovery-codes-new", "priya", "mfa_generate_recovery_codes"),
    State("second-factor-taken-away", "priya", "mfa_deactivate_totp"),
    State("sign-out", "olga", "account_logout"),
    State("refused", "olga", "console:people"),
    State("not-found", "olga", NOWHERE),
    State("review-expired", "olga", "console:review", {"item_id": "held"}, outlive_the_hold),
)
# Addresses that answer with no page of their own: a part of one, a file, or the way to another page.
NO_PAGE = {
    "console:pulse", "console:peek", "console:changes", "console:decision_peek", "console:inboxes", "console:systems",
    "console:case_review", "console:insights_csv", "console:insights_pdf", "console:pattern_pdf",
    "console:case_pdf", "console:explanation_pdf", "console:favicon", "console:contract-text", "console:contract-panel",
    "console:context-pdf", "console:context-csv", "console:evidence_picture", "console:try-csv",
    "console:posture-text", "console:posture-json", "mfa_download_recovery_codes",
}  # fmt: skip
