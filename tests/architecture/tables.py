"""What the architecture tests know of every table: the entry its verbs leave, or the sentence why it has none.

A new model fails test_tables.py until it stands in one of the two lists. An entry is left per verb, not per row:
one `decision.made` speaks for the decision, its reasons, its analytic row and its delivery.
"""

# Table -> the verbs of the record that speak for a change of it.
WITH_ENTRY = {
    "accounts.Organisation": ("organisation.founded",),
    "accounts.Actor": ("organisation.founded", "person.invited", "machine.connected"),
    "accounts.User": (
        "person.invited",
        "person.deactivated",
        "person.reactivated",
        "person.password_renewed",
    ),
    "accounts.WorkingTime": ("working_time.set",),
    "accounts.RoleAssignment": ("person.invited", "person.roles_changed"),
    "accounts.GrantTerm": ("grant.given", "grant.taken_back"),
    "accounts.MachineClient": ("machine.connected",),
    "accounts.ApiKey": ("key.issued", "key.revoked"),
    "registry.SourceSystem": ("source.connected",),
    "registry.AISystem": ("system.registered", "system.owner_changed"),
    "registry.OutcomeCode": ("system.registered",),
    "registry.ContextContract": ("contract.adopted",),
    "registry.ContractDraft": (
        "contract.drafted",
        "contract.draft_saved",
        "contract.proposed",
        "contract.returned",
        "contract.dropped",
        "contract.adopted",
    ),
    "registry.ContractTrial": ("contract.tried",),
    "registry.ModelLineUp": ("models.lined_up",),
    "registry.Posture": ("posture.signed",),
    "registry.PostureDraft": ("posture.drafted", "posture.draft_saved", "posture.dropped", "posture.signed"),
    "registry.OwnershipOffer": (
        "system.offered",
        "system.owner_changed",
        "system.offer_declined",
        "system.offer_withdrawn",
        "system.offer_expired",
    ),
    "registry.Absence": ("deputy.named", "deputy.ended", "system.owner_changed"),
    "registry.ReasonSet": ("reasons.adopted",),
    "registry.Reason": ("reasons.adopted",),
    "registry.AuthorityLimit": ("system.registered",),
    "registry.Autonomy": ("system.registered",),
    "registry.Pause": ("system.paused", "system.resumed"),
    "policy.PolicyVersion": (
        "policy.drafted",
        "policy.draft_saved",
        "policy.shadowed",
        "policy.shadow_ended",
        "policy.proposed",
        "policy.returned",
        "policy.dropped",
        "policy.adopted",
    ),
    "policy.ShadowRun": ("policy.shadowed", "policy.shadow_ended"),
    "policy.Verdict": ("recommendation.received", "facts.added", "facts.applied"),
    "intake.Subject": ("recommendation.received", "evidence.received"),
    "intake.Case": ("recommendation.received",),
    "intake.Evidence": (
        "evidence.received",
        "evidence.joined",
        "evidence.fetched",
        "evidence.ready",
        "evidence.refused",
        "evidence.expired",
    ),
    "intake.EvidencePage": ("evidence.ready", "evidence.expired"),
    "intake.ContextSnapshot": ("recommendation.received", "facts.added"),
    "intake.UnseenRecommendation": ("challenger.kept", "challenger.advised"),
    "intake.FactChange": ("facts.added",),
    "intake.ProtectedFact": ("recommendation.received",),
    "intake.Recommendation": ("recommendation.received",),
    "reviews.Inbox": ("inbox.opened",),
    "reviews.ReviewItem": (
        "recommendation.received",
        "item.claimed",
        "item.escalated",
        "item.overdue",
        "facts.added",
        "facts.applied",
    ),
    "reviews.ItemReason": ("recommendation.received", "item.escalated", "item.overdue", "facts.added"),
    "reviews.Claim": ("item.claimed", "item.let_go", "item.claim_expired", "item.hold_carried"),
    "reviews.Decision": ("recommendation.received", "item.approved", "item.overridden"),
    "reviews.OverrideReason": ("item.overridden",),
    "reviews.Release": ("decision.released",),
    "reviews.Withdrawal": ("decision.withdrawn",),
    "reviews.FactQuestion": ("item.asked", "item.answered", "item.unanswered", "item.ask_withdrawn"),
    "reviews.Escalation": ("item.escalated", "item.returned"),
    "measures.DecisionFacts": ("decision.released",),
    "measures.Outcome": ("outcome.recorded",),
    "measures.SourceAlarm": ("source.alarm_raised", "source.alarm_closed"),
    "measures.DefinitionQuestion": ("definition.asked", "definition.answered", "definition.withdrawn"),
    "measures.Replay": (
        "replay.asked",
        "replay.stopped",
        "replay.resumed",
        "replay.finished",
        "replay.failed",
    ),
    "delivery.Delivery": ("decision.released", "delivery.sent", "delivery.overdue"),
    "delivery.Receipt": ("delivery.applied", "delivery.refused"),
    "learning.MiningRun": ("mining.finished",),
    "learning.Pattern": ("mining.finished",),
    "learning.Finding": ("finding.opened",),
}

# Table -> why its rows leave no entry.
WITHOUT_ENTRY = {
    "measures.ReplayCase": "The list behind one replay; `replay.finished` speaks for it, and it can be made again.",
    "accounts.User_groups": "Django's own join table; groups are not used, grants stand on inboxes and AI systems.",
    "accounts.User_user_permissions": "Django's own join table; grants go through accounts.access, never through it.",
    "audit.Entry": "It is the record itself.",
    "audit.Position": "The order of entries, given by the sequencer; it can be recomputed from (xid, id).",
    "core.Heartbeat": "When a process or task was last seen at work, overwritten as it goes; nothing is decided by it.",
    "core.IdempotentRequest": "The stored answer of a request; the verb that gave it left its own entry.",
    "core.Progress": "How far long work is, overwritten as it goes; the work itself leaves its own entries.",
    "core.SubjectKey": "A subject's wrapped key, made with the subject; erasing it will be a verb with an entry.",
    "delivery.Attempt": "One try to send; the decision, its release and the receipt have entries, a try promises nothing.",
    "intake.CaseSearch": "A search row that can be deleted and rebuilt from its case at any time.",
    "policy.PhantomVerdict": "What a version in shadow would have said; nothing follows from it, and the arrival has its entry.",
    "reviews.PolicyTarget": "Which inboxes a version names, read from its tree; the version's own moves have entries.",
    "reviews.Draft": "What someone typed and has not recorded; nothing is decided by it.",
    "measures.Calibration": "A figure computed from outcomes that have entries; it can be computed again.",
    "measures.CalibrationBin": "Counts computed from outcomes that have entries; they can be computed again.",
    "measures.ModelVersion": "Counts computed from decisions and outcomes that have entries; they can be computed again.",
    "measures.ModelTally": "Counts computed from decisions and outcomes that have entries; they can be computed again.",
    "measures.ContextCount": "Counts of findings of arrivals that have entries; they can be counted again.",
    "measures.GroundingCount": "Counts of statements of arrivals that have entries; they can be counted again.",
    "measures.ContextRepair": "Read from snapshots of a case that have entries; it can be read again.",
    "measures.Measurement": "A figure computed from decisions that have entries; it can be computed again.",
    "measures.WorkSignal": "How work happened (skip, release); it decides, allows, promises and owes nothing.",
    "notify.Notification": "Tells a person of something that has its own entry.",
}

# Tables written once whose key is no uuid of ours, and the sentence why they are not AppendOnly models.
APPEND_ONLY_WITHOUT_UUID = {
    "audit.Position": "Its key is the gap-free number that the sequencer gives.",
}

# Tables whose primary key is not a uuid7 of core.ids.
WITHOUT_UUID = {
    "accounts.User_groups": "Django's own join table.",
    "accounts.User_user_permissions": "Django's own join table.",
    "audit.Position": "The number is the order: gap-free from 1.",
    "core.Heartbeat": "A work table; its key is the name of the process or task.",
    "core.Progress": "A work table; its key is the name of the work.",
    "reviews.Draft": "Never leaves the page it was typed on; found by item and person.",
}

# Amounts whose currency is written elsewhere.
CURRENCY_ELSEWHERE = {
    "reviews.ReviewItem": "The stake is a copy for sorting; its currency is the recommendation's.",
    "reviews.Decision": "The amount is in the recommendation's currency; a decision cannot change it.",
    "measures.DecisionFacts": "One analytic row per decision of one AI system, which has one currency.",
    "registry.AuthorityLimit": "A limit of one AI system, in that system's currency.",
}
