"""The way through the product; import as `from apps.flow import services as flow`."""

from apps.flow.diaries import day_begins
from apps.flow.received import Received
from apps.flow.selectors.contract_state import ContractNotValid
from apps.flow.services.answering import (
    answer_question,
    ask_people,
    return_unanswered,
    withdraw_question,
    withdraw_questions,
)
from apps.flow.services.arriving import NotReady, SystemsMixed, receive, receive_each
from apps.flow.services.changing import FactsAdded, add_facts
from apps.flow.services.climbing import escalate_overdue
from apps.flow.services.confirming import alarm_overdue, receive_receipt, record_outcome
from apps.flow.services.contracting import (
    ContractBlocked,
    adopt_contract,
    begin_contract,
    drop_contract,
    leave_contract,
    preview_contract,
    propose_contract,
    return_contract,
    save_contract,
)
from apps.flow.services.deciding import decide, escalate, return_escalated
from apps.flow.services.interfering import report_broken, take_over
from apps.flow.services.later import (
    NO_REASON,
    RAN_OUT,
    give_back,
    leave,
    release_expired_claims,
    skip,
    snooze,
)
from apps.flow.services.learning import (
    calibrate,
    compute_measures,
    count_context,
    export_due,
    lead_mining,
    mine,
    mine_parts,
    queue_mining,
    watch_sources,
)
from apps.flow.services.limiting import apply_limits
from apps.flow.services.mailing import Due, take_digests
from apps.flow.services.owning import (
    accept_ownership,
    decline_ownership,
    end_absence,
    name_deputy,
    offer_ownership,
    withdraw_offer,
)
from apps.flow.services.pausing import keep_pauses, pause, resume
from apps.flow.services.policing import (
    adopt_policy,
    begin_policy,
    drop_policy,
    end_policy_shadow,
    end_shadows,
    leave_policy,
    propose_policy,
    return_policy,
    save_policy,
    shadow_policy,
)
from apps.flow.services.posturing import begin_posture, drop_posture, save_posture, sign_posture
from apps.flow.services.practising import put_known_answers, retire_known_answer, write_known_answer
from apps.flow.services.promising import bring_back_follow_ups, close_follow_up
from apps.flow.services.recounting import recount
from apps.flow.services.releasing import release_due, release_one, undo
from apps.flow.services.replaying import ask_replay, replay_policies
from apps.flow.services.reversing import (
    decline_reversal,
    request_reversal,
    reverse_requested,
    withdraw_request,
)
from apps.flow.services.rolling_back import CountChanged, begin_rollback, roll_back, stop_rollback
from apps.flow.services.scheduling import may_schedule, require_scheduler, set_room, set_working_time
from apps.flow.services.second_reviewing import give_view, settle_second_review
from apps.flow.services.segmenting import (
    adopt_segments,
    drop_segments,
    propose_segments,
    return_segments,
    save_segments,
)
from apps.flow.services.setting_up import set_up
from apps.flow.services.signalling import resort
from apps.flow.services.standing_in import advise_due
from apps.flow.services.together import (
    MOST_TOGETHER,
    Chosen,
    Each,
    assign_together,
    escalate_together,
    snooze_together,
)
from apps.flow.services.trying import try_contracts
from apps.policy.services import PolicyNotValid, SegmentInUse, SegmentsNotValid
from apps.registry.services import What, let_advise

__all__ = [
    "MOST_TOGETHER",
    "NO_REASON",
    "RAN_OUT",
    "Chosen",
    "ContractBlocked",
    "ContractNotValid",
    "CountChanged",
    "Due",
    "Each",
    "FactsAdded",
    "NotReady",
    "PolicyNotValid",
    "Received",
    "SegmentInUse",
    "SegmentsNotValid",
    "SystemsMixed",
    "What",
    "accept_ownership",
    "add_facts",
    "adopt_contract",
    "adopt_policy",
    "adopt_segments",
    "advise_due",
    "alarm_overdue",
    "answer_question",
    "apply_limits",
    "ask_people",
    "ask_replay",
    "assign_together",
    "begin_contract",
    "begin_policy",
    "begin_posture",
    "begin_rollback",
    "bring_back_follow_ups",
    "calibrate",
    "close_follow_up",
    "compute_measures",
    "count_context",
    "day_begins",
    "decide",
    "decline_ownership",
    "decline_reversal",
    "drop_contract",
    "drop_policy",
    "drop_posture",
    "drop_segments",
    "end_absence",
    "end_policy_shadow",
    "end_shadows",
    "escalate",
    "escalate_overdue",
    "escalate_together",
    "export_due",
    "give_back",
    "give_view",
    "keep_pauses",
    "lead_mining",
    "leave",
    "leave_contract",
    "leave_policy",
    "let_advise",
    "may_schedule",
    "mine",
    "mine_parts",
    "name_deputy",
    "offer_ownership",
    "pause",
    "preview_contract",
    "propose_contract",
    "propose_policy",
    "propose_segments",
    "put_known_answers",
    "queue_mining",
    "receive",
    "receive_each",
    "receive_receipt",
    "record_outcome",
    "recount",
    "release_due",
    "release_expired_claims",
    "release_one",
    "replay_policies",
    "report_broken",
    "request_reversal",
    "require_scheduler",
    "resort",
    "resume",
    "retire_known_answer",
    "return_contract",
    "return_escalated",
    "return_policy",
    "return_segments",
    "return_unanswered",
    "reverse_requested",
    "roll_back",
    "save_contract",
    "save_policy",
    "save_posture",
    "save_segments",
    "set_room",
    "set_up",
    "set_working_time",
    "settle_second_review",
    "shadow_policy",
    "sign_posture",
    "skip",
    "snooze",
    "snooze_together",
    "stop_rollback",
    "take_digests",
    "take_over",
    "try_contracts",
    "undo",
    "watch_sources",
    "withdraw_offer",
    "withdraw_question",
    "withdraw_questions",
    "withdraw_request",
    "write_known_answer",
]
