"""Arrival: context, verdict and route in one transaction. When this returns, the item waits in its inbox."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor, ActorKind, MachineClient
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.wake import wake
from apps.core.words import say
from apps.flow import limits, windows
from apps.flow.diaries import Diary
from apps.flow.received import Received, because_of, lane_of, telling, told_before
from apps.flow.services import challenging, climbing, following, releasing
from apps.intake import rules as intake_rules
from apps.intake import services as intake
from apps.intake.services import Accepted, Known
from apps.intake.states import ContextState, RecommendationState
from apps.measures import selectors as measures
from apps.policy import selectors as policies
from apps.policy import services as policy
from apps.policy.models import PolicyVersion, ShadowRun
from apps.policy.services import Judged
from apps.policy.states import Lane
from apps.registry import selectors as registry
from apps.registry.selectors import InForce
from apps.reviews import selectors as reviews_seen
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Inbox, ReviewItem
from apps.reviews.selectors import EarlierDecision
from apps.reviews.states import ItemKind, ReasonKind

CHECKED = say("Drawn by chance from what the AI decided alone, to check its work")


class UnknownSystem(refusals.Invalid):
    code = "unknown_ai_system"
    sentence = "This key cannot submit for an AI system of that name."


class SystemsMixed(refusals.Invalid):
    code = "systems_mixed"
    sentence = "All lines of one batch belong to one AI system."


class OnlyMachines(refusals.NotAllowed):
    code = "only_machines_submit"
    sentence = "Recommendations come from machine clients, not from people."


class NotReady(refusals.Unavailable):
    code = "system_not_ready"
    sentence = "This AI system has no policy in force, or its policy names an inbox that does not exist."


def receive(*, lines: Sequence[intake_rules.RecommendationIn], by: Actor, now: datetime) -> list[Received]:
    """Take recommendations of one AI system in, judge and route them; all or none, in the order given.

    Raises: OnlyMachines, UnknownSystem, SystemsMixed, NotReady, and the first refusal of `receive_each` with
    the line's place before its field.
    Writes: at most recommendation, snapshot, verdict, item, reason, record `recommendation.received` for an
    ordinary arrival, besides what a new case brings.
    """
    with transactions.verb():
        received = _receive(lines, by, now)
        for place, one in enumerate(received):
            if isinstance(one, refusals.Refusal):
                raise _placed(one, place) if len(lines) > 1 else one
        return [one for one in received if isinstance(one, Received)]


def receive_each(
    *, lines: Sequence[intake_rules.RecommendationIn], by: Actor, now: datetime
) -> list[Received | refusals.Refusal]:
    """Take in what can be taken; a line that cannot is a refusal in its place (see intake.accept).

    Raises: OnlyMachines, UnknownSystem, SystemsMixed, NotReady, intake.ReceivedMeanwhile,
    intake.CaseMeanwhile; then nothing was taken in.
    """
    with transactions.verb():
        return _receive(lines, by, now)


def _receive(
    lines: Sequence[intake_rules.RecommendationIn], by: Actor, now: datetime
) -> list[Received | refusals.Refusal]:
    setup = _setup(lines, by, now)
    version, run = policies.judging(setup.system.id, now=now)
    if version is None:
        raise NotReady(retry_after=60)
    apart = challenging.set_apart(lines=lines, setup=setup, by=by, now=now)
    setup = challenging.licensed(setup)
    outcomes = intake.accept(
        lines=[line for place, line in enumerate(lines) if place not in apart],
        setup=setup,
        segment_of=challenging.segment_of(setup),
        by=by,
        now=now,
    )
    told = route([one for one in outcomes if isinstance(one, Accepted)], setup, Judges(version, run), by, now)
    if any(one.decision_id for one in told.values()):
        wake("delivery.send_due")
    before = [one.id for one in outcomes if isinstance(one, Known) and one.id not in told]
    told |= told_before(before, system_ids=_systems(by))
    taken = iter([_told(one, told) for one in outcomes])
    return [apart[place] if place in apart else next(taken) for place in range(len(lines))]


def _told(outcome: intake.Outcome, told: Mapping[UUID, Received]) -> Received | refusals.Refusal:
    if isinstance(outcome, refusals.Refusal):
        return outcome
    if isinstance(outcome, Accepted):
        return told[outcome.recommendation.id]
    return told[outcome.id]._replace(is_new=False)


def _placed(refusal: refusals.Refusal, place: int) -> refusals.Refusal:
    """Say which line is refused, for example `lines[3].outcome`."""
    field = refusal.details.get("field")
    refusal.details["field"] = f"lines[{place}].{field}" if field else f"lines[{place}]"
    return refusal


def _systems(by: Actor) -> Sequence[UUID]:
    machine: MachineClient | None = getattr(by, "machine", None)
    return machine.system_ids if machine is not None else []


def _setup(lines: Sequence[intake_rules.RecommendationIn], by: Actor, now: datetime) -> InForce:
    slugs = {line.ai_system for line in lines}
    if len(slugs) != 1:
        raise SystemsMixed(field="ai_system")
    if by.kind != ActorKind.MACHINE:
        raise OnlyMachines(permission="recommendations:write")
    setup = registry.in_force(slug=slugs.pop(), organisation_id=by.organisation_id, now=now)
    machine: MachineClient | None = getattr(by, "machine", None)  # loaded with the key already
    if machine is None or not machine.is_active:
        raise UnknownSystem(field="ai_system")
    if setup is None or setup.system.id not in machine.system_ids:
        raise UnknownSystem(field="ai_system")
    return setup


@dataclass(frozen=True, slots=True)
class Judges:
    """The policy version in force, and the run of one in shadow beside it, if there is one."""

    version: PolicyVersion
    run: ShadowRun | None = None


def route(
    fresh: Sequence[Accepted], setup: InForce, judges: Judges, by: Actor, now: datetime
) -> dict[UUID, Received]:
    if not fresh:
        return {}
    diary = Diary(setup.system.organisation_id, now)
    judged = _judge(fresh, setup, judges, diary, now)
    inboxes = diary.inboxes
    if any(one.verdict.inbox_slug not in inboxes for one in judged):
        raise NotReady(retry_after=60)
    held, automatic, manual = _split(judged)
    paused = _held_by_pause(held + manual, setup)
    states = {one.verdict.recommendation_id: RecommendationState.ROUTED for one in manual + automatic}
    states |= {one.verdict.recommendation_id: RecommendationState.HELD for one in held}
    states |= dict.fromkeys(paused, RecommendationState.HELD)
    intake.settle(states=states, accepted=fresh)
    decisions = _act(automatic, by, now)
    items = _open(fresh, manual + held, automatic, decisions, inboxes, paused, now)
    _send_up(manual, items, judges.version, now)
    _supersede(fresh, now)
    challenging.spoke(fresh, setup)
    earlier = _earlier(fresh, by)
    received = [
        _received(accepted, one, items, decisions, earlier.get(accepted.subject_id, ()))
        for accepted, one in zip(fresh, judged, strict=True)
    ]
    _record(received, judged, by, now)
    return {one.id: one for one in received}


def _earlier(fresh: Sequence[Accepted], by: Actor) -> Mapping[UUID, tuple[EarlierDecision, ...]]:
    """Read what people decided before on subjects that were known; nobody decided on a new one."""
    known = {one.subject_id for one in fresh if one.subject_is_known}
    return reviews_seen.earlier_decisions(subject_ids=known, system_ids=_systems(by))


def _judge(
    fresh: Sequence[Accepted], setup: InForce, judges: Judges, diary: Diary, now: datetime
) -> list[Judged]:
    states: dict[str, str] = {}
    for model_version in {one.recommendation.model_version for one in fresh}:
        states[model_version] = measures.calibration_state(
            system_id=setup.system.id, model_version=model_version
        )
    known = {one.recommendation.case_id for one in fresh if one.supersedes}
    with_people = reviews.cases_with_people(case_ids=known, system_id=setup.system.id)
    ids = {one.recommendation.case_id for one in fresh}
    counted = windows.counts(windows=policies.compiled(judges.version).windows, case_ids=ids, now=now)
    cases, views = [], limits.least_view(setup=setup)
    for one in fresh:
        added = limits.added_facts(
            setup=setup,
            recommendation=one.recommendation,
            check=one.check,
            calibration_state=states[one.recommendation.model_version],
            person_involved=one.recommendation.case_id in with_people,
            grounding=one.grounding,
            counted=counted.get(one.recommendation.case_id),
        )
        digest = bytes(one.recommendation.snapshot.digest)
        share = limits.least_share(setup=setup, recommendation=one.recommendation)
        cases.append(policy.Case(one.recommendation, digest, one.check.values(), added, share, views))
    if judges.run is not None:
        _shadow(judges.run, cases, setup, now)
    return policy.evaluate(version=judges.version, cases=cases, now=now, diary=diary)


def _shadow(run: ShadowRun, cases: Sequence[policy.Case], setup: InForce, now: datetime) -> None:
    """Keep what the version in shadow would have said; nothing follows from it."""
    ids = {one.recommendation.case_id for one in cases}
    counted = windows.counts(windows=policies.compiled_run(run).windows, case_ids=ids, now=now)
    told = [
        one._replace(facts={**one.facts, **one.added}, added=counted.get(one.recommendation.case_id, {}))
        for one in cases
    ]
    diary = Diary(setup.system.organisation_id, now, takes_room=False)
    policy.shadow(run=run, cases=told, now=now, diary=diary)


def _split(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged], list[Judged]]:
    """Split into held, automatic, manual: what policy lets act but posture does not goes to a person."""
    held = [one for one in judged if one.verdict.lane == Lane.HOLD]
    automatic = [
        one for one in judged if one.verdict.lane == Lane.AUTOMATIC and limits.may_act(one.verdict.added)
    ]
    taken = {id(one) for one in held + automatic}
    return held, automatic, [one for one in judged if id(one) not in taken]


def _held_by_pause(waiting: Sequence[Judged], setup: InForce) -> set[UUID]:
    """Return the recommendations that wait, unseen by anybody, until a pause ends."""
    verdicts = [one.verdict for one in waiting] if setup.paused.parts else []
    return {
        one.recommendation_id
        for one in verdicts
        if limits.is_held(setup=setup, recommendation=one.recommendation, asks_view=one.first_view)
    }


def _supersede(fresh: Sequence[Accepted], now: datetime) -> None:
    newer = [one.recommendation for one in fresh if one.supersedes]
    if newer:
        replaced = intake.supersede_older(newer=newer)
        following.tell(reviews.supersede(recommendation_ids=replaced, now=now), now=now)


def _act(automatic: Sequence[Judged], by: Actor, now: datetime) -> dict[UUID, Decision]:
    if not automatic:
        return {}
    decisions = reviews.decide_automatically(verdicts=[one.verdict for one in automatic], by=by, now=now)
    releasing.put_in_force(decisions=decisions, by=by, why="automatic", now=now)
    return {one.recommendation_id: one for one in decisions}


def _open(
    fresh: Sequence[Accepted],
    waiting: Sequence[Judged],
    automatic: Sequence[Judged],
    decisions: Mapping[UUID, Decision],
    inboxes: Mapping[str, Inbox],
    paused: Collection[UUID],
    now: datetime,
) -> dict[UUID, ReviewItem]:
    legible = {one.recommendation.id: one.check.state is ContextState.LEGIBLE for one in fresh}
    new = [
        _item_of(
            one,
            inboxes,
            is_legible=legible[one.verdict.recommendation_id],
            is_held=one.verdict.recommendation_id in paused,
        )
        for one in waiting
    ]
    new += [
        _audit_of(one, inboxes, decisions[one.verdict.recommendation_id])
        for one in automatic
        if one.is_sampled
    ]
    return {item.recommendation_id: item for item in reviews.open_items(new=new, now=now)}


def _send_up(
    manual: Sequence[Judged], items: Mapping[UUID, ReviewItem], version: PolicyVersion, now: datetime
) -> None:
    """Let climb at once what policy has decided on a higher level, whatever a person would say of it."""
    ladder = policies.compiled(version).ladder
    if ladder is None:
        return
    arrived = [(items[one.verdict.recommendation_id], one.verdict) for one in manual]
    climbed = reviews.on_arrival(items=arrived, ladder=ladder, now=now)
    climbing.tell_owners([(one.item, one) for one in climbed], now=now)


def _item_of(
    one: Judged, inboxes: Mapping[str, Inbox], *, is_legible: bool, is_held: bool
) -> reviews.NewItem:
    return reviews.NewItem(
        recommendation=one.verdict.recommendation,
        inbox=inboxes[one.verdict.inbox_slug],
        kind=ItemKind.RECOMMENDATION,
        reason=ReasonKind.POLICY,
        because=because_of(one.verdict, one.result.because),
        due_at=one.verdict.due_at,
        is_supervised=one.verdict.lane == Lane.SUPERVISOR,
        is_legible=is_legible,
        is_held=is_held,
        first_view=one.verdict.first_view,
        tells=telling(one.verdict) if one.verdict.first_view else (),
    )


def _audit_of(one: Judged, inboxes: Mapping[str, Inbox], decision: Decision) -> reviews.NewItem:
    return reviews.NewItem(
        recommendation=one.verdict.recommendation,
        inbox=inboxes[one.verdict.inbox_slug],
        kind=ItemKind.AUDIT,
        reason=ReasonKind.AUDIT_SAMPLE,
        because=[("audit_sample", CHECKED)],
        due_at=one.verdict.due_at,
        is_supervised=False,
        is_legible=True,
        audits=decision,
    )


def _received(
    accepted: Accepted,
    one: Judged,
    items: Mapping[UUID, ReviewItem],
    decisions: Mapping[UUID, Decision],
    earlier: tuple[EarlierDecision, ...],
) -> Received:
    recommendation = accepted.recommendation
    snapshot, item = recommendation.snapshot, items.get(recommendation.id)
    decision = decisions.get(recommendation.id)
    return Received(
        id=recommendation.id,
        external_id=recommendation.external_id,
        case_id=recommendation.case_id,
        case_ref=accepted.case_ref,
        number=recommendation.number,
        state=recommendation.state,
        context_state=snapshot.state,
        findings=snapshot.findings,
        lane=lane_of(str(one.verdict.lane), is_automatic=decision is not None),
        because=because_of(one.verdict, one.result.because),
        inbox_slug=item.inbox.slug if item else None,
        item_id=item.id if item else None,
        decision_id=decision.id if decision else None,
        due_at=item.due_at if item else None,
        earlier=earlier,
        is_new=True,
    )


def _record(received: Sequence[Received], judged: Sequence[Judged], by: Actor, now: datetime) -> None:
    audit.record_many(
        [
            audit.Line(
                "recommendation.received",
                ("recommendation", one.id),
                by,
                now,
                one.case_id,
                {
                    "outcome": verdict.verdict.recommendation.outcome_code.code,
                    "body_sha256": verdict.verdict.recommendation.body_digest,
                    "snapshot_sha256": verdict.verdict.snapshot_digest,
                    "context": one.context_state,
                    "policy": verdict.verdict.policy_id,
                    "lane": one.lane,
                    "because": verdict.verdict.because,
                    "item": one.item_id,
                    "decision": one.decision_id,
                },
            )
            for one, verdict in zip(received, judged, strict=True)
        ]
    )
