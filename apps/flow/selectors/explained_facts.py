"""The facts that a decision rested on, and what was missing of them then, for the person it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core import speech, vault
from apps.flow.selectors import correcting, words
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import ContextSnapshot
from apps.intake.rules import FindingKind
from apps.reviews.models import Approval, Decision


@dataclass(frozen=True, slots=True)
class Facts:
    """What the decision rested on, and what was missing, in words."""

    rested_on: str
    missing: str


def of(decision: Decision) -> Facts:
    """Write the facts as they lay before whoever decided, at that moment, in the language that is active."""
    contract, opened = _opened(decision)
    return Facts(_rested_on(decision, contract, opened), _missing(contract, opened))


def amount(decision: Decision) -> list[str]:
    """Say of which amount it is, where a second person amended that; no statement for another decision."""
    if decision.amount_minor == decision.recommendation.stake_minor:
        return []
    held = Approval.objects.filter(instead=decision).exclude(decision__amount_minor=decision.amount_minor)
    currency = decision.recommendation.system.currency
    return [
        _("The amount is %(amount)s. Before, %(was)s had been decided.")
        % {"amount": speech.amount(decision.amount_minor, currency), "was": speech.amount(was, currency)}
        for was in held.values_list("decision__amount_minor", flat=True)
    ]


def _opened(decision: Decision) -> tuple[intake_rules.Contract, intake.Opened]:
    snapshot = (
        ContextSnapshot.objects.select_related("contract")
        .filter(case=decision.case_id, digest=decision.snapshot_digest)
        .first()
        or decision.recommendation.snapshot
    )
    subject_id = decision.case.subject_id
    contract = intake.spoken_contract(snapshot.contract)
    opened = intake.open_snapshot(
        snapshot,
        subject_id=subject_id,
        now=decision.decided_at,
        keys=vault.open_keys([subject_id]),
        by=contract,
    )
    return contract, opened


def _rested_on(decision: Decision, contract: intake_rules.Contract, opened: intake.Opened) -> str:
    currency = decision.recommendation.system.currency
    cited = {cite for one in opened.rationale for cite in one.cites}
    lines = [
        _("%(fact)s: %(value)s (from: %(source)s)")
        % {
            "fact": spec.label,
            "value": words.value(spec, used.value, currency=currency),
            "source": words.source(used.source),
        }
        for key, spec in contract.specs.items()
        if (used := opened.check.resolved.get(key)) and (key in opened.check.required or key in cited)
    ]
    lines += [
        _("Corrected by the person who decided: %(says)s") % {"says": one.says}
        for one in correcting.of_decisions([decision.id]).get(decision.id, ())
    ]
    if opened.is_erased:
        lines.append(_("What was kept about you was erased, so it cannot be shown any more."))
    return _bulleted(lines) or _("No fact was needed for it.")


def _missing(contract: intake_rules.Contract, opened: intake.Opened) -> str:
    said = {
        FindingKind.MISSING: _("%(fact)s: told by nobody"),
        FindingKind.IMPOSSIBLE: _("%(fact)s: what was told cannot be right"),
        FindingKind.STALE: _("%(fact)s: what was known was old"),
        FindingKind.UNDATED: _("%(fact)s: the day was not told"),
        FindingKind.CONFLICT: _("%(fact)s: those who told it did not agree"),
    }
    labels = contract.labels()
    lines = [
        said[one.kind] % {"fact": labels.get(one.fact, one.fact)}
        for one in opened.check.findings
        if one.kind in said
    ]
    return _bulleted(dict.fromkeys(lines)) or _("Nothing that was needed was missing.")


def _bulleted(lines: Iterable[str]) -> str:
    return "\n".join(f"• {one}" for one in lines)


@dataclass(frozen=True, slots=True)
class Known:
    """The second thing that whoever contests by a link must know; `value` as it is compared."""

    label: str
    value: str


def known_fact(decision: Decision) -> Known:
    """Return by which fact of the case the person is known; their own reference where it has none."""
    system, subject = decision.recommendation.system, decision.case.subject
    if system.known_fact:
        contract, opened = _opened(decision)
        used = opened.check.resolved.get(system.known_fact)
        if used is not None and isinstance(used.value, str | int):
            return Known(contract.specs[system.known_fact].label, str(used.value))
    return Known(_("Your own reference there"), subject.subject_ref)
