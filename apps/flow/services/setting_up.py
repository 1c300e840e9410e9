"""Setting an organisation up from a plan and packs. Running it again changes nothing that exists."""

import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apps.accounts import services as accounts
from apps.accounts.models import Actor, Organisation, User
from apps.core import refusals, transactions
from apps.core.secrets_box import seal_secret
from apps.flow.selectors.policy_state import codes_of, read_tree, vocabulary
from apps.flow.services.policing import put_first_in_force
from apps.intake import rules as intake_rules
from apps.policy import rules as policy_rules
from apps.policy import services as policy
from apps.registry import services as registry
from apps.registry.models import AISystem, SourceSystem
from apps.reviews.models import Inbox
from apps.reviews.services import found_inboxes

_KEY_DAYS = 365


class BadPlan(refusals.Invalid):
    code = "bad_plan"
    sentence = "The set-up file does not fit together."


@dataclass(slots=True)
class Made:
    """What a set-up made: secrets by name, seen only now, and lines for the terminal."""

    secrets: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ground:
    organisation: Organisation
    system: Actor
    made: Made
    now: datetime
    began: datetime  # since when everything but keys is so: earlier than now only in a demonstration


def set_up(*, plan: Mapping[str, Any], packs: Mapping[str, Mapping[str, Any]], now: datetime) -> Made:
    """Make every organisation of a plan. `packs` maps a pack's name to its five documents.

    Raises: BadPlan, registry.BadPack, policy.PolicyNotValid.
    """
    made = Made()
    with transactions.verb():
        for row in plan["organisations"]:
            _organisation(row, packs, made, now)
    return made


def _organisation(
    row: Mapping[str, Any], packs: Mapping[str, Mapping[str, Any]], made: Made, now: datetime
) -> None:
    began = _began(row, now)
    organisation, system = accounts.found_organisation(
        slug=row["slug"],
        name=row["name"],
        time_zone=row.get("time_zone", "UTC"),
        is_demonstration=bool(row.get("is_demonstration", False)),
        has_recorded_decisions=bool(row.get("has_recorded_decisions", False)),
        now=began,
    )
    ground = _Ground(organisation, system, made, now, began)
    if row.get("working_time") and not hasattr(organisation, "working_time"):
        accounts.set_working_time(organisation=organisation, body=row["working_time"], by=system, now=began)
    inboxes = found_inboxes(organisation=organisation, rows=row.get("inboxes", []), by=system, now=began)
    people = {one["email"]: _person(ground, one) for one in row.get("people", [])}
    sources = {one["slug"]: _source(ground, one) for one in row.get("sources", [])}
    systems = {one["slug"]: _system(ground, one, people, sources, packs) for one in row.get("systems", [])}
    for one in row.get("machines", []):
        _machine(ground, one, sources, systems)
    for one in row.get("people", []):
        _grants(ground, one, people[one["email"]], inboxes, systems)


def _began(row: Mapping[str, Any], now: datetime) -> datetime:
    """Say since when people, rules and signatures count: before the past that is told of them."""
    days = int(row.get("began_days_before", 0))
    if days and not row.get("is_demonstration"):
        raise BadPlan(f"{row['slug']}: only a demonstration began before its set-up.")
    return now - timedelta(days=days)


def _person(ground: _Ground, row: Mapping[str, Any]) -> User:
    user = accounts.invite(
        organisation=ground.organisation,
        email=row["email"],
        name=row["name"],
        password=row.get("password"),
        roles=row["roles"],
        time_zone=row.get("time_zone", ground.organisation.time_zone),
        is_simulated=bool(row.get("is_simulated", False)),
        by=ground.system,
        now=ground.began,
    )
    if row.get("second_factor"):
        accounts.enrol_simulated(user=user, secret=row["second_factor"], now=ground.began)
    return user


def _source(ground: _Ground, row: Mapping[str, Any]) -> SourceSystem:
    source, _ = registry.connect_source(
        organisation=ground.organisation,
        slug=row["slug"],
        name=row["name"],
        delivery_url=row.get("delivery_url", ""),
        max_per_second=row.get("max_per_second", 20),
        receipt_minutes=row.get("receipt_minutes", 60),
        by=ground.system,
        now=ground.began,
    )
    if source.sealed_secret is None:
        secret = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
        source.sealed_secret = seal_secret(secret, bound_to=source.id)
        source.save(update_fields=["sealed_secret"])
        ground.made.secrets[f"webhook:{source.slug}"] = secret
    return source


def _system(
    ground: _Ground,
    row: Mapping[str, Any],
    people: Mapping[str, User],
    sources: Mapping[str, SourceSystem],
    packs: Mapping[str, Mapping[str, Any]],
) -> AISystem:
    existing = AISystem.objects.filter(organisation=ground.organisation, slug=row["slug"]).first()
    if existing:
        return existing
    owner, author = people[row["owner"]], people[row["policy_author"]]
    documents = packs[row["pack"]]
    system = registry.register_system(
        organisation=ground.organisation,
        source=sources[row["source"]],
        owner=owner,
        slug=row["slug"],
        name=row["name"],
        purpose=row["purpose"],
        pack=documents["pack"],
        by=ground.system,
        now=ground.began,
    )
    _put_in_force(system, documents, owner.actor, author.actor, ground.began)
    models = row.get("models") or documents["pack"].get("models")
    if models:
        registry.line_up(system=system, body=models, by=owner.actor, now=ground.began)
    ground.made.lines.append(f"AI system {system.slug}, owner {owner.name}")
    return system


def _put_in_force(
    system: AISystem, documents: Mapping[str, Any], owner: Actor, author: Actor, now: datetime
) -> None:
    try:
        contract = intake_rules.parse_contract(documents["contract"])
    except intake_rules.BadContract as error:
        raise BadPlan(f"contract.yaml{error.pointer}: {error.sentence}", field=error.pointer) from error
    try:
        segments = policy_rules.read_segments(
            system.segments, facts=contract.kinds(), codes=codes_of(contract)
        )
        policy_rules.refuse_overlap(segments)
    except policy_rules.BadPolicy as error:
        raise BadPlan(f"pack.yaml{error.pointer}: {error.sentence}", field=error.pointer) from error
    registry.adopt_contract(system=system, body=documents["contract"], by=owner, now=now)
    registry.adopt_reasons(system=system, body=documents["reasons"], by=owner, now=now)
    registry.sign_posture(system=system, body=documents["posture"], by=owner, now=now)
    read_tree(documents["policy"]["tree"], vocabulary(system, now=now))
    version = policy.draft(system=system, tree=documents["policy"]["tree"], by=author, now=now)
    policy.propose(version=version, by=author, now=now)
    put_first_in_force(version=version, by=owner, now=now)


def _machine(
    ground: _Ground,
    row: Mapping[str, Any],
    sources: Mapping[str, SourceSystem],
    systems: Mapping[str, AISystem],
) -> None:
    machine, is_new = accounts.connect_machine(
        organisation=ground.organisation,
        name=row["name"],
        source_id=sources[row["source"]].id,
        system_ids=[systems[slug].id for slug in row["systems"]],
        by=ground.system,
        now=ground.began,
    )
    if is_new:
        ground.made.secrets[machine.name] = accounts.issue_key(
            actor=machine.actor,
            scopes=row["scopes"],
            expires_at=ground.now + timedelta(days=_KEY_DAYS),
            by=ground.system,
            now=ground.now,
        )


def _grants(
    ground: _Ground,
    row: Mapping[str, Any],
    user: User,
    inboxes: Mapping[str, Inbox],
    systems: Mapping[str, AISystem],
) -> None:
    for grant in row.get("grants", []):
        target = inboxes.get(grant["on"]) or systems.get(grant["on"])
        if target is None:
            raise BadPlan(f"{row['email']} is granted something on {grant['on']}, which does not exist.")
        if not user.grant_terms.filter(permission=grant["permission"], object_id=target.pk).exists():
            accounts.give(
                user=user, permission=grant["permission"], on=target, by=ground.system, now=ground.began
            )
