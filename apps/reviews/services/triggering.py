"""What policy sends up: by what is known of a case when it arrives, or by what somebody is about to decide.

Then the decision was not theirs to take: the case climbs, and what they said is kept as their opinion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor, ActorKind
from apps.core import transactions
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy.models import Verdict
from apps.policy.rules import On, Trigger
from apps.registry.models import OutcomeCode
from apps.reviews import rules
from apps.reviews.models import Decision, Escalation, FirstView, ReviewItem
from apps.reviews.services import climbing, ladders, moving, opinions
from apps.reviews.states import DecisionKind, EscalationWhy, ItemKind, ItemState


@dataclass(frozen=True, slots=True)
class About:
    """What somebody is about to decide on an item that they hold."""

    item: ReviewItem
    verdict: Verdict
    outcome: OutcomeCode
    is_override: bool
    answer: rules.Answer
    by: Actor


# --- at the decision ---


def instead(about: About, *, now: datetime) -> Escalation | None:
    """Send an item up instead of deciding it, where policy has that decided on a higher level; else None.

    A past that is told was decided where it says.
    """
    transactions.require()
    item = about.item
    ladder = policies.ladder_said(about.verdict)
    if ladder is None or item.kind != ItemKind.RECOMMENDATION or transactions.tells_past():
        return None
    fired = [one for one in ladder.triggers if one.on in _ASKS and _ASKS[one.on](one, about, now)]
    if not fired:
        return None
    stays = list(Escalation.objects.filter(item=item).order_by("raised_at"))
    if any(one.result == "RETURNED" for one in stays):  # somebody above looked and left it to them
        fired = [one for one in fired if one.on is On.ADVERSE_OUTCOME]
    stay = next((one for one in stays if one.closed_at is None), None)
    above = ladders.read([item])
    here = above.position(item, stay)
    up = sorted((one for one in fired if one.level > here), key=lambda one: -one.level)
    rung = ladders.wanted(above.rungs(item, stay), up[0].level) if up else None
    if rung is None:
        return None
    why = tuple(WHY[one.on] for one in up)
    opinion = moving.seal(item, opinions.body(about.outcome.code, about.answer))
    return climbing.climb([climbing.Climb(item, stay, rung, why, about.by, opinion=opinion)], now=now)[0]


def _is_adverse(trigger: Trigger, about: About, _now: datetime) -> bool:
    return about.outcome.code in trigger.outcomes


def _differs_from_view(_trigger: Trigger, about: About, _now: datetime) -> bool:
    views = FirstView.objects.filter(item=about.item, by=about.by, outcome_code__isnull=False)
    return views.exclude(outcome_code=about.outcome).exists()


def _is_repeated(trigger: Trigger, about: About, now: datetime) -> bool:
    """Say whether so many like it were overridden, by whomever, since this last sent a case up."""
    if not about.is_override:
        return False
    recommendation = about.item.recommendation
    like = {
        "recommendation__system": recommendation.system_id,
        "recommendation__segment": recommendation.segment,
        "recommendation__outcome_code": recommendation.outcome_code_id,
    }
    since = now - timedelta(days=trigger.days)
    sent = Escalation.objects.filter(why=EscalationWhy.REPEATED_OVERRIDE, raised_at__gte=since)
    last = sent.filter(**{f"item__{name}": value for name, value in like.items()}).order_by("-raised_at")
    since = next(iter(last.values_list("raised_at", flat=True)[:1]), since)
    overridden = Decision.objects.filter(
        decided_at__gt=since,
        kind=DecisionKind.OVERRIDDEN,
        by__kind=ActorKind.PERSON,
        withdrawal=None,
        **like,
    )
    return len(overridden.values_list("id")[: trigger.times - 1]) >= trigger.times - 1


_ASKS = {
    On.ADVERSE_OUTCOME: _is_adverse,
    On.FIRST_VIEW: _differs_from_view,
    On.REPEATED_OVERRIDE: _is_repeated,
}
WHY = {
    On.ADVERSE_OUTCOME: EscalationWhy.ADVERSE_OUTCOME,
    On.FIRST_VIEW: EscalationWhy.FIRST_VIEW,
    On.REPEATED_OVERRIDE: EscalationWhy.REPEATED_OVERRIDE,
    On.LOW_CALIBRATION: EscalationWhy.LOW_CALIBRATION,
    On.UNSUPPORTED: EscalationWhy.UNSUPPORTED,
}


# --- at arrival ---


def on_arrival(
    *, items: Sequence[tuple[ReviewItem, Verdict]], ladder: policy_rules.Ladder, now: datetime
) -> list[Escalation]:
    """Send up what policy has decided higher by what is known of it on arrival.

    ladder: of the version that judged all of them. The reasons for which policy sent them to people stay;
    those of climbing stand beside them. A past that is told was decided where it says.
    """
    transactions.require()
    if transactions.tells_past():
        return []
    fired = [(item, policy_rules.at_arrival(ladder, verdict.added)) for item, verdict in items]
    found = [(item, triggers) for item, triggers in fired if triggers and _may_climb(item)]
    if not found:
        return []
    above = ladders.read([item for item, _ in found])
    ours = accounts.system_actor(above.inboxes[found[0][0].inbox_id].organisation_id)
    climbs = []
    for item, triggers in found:
        up = [one for one in triggers if one.level > above.position(item, None)]
        rung = ladders.wanted(above.rungs(item, None), up[0].level) if up else None
        if rung is not None:
            why = tuple(WHY[one.on] for one in up)
            climbs.append(climbing.Climb(item, None, rung, why, ours))
    return climbing.climb(climbs, now=now, keeps_reasons=True) if climbs else []


def on_change(
    *, item: ReviewItem, verdict: Verdict, ladder: policy_rules.Ladder, now: datetime
) -> Escalation | None:
    """Send a locked item up by what is known of it now that policy was asked again; None where it stays.

    Also from somebody's hands: what they typed is kept. Not what a second person looks at, nor what a level
    above returned, which is the officer's to decide.
    """
    transactions.require()
    triggers = policy_rules.at_arrival(ladder, verdict.added)
    if not triggers or not (_may_climb(item) or item.state == ItemState.CLAIMED):
        return None
    stays = list(Escalation.objects.filter(item=item).order_by("raised_at"))
    if any(one.result == "RETURNED" for one in stays):
        return None
    stay = next((one for one in stays if one.closed_at is None), None)
    above = ladders.read([item])
    here = above.position(item, stay)
    up = [one for one in triggers if one.level > here]
    rung = ladders.wanted(above.rungs(item, stay), up[0].level) if up else None
    if rung is None:
        return None
    ours = accounts.system_actor(above.inboxes[item.inbox_id].organisation_id)
    why = tuple(WHY[one.on] for one in up)
    return climbing.climb([climbing.Climb(item, stay, rung, why, ours)], now=now, keeps_reasons=True)[0]


def _may_climb(item: ReviewItem) -> bool:
    """Say whether an item that just came in goes up: not what is held, nor what only checks the machine."""
    return item.kind == ItemKind.RECOMMENDATION and item.state in {ItemState.OPEN, ItemState.WAITING}
