"""Facts change after arrival: context and policy are asked again, and whoever works on the case is told."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor, ActorKind, MachineClient
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow import limits, windows
from apps.flow.diaries import Diary
from apps.flow.received import lane_of, telling
from apps.flow.services import answering, climbing
from apps.intake import services as intake
from apps.intake.models import Case, FactChange, Recommendation
from apps.intake.services import Changed, Later
from apps.intake.states import ContextState
from apps.measures import selectors as measures
from apps.notify import services as notify
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy import services as policy
from apps.policy.models import Verdict
from apps.policy.states import Lane
from apps.registry import selectors as registry
from apps.registry.selectors import InForce
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.services import Renewed, Reroute
from apps.reviews.states import ItemKind

OLDER = (
    "older_than_facts",
    say("The suggestion is older than the facts, so the AI does not decide it alone"),
)


class OnlyMachinesSend(refusals.NotAllowed):
    code = "only_machines_send_facts"
    sentence = "Facts of a case come from machine clients, not from people."


class UnknownCase(refusals.NotVisible):
    code = "unknown_case"
    sentence = (
        "No AI system of this key has a recommendation on a case of that reference. "
        "Facts that come before the first recommendation are sent with it."
    )


class CaseAmbiguous(refusals.Invalid):
    code = "case_ambiguous"
    sentence = "Two business systems have a case of that reference. Name the AI system."


class NoFacts(refusals.Invalid):
    code = "no_facts"
    sentence = "Send at least one fact."


class InboxGone(refusals.Unavailable):
    code = "inbox_gone"
    sentence = "The policy of this AI system names an inbox that does not exist."


@dataclass(frozen=True, slots=True)
class FactsAdded:
    """What later facts did to one AI system's view of a case.

    `is_new` is False when every value was known. `is_late`: it was decided; the decision stands. `changed`
    and `decisive` name the facts by which the suggestion is behind.
    """

    ai_system: str
    recommendation_id: UUID
    context_state: str
    changed: list[str]
    decisive: list[str]
    is_new: bool
    is_late: bool
    lane: str
    item_id: UUID | None
    inbox_slug: str | None
    version: int | None


@dataclass(frozen=True, slots=True)
class _View:
    """One AI system's view of a case while its rows are locked."""

    setup: InForce
    later: Later
    items: Sequence[ReviewItem]
    verdict: Verdict

    @property
    def recommendation(self) -> Recommendation:
        return self.later.recommendation

    def segments(self) -> policy_rules.Policy | None:
        """Return the segments that counted when the case arrived: it keeps what it was judged by."""
        at = self.recommendation.received_at
        return policies.compiled_segments(policies.segments_then(self.setup.system, at))

    def reads(self) -> frozenset[str]:
        segments = self.segments()
        of_segments = policy_rules.reads(segments) if segments else frozenset[str]()
        return policy_rules.reads(policies.compiled(self.verdict.policy)) | of_segments


@dataclass(frozen=True, slots=True)
class _Result:
    """What was done for one AI system."""

    view: _View
    changed: Changed | None
    lane: str
    renewed: Sequence[Renewed] = ()
    asked_again: Verdict | None = None


def add_facts(
    *, case_ref: str, facts: Sequence[object], by: Actor, now: datetime, ai_system: str | None = None
) -> list[FactsAdded]:
    """Take later facts of a case in, for every AI system whose contract knows them, or the one named.

    An open case gets a new snapshot and its item a new version; policy is asked again, by the version that
    judged it, when a decisive fact changed. On a decided case the facts are kept and told, and nothing else.
    Raises: OnlyMachinesSend, UnknownCase, CaseAmbiguous, NoFacts, InboxGone; as intake.read_later and change.
    Writes: ContextSnapshot, FactChange, Verdict, ItemReason, record `facts.added`.
    """
    with transactions.verb():
        if not facts:
            raise NoFacts(field="facts")
        case = _case(case_ref, ai_system, by)
        views = [_view(case, one, facts, by, now) for one in _latest(case, ai_system, by)]
        knowing = [one for one in views if one.later.entries]
        intake.refuse_unknown(later=[one.later for one in knowing or views], raw=facts, now=now)
        results = [_change(one, by, now) for one in knowing]
        _record(case, [one for one in results if one.changed], by, now)
        return [_told(one) for one in results]


def catch_up(*, item: ReviewItem, by: Actor, now: datetime) -> None:
    """Lay the facts that came after a decision before whoever decides anew, once the decision was undone.

    Writes: Verdict, ItemReason, record `facts.applied`, where there were any.
    """
    transactions.require()
    recommendation = Recommendation.objects.select_related(
        "case", "system", "outcome_code", "snapshot__contract"
    ).get(id=item.recommendation_id)
    change = _last(recommendation)
    if change is None or change.snapshot_id == item.snapshot_id:
        return
    view = _view(recommendation.case, recommendation, [], by, now)
    changed = intake.kept(later=view.later, change=change)
    asked, renewed = _apply(view, changed, now)
    line = _line(_Result(view, changed, _lane(view.verdict), renewed, asked))
    audit.record("facts.applied", on=("item", item.id), by=by, at=now, case_id=item.case_id, data=line)
    item.refresh_from_db()


def _systems(by: Actor) -> list[UUID]:
    if by.kind != ActorKind.MACHINE:
        raise OnlyMachinesSend(permission="facts:write")
    machine = MachineClient.objects.filter(actor=by, is_active=True).first()
    return list(machine.system_ids) if machine else []


def _sent(by: Actor, ai_system: str | None) -> QuerySet[Recommendation]:
    found = Recommendation.objects.filter(system__in=_systems(by))
    return found.filter(system__slug=ai_system) if ai_system else found


def _case(case_ref: str, ai_system: str | None, by: Actor) -> Case:
    found = _sent(by, ai_system).filter(case__case_ref=case_ref)
    case_ids = set(found.values_list("case_id", flat=True))
    if not case_ids:
        raise UnknownCase(case_ref=case_ref)
    if len(case_ids) > 1:
        raise CaseAmbiguous(field="ai_system")
    return intake.lock_case(case_id=case_ids.pop())


def _latest(case: Case, ai_system: str | None, by: Actor) -> list[Recommendation]:
    """Read each AI system's last recommendation on a locked case: none can come in between."""
    rows = _sent(by, ai_system).filter(case=case).order_by("system_id", "-number").distinct("system_id")
    return list(rows.select_related("case", "system", "outcome_code", "snapshot__contract"))


def _view(
    case: Case, recommendation: Recommendation, facts: Sequence[object], by: Actor, now: datetime
) -> _View:
    system = recommendation.system
    setup = registry.in_force(slug=system.slug, organisation_id=by.organisation_id, now=now)
    assert setup is not None, "a system that sent a recommendation has a contract"
    return _View(
        setup=setup,
        later=intake.read_later(
            case=case, recommendation=recommendation, contract=setup.contract, raw=facts, now=now
        ),
        items=reviews.lock_waiting(case_id=case.id, system_id=system.id, recommendation_id=recommendation.id),
        verdict=policies.latest_verdict(recommendation.id),
    )


def _answer(view: _View, changed: Changed, by: Actor, now: datetime) -> None:
    """End the questions that these facts answer and tell who asked, before policy says where it goes now."""
    answering.tell(reviews.answered(items=view.items, facts=changed.change.sent, by=by, now=now), now=now)


def _change(view: _View, by: Actor, now: datetime) -> _Result:
    is_late = not view.items
    changed = intake.change(later=view.later, reads=view.reads(), is_late=is_late, by=by, now=now)
    if changed is None or is_late:
        if changed is not None:
            _tell_deciders(changed.change, now)
        return _Result(view, changed, _lane(view.verdict))
    _answer(view, changed, by, now)
    verdict, renewed = _apply(view, changed, now)
    _tell_workers(changed.change, renewed, now)
    return _Result(view, changed, _lane(verdict or view.verdict), renewed, verdict)


def _apply(view: _View, changed: Changed, now: datetime) -> tuple[Verdict | None, list[Renewed]]:
    """Lay new facts before whoever reviews the case, and ask policy again when a decisive one changed."""
    asked = None
    if changed.newly and any(one.kind == ItemKind.RECOMMENDATION for one in view.items):
        asked = _ask_again(view, changed, now)
    reroute = _reroute(view.setup, asked, changed) if asked else None
    renewed = [
        reviews.renew_facts(item=one, snapshot=changed.change.snapshot, reroute=reroute, now=now)
        for one in view.items
    ]
    if asked is None:
        return None, renewed
    return asked.verdict, [_send_up(one, asked.verdict, now) for one in renewed]


def _send_up(one: Renewed, verdict: Verdict, now: datetime) -> Renewed:
    """Let climb what policy has decided on a higher level, by what is known of the case now."""
    ladder = policies.compiled(verdict.policy).ladder
    item, holder_id = one.item, one.item.holder_id
    if ladder is None or item.kind != ItemKind.RECOMMENDATION:
        return one
    below = item.inbox
    stay = reviews.on_change(item=item, verdict=verdict, ladder=ladder, now=now)
    if stay is None:
        return one
    climbing.tell_owners([(item, stay)], now=now)
    return replace(one, from_inbox=one.from_inbox or below, lost_hold=one.lost_hold or holder_id)


def _lane(verdict: Verdict) -> str:
    return lane_of(str(verdict.lane), is_automatic=False)


def _ask_again(view: _View, changed: Changed, now: datetime) -> policy.Judged:
    """Ask the policy version that judged the case what it says of the facts now; a person decides anyhow."""
    segments = view.segments()
    values = changed.check.values()
    recommendation = copy.copy(view.recommendation)  # its own segment stays what it was on arrival
    recommendation.segment = policies.segment_of(segments, dict(values))
    counted = windows.counts(
        windows=policies.compiled(view.verdict.policy).windows, case_ids=[recommendation.case_id], now=now
    )
    added = limits.added_facts(
        setup=view.setup,
        recommendation=recommendation,
        check=changed.check,
        calibration_state=measures.calibration_state(
            system_id=view.setup.system.id, model_version=recommendation.model_version
        ),
        person_involved=True,
        grounding=changed.grounding,
        counted=counted.get(recommendation.case_id),
    )
    digest = bytes(changed.change.snapshot.digest)
    diary = Diary(view.setup.system.organisation_id, now)
    views = limits.least_view(setup=view.setup)
    number = view.verdict.number + 1
    case = policy.Case(recommendation, digest, values, added, least_view=views, number=number)
    judged = policy.evaluate(version=view.verdict.policy, cases=[case], now=now, diary=diary)[0]
    intake.hold_or_route(recommendation=view.recommendation, is_held=judged.result.lane is Lane.HOLD)
    return judged


def _reroute(setup: InForce, asked: policy.Judged, changed: Changed) -> Reroute:
    slug = asked.verdict.inbox_slug
    inbox = reviews.inboxes_by_slug(organisation_id=setup.system.organisation_id, slugs={slug}).get(slug)
    if inbox is None:
        raise InboxGone(retry_after=60)
    lane = asked.result.lane
    return Reroute(
        inbox=inbox,
        because=[OLDER]
        if lane is Lane.AUTOMATIC
        else [(because.code, because.say) for because in asked.result.because],
        due_at=asked.verdict.due_at,
        is_supervised=lane is Lane.SUPERVISOR,
        is_legible=changed.check.state is ContextState.LEGIBLE,
        tells={OLDER[0], *telling(asked.verdict)},
    )


def _tell_workers(change: FactChange, renewed: Sequence[Renewed], now: datetime) -> None:
    for one in renewed:
        for person in one.people:
            kind = "facts_moved" if one.lost_hold == person else "facts_changed"
            notify.tell(to_actor_id=person, kind=kind, about_id=change.id, case_id=change.case_id, now=now)


def _tell_deciders(change: FactChange, now: datetime) -> None:
    standing = Decision.objects.filter(
        recommendation=change.recommendation, withdrawal=None, by__kind=ActorKind.PERSON
    )
    for person in sorted(set(standing.values_list("by", flat=True))):
        notify.tell(
            to_actor_id=person, kind="facts_late", about_id=change.id, case_id=change.case_id, now=now
        )


def _record(case: Case, results: Sequence[_Result], by: Actor, now: datetime) -> None:
    if results:
        data = {"changes": [_line(one) for one in results]}
        audit.record("facts.added", on=("case", case.id), by=by, at=now, case_id=case.id, data=data)


def _line(result: _Result) -> dict[str, object]:
    assert result.changed is not None
    change = result.changed.change
    moved = next((one for one in result.renewed if one.from_inbox is not None), None)
    return {
        "system": result.view.setup.system.id,
        "recommendation": change.recommendation_id,
        "snapshot_sha256": change.snapshot.digest,
        "sent": change.sent,
        "changed": change.changed,
        "decisive": change.decisive,
        "context": change.snapshot.state,
        "late": change.is_late,
        "verdict": result.asked_again.number if result.asked_again else None,
        "lane": result.lane,
        "items": [one.item.id for one in result.renewed],
        "from": moved.from_inbox.id if moved and moved.from_inbox else None,
        "to": moved.item.inbox_id if moved else None,
    }


def _told(result: _Result) -> FactsAdded:
    view, changed = result.view, result.changed
    change = changed.change if changed else _last(view.recommendation)
    item = next(iter(view.items), None)
    return FactsAdded(
        ai_system=view.setup.system.slug,
        recommendation_id=view.recommendation.id,
        context_state=changed.check.state.value if changed else view.later.before.state.value,
        changed=change.changed if change else [],
        decisive=change.decisive if change else [],
        is_new=changed is not None,
        is_late=item is None,
        lane=result.lane,
        item_id=item.id if item else None,
        inbox_slug=item.inbox.slug if item else None,
        version=item.version if item else None,
    )


def _last(recommendation: Recommendation) -> FactChange | None:
    return FactChange.objects.filter(recommendation=recommendation).order_by("-at", "-id").first()
