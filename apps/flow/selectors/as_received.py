"""One recommendation as it was received: every fact of every source, what was checked, what policy said."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import walls, words
from apps.flow.selectors.suggesting import StatementRow
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import ContextSnapshot, Recommendation
from apps.measures import access as measures_access
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy.models import Verdict
from apps.registry.models import OutcomeCode
from apps.reviews import access as reviews_access


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One value of one source, as it came; `rule` says why it counts as missing, where it does."""

    key: str
    label: str
    value_words: str
    source: str
    as_of: datetime | None
    origin: str
    rule: str
    evidence: str
    is_private: bool
    raw: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    label: str
    kind: str
    severity: str
    rule: str
    way_out: str


@dataclass(frozen=True, slots=True)
class AsReceived:
    """The whole page. entries and statements hold only what the reader may see; `n_hidden` says how many not.

    judged: what policy saw, for its trace; None for who may not see every fact.
    """

    recommendation: Recommendation
    contract: intake_rules.Contract
    entries: tuple[EntryRow, ...]
    n_hidden: int
    sees_all: bool
    is_erased: bool
    statements: tuple[StatementRow, ...]
    supported_share: Decimal | None
    findings: tuple[FindingRow, ...]
    verdict: Verdict | None
    policy: policy_rules.Policy | None
    judged: Mapping[str, object] | None
    snapshots: tuple[ContextSnapshot, ...]
    sent_by: str
    outcome_codes: tuple[OutcomeCode, ...]


def as_received(*, recommendation_id: UUID, to: Actor) -> AsReceived:
    """Return a recommendation to the owner, an analyst or an auditor of its AI system.

    Personal and special facts and the rationale go to those who may read the case's review: the owner, the
    auditor, and whoever works it.
    Raises: refusals.NotVisible; access.FirstViewMissing for who is asked for a view on the case first.
    """
    row = (
        Recommendation.objects.select_related(
            "case__subject", "case__source", "system__owner", "outcome_code", "snapshot__contract"
        )
        .filter(id=recommendation_id, system__in=measures_access.analysed_systems(to))
        .exclude(case__kind="KNOWN_ANSWER")
        .first()
    )
    if row is None:
        raise refusals.NotVisible
    walls.require_view_of(case_id=row.case_id, to=to)
    sees_all = _sees_all(row, to)
    subject_id = row.case.subject_id
    keys = vault.open_keys([subject_id]) if sees_all else {}
    opened = intake.open_snapshot(row.snapshot, subject_id=subject_id, now=row.snapshot.at, keys=keys)
    contract = intake.spoken_contract(row.snapshot.contract)
    verdict = Verdict.objects.select_related("policy").filter(recommendation=row).first()
    cites = [cite for one in opened.rationale for cite in one.cites]
    texts = intake.cited_texts(cites, case_id=row.case_id, subject_id=subject_id, key=keys.get(subject_id))
    grounding = intake.grounding(opened, row.snapshot.contract, texts)
    n_given = sum(len(sources) for sources in row.snapshot.given.values())
    return AsReceived(
        recommendation=row,
        contract=contract,
        entries=tuple(_entry(one, contract, row) for one in opened.facts),
        n_hidden=max(0, n_given - len(opened.facts)) if opened.is_erased else 0,
        sees_all=sees_all,
        is_erased=sees_all and opened.is_erased,
        statements=tuple(
            StatementRow(
                one.text, one.cites, one.direction.value, how.support.value, how.detail, how.elsewhere
            )
            for one, how in zip(opened.rationale, grounding.statements, strict=True)
        ),
        supported_share=grounding.supported_share,
        findings=tuple(_finding(one, contract) for one in row.snapshot.findings),
        verdict=verdict,
        policy=policies.compiled(verdict.policy) if verdict else None,
        judged=_judged(opened, verdict) if verdict and sees_all and not opened.is_erased else None,
        snapshots=tuple(
            intake.told_snapshots(row.case_id).filter(contract__system=row.system).order_by("at", "id")
        ),
        sent_by=Actor.objects.get(id=row.by_id).name,
        outcome_codes=tuple(OutcomeCode.objects.filter(system=row.system_id)),
    )


@dataclass(frozen=True, slots=True)
class ReceivedLink:
    """One recommendation of a case, for a link."""

    id: UUID
    number: int
    model_version: str


def received_of_case(*, case_ref: str, to: Actor) -> list[ReceivedLink]:
    """Return the recommendations of a case that the reader may open as received, oldest first."""
    rows = Recommendation.objects.filter(
        case__case_ref=case_ref, system__in=measures_access.analysed_systems(to)
    ).exclude(case__kind="KNOWN_ANSWER")
    names = ("id", "number", "model_version")
    return [ReceivedLink(*row) for row in rows.order_by("received_at", "id").values_list(*names)]


def _sees_all(row: Recommendation, to: Actor) -> bool:
    if to.id == row.system.owner.actor_id or row.system_id in accounts.granted_ids(to, "audit_system"):
        return True
    return reviews_access.visible_items(to).filter(recommendation=row).exists()


def _entry(fact: intake_rules.Fact, contract: intake_rules.Contract, row: Recommendation) -> EntryRow:
    spec = contract.specs[fact.key]
    return EntryRow(
        key=fact.key,
        label=spec.label,
        value_words=words.value(spec, fact.given, currency=row.system.currency),
        source=words.source(fact.source),
        as_of=fact.as_of,
        origin=fact.origin.value,
        rule=speak(fact.rule),
        evidence=fact.evidence,
        is_private=spec.sensitivity is not intake_rules.Sensitivity.PLAIN,
        raw=json.dumps(fact.given, default=str, ensure_ascii=False),
    )


def _finding(one: Mapping[str, Any], contract: intake_rules.Contract) -> FindingRow:
    spec = contract.specs.get(one["fact"])
    label = spec.label if spec else one["fact"]
    said = speak_kept(one["rule"]), speak_kept(one["way_out"])
    return FindingRow(label, one["kind"], one["severity"], *said)


def _judged(opened: intake.Opened, verdict: Verdict) -> dict[str, object]:
    """What policy saw: the facts as they were on arrival, and what was frozen in."""
    decimals = {name for name, kind in policy_rules.FLOW_FACTS.items() if kind == "decimal"}
    added = {
        name: Decimal(value) if name in decimals and isinstance(value, str) else value
        for name, value in verdict.added.items()
    }
    return {**opened.check.values(), **added}
