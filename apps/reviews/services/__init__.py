"""The verbs of review; import as `from apps.reviews import services as reviews`."""

from apps.reviews.services.answering import (
    Ended,
    answer_question,
    answered,
    pass_on,
    return_unanswered,
    take_back_question,
    withdraw_question,
)
from apps.reviews.services.asking import ToPeople, answer_times, ask, ask_people
from apps.reviews.services.assigning import assign
from apps.reviews.services.changing import Renewed, Reroute, lock_waiting, renew_facts
from apps.reviews.services.claiming import (
    claim,
    claim_next,
    extend,
    let_go,
    n_skipped,
    note_expired,
    put_back,
    release_expired_claims,
    start,
    take,
)
from apps.reviews.services.climbing import Fired, climb_overdue
from apps.reviews.services.deciding import decide
from apps.reviews.services.drafting import draft_of, opened_draft, save_draft, sealed_text
from apps.reviews.services.escalating import escalate, return_escalated
from apps.reviews.services.following import Followed, successor
from apps.reviews.services.handing_on import HandedOn, hand_on
from apps.reviews.services.handing_over import pass_all, pass_follow_ups
from apps.reviews.services.holding import free, lock_held, systems_with_held
from apps.reviews.services.inboxes import RoomInvalid, add_inbox, set_room, take_appeals
from apps.reviews.services.keeping import ASKED, MOST_VIEWS, drop_view, save_view
from apps.reviews.services.marking import mark_evidence, unmark_evidence
from apps.reviews.services.opening import (
    NewItem,
    cases_with_people,
    due_by_day,
    found_inboxes,
    inboxes_by_slug,
    open_items,
    supersede,
)
from apps.reviews.services.opinions import Opinion, opened_opinion
from apps.reviews.services.practising import (
    Known,
    KnownInvalid,
    end_practice,
    keep_known,
    note_answer,
    note_put,
    require_known_writer,
    retire_known,
)
from apps.reviews.services.principal import (
    PrincipalReasonsMissing,
    PrincipalReasonsOwed,
    told_reasons,
)
from apps.reviews.services.principal import require_none as require_none_owed
from apps.reviews.services.promising import (
    NewFollowUp,
    bring_back,
    close_follow_up,
    drop_follow_ups,
    open_follow_ups,
)
from apps.reviews.services.reasoning import ReasonMissing
from apps.reviews.services.recounting import NotBroughtIn, recount
from apps.reviews.services.releasing import (
    decide_automatically,
    due_for_release,
    release,
    take_for_release,
    withdraw,
)
from apps.reviews.services.requesting import (
    ReversedAlready,
    decline_reversal,
    lock_request,
    outcome_instead,
    request_reversal,
    reversed_by,
    withdraw_request,
)
from apps.reviews.services.reversing import (
    close_second_looks,
    lock_second_looks,
    reverse,
    reverse_one,
    why_not,
)
from apps.reviews.services.second_reviewing import (
    Settlement,
    give_opinion,
    lock_to_settle,
    open_second_review,
    outcome_right,
    require_settler,
    settle,
)
from apps.reviews.services.snoozing import return_snoozed, snooze, wake_up
from apps.reviews.services.staffing import free_given_to, put_back_of, set_capacity
from apps.reviews.services.staying import set_target, take_stock
from apps.reviews.services.taking_over import take_over
from apps.reviews.services.targeting import free_targets, hold_targets
from apps.reviews.services.teaching import senders, teach
from apps.reviews.services.triggering import on_arrival, on_change
from apps.reviews.services.viewing import CANNOT_SAY, View, give_first_view

__all__ = [
    "ASKED",
    "CANNOT_SAY",
    "MOST_VIEWS",
    "Ended",
    "Fired",
    "Followed",
    "HandedOn",
    "Known",
    "KnownInvalid",
    "NewFollowUp",
    "NewItem",
    "NotBroughtIn",
    "Opinion",
    "PrincipalReasonsMissing",
    "PrincipalReasonsOwed",
    "ReasonMissing",
    "Renewed",
    "Reroute",
    "ReversedAlready",
    "RoomInvalid",
    "Settlement",
    "ToPeople",
    "View",
    "add_inbox",
    "answer_question",
    "answer_times",
    "answered",
    "ask",
    "ask_people",
    "assign",
    "bring_back",
    "cases_with_people",
    "claim",
    "claim_next",
    "climb_overdue",
    "close_follow_up",
    "close_second_looks",
    "decide",
    "decide_automatically",
    "decline_reversal",
    "draft_of",
    "drop_follow_ups",
    "drop_view",
    "due_by_day",
    "due_for_release",
    "end_practice",
    "escalate",
    "extend",
    "found_inboxes",
    "free",
    "free_given_to",
    "free_targets",
    "give_first_view",
    "give_opinion",
    "hand_on",
    "hold_targets",
    "inboxes_by_slug",
    "keep_known",
    "let_go",
    "lock_held",
    "lock_request",
    "lock_second_looks",
    "lock_to_settle",
    "lock_waiting",
    "mark_evidence",
    "n_skipped",
    "note_answer",
    "note_expired",
    "note_put",
    "on_arrival",
    "on_change",
    "open_follow_ups",
    "open_items",
    "open_second_review",
    "opened_draft",
    "opened_opinion",
    "outcome_instead",
    "outcome_right",
    "pass_all",
    "pass_follow_ups",
    "pass_on",
    "put_back",
    "put_back_of",
    "recount",
    "release",
    "release_expired_claims",
    "renew_facts",
    "request_reversal",
    "require_known_writer",
    "require_none_owed",
    "require_settler",
    "retire_known",
    "return_escalated",
    "return_snoozed",
    "return_unanswered",
    "reverse",
    "reverse_one",
    "reversed_by",
    "save_draft",
    "save_view",
    "sealed_text",
    "senders",
    "set_capacity",
    "set_room",
    "set_target",
    "settle",
    "snooze",
    "start",
    "successor",
    "supersede",
    "systems_with_held",
    "take",
    "take_appeals",
    "take_back_question",
    "take_for_release",
    "take_over",
    "take_stock",
    "teach",
    "told_reasons",
    "unmark_evidence",
    "wake_up",
    "why_not",
    "withdraw",
    "withdraw_question",
    "withdraw_request",
]
