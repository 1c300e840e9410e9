"""The contract of an AI system as people change it: what is saved must be a contract, and is tried before."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.selectors.contract_state import parse_body, why_blocked
from apps.flow.services import telling
from apps.flow.services.trying import try_contract
from apps.intake import rules as intake_rules
from apps.learning import services as learning
from apps.registry import services as registry
from apps.registry.models import AISystem, ContextContract, ContractDraft, ContractTrial

WHY_LENGTH = 500


class ContractBlocked(refusals.IllegalMove):
    code = "contract_blocked"
    sentence = say("This version cannot be proposed yet.")


def begin_contract(*, system: AISystem, by: Actor, now: datetime) -> ContractDraft:
    """Open the draft of the next version for editing.

    Raises: what `registry.begin_draft` refuses.
    """
    with transactions.verb():
        draft = registry.begin_draft(system=system, by=by, now=now)
        try_contract(draft=draft, body=draft.body, now=now)
    return draft


def save_contract(
    *, system: AISystem, contract: intake_rules.Contract, version: int, by: Actor, now: datetime
) -> ContractDraft:
    """Keep what the next version shall say, and have it tried on what is stored.

    Raises: what `registry.save_draft` refuses.
    """
    with transactions.verb():
        body = intake_rules.as_body(contract)
        draft = registry.save_draft(system=system, body=body, version=version, by=by, now=now)
        try_contract(draft=draft, body=draft.body, now=now)
    return draft


def preview_contract(
    *, draft: ContractDraft, contract: intake_rules.Contract, now: datetime
) -> ContractTrial:
    """Have what is typed tried on what is stored, before it is saved."""
    with transactions.verb():
        return try_contract(draft=draft, body=intake_rules.as_body(contract), now=now)


def leave_contract(*, system: AISystem, by: Actor) -> None:
    """Let somebody else edit the draft."""
    with transactions.verb():
        registry.leave_draft(system=system, by=by)


def propose_contract(*, system: AISystem, version: int, by: Actor, now: datetime) -> ContractDraft:
    """Hand the draft to the owner; refused while it would stop every new case.

    Raises: ContractBlocked, and what `registry.propose_draft` refuses.
    """
    with transactions.verb():
        draft = registry.propose_draft(system=system, version=version, by=by, now=now)
        trial = ContractTrial.objects.filter(draft=draft).first()
        blocked = why_blocked(draft, trial, parse_body(draft.body), parse_body(draft.base.body), now)
        if blocked:
            raise ContractBlocked(blocked)
        learning.follow_contract(draft=draft, by=by, now=now)
        _tell("contract_proposed", draft, {system.owner.actor_id}, by, now)
    return draft


def return_contract(*, system: AISystem, why: str, by: Actor, now: datetime) -> ContractDraft:
    """Give a proposed version back to its editors, or take it back.

    Raises: what `registry.return_draft` refuses.
    """
    with transactions.verb():
        proposer = _proposer(system)
        draft = registry.return_draft(system=system, why=why.strip()[:WHY_LENGTH], by=by, now=now)
        learning.follow_contract(draft=draft, by=by, now=now)
        _tell("contract_returned", draft, {system.owner.actor_id, draft.author_id, *proposer}, by, now)
    return draft


def drop_contract(*, system: AISystem, by: Actor, now: datetime) -> ContractDraft:
    """Give a draft up.

    Raises: what `registry.drop_draft` refuses.
    """
    with transactions.verb():
        proposer = _proposer(system)
        draft = registry.drop_draft(system=system, by=by, now=now)
        learning.follow_contract(draft=draft, by=by, now=now)
        _tell("contract_dropped", draft, {draft.author_id, *proposer}, by, now)
    return draft


def adopt_contract(*, system: AISystem, version: int, by: Actor, now: datetime) -> ContextContract:
    """Put a proposed version in force, by the owner. What has arrived keeps the version it was checked by.

    Raises: NoDraft, ContractNotValid, and what `registry.adopt_draft` refuses.
    """
    with transactions.verb():
        draft = ContractDraft.objects.select_related("base").filter(system=system, closed_at=None).first()
        if draft is None:
            raise registry.NoDraft
        contract, live = parse_body(draft.body), parse_body(draft.base.body)
        adopted = registry.adopt_draft(
            system=system,
            version=version,
            is_looser=intake_rules.is_looser(live, contract),
            by=by,
            now=now,
        )
        told = {one for one in (draft.author_id, draft.proposed_by_id) if one}
        draft.refresh_from_db()
        learning.follow_contract(draft=draft, by=by, now=now)
        _tell("contract_signed", draft, told, by, now)
    return adopted


def _proposer(system: AISystem) -> set[UUID]:
    found = ContractDraft.objects.filter(system=system, closed_at=None).values_list("proposed_by", flat=True)
    return {one for one in found if one}


def _tell(kind: str, draft: ContractDraft, to: set[UUID], by: Actor, now: datetime) -> None:
    telling.tell_moved(to=to, kind=kind, about_id=draft.id, by=by, now=now)
