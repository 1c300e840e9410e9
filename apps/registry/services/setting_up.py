"""Setting up AI systems from packs, and signing what is in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor, Organisation, Role, User
from apps.audit import services as audit
from apps.core import canonical, refusals, transactions
from apps.registry import rules
from apps.registry.models import (
    AISystem,
    AuthorityLimit,
    Autonomy,
    ContextContract,
    OutcomeCode,
    Pause,
    Reason,
    ReasonSet,
    SourceSystem,
)
from apps.registry.services import numbering
from apps.registry.states import AutonomyState, CoreCategory


class BadPack(refusals.Invalid):
    code = "bad_pack"
    sentence = "The pack does not fit together."


def connect_source(
    *,
    organisation: Organisation,
    slug: str,
    name: str,
    delivery_url: str,
    max_per_second: int,
    receipt_minutes: int,
    by: Actor,
    now: datetime,
) -> tuple[SourceSystem, bool]:
    """Make a source system, or bring its address up to date; the second value says whether it is new."""
    transactions.require()
    source, is_new = SourceSystem.objects.update_or_create(
        organisation=organisation,
        slug=slug,
        defaults={
            "name": name,
            "delivery_url": delivery_url,
            "max_per_second": max_per_second,
            "receipt_minutes": receipt_minutes,
        },
    )
    if is_new:
        audit.record("source.connected", on=("source", source.id), by=by, at=now)
    return source, is_new


def register_system(
    *,
    organisation: Organisation,
    source: SourceSystem,
    owner: User,
    slug: str,
    name: str,
    purpose: str,
    pack: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> AISystem:
    """Register an AI system with its one owner, its outcome codes, authority limits and pause row."""
    transactions.require()
    system = AISystem.objects.create(
        organisation=organisation,
        source=source,
        owner=owner,
        slug=slug,
        name=name,
        purpose=purpose,
        case_word=pack["case_word"],
        person_word=pack["person_word"],
        decision_question=pack["decision_question"],
        language=pack.get("language", ""),
        currency=pack["currency"],
        currency_note=pack.get("currency_note", ""),
        stake_label=pack.get("stake_label", "Amount at stake"),
        stake_note=pack.get("stake_note", ""),
        undo_seconds=pack.get("undo_seconds", 10),
        honest_limits=pack.get("honest_limits", []),
        segments=pack.get("segments", []),
        measures=pack.get("measures", []),
        **_recourse(pack.get("recourse", {})),
    )
    Pause.objects.create(system=system)
    codes = _add_outcome_codes(system, pack["outcomes"])
    _add_authority(system, pack.get("authority", []), codes, now)
    _add_autonomy(system, pack.get("autonomy", []), now)
    audit.record(
        "system.registered",
        on=("system", system.id),
        by=by,
        at=now,
        data={"owner": owner.actor_id, "pack": pack["code"], "pack_sha256": canonical.digest(pack)},
    )
    return system


def _recourse(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return in how many days an appeal is answered, and by which fact the affected person is known."""
    return {"appeal_days": said.get("answer_days", 14), "known_fact": said.get("known_fact", "")}


def _add_outcome_codes(system: AISystem, rows: list[Mapping[str, Any]]) -> dict[str, OutcomeCode]:
    codes = [
        OutcomeCode(
            system=system,
            code=row["code"],
            label=row["label"],
            means=row.get("means", ""),
            caution=row["caution"],
            machine_may=row.get("machine_may", False),
            second_look_days=row.get("second_looks", []),
            principal_reasons=_owed(row),
        )
        for row in rows
    ]
    return {code.code: code for code in OutcomeCode.objects.bulk_create(codes)}


def _owed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the principal reasons that an outcome of a pack owes.

    Raises: BadPack.
    """
    body: dict[str, Any] = row.get("principal_reasons", {})
    fault = rules.owed_fault(body, machine_may=row.get("machine_may", False))
    if fault:
        raise BadPack(f"Outcome {row['code']}: {fault}", field="principal_reasons")
    return body


def _add_authority(
    system: AISystem, rows: list[Mapping[str, Any]], codes: Mapping[str, OutcomeCode], since: datetime
) -> None:
    AuthorityLimit.objects.bulk_create(
        AuthorityLimit(
            system=system,
            role=Role(row["role"]).value,
            outcome_code=codes[row["outcome"]] if row.get("outcome") else None,
            max_amount_minor=row["max_amount_minor"],
            from_at=since,
        )
        for row in rows
    )


def _add_autonomy(system: AISystem, rows: list[Mapping[str, Any]], now: datetime) -> None:
    Autonomy.objects.bulk_create(
        Autonomy(
            system=system,
            segment=row["segment"],
            state=AutonomyState(row["state"]).value,
            note=row["note"],
            changed_at=now,
        )
        for row in rows
    )


def adopt_contract(
    *,
    system: AISystem,
    body: Mapping[str, Any],
    by: Actor,
    now: datetime,
    said: Mapping[str, object] | None = None,
) -> ContextContract:
    """Put a context contract in force; the caller has checked that it parses.

    said: what else the entry of the record says of it. Snapshots keep the version they were checked by.
    """
    transactions.require()
    number = numbering.next_number(ContextContract, system, now)
    contract = ContextContract.objects.create(
        system=system, number=number, body=body, digest=canonical.digest(body), by=by, in_force_at=now
    )
    data = {"number": number, **(said or {})}
    audit.record("contract.adopted", on=("contract", contract.id), by=by, at=now, data=data)
    return contract


def adopt_reasons(
    *,
    system: AISystem,
    body: Mapping[str, Any],
    by: Actor,
    now: datetime,
    said: Mapping[str, object] | None = None,
) -> ReasonSet:
    """Put a set of override reasons in force. said: what else the entry of the record says of it.

    Raises: BadPack when a reason maps to no core category, or more fit one direction than a person reads.
    """
    transactions.require()
    _refuse_crowds(system, body["reasons"])
    number = numbering.next_number(ReasonSet, system, now)
    reason_set = ReasonSet.objects.create(
        system=system, number=number, body=body, digest=canonical.digest(body), by=by, in_force_at=now
    )
    Reason.objects.bulk_create(
        _reason(reason_set, place, row) for place, row in enumerate(body["reasons"], start=1)
    )
    data = {"number": number, **(said or {})}
    audit.record("reasons.adopted", on=("reason_set", reason_set.id), by=by, at=now, data=data)
    return reason_set


def _refuse_crowds(system: AISystem, rows: list[Mapping[str, Any]]) -> None:
    caution = dict(OutcomeCode.objects.filter(system=system).values_list("code", "caution"))
    found = rules.crowds({row["code"]: row["directions"] for row in rows}, caution=caution)
    if found:
        said = "; ".join(f"{one.direction}: {', '.join(one.reasons)}" for one in found)
        raise BadPack(
            f"More than {rules.MOST_FITTING} reasons fit one direction. {said}.", field="directions"
        )


def _reason(reason_set: ReasonSet, place: int, row: Mapping[str, Any]) -> Reason:
    by_choice = row.get("core_by_choice", {})
    named = [row["core_category"]] if "core_category" in row else list(by_choice.get("map", {}).values())
    if not named or any(name not in {one.value for one in CoreCategory} for name in named):
        raise BadPack(f"Reason {row['code']} maps to no core category.", field="core_category")
    return Reason(
        reason_set=reason_set,
        place=place,
        code=row["code"],
        text=row["text"],
        directions=row["directions"],
        core_category=row.get("core_category", ""),
        core_by_choice=by_choice,
        input=row.get("input", []),
        is_restricted=bool(row.get("restricted", False)),
        creates_follow_up=bool(row.get("creates_follow_up", False)),
    )
