"""Whether a text or an object is a contract, and whether a draft may be proposed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.core import canonical, refusals
from apps.core.words import Words, say
from apps.intake import rules as intake_rules
from apps.registry.models import ContractDraft, ContractTrial
from apps.registry.states import TrialState


class ContractNotValid(refusals.Invalid):
    """A body that cannot be a contract; details: pointer as `field`, and the line of a text."""

    code = "contract_not_valid"
    sentence = say("This is not a contract.")


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
