"""Known-answer cases: written from a contract's facts, put beside real cases, answered or lapsed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import ids, refusals, transactions, vault
from apps.core.words import say
from apps.flow.services import arriving, challenging
from apps.flow.services.arriving import Judges
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake import services as intake_services
from apps.intake.models import Case, CaseKind, ContextSnapshot, Recommendation
from apps.intake.services import Accepted
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy.models import PolicyVersion
from apps.registry import selectors as registry
from apps.registry.models import AISystem
from apps.registry.selectors import InForce
from apps.reviews import services as reviews
from apps.reviews.models import KnownAnswer, Practice, ReviewItem
from apps.reviews.services import Known
from apps.reviews.states import ItemKind, PracticeEnd

COMPARED = 500  # of the newest arrivals, of none of which it may be a copy
ALTERED = 3  # at least so many facts differ from each of them
REST = timedelta(days=90)  # so long one is not put into the same inbox again
MOST_STEPS = 10_000
LOOKS_BACK = timedelta(days=1)
FIRST = ("Alma", "Bert", "Carla", "Dean", "Edith", "Floyd", "Gwen", "Homer", "Irma", "Jesse", "Kay", "Lloyd")
LAST = ("Abbott", "Bledsoe", "Combs", "Dorsey", "Eads", "Farris", "Goble", "Hatfield", "Isaacs", "Justice")


class FactsInvalid(refusals.Invalid):
    code = "known_answer_facts"
    sentence = say("These facts do not fit the contract.")


class CopyOfACase(refusals.Invalid):
    code = "copy_of_a_case"
    sentence = say(
        "These facts are nearly those of a real case. Alter at least %(least)s, so that nobody is meant.",
        least=ALTERED,
    )


class NoSuchCase(refusals.IllegalMove):
    code = "system_not_ready"
    sentence = say("This AI system has no policy in force or no case yet, so there is nothing to look like.")


def write_known_answer(*, slug: str, said: Known, by: Actor, now: datetime) -> KnownAnswer:
    """Keep an invented case with its right answer; its facts fit the contract and are nobody's.

    Raises: refusals.NotVisible, reviews.CannotWriteKnown, FactsInvalid, CopyOfACase, reviews.KnownInvalid.
    Writes: KnownAnswer, record `known_answer.written`.
    """
    with transactions.verb():
        setup = registry.in_force(slug=slug, organisation_id=by.organisation_id, now=now)
        if setup is None:
            raise refusals.NotVisible
        reviews.require_known_writer(by, setup.system)
        _check_facts(said.facts, setup, now)
        return reviews.keep_known(system=setup.system, said=said, by=by, now=now)


def _check_facts(facts: Iterable[Mapping[str, object]], setup: InForce, now: datetime) -> None:
    contract = intake.contract(setup.contract)
    try:
        parsed = intake_rules.parse_facts(contract, tuple(_sent(one, now, contract) for one in facts), now)
    except intake_rules.BadField as error:
        raise FactsInvalid(error.sentence, field=error.field) from error
    values = {one.key: one.value for one in parsed if not _is_day(contract, one.key)}
    if not values:
        raise FactsInvalid(field="facts")
    newest = ContextSnapshot.objects.select_related("case").filter(
        contract__system=setup.system, case__kind=CaseKind.REAL
    )
    rows = list(newest.order_by("-id")[:COMPARED])
    keys = vault.open_keys([one.case.subject_id for one in rows])
    for row in rows:
        opened = intake.open_snapshot(row, subject_id=row.case.subject_id, now=now, keys=keys, by=contract)
        held = {one.key: one.value for one in opened.facts}
        if sum(held.get(key) != value for key, value in values.items()) < min(ALTERED, len(values)):
            raise CopyOfACase(field="facts")


def _is_day(contract: intake_rules.Contract, key: str) -> bool:
    spec = contract.specs.get(key)
    return spec is not None and spec.type is intake_rules.FactType.DATE


def _sent(one: Mapping[str, object], now: datetime, contract: intake_rules.Contract) -> dict[str, object]:
    """Write a kept fact as an arrival carries it: its age counts from now, and so does a day."""
    value, key = one["value"], str(one["fact"])
    hours = one.get("hours_ago", 2)
    if _is_day(contract, key) and isinstance(value, int):
        value = (now - timedelta(days=value)).date().isoformat()
    as_of = now - timedelta(hours=hours if isinstance(hours, int) else 2)
    return {
        "fact": key,
        "value": value,
        "source": one["source"],
        "as_of": as_of.isoformat(),
        "origin": one.get("origin", "real"),
    }


def retire_known_answer(*, known_id: UUID, by: Actor, now: datetime) -> KnownAnswer:
    """Use a known-answer case no more.

    Raises: refusals.NotVisible, reviews.CannotWriteKnown.
    """
    with transactions.verb():
        rows = KnownAnswer.objects.select_related("system").filter(system__organisation=by.organisation_id)
        known = rows.filter(id=known_id).first()
        if known is None:
            raise refusals.NotVisible
        return reviews.retire_known(known=known, by=by, now=now)


# --- put among the others ---


def put_known_answers(*, now: datetime, limit: int = 20) -> int:
    """Put known-answer cases beside the real ones that drew them, each once; returns how many.

    Drawn from the item's id by the policy in force, so that it does not matter when this runs, or how often.
    What nobody took before it was due lapses.
    """
    n = _lapse(now=now, limit=limit)
    versions = PolicyVersion.objects.filter(state="LIVE").select_related("system__organisation")
    for version in versions.order_by("id"):
        rates = policies.compiled(version).second_reviews
        if (
            rates.known_answers
            and KnownAnswer.objects.filter(system=version.system, retired_at=None).exists()
        ):
            for item_id in _drawn(version, rates, now)[:limit]:
                n += _put_beside(item_id, version.system, now)
    return n


def _any_known(system: AISystem) -> bool:
    return KnownAnswer.objects.filter(system=system, retired_at=None).exists()


def _drawn(version: PolicyVersion, rates: policy_rules.SecondReviews, now: datetime) -> list[UUID]:
    """Return the items of the last day that drew a known-answer case which has not come yet."""
    since = now - LOOKS_BACK
    first = ids.floor(int(since.timestamp() * 1000))
    rows = ReviewItem.objects.filter(
        id__gte=first, opened_at__gt=since, system=version.system, kind=ItemKind.RECOMMENDATION
    ).filter(case__kind=CaseKind.REAL)
    drawn = [
        one
        for one in rows.order_by("id").values_list("id", flat=True)
        if policy_rules.puts_known_answer(rates, item_id=one, policy_id=version.id)
    ]
    there = set(Practice.objects.filter(for_item__in=drawn).values_list("for_item", flat=True))
    return [one for one in drawn if one not in there]


def _put_beside(item_id: UUID, system: AISystem, now: datetime) -> int:
    with transactions.verb():
        if transactions.history_runs():
            return 0
        beside = ReviewItem.objects.select_for_update(of=("self",)).get(id=item_id)
        if Practice.objects.filter(for_item=item_id).exists():
            return 0
        known = _next_known(system, beside, now)
        if known is None:
            return 0
        by = accounts.system_actor(system.organisation_id)
        item = _arrive(known, now=now, by=by)
        if item is None:
            return 0
        reviews.note_put(known=known, item=item, for_item=item_id, by=by, now=now)
        return 1


def _next_known(system: AISystem, beside: ReviewItem, now: datetime) -> KnownAnswer | None:
    """Return the one used least lately that did not lie in this inbox for a while; None: none is left."""
    here = Practice.objects.filter(inbox=beside.inbox_id, put_at__gt=now - REST).values("known")
    rows = KnownAnswer.objects.filter(system=system, retired_at=None).exclude(id__in=here)
    return rows.annotate(last=Max("uses__put_at", filter=~Q(uses=None))).order_by("last", "id").first()


def _arrive(known: KnownAnswer, *, now: datetime, by: Actor) -> ReviewItem | None:
    """Let an invented case arrive as any other does; a person decides it, whatever the machine may do."""
    system = known.system
    found = registry.in_force(slug=system.slug, organisation_id=system.organisation_id, now=now)
    version = policies.live(system.id)
    if found is None or version is None:
        return None
    setup = replace(challenging.licensed(found), autonomy={})
    line = intake_rules.parse_recommendation(_body(known, setup, now), now)
    (outcome,) = intake_services.accept(
        lines=[line], setup=setup, segment_of=challenging.segment_of(setup), by=by, now=now
    )
    if not isinstance(outcome, Accepted):
        raise outcome if isinstance(outcome, refusals.Refusal) else NoSuchCase
    arriving.route([outcome], setup, Judges(version), by, now)
    return ReviewItem.objects.filter(recommendation=outcome.recommendation).first()


def _body(known: KnownAnswer, setup: InForce, now: datetime) -> dict[str, Any]:
    contract = intake.contract(setup.contract)
    newest = (
        Recommendation.objects.filter(system=known.system, case__kind=CaseKind.REAL).order_by("-id").first()
    )
    seed = ids.new()
    facts = [_sent(one, now, contract) for one in known.facts]
    return {
        "external_id": f"{newest.external_id.rstrip('0123456789') if newest else ''}{seed.hex}",
        "ai_system": known.system.slug,
        "case": {"ref": _ref(setup), "kind": CaseKind.KNOWN_ANSWER.value},
        "subject": {"ref": seed.hex, "name": _name(seed)},
        "outcome": known.suggested.code,
        "stake": None
        if known.stake_minor is None
        else {"minor": known.stake_minor, "currency": known.system.currency},
        "confidence": Decimal(known.confidence),
        "model_version": newest.model_version if newest else "1",
        "prompt_version": newest.prompt_version if newest else "",
        "made_at": (now - timedelta(minutes=1)).isoformat(),
        "facts": facts,
        "used": [],
        "rationale": list(known.statements),
    }


def _name(seed: UUID) -> str:
    """Make up a name, of nobody."""
    drawn = hashlib.sha256(seed.bytes).digest()
    return f"{FIRST[drawn[0] % len(FIRST)]} {LAST[drawn[1] % len(LAST)]}"


def _ref(setup: InForce) -> str:
    """Make up a reference that looks like the newest ones, is not given and was passed by already.

    Where a real case comes with it after all, the invented one gives way (intake.accept).
    """
    given = Case.objects.filter(source=setup.system.source_id)
    last = (
        given.filter(kind=CaseKind.REAL).order_by("-id").values_list("case_ref", flat=True).first()
        or "C-1000"
    )
    head = last.rstrip("0123456789")
    width, number = len(last) - len(head), int(last[len(head) :] or 0)
    for step in range(1, MOST_STEPS):
        after = number - step if number > step else number + step
        ref = f"{head}{after:0{width}d}"
        if not given.filter(case_ref=ref).exists():
            return ref
    raise NoSuchCase


def _lapse(*, now: datetime, limit: int) -> int:
    """Take out what lay in its inbox past its due time and nobody holds."""
    open_ones = Practice.objects.filter(ended="", item__due_at__lte=now)
    n = 0
    for item_id in list(open_ones.order_by("put_at").values_list("item", flat=True)[:limit]):
        with transactions.verb():
            rows = ReviewItem.objects.select_related("inbox").select_for_update(
                of=("self",), skip_locked=True
            )
            item = rows.filter(id=item_id, state__in=["OPEN", "WAITING"]).first()
            if item is not None and not transactions.history_runs():
                by = accounts.system_actor(item.inbox.organisation_id)
                reviews.end_practice(item=item, how=PracticeEnd.LAPSED, by=by, now=now)
                n += 1
    return n
