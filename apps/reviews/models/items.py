from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor, Delegation, Organisation
from apps.core.models import AppendOnly, Base, OrganisationOwned
from apps.intake.models import Case, ContextSnapshot, Recommendation
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, OutcomeCode, Reason
from apps.registry.states import CoreCategory
from apps.reviews import rules
from apps.reviews.states import (
    DecisionKind,
    EscalationWhy,
    ItemKind,
    ItemState,
    ReasonKind,
    ReversalRunState,
    Sureness,
    WhyNot,
)


class Inbox(OrganisationOwned):
    """Where items wait. Grants stand here; items inherit them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="inboxes")
    slug = models.SlugField()
    name = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(default=1)
    climbs_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    per_day = models.PositiveIntegerField(null=True)  # so many may fall due on one day; null: any number
    asking_stops_clock = models.BooleanField(default=False, db_default=False)  # due times while asked
    in_time_target = models.DecimalField(max_digits=3, decimal_places=2, null=True)  # share of stays in time
    takes_appeals = models.BooleanField(default=False, db_default=False)  # of people outside every chain

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="inbox_slug_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(takes_appeals=True), name="one_inbox_takes_appeals"
            ),
        ]
        permissions = [
            ("work_inbox", "Work the items of an inbox"),
            ("supervise_inbox", "Decide what climbed into an inbox, take over, assign"),
            ("look_inbox", "Look at an inbox without deciding"),
        ]


class PolicyTarget(Base):
    """An inbox that a policy in force, proposed or in shadow names: it cannot be deleted under it."""

    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="targets")
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="policy_targets")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "inbox"], name="policy_target_once")]


class Decision(AppendOnly):
    """What one actor decided. Never changes: in force when released; undone by withdrawal or reversal."""

    has_climbed: bool = True  # whether its item may have, while it is being decided (see ReviewItem)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="decisions")
    item_id = models.UUIDField(null=True)  # the item it was decided on; none when the machine decided
    by = models.ForeignKey(Actor, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in DecisionKind])
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField(null=True)
    sealed_note = models.BinaryField(null=True)
    sure = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Sureness], blank=True)
    decided_at = models.DateTimeField()
    undo_until = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    recommendation_digest = models.BinaryField()
    snapshot_digest = models.BinaryField()
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")
    # under which they decided, where the right to was not their own
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["by", "-decided_at"], name="decision_by_when"),
            models.Index(
                fields=["-decided_at", "id"],
                condition=Q(sealed_note__isnull=False),
                name="decision_with_note",
            ),
        ]

    @property
    def held_as(self) -> UUID | None:
        """Return the id under which it waits, or waited, for a second person; None when it needed none."""
        approval = getattr(self, "approval", None)
        return approval.id if approval is not None else None


class OverrideReason(AppendOnly):
    """One coded cause of an override; the main one has place 0. Without `reason` none of the list fitted."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reasons")
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    core_category = models.CharField(max_length=30)
    sealed_input = models.BinaryField(null=True)
    fact = models.CharField(
        max_length=60, blank=True
    )  # the fact's key named by the reason: a code, not its value

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "place"], name="reason_place_once")]
        indexes = [
            models.Index(
                fields=["decision"],
                condition=Q(place=0, core_category=CoreCategory.REASONING_WRONG.value),
                name="reason_wrong",
            )
        ]

    @property
    def code(self) -> str:
        return self.reason.code if self.reason else rules.NONE_FITS

    @property
    def text(self) -> str:
        return self.reason.text if self.reason else rules.NONE_FITS_SAYS


class FactCorrection(AppendOnly):
    """A value that whoever overrode says is right, beside the snapshot, which stays as it was.

    `sealed`: what the fact was, what is right, and where it was seen, under the subject's key. `kind`: the
    code of what is the matter with it.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="corrections")
    fact = models.CharField(max_length=60)
    kind = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "fact"], name="corrected_once")]


class Release(AppendOnly):
    """The moment a decision came into force, by whom and why.

    `reverses` repeats the decision's own: of all reversals, some of them withdrawn, one comes into force.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="release")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=30)
    reverses = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="reversed_by")


class Withdrawal(AppendOnly):
    """A decision undone before it was in force."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ReviewItem(Base):
    """The unit of work. `version` counts every change a reviewer could have missed; `token` fences claims.

    Urgency is 0 to 100, the sum of its parts, changed only by events (a reason added or closed, a deadline
    passed, a question ended). `pending_decision` is set from decision to release: a sweep finds it by index.
    `snapshot` holds the facts that lie before the reviewer once they changed; else the suggestion's own do.
    `assigned_to`: for whom a supervisor set it aside; until then nobody else is offered it.
    `first_view`: the verdict on arrival drew it for a view before advice; later facts do not change that.
    `has_climbed`, `has_kin`: whether anybody sent it up, or declared a relation to its subject, when
    `moving.locked` read its row; any other item may have. They spare a question, and answer none.
    """

    has_climbed: bool = True
    has_kin: bool = True
    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="items")
    snapshot = models.ForeignKey(
        ContextSnapshot, models.PROTECT, null=True, db_index=False, related_name="items"
    )
    system = models.ForeignKey(AISystem, models.PROTECT, db_constraint=False, related_name="items")
    inbox = models.ForeignKey(
        Inbox, models.PROTECT, db_constraint=False, db_index=False, related_name="items"
    )
    kind = models.CharField(max_length=15, choices=[(k.value, k.value) for k in ItemKind])
    audits = models.ForeignKey(
        Decision, models.PROTECT, null=True, db_index=False, related_name="audit_items"
    )
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ItemState])
    version = models.PositiveIntegerField(default=1)
    token = models.PositiveIntegerField(default=0)
    holder = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="held_items")
    held_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    first_view = models.BooleanField(default=False, db_default=False)
    urgency = models.PositiveSmallIntegerField()
    urgency_stake = models.PositiveSmallIntegerField(default=0)
    urgency_risk = models.PositiveSmallIntegerField(default=0)
    urgency_due = models.PositiveSmallIntegerField(default=0)
    urgency_asked = models.PositiveSmallIntegerField(default=0)
    stake_minor = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)  # into the inbox where it is; null: as it was opened
    closed_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    snoozed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    assigned_to = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    assigned_until = models.DateTimeField(null=True)
    pending_decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="pending_item")
    release_due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "inbox",
                models.F("urgency").desc(),
                "due_at",
                "id",
                name="item_order",
                condition=Q(state="OPEN"),
            ),
            models.Index(fields=["inbox", "opened_at"], name="item_age", condition=Q(state="OPEN")),
            models.Index(
                fields=["inbox", "-closed_at", "id"], name="item_done", condition=Q(state="DECIDED")
            ),
            models.Index(
                fields=["inbox", "closed_at"],
                name="item_gone",
                condition=Q(state__in=["SUPERSEDED", "WITHDRAWN"]),
            ),
            models.Index(
                fields=["inbox", "state"],
                name="item_at_work",
                condition=Q(state__in=["CLAIMED", "WAITING", "HELD"]),
            ),
            models.Index(fields=["held_until"], name="item_held_until", condition=Q(state="CLAIMED")),
            models.Index(
                fields=["release_due_at"], name="item_release_due", condition=Q(release_due_at__isnull=False)
            ),
            models.Index(fields=["due_at"], name="item_due", condition=Q(state="OPEN", urgency_due=0)),
            models.Index(
                fields=["case", "system"],
                name="item_first_view",
                condition=Q(first_view=True, closed_at=None),
            ),
            models.Index(
                fields=["assigned_to", "inbox"],
                name="item_assigned",
                condition=Q(state="OPEN", assigned_to__isnull=False),
            ),
            models.Index(
                fields=["snoozed_until"], name="item_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
            # Most items have neither for most of their time, and an index of all rows would hold them all.
            models.Index(fields=["holder"], name="item_holder", condition=Q(holder__isnull=False)),
            models.Index(fields=["audits"], name="item_audits", condition=Q(audits__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="CLAIMED") | Q(holder__isnull=False, held_until__isnull=False),
                name="claimed_has_holder",
            ),
            models.CheckConstraint(condition=Q(urgency__lte=100), name="urgency_to_100"),
        ]

    @property
    def context(self) -> ContextSnapshot:
        """Return the facts that lie before the reviewer."""
        return self.snapshot or self.recommendation.snapshot


class ItemReason(Base):
    """One cause for which an item waits in its inbox; a row of its own that closes by itself.

    `from_inbox`: where the item was taken from when facts changed; whoever saw it there may still look.
    `tells_advice`: it lets one guess what the AI suggests, so it is not shown before a first view.
    """

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="reasons")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ReasonKind])
    code = models.CharField(max_length=60, blank=True)
    says = models.CharField(max_length=300)
    tells_advice = models.BooleanField(default=False, db_default=False)
    sealed_note = models.BinaryField(null=True)
    from_inbox = models.ForeignKey(Inbox, models.PROTECT, null=True, db_index=False, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["item"],
                name="reason_came_back",
                condition=Q(kind__in=["RETURNED", "UNDONE", "AUDIT_SAMPLE"], closed_at=None),
            ),
        ]


class Escalation(Base):
    """An undecided item climbed. Decided at its level (not by its raiser) or returned with a note.

    Its stay on one level of the ladder: `level` counts from the lowest (1), `roles` decide there (none: all
    who work there), `climbs_at` it climbs on by itself; with `to_owner` only the accountable owner decides.
    `late_seconds`: so much after its time a clock sent it up. `sealed_opinion`: what its raiser had decided
    when policy sent it up instead; it is no decision.
    """

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="escalations")
    raised_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    why = models.CharField(max_length=30, choices=[(w.value, w.value) for w in EscalationWhy])
    sealed_note = models.BinaryField(null=True)
    from_inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+")
    to_inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1, db_default=1)
    roles = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    to_owner = models.BooleanField(default=False, db_default=False)
    climbs_at = models.DateTimeField(null=True)
    late_seconds = models.PositiveIntegerField(null=True)
    sealed_opinion = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    result = models.CharField(max_length=12, blank=True)  # DECIDED | RETURNED | CLIMBED | SUPERSEDED
    sealed_answer = models.BinaryField(null=True)  # the note for the officer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(closed_at=None), name="one_open_escalation"),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=models.F("raised_by")), name="raiser_never_decides"
            ),
            models.CheckConstraint(
                condition=Q(to_owner=False) | Q(climbs_at=None), name="above_the_owner_is_nothing"
            ),
        ]
        indexes = [
            models.Index(
                fields=["climbs_at"],
                name="escalation_climbs",
                condition=Q(closed_at=None, climbs_at__isnull=False),
            ),
        ]


class ReversalRun(Base):
    """Many decisions of one AI system reversed together, by its owner. The set is fixed when it begins.

    `scope` says which: policy, model, prompt, lane, segment, from, to. `outcome_code` is what holds instead.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="reversal_runs")
    scope = models.JSONField()
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ReversalRunState])
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    n_total = models.PositiveIntegerField()
    n_reversed = models.PositiveIntegerField(default=0)
    n_left = models.PositiveIntegerField(default=0)  # could not be reversed

    class Meta:
        indexes = [
            models.Index(fields=["system", "-begun_at"], name="reversal_run_of_system"),
            models.Index(fields=["begun_at"], condition=Q(state="RUNNING"), name="reversal_run_running"),
        ]


class ReversalLine(Base):
    """One decision of a run's set: the decision that reverses it, or why there is none."""

    run = models.ForeignKey(ReversalRun, models.PROTECT, related_name="lines")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    reversal = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="+")
    why_not = models.CharField(max_length=20, choices=[(w.value, w.value) for w in WhyNot], blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "decision"], name="reversal_line_once")]
        indexes = [models.Index(fields=["run", "id"], condition=Q(done_at=None), name="reversal_line_open")]
