"""What shall change because of a finding: drafted from it, tried on the past, proposed, signed, withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import Actor
from apps.core import canonical, refusals, transactions
from apps.core.speech import english, speak
from apps.core.words import Words, say
from apps.flow.selectors import fixes as selectors
from apps.flow.selectors import rule_choices
from apps.flow.selectors.contract_state import parse_body
from apps.flow.selectors.policy_state import read_tree, vocabulary
from apps.flow.services import telling
from apps.flow.services.contracting import propose_contract
from apps.flow.services.policing import propose_policy
from apps.flow.services.replaying import ask_replay
from apps.flow.services.trying import try_contract
from apps.intake import rules as intake_rules
from apps.learning import services as learning
from apps.learning.models import Finding, Fix
from apps.learning.rules import drafting
from apps.learning.services import fixes, steps
from apps.learning.states import FixKind, FixState
from apps.measures.models import ModelVersion
from apps.policy import access as policy_access
from apps.policy import services as policy
from apps.policy.states import PolicyState
from apps.registry import access as registry_access
from apps.registry import services as registry
from apps.registry.models import AISystem, ReasonSet
from apps.registry.states import DraftState
from apps.reviews import services as reviews

TRIED_DAYS = 365
WHY_LENGTH = 500
REASON_LENGTH = 160


class FactCannotBeRequired(refusals.Invalid):
    code = "fact_cannot_be_required"
    sentence = say("Choose an open fact of the contract that is not required yet.")


class ReasonChangeNotValid(refusals.Invalid):
    code = "reason_change_not_valid"
    sentence = say("Name a reason of the list to take out, or a new one with its text and category.")


class NotTriedByReplay(refusals.IllegalMove):
    code = "fix_not_tried_by_replay"
    sentence = say("Only a rule of policy is tried on the past.")


class FixMovesNothing(refusals.IllegalMove):
    code = "fix_moves_nothing"
    sentence = say(
        "Tried on the past, this rule sends no case elsewhere, so it would change nothing. Withdraw it, or "
        "draft another."
    )


class SignedElsewhere(refusals.IllegalMove):
    code = "fix_signed_elsewhere"
    sentence = say("This fix is signed with the version that carries it.")


def draft_rule(
    *, finding_id: UUID, lane: str, by: Actor, now: datetime, without_suggestion: bool = False
) -> Fix:
    """Draft a rule of policy from a finding's group of cases, in the open draft or a new one.

    without_suggestion: for the whole group, whichever outcome the AI suggests.

    Raises: what `steps.locked` and `policy.begin_draft` refuse, FixIsOpenAlready, SliceIsNoRule,
    ProtectedNeverDecides, PolicyNotValid.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by)
        fixes.require_none_open(found)
        policy_access.require_writer(by, found.system)
        number = fixes.next_number(found.system)
        draft = policy.begin_draft(system=found.system, by=by, now=now)
        knows = vocabulary(found.system, now=now)
        way = rule_choices.Way(lane, without_suggestion)
        drafted = rule_choices.drafted(found, draft.tree, way, code=f"finding_fix_{number}", knows=knows)
        read_tree(drafted.tree, knows)
        draft = policy.save_draft(
            system=found.system, tree=drafted.tree, version=draft.version, by=by, now=now
        )
        return fixes.open_fix(
            finding=found,
            number=number,
            kind=FixKind.POLICY,
            says=drafted.rule["say"],
            body={"rule": drafted.rule, "place": drafted.place, "left_out": list(way.left_out)},
            policy=draft,
            by=by,
            now=now,
        )


def draft_requirement(*, finding_id: UUID, fact: str, by: Actor, now: datetime) -> Fix:
    """Draft that a fact is required here: in the finding's group where one condition names it, else always.

    Raises: what `steps.locked` and `registry.begin_draft` refuse, FixIsOpenAlready, FactCannotBeRequired.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by)
        fixes.require_none_open(found)
        number = fixes.next_number(found.system)
        draft = registry.begin_draft(system=found.system, by=by, now=now)
        body, when = _required(parse_body(draft.body), fact, found)
        draft = registry.save_draft(system=found.system, body=body, version=draft.version, by=by, now=now)
        try_contract(draft=draft, body=draft.body, now=now)
        return fixes.open_fix(
            finding=found,
            number=number,
            kind=FixKind.CONTRACT,
            says=_requirement(parse_body(body), fact),
            body={"fact": fact, "required_when": when},
            contract_draft=draft,
            by=by,
            now=now,
        )


def _requirement(contract: intake_rules.Contract, fact: str) -> str:
    spec = contract.specs[fact]
    with english():
        needed = intake_rules.needed(spec, contract.specs, "")
        return speak(say("%(fact)s is %(needed)s.", fact=spec.label, needed=needed))


def _required(
    contract: intake_rules.Contract, fact: str, found: Finding
) -> tuple[dict[str, object], dict[str, Any] | None]:
    spec = contract.specs.get(fact)
    if spec is None or spec.required or spec.sensitivity is intake_rules.Sensitivity.PROTECTED:
        raise FactCannotBeRequired(field="fact")
    when = _when(contract, fact, found)
    body = intake_rules.as_body(contract)
    listed: Any = body["facts"]
    row = next(one for one in listed if one["key"] == fact)
    row.pop("required_when", None)
    if "fallback" not in row:
        row.pop("if_missing", None)  # nothing to fall back to, so it is asked for
    row |= {"required": True} if when is None else {"required_when": when, "required": False}
    return intake_rules.as_body(parse_body(body)), when


def _when(contract: intake_rules.Contract, fact: str, found: Finding) -> dict[str, Any] | None:
    """Say the first condition of the group that a contract can ask for: one code or a yes or no."""
    for one in found.last_pattern.conditions:
        spec = contract.specs.get(one["fact"])
        if spec is None or one["fact"] == fact or one["value"] is None or spec.required_when:
            continue
        if spec.sensitivity is intake_rules.Sensitivity.PROTECTED:
            continue
        if spec.type is intake_rules.FactType.BOOLEAN:
            return {"fact": spec.key, "op": "eq", "value": one["value"].lower() in {"true", "yes"}}
        code = next((code for code in spec.values if code.lower() == one["value"].lower()), None)
        if code is not None:
            return {"fact": spec.key, "op": "eq", "value": code}
    return None


def draft_reasons(
    *, finding_id: UUID, add: Mapping[str, Any] | None, retire: str, by: Actor, now: datetime
) -> Fix:
    """Draft a change of the list of reasons: one more, one less, or both. It comes in force with a signature.

    Raises: what `steps.locked` refuses, FixIsOpenAlready, ReasonChangeNotValid.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by)
        fixes.require_none_open(found)
        number = fixes.next_number(found.system)
        live = ReasonSet.objects.get(system=found.system, ended_at=None)
        body = _reasons(live.body, add, retire)
        _dry_run(found.system, body, by, now)
        texts = {one["code"]: one["text"] for one in live.body["reasons"]}
        said = [
            f"New reason: {add['text']}." if add else "",
            f"Taken out: {texts[retire]}." if retire else "",
        ]
        return fixes.open_fix(
            finding=found,
            number=number,
            kind=FixKind.REASONS,
            says=" ".join(filter(None, said)),
            body={"add": dict(add) if add else None, "retire": retire, "from": live.number},
            by=by,
            now=now,
        )


def _reasons(body: Mapping[str, Any], add: Mapping[str, Any] | None, retire: str) -> dict[str, Any]:
    rows = [one for one in body["reasons"] if one["code"] != retire]
    if not add and not retire:
        raise ReasonChangeNotValid(field="add")
    if retire and len(rows) == len(body["reasons"]):
        raise ReasonChangeNotValid(field="retire")
    if add:
        text = str(add.get("text", "")).strip()
        known = {one["code"] for one in rows}
        if not 1 <= len(text) <= REASON_LENGTH or not add.get("code") or add["code"] in known:
            raise ReasonChangeNotValid(field="add")
        rows = [*rows, {**add, "text": text}]
    return {**body, "reasons": rows}


def _dry_run(system: AISystem, body: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Refuse a list that could not come in force, before anybody signs it."""
    try:
        with transaction.atomic():
            registry.adopt_reasons(system=system, body=body, by=by, now=now)
            transaction.set_rollback(True)
    except registry.BadPack as error:
        raise ReasonChangeNotValid(str(error), field="add") from error


def order_model(*, finding_id: UUID, says: str, by: Actor, now: datetime) -> Fix:
    """Draft what whoever builds the model or its prompt shall change; the finding's cases go with it.

    Raises: what `steps.locked` refuses, FixIsOpenAlready, NoReasonGiven.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by)
        said = says.replace("\0", "").strip()[:WHY_LENGTH]
        if not said:
            raise learning.NoReasonGiven(field="says")
        number = fixes.next_number(found.system)
        return fixes.open_fix(
            finding=found,
            number=number,
            kind=FixKind.MODEL,
            says=said,
            body={"order": said},
            by=by,
            now=now,
        )


def try_fix(*, fix_id: UUID, by: Actor, now: datetime) -> Fix:
    """Try a drafted rule on the past year's arrivals, with what people decided and what became known.

    Raises: NotVisible, CannotWorkOnFindings, NotTriedByReplay, and what `measures.ask_replay` refuses.
    """
    with transactions.verb():
        fix = fixes.locked(fix_id, by)
        if fix.policy is None or fix.policy.state == PolicyState.LIVE:
            raise NotTriedByReplay
    replay = ask_replay(system=fix.system, draft=fix.policy, days=TRIED_DAYS, by=by, now=now)
    with transactions.verb():
        fix = fixes.locked(fix_id, by)
        fixes.tried(fix=fix, replay=replay, by=by, now=now)
    return fix


def propose_fix(*, fix_id: UUID, by: Actor, now: datetime) -> Fix:
    """Hand a fix to the owner: the version that carries it, or the fix itself.

    Raises: NotVisible, CannotWorkOnFindings, FixOver, FixMovesNothing, what proposing it refuses.
    """
    with transactions.verb():
        fix = fixes.locked(fix_id, by)
        if fix.state != FixState.DRAFT:
            raise fixes.FixOver
        if fix.policy is None and fix.contract_draft is None:
            fixes.move_fix(fix, FixState.PROPOSED, by=by, now=now, changes={"proposed_at": now})
            _tell("fix_proposed", fix, fix.system.owner.actor_id, by, now)
            return fix
    if fix.policy is not None:
        _require_moving(fix, by)
        propose_policy(system=fix.system, version=fix.policy.version, by=by, now=now)
    elif fix.contract_draft is not None:
        propose_contract(system=fix.system, version=fix.contract_draft.version, by=by, now=now)
    fix.refresh_from_db(fields=["state", "proposed_at"])
    return fix


def _require_moving(fix: Fix, by: Actor) -> None:
    """Refuse a rule whose try is through and moved no case.

    Raises: FixMovesNothing.
    """
    counted = selectors.fix(fix_id=fix.id, to=by).figures
    if counted is not None and counted.is_through and not counted.n_changed:
        raise FixMovesNothing(n=counted.n)


def _tell(kind: str, fix: Fix, to: UUID, by: Actor, now: datetime) -> None:
    telling.tell_moved(to={to}, kind=kind, about_id=fix.finding_id, by=by, now=now)


def sign_fix(*, fix_id: UUID, by: Actor, now: datetime) -> Fix:
    """Sign a change of the reasons, in force then, or an order for the model, by the owner; tells its author.

    Raises: NotVisible, NotTheOwner, FixAuthorCannotSign, SignedElsewhere, FixOver.
    """
    with transactions.verb():
        fix = fixes.locked(fix_id, by)
        if fix.kind not in {FixKind.REASONS, FixKind.MODEL}:
            raise SignedElsewhere
        registry_access.require_owner(by, fix.system)
        signed: dict[str, object] = {"signed_by": by, "signed_at": now}
        _tell("fix_signed", fix, fix.author_id, by, now)
        if fix.kind == FixKind.MODEL:
            known = ModelVersion.objects.filter(system=fix.system, first_at__lte=now).order_by("name")
            signed["known_models"] = list(known.values_list("name", flat=True))
            return fixes.move_fix(fix, FixState.SIGNED, by=by, now=now, changes=signed)
        live = ReasonSet.objects.get(system=fix.system, ended_at=None)
        body = _reasons(live.body, fix.body["add"], fix.body["retire"])
        fixes.move_fix(fix, FixState.LIVE, by=by, now=now, changes={**signed, "live_at": now})
        made = registry.adopt_reasons(system=fix.system, body=body, by=by, now=now)
        if fix.body["retire"]:
            registry.note_retired(reasons=made, code=fix.body["retire"], why=fix.says, by=by, now=now)
        return fix


def return_fix(*, fix_id: UUID, why: str, by: Actor, now: datetime) -> Fix:
    """Give a proposed change of reasons or order for the model back to its author, who reads the owner's why.

    Raises: NotVisible, NotTheOwner, SignedElsewhere, NoReasonGiven, FixOver.
    """
    with transactions.verb():
        fix = fixes.locked(fix_id, by)
        if fix.kind not in {FixKind.REASONS, FixKind.MODEL}:
            raise SignedElsewhere
        registry_access.require_owner(by, fix.system)
        said = _said(why, say("Say why it goes back; its author reads it."))
        fixes.move_fix(fix, FixState.DRAFT, by=by, now=now, why=said, changes={"proposed_at": None})
        _tell("fix_returned", fix, fix.author_id, by, now)
        return fix


def _said(why: str, asks: Words) -> str:
    said = why.replace("\0", "").strip()[:WHY_LENGTH]
    if not said:
        raise learning.NoReasonGiven(asks, field="why")
    return said


def withdraw_fix(*, fix_id: UUID, why: str, by: Actor, now: datetime) -> Fix:
    """Take a fix back before it is signed; its rule leaves the draft, and a draft of nothing else is dropped.

    Raises: NotVisible, CannotWorkOnFindings, NoReasonGiven, FixOver, and what changing that draft refuses.
    """
    with transactions.verb():
        fix = fixes.locked(fix_id, by)
        said = _said(why, say("Say why it is withdrawn; the history keeps it."))
        fixes.move_fix(
            fix, FixState.WITHDRAWN, by=by, now=now, why=said, changes={"ended_at": now, "ended_why": said}
        )
        if fix.policy is not None:
            _take_rule_out(fix, said, by, now)
        elif fix.contract_draft is not None and fix.contract_draft.closed_at is None:
            if fix.contract_draft.state == DraftState.PROPOSED:
                registry.return_draft(system=fix.system, why=said, by=by, now=now)
            registry.drop_draft(system=fix.system, by=by, now=now)
        return fix


def _take_rule_out(fix: Fix, why: str, by: Actor, now: datetime) -> None:
    version = fix.policy
    assert version is not None, "asked of a fix that a version carries"
    if version.state == PolicyState.PROPOSED:
        version = policy.return_draft(system=fix.system, why=why, by=by, now=now)
        reviews.free_targets(policy=version)
    elif version.state == PolicyState.SHADOW:
        version = policy.end_shadow(system=fix.system, by=by, now=now)
        reviews.free_targets(policy=version)
    tree = drafting.without(version.tree, fix.body["rule"]["code"])
    if version.base is not None and canonical.digest(tree) == bytes(version.base.digest):
        policy.drop_draft(system=fix.system, by=by, now=now)
        return
    policy.save_draft(system=fix.system, tree=tree, version=version.version, by=by, now=now)
