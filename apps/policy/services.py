"""The life of a policy version, and the verdicts it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, canonical, refusals, transactions
from apps.core.words import say
from apps.intake.models import Recommendation
from apps.policy import rules, selectors
from apps.policy.models import PolicyVersion, Verdict
from apps.policy.states import MOVES, Lane, PolicyState
from apps.registry.models import AISystem


class PolicyNotValid(refusals.Invalid):
    code = "policy_not_valid"
    sentence = say("The policy cannot be read.")


class AuthorCannotApprove(refusals.NotAllowed):
    code = "author_cannot_approve"
    sentence = say("Whoever wrote a policy cannot approve it; the owner signs what somebody else wrote.")


class OnlyTheOwnerApproves(refusals.NotAllowed):
    code = "only_the_owner_approves"
    sentence = say("Only the accountable owner of the AI system puts a policy in force.")


@dataclass(frozen=True, slots=True)
class Case:
    """One recommendation to judge: what the snapshot's resolved facts say, and what flow froze in.

    least_share: of the machine's decisions of this kind at least so many, in [0, 1], are audited.
    number: 1 on arrival; more when facts changed afterwards.
    """

    recommendation: Recommendation
    snapshot_digest: bytes
    facts: Mapping[str, object]
    added: Mapping[str, object]
    least_share: Decimal = Decimal(0)
    number: int = 1


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    result: rules.Result
    is_sampled: bool


def draft(*, system: AISystem, tree: Mapping[str, Any], by: Actor, now: datetime) -> PolicyVersion:
    """Write down a new version.

    Raises: PolicyNotValid, naming the clause.
    """
    transactions.require()
    try:
        rules.parse(tree)
    except rules.BadPolicy as error:
        raise PolicyNotValid(error.sentence, field=error.pointer) from error
    AISystem.objects.select_for_update().get(id=system.id)
    last = PolicyVersion.objects.filter(system=system).order_by("-number").first()
    version = PolicyVersion.objects.create(
        system=system,
        number=last.number + 1 if last else 1,
        state=PolicyState.DRAFT,
        tree=tree,
        digest=canonical.digest(tree),
        author=by,
        drafted_at=now,
    )
    audit.record("policy.drafted", on=("policy", version.id), by=by, at=now, data={"number": version.number})
    return version


def propose(*, version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Hand a draft to the owner for signature."""
    transactions.require()
    _move(version, PolicyState.PROPOSED)
    audit.record("policy.proposed", on=("policy", version.id), by=by, at=now)


def adopt(*, version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Put a proposed version in force and retire the one before. Running items keep their verdict.

    Raises: AuthorCannotApprove, OnlyTheOwnerApproves.
    """
    transactions.require()
    if by.id == version.author_id:
        raise AuthorCannotApprove(permission="owner")
    if by.id != version.system.owner.actor_id:
        raise OnlyTheOwnerApproves(permission="owner")
    live = PolicyVersion.objects.filter(system=version.system, state=PolicyState.LIVE)
    live.update(state=PolicyState.RETIRED, retired_at=now)
    _move(version, PolicyState.LIVE, approved_by=by, live_at=now)
    audit.record("policy.adopted", on=("policy", version.id), by=by, at=now, data={"number": version.number})


def _move(version: PolicyVersion, to: PolicyState, **changes: object) -> None:
    if (PolicyState(version.state), to) not in MOVES:
        raise refusals.IllegalMove
    changed = PolicyVersion.objects.filter(id=version.id, state=version.state).update(state=to, **changes)
    if changed != 1:
        raise refusals.IllegalMove(say("This policy version has moved on meanwhile."))
    version.refresh_from_db()


def evaluate(*, version: PolicyVersion, cases: Sequence[Case], now: datetime) -> list[Judged]:
    """Judge recommendations by one version and keep the verdicts; in the order given, one INSERT."""
    transactions.require()
    policy = selectors.compiled(version)
    judged = [_judge(version, policy, case, now) for case in cases]
    bulk.insert([one.verdict for one in judged])
    return judged


def _judge(version: PolicyVersion, policy: rules.Policy, case: Case, now: datetime) -> Judged:
    result = rules.evaluate(policy, {**case.facts, **case.added})
    drawn = rules.draw(case.recommendation.id.bytes, draw_version(version.id))
    share = max(result.sample_share, case.least_share) if result.lane is Lane.AUTOMATIC else None
    verdict = Verdict(
        recommendation=case.recommendation,
        number=case.number,
        policy=version,
        snapshot_digest=case.snapshot_digest,
        lane=result.lane,
        inbox_slug=result.inbox,
        because=[one.code for one in result.because],
        unknown=list(result.unknown),
        added=_plain(case.added),
        sample_share=share,
        draw=drawn,
        due_at=now + timedelta(hours=result.due_hours),
        at=now,
    )
    return Judged(verdict, result, share is not None and drawn < share)


def draw_version(policy_id: UUID) -> str:
    """Return the name under which the audit draw of a policy version is made."""
    return f"audit:{policy_id}"


def _plain(added: Mapping[str, object]) -> dict[str, object]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in added.items()}
