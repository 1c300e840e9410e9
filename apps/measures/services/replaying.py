"""Rows of replays: asked for, taken by a worker under a token, kept piece by piece, ended or stopped."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.accounts import access as accounts
from apps.accounts import selectors as actors
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, canonical, ids, refusals, transactions
from apps.core.wake import wake
from apps.core.words import say
from apps.intake.models import CaseKind, Recommendation
from apps.measures import access
from apps.measures.models import Replay, ReplayCase
from apps.measures.states import ReplayState
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy.models import PolicyVersion
from apps.policy.services import PolicyNotValid
from apps.registry.models import AISystem

WAKE = "measures.replay_policies"
LOST_AFTER = timedelta(seconds=60)
MOST_LOST = 5
MOST_DAYS = 3650
MOST_CASES = 1_000_000
SEEDS = 2**53  # a number that every JSON reader keeps exactly
KEPT = 20  # replays of one AI system whose lists of cases are kept
GIVEN_UP = "Its worker was lost again and again. It may need more memory."


class OnlyWhoTries(refusals.NotAllowed):
    code = "only_who_tries"
    sentence = say("A policy is tried by the analyst or the owner of the AI system.")


class NothingToReplay(refusals.Invalid):
    code = "nothing_to_replay"
    sentence = say("No case arrived in that time, so there is nothing to try the policy on.")


class NothingInForce(refusals.IllegalMove):
    code = "no_policy_in_force"
    sentence = say("This AI system has no policy in force to compare with.")


class ReplayOver(refusals.IllegalMove):
    code = "replay_over"
    sentence = say("This replay has ended meanwhile.")


def may_try(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor owns or analyses the AI system."""
    return actor.id == system.owner.actor_id or system.id in accounts.granted_ids(actor, "analyse_system")


def ask_replay(
    *,
    system_id: UUID,
    by: Actor,
    now: datetime,
    draft: PolicyVersion | None = None,
    tree: Mapping[str, Any] | None = None,
    days: int | None = None,
    last: int | None = None,
) -> Replay:
    """Ask what a policy would have done: one of its versions, or a tree that is no version yet.

    Over the arrivals of the last `days`, or over the `last` so many; one of the two. The same question that
    is still open is given again.
    Raises: NotVisible, OnlyWhoTries, NothingInForce, NothingToReplay, PolicyNotValid, Invalid(days, last).
    Writes: Replay, record `replay.asked`.
    """
    with transactions.verb():
        system = _system(system_id, by)
        if not may_try(by, system):
            raise OnlyWhoTries(permission="analyse_system")
        base = policies.live(system.id)
        if base is None:
            raise NothingInForce
        body = _body(system, draft, tree)
        rows, from_at = _window(system.id, days=days, last=last, now=now)
        total = rows.count()
        if not total:
            raise NothingToReplay(field="last" if days is None else "days")
        digest = canonical.digest(body)
        same = Replay.objects.filter(
            system=system, base=base, digest=digest, n_total=total, by=by, state__in=_OPEN
        ).first()
        if same is not None:
            return same
        row = Replay(
            id=ids.new(),
            system=system,
            base=base,
            draft=draft,
            tree=body,
            digest=digest,
            from_at=from_at,
            to_at=now,
            n_total=total,
            seed=secrets.randbelow(SEEDS),
            by=by,
            asked_at=now,
        )
        return _begin(row)


_OPEN = [state.value for state in ReplayState if state.is_open]


def _begin(row: Replay) -> Replay:
    row.state = ReplayState.QUEUED
    row.save(force_insert=True)
    _forget_cases(row.system_id)
    data = {"base": row.base_id, "draft": row.draft_id, "digest": row.digest, "n": row.n_total}
    data |= {"seed": row.seed}
    audit.record("replay.asked", on=("replay", row.id), by=row.by, at=row.asked_at, data=data)
    wake(WAKE)
    return row


def _forget_cases(system_id: UUID) -> None:
    """Keep the lists of cases of the newest replays only; the counts of all stay."""
    old = Replay.objects.filter(system=system_id).order_by("-asked_at", "-id").values_list("id", flat=True)
    ReplayCase.objects.filter(replay__in=list(old[KEPT:])).delete()


def _system(system_id: UUID, by: Actor) -> AISystem:
    found = {one.id: one for one in access.analysed_systems(by)}.get(system_id)
    if found is None:
        raise refusals.NotVisible
    return found


def _body(system: AISystem, draft: PolicyVersion | None, tree: Mapping[str, Any] | None) -> Mapping[str, Any]:
    body = tree if draft is None else draft.tree
    if body is None or (draft is not None and draft.system_id != system.id):
        raise refusals.NotVisible
    try:
        policy_rules.parse(body)
    except policy_rules.BadPolicy as error:
        raise PolicyNotValid(error.sentence, field=error.pointer) from error
    return body


def _window(
    system_id: UUID, *, days: int | None, last: int | None, now: datetime
) -> tuple[QuerySet[Recommendation], datetime]:
    rows = arrivals(system_id).filter(received_at__lt=now)
    if last is not None:
        if not 1 <= last <= MOST_CASES:
            raise refusals.Invalid(say("Choose from 1 to 1,000,000 cases."), field="last")
        newest = rows.order_by("-received_at", "-id").values_list("received_at", flat=True)
        oldest = list(newest[last - 1 : last]) or list(
            rows.order_by("received_at", "id")[:1].values_list("received_at", flat=True)
        )
        from_at = oldest[0] if oldest else now
    else:
        if days is None or not 1 <= days <= MOST_DAYS:
            raise refusals.Invalid(say("Choose from 1 to 3,650 days."), field="days")
        from_at = now - timedelta(days=days)
    return rows.filter(received_at__gte=from_at), from_at


def arrivals(system_id: UUID) -> QuerySet[Recommendation]:
    """Return what arrived on real cases and was judged; other kinds count nowhere."""
    return Recommendation.objects.filter(system=system_id, case__kind=CaseKind.REAL)


def take_replay(*, now: datetime) -> Replay | None:
    """Take the replay that has waited longest, or one whose worker was lost; None when there is none."""
    transactions.require()
    lost = Q(state=ReplayState.RUNNING, seen_at__lte=now - LOST_AFTER)
    row = (
        Replay.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("system__organisation", "base", "by")
        .filter(Q(state=ReplayState.QUEUED) | lost)
        .order_by("asked_at", "id")
        .first()
    )
    if row is None:
        return None
    row.n_lost += row.state == ReplayState.RUNNING
    row.state, row.token, row.seen_at = ReplayState.RUNNING, row.token + 1, now
    row.started_at = row.started_at or now
    row.save(update_fields=["state", "token", "n_lost", "seen_at", "started_at"])
    return row


def keep_piece(
    *,
    replay: Replay,
    tally: Mapping[str, Any],
    cases: Sequence[ReplayCase],
    place_id: UUID,
    n: int,
    took_ms: int,
    now: datetime,
) -> bool:
    """Keep what one piece came to; False when a person stopped it or another worker took it over."""
    with transactions.verb():
        kept = _mine(replay).update(
            tally=tally,
            place_id=place_id,
            n_done=F("n_done") + n,
            took_ms=F("took_ms") + took_ms,
            seen_at=now,
        )
        if kept:
            bulk.insert(cases)
    return kept == 1


def put_back(*, replay: Replay) -> None:
    """Let the next worker go on where this one stands, as its time is over."""
    with transactions.verb():
        if _mine(replay).update(state=ReplayState.QUEUED):
            wake(WAKE)


def end_replay(*, replay: Replay, failure: str = "", now: datetime) -> bool:
    """End a replay, well or not; False when it was stopped meanwhile.

    Writes: Replay, record `replay.finished` or `replay.failed`.
    """
    state = ReplayState.FAILED if failure else ReplayState.DONE
    with transactions.verb():
        if not _mine(replay).update(state=state, ended_at=now, failure=failure[:300]):
            return False
        system = actors.system_actor(replay.system.organisation_id)
        verb = "replay.failed" if failure else "replay.finished"
        audit.record(verb, on=("replay", replay.id), by=system, at=now, data={"n": replay.n_total})
    return True


def stop_replay(*, replay_id: UUID, by: Actor, now: datetime) -> None:
    """Stop a replay that runs; what is counted so far stays, marked as a part.

    Raises: NotVisible, OnlyWhoTries, ReplayOver.
    Writes: Replay, record `replay.stopped`.
    """
    with transactions.verb():
        row = _seen(replay_id, by)
        moved = Replay.objects.filter(id=row.id, state__in=_OPEN).update(
            state=ReplayState.STOPPED, ended_at=now
        )
        if not moved:
            raise ReplayOver
        audit.record("replay.stopped", on=("replay", row.id), by=by, at=now)


def resume_replay(*, replay_id: UUID, by: Actor, now: datetime) -> None:
    """Let a stopped or failed replay go on where it stood.

    Raises: NotVisible, OnlyWhoTries, ReplayOver.
    Writes: Replay, record `replay.resumed`.
    """
    with transactions.verb():
        row = _seen(replay_id, by)
        stopped = [ReplayState.STOPPED, ReplayState.FAILED]
        moved = Replay.objects.filter(id=row.id, state__in=stopped).update(
            state=ReplayState.QUEUED, ended_at=None, failure="", n_lost=0
        )
        if not moved:
            raise ReplayOver(say("Only a replay that was stopped or failed can go on."))
        audit.record("replay.resumed", on=("replay", row.id), by=by, at=now)
        wake(WAKE)


def _seen(replay_id: UUID, by: Actor) -> Replay:
    row = Replay.objects.select_related("system__owner").filter(id=replay_id).first()
    if row is None:
        raise refusals.NotVisible
    _system(row.system_id, by)
    if not may_try(by, row.system):
        raise OnlyWhoTries(permission="analyse_system")
    return row


def _mine(replay: Replay) -> QuerySet[Replay]:
    return Replay.objects.filter(id=replay.id, token=replay.token, state=ReplayState.RUNNING)
