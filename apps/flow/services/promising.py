"""What a decision in force promises: dated follow-ups, brought back to whoever answers for them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts.models import Actor, ActorKind, Organisation
from apps.core import transactions, vault
from apps.flow import diaries
from apps.measures import services as measures
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.models import Decision, FollowUp, OverrideReason, PolicyTarget, ReviewItem
from apps.reviews.services import NewFollowUp
from apps.reviews.states import DecisionKind, FollowUpKind


def promise(*, decisions: Sequence[Decision], by: Actor, now: datetime) -> None:
    """Open what decisions that come into force now promise, and drop what they put an end to.

    A past that is told afterwards promises nothing: its dates are over.
    """
    transactions.require()
    if transactions.tells_past():
        return
    by_people = [one for one in decisions if one.kind != DecisionKind.AUTOMATIC]
    reviews.drop_follow_ups(decisions=by_people, by=by, now=now)
    promised = _promised(by_people)
    looked_at = [one for one in decisions if one.outcome_code.second_look_days]
    if not promised and not looked_at:
        return
    about = {one.id: one for one in (*(reason.decision for reason in promised), *looked_at)}
    inboxes = _inboxes(list(about.values()))
    organisation = Organisation.objects.select_related("working_time").get(id=by.organisation_id)
    new = [*_promises(promised, inboxes, organisation), *_looks(looked_at, inboxes, organisation)]
    reviews.open_follow_ups(new=new, by=by, now=now)


def _promised(decisions: Sequence[Decision]) -> list[OverrideReason]:
    overridden = [one.id for one in decisions if one.kind == DecisionKind.OVERRIDDEN]
    if not overridden:
        return []
    rows = OverrideReason.objects.filter(decision__in=overridden, reason__creates_follow_up=True)
    return list(rows.select_related("reason", "decision__case", "decision__recommendation", "decision__by"))


def _inboxes(decisions: Sequence[Decision]) -> Mapping[UUID, UUID]:
    """Say by decision where follow-ups belong: its item's inbox, or the lowest that its policy names."""
    items = {one.item_id: one.id for one in decisions if one.item_id}
    rows = ReviewItem.objects.filter(id__in=items).values_list("id", "inbox_id")
    found = {items[item_id]: inbox_id for item_id, inbox_id in rows}
    left = {one.policy_id for one in decisions if one.id not in found}
    targets = PolicyTarget.objects.filter(policy__in=left).order_by("-inbox__level", "-inbox__slug")
    lowest = dict(targets.values_list("policy_id", "inbox_id")) if left else {}
    return {one.id: lowest[one.policy_id] for one in decisions if one.policy_id in lowest} | found


def _promises(
    given: Sequence[OverrideReason], inboxes: Mapping[UUID, UUID], organisation: Organisation
) -> Iterator[NewFollowUp]:
    keys = vault.open_keys([one.decision.case.subject_id for one in given]) if given else {}
    for one in given:
        subject_id = one.decision.case.subject_id
        if one.reason is None or one.sealed_input is None or subject_id not in keys:
            continue
        key = keys[subject_id]
        said = json.loads(vault.open_bytes(bytes(one.sealed_input), subject_id=subject_id, key=key))
        on = _first(one.reason.input, said, "date")
        if on and one.decision_id in inboxes:
            action = vault.seal(_first(one.reason.input, said, "text"), subject_id=subject_id, key=key)
            yield NewFollowUp(
                one.decision,
                FollowUpKind.PROMISE,
                inboxes[one.decision_id],
                one.decision.by_id,
                diaries.day_begins(date.fromisoformat(on), organisation),
                action,
            )


def _first(spec: Sequence[Mapping[str, object]], said: Mapping[str, str], kind: str) -> str:
    keys = [str(one["key"]) for one in spec if one.get("kind") == kind]
    return next((said[key] for key in keys if said.get(key)), "")


def _looks(
    decisions: Sequence[Decision], inboxes: Mapping[UUID, UUID], organisation: Organisation
) -> Iterator[NewFollowUp]:
    zone = ZoneInfo(organisation.time_zone)
    for one in decisions:
        decided_on = one.decided_at.astimezone(zone).date()
        owner = one.by_id if one.by.kind == ActorKind.PERSON else None
        for days in one.outcome_code.second_look_days if one.id in inboxes else ():
            due = diaries.day_begins(decided_on + timedelta(days=days), organisation)
            yield NewFollowUp(one, FollowUpKind.SECOND_LOOK, inboxes[one.id], owner, due)


def close_follow_up(
    *, follow_up_id: UUID, kept: bool, why: str, note: str, version: int, by: Actor, now: datetime
) -> FollowUp:
    """Say whether a follow-up was kept, and count it.

    Raises: as reviews.close_follow_up.
    """
    with transactions.verb():
        found = reviews.close_follow_up(
            follow_up_id=follow_up_id, kept=kept, why=why, note=note, version=version, by=by, now=now
        )
        measures.record_signal(
            item_id=found.decision.item_id or found.decision_id,
            system_id=found.system_id,
            kind="follow_up",
            code="kept" if kept else f"not_kept:{found.why}",
            by=by,
            at=now,
        )
    return found


def bring_back_follow_ups(*, now: datetime) -> int:
    """Tell the owners of follow-ups whose time came; returns how many. Without owner it waits in its list."""
    with transactions.verb():
        due = reviews.bring_back(now=now)
        for one in due:
            if one.owner_id:
                notify.tell(
                    to_actor_id=one.owner_id,
                    kind="follow_up_due",
                    about_id=one.id,
                    case_id=one.decision.case_id,
                    now=now,
                )
        return len(due)
