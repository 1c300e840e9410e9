"""The contract of an AI system as people change it: what is saved must be a contract, and is tried before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor
from apps.core import canonical, refusals, transactions
from apps.core.words import Words, say
from apps.flow.services.trying import try_contract
from apps.intake import rules as intake_rules
from apps.registry import services as registry
from apps.registry.models import AISystem, ContextContract, ContractDraft, ContractTrial
from apps.registry.states import TrialState

WHY_LENGTH = 500


class ContractNotValid(refusals.Invalid):
    """A body that cannot be a contract; details: pointer as `field`, and the line of a text."""

    code = "contract_not_valid"
    sentence = say("This is not a contract.")


class ContractBlocked(refusals.IllegalMove):
    code = "contract_blocked"
    sentence = say("This version cannot be proposed yet.")


def parse_body(body: object) -> intake_rules.Contract:
    """Read a contract from an object.

    Raises: ContractNotValid.
    """
    try:
        return intake_rules.parse_contract(body)
    except intake_rules.BadContract as bad:
        raise ContractNotValid(bad.sentence, field=bad.pointer) from bad


def parse_text(text: str) -> intake_rules.Contract:
    """Read a contract from YAML.

    Raises: ContractNotValid with the clause's pointer and line.
    """
    try:
        return intake_rules.parse_text(text)[0]
    except intake_rules.BadContract as bad:
        raise ContractNotValid(bad.sentence, field=bad.pointer, line=bad.line) from bad


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
    return draft


def why_blocked(
    draft: ContractDraft,
    trial: ContractTrial | None,
    contract: intake_rules.Contract,
    live: intake_rules.Contract,
    now: datetime,
) -> Words | None:
    """Say why a draft cannot be proposed as it is saved; None when it can."""
    if contract == live:
        return say("Nothing is changed yet, so there is nothing to propose.")
    result = answer_to(trial, draft.body)
    if result is None:
        return say("It is still being checked against stored cases.")
    return silent_reason(contract, live, result, now)


def answer_to(trial: ContractTrial | None, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the result of a trial when it answers this body."""
    if trial is None or trial.result is None or trial.state != TrialState.DONE:
        return None
    digest = canonical.digest(body)
    return trial.result if bytes(trial.result_digest or b"") == digest else None


def silent_reason(
    contract: intake_rules.Contract,
    live: intake_rules.Contract,
    result: Mapping[str, Any],
    now: datetime,
) -> Words | None:
    """Say which required fact that the draft changed would come from no source that still speaks."""
    for key in sorted(intake_rules.changed_facts(live, contract)):
        spec = contract.specs[key]
        if not (spec.required or spec.required_when):
            continue
        stands = intake_rules.standing(spec, result, now)
        if stands.is_blocking:
            return intake_rules.silent_words(spec, stands)
    return None


def return_contract(*, system: AISystem, why: str, by: Actor, now: datetime) -> ContractDraft:
    """Give a proposed version back to its editors, or take it back.

    Raises: what `registry.return_draft` refuses.
    """
    with transactions.verb():
        return registry.return_draft(system=system, why=why.strip()[:WHY_LENGTH], by=by, now=now)


def drop_contract(*, system: AISystem, by: Actor, now: datetime) -> ContractDraft:
    """Give a draft up.

    Raises: what `registry.drop_draft` refuses.
    """
    with transactions.verb():
        return registry.drop_draft(system=system, by=by, now=now)


def adopt_contract(*, system: AISystem, version: int, by: Actor, now: datetime) -> ContextContract:
    """Put a proposed version in force, by the owner. What has arrived keeps the version it was checked by.

    Raises: NoDraft, ContractNotValid, and what `registry.adopt_draft` refuses.
    """
    with transactions.verb():
        draft = ContractDraft.objects.select_related("base").filter(system=system, closed_at=None).first()
        if draft is None:
            raise registry.NoDraft
        contract, live = parse_body(draft.body), parse_body(draft.base.body)
        return registry.adopt_draft(
            system=system,
            version=version,
            is_looser=intake_rules.is_looser(live, contract),
            by=by,
            now=now,
        )
