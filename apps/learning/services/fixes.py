"""A fix on its way, and its finding with it: drafted, tried, proposed, returned, signed, live, withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Max

from apps.accounts.models import Actor, ActorKind
from apps.core import ids, refusals
from apps.core.words import say
from apps.learning import access
from apps.learning.models import Finding, Fix
from apps.learning.models.fixes import OPEN
from apps.learning.rules import drafting
from apps.learning.services import steps, working
from apps.learning.states import FIX_MOVES, FindingState, FixKind, FixState, StepKind, Target
from apps.measures.models import Replay
from apps.notify import services as notify
from apps.policy.models import PolicyVersion
from apps.policy.states import PolicyState
from apps.registry.models import AISystem, ContractDraft
from apps.registry.states import DraftState
from apps.reviews.models import Decision

RULE_TAKEN_OUT = say("Its rule was taken out of the version.")
Changes: TypeAlias = Mapping[str, object]


class FixIsOpenAlready(refusals.IllegalMove):
    code = "fix_open_already"
    sentence = say("A fix of this finding is on its way already.")


class FixOver(refusals.IllegalMove):
    code = "fix_over"
    sentence = say("In the state that this fix is in, this step is not possible.")


class FixAuthorCannotSign(refusals.NotAllowed):
    code = "fix_author_cannot_sign"
    sentence = say("Whoever wrote a fix cannot sign it; somebody else does.")


# Fix moves to -> what is noted, and the finding's state then; None leaves it.
_NOTED: Mapping[FixState, tuple[StepKind, FindingState | None]] = {
    FixState.DRAFT: (StepKind.FIX_RETURNED, FindingState.ASSIGNED),
    FixState.PROPOSED: (StepKind.FIX_PROPOSED, FindingState.FIX_PROPOSED),
    FixState.SIGNED: (StepKind.FIX_SIGNED, None),
    FixState.LIVE: (StepKind.FIX_LIVE, FindingState.ADOPTED),
    FixState.WITHDRAWN: (StepKind.FIX_WITHDRAWN, FindingState.ASSIGNED),
}


def next_number(system: AISystem) -> int:
    """Return the number of the AI system's next fix, which is locked for it."""
    AISystem.objects.select_for_update().get(id=system.id)
    return (Fix.objects.filter(system=system).aggregate(last=Max("number"))["last"] or 0) + 1


def open_fix(
    *,
    finding: Finding,
    number: int,
    kind: FixKind,
    says: str,
    body: Mapping[str, Any],
    by: Actor,
    now: datetime,
    policy: PolicyVersion | None = None,
    contract_draft: ContractDraft | None = None,
) -> Fix:
    """Keep a drafted fix of a locked finding; a finding that nobody had is then its author's.

    Raises: FixIsOpenAlready, FindingOver.
    """
    require_none_open(finding)
    is_free = finding.state in {FindingState.NEW, FindingState.MEASURED}
    working.take(finding, by if is_free else finding.assigned_to or by, due_on=finding.due_on)
    fix = Fix.objects.create(
        id=ids.new(),
        system=finding.system,
        number=number,
        finding=finding,
        kind=kind,
        state=FixState.DRAFT,
        says=says[:500],
        body=dict(body),
        policy=policy,
        contract_draft=contract_draft,
        author=by,
        drafted_at=now,
    )
    data: dict[str, object] = {"fix": fix.id, "kind": kind.value}
    steps.leave(finding, StepKind.FIX_DRAFTED, by=by, now=now, text=fix.says, data=data)
    return fix


def require_none_open(finding: Finding) -> None:
    """Refuse where a fix is on its way.

    Raises: FixIsOpenAlready.
    """
    if Fix.objects.filter(finding=finding, state__in=OPEN).exists():
        raise FixIsOpenAlready


def locked(fix_id: UUID, by: Actor) -> Fix:
    """Return a fix that the actor may work on, locked with its finding.

    Raises: NotVisible, CannotWorkOnFindings.
    """
    fix = access.visible_fixes(by).filter(id=fix_id).first()
    if fix is None:
        raise refusals.NotVisible
    finding = steps.locked(fix.finding_id, by)
    return _with(fix.id, finding)


def _with(fix_id: UUID, finding: Finding) -> Fix:
    fix = Fix.objects.select_related("policy", "contract_draft", "author").get(id=fix_id)
    fix.finding, fix.system = finding, finding.system
    return fix


def tried(*, fix: Fix, replay: Replay, by: Actor, now: datetime) -> None:
    """Keep which replay tried a fix on the past."""
    if fix.replay_id == replay.id:
        return
    fix.replay = replay
    fix.save(update_fields=["replay"])
    steps.leave(fix.finding, StepKind.FIX_TRIED, by=by, now=now, data={"fix": fix.id, "replay": replay.id})


def move_fix(
    fix: Fix, to: FixState, *, by: Actor, now: datetime, why: str = "", changes: Changes | None = None
) -> Fix:
    """Move a fix whose finding is locked, and the finding with it; those concerned are told.

    Raises: FixOver, FixAuthorCannotSign.
    """
    changed = dict(changes or {})
    here = FixState(fix.state)
    if (here, to) not in FIX_MOVES:
        raise FixOver
    if to in {FixState.SIGNED, FixState.LIVE} and changed.get("signed_by", fix.signed_by) == fix.author:
        raise FixAuthorCannotSign
    if Fix.objects.filter(id=fix.id, state=here).update(state=to, **changed) != 1:
        raise FixOver
    fix.refresh_from_db(fields=["state", *changed])
    kind, state = _NOTED[to]
    finding = fix.finding
    keeps = state is None or (here is FixState.DRAFT and to is FixState.WITHDRAWN)
    steps.move(finding, FindingState(finding.state) if keeps or state is None else state)
    steps.leave(finding, kind, by=by, now=now, text=why, data={"fix": fix.id})
    if to is FixState.LIVE and finding.target == Target.OVERRIDDEN:
        _tell_taught(finding, now)
    return fix


def _tell_taught(finding: Finding, now: datetime) -> None:
    """Tell each whose overrides are evidence that theirs taught the system; nobody learns of others."""
    made = Decision.objects.filter(id__in=finding.last_pattern.evidence, by__kind=ActorKind.PERSON)
    people = sorted(set(made.values_list("by_id", flat=True)))
    notices = [notify.Notice(one, "override_taught", finding.id, None) for one in people]
    notify.tell_many(notices, now=now)


def follow_policy(*, version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Bring the fix that a policy version carries to where the version is; nothing where it carries none."""
    for fix in _carried(policy=version):
        code = fix.body["rule"]["code"]
        if version.state == PolicyState.RETIRED:
            _end(fix, by, now, why=version.returned_why)
        elif version.state in {PolicyState.PROPOSED, PolicyState.LIVE} and not drafting.holds(
            version.tree, code
        ):
            _end(fix, by, now, why=RULE_TAKEN_OUT)
        elif version.state == PolicyState.LIVE:
            _live(fix, by, now)
        elif version.state == PolicyState.PROPOSED and fix.state == FixState.DRAFT:
            move_fix(fix, FixState.PROPOSED, by=by, now=now, changes={"proposed_at": now})
        elif version.state == PolicyState.DRAFT and fix.state == FixState.PROPOSED:
            move_fix(
                fix, FixState.DRAFT, by=by, now=now, why=version.returned_why, changes={"proposed_at": None}
            )


def follow_contract(*, draft: ContractDraft, by: Actor, now: datetime) -> None:
    """Bring the fix that a draft of the contract carries to where the draft is.

    Raises: FixAuthorCannotSign.
    """
    for fix in _carried(contract_draft=draft):
        if draft.state == DraftState.ADOPTED:
            _live(fix, by, now, contract=draft.adopted_as)
        elif draft.state == DraftState.PROPOSED and fix.state == FixState.DRAFT:
            move_fix(fix, FixState.PROPOSED, by=by, now=now, changes={"proposed_at": now})
        elif draft.state == DraftState.DRAFT and fix.state == FixState.PROPOSED:
            move_fix(
                fix, FixState.DRAFT, by=by, now=now, why=draft.returned_why, changes={"proposed_at": None}
            )
        elif draft.closed_at is not None:
            _end(fix, by, now)


def _carried(**by: object) -> list[Fix]:
    found = []
    for fix in Fix.objects.filter(state__in=OPEN, **by).order_by("id"):
        finding = (
            Finding.objects.select_for_update(of=("self",))
            .select_related("system__owner", "last_pattern")
            .get(id=fix.finding_id)
        )
        found.append(_with(fix.id, finding))
    return found


def _live(fix: Fix, by: Actor, now: datetime, **changes: object) -> None:
    signed: dict[str, object] = {"signed_by": by, "signed_at": now, "live_at": now, **changes}
    if fix.state == FixState.DRAFT:  # proposed and signed as part of a version that others proposed
        move_fix(fix, FixState.PROPOSED, by=by, now=now, changes={"proposed_at": now})
    move_fix(fix, FixState.LIVE, by=by, now=now, changes=signed)


def _end(fix: Fix, by: Actor, now: datetime, *, why: str = "") -> None:
    move_fix(
        fix, FixState.WITHDRAWN, by=by, now=now, why=why, changes={"ended_at": now, "ended_why": why[:500]}
    )
