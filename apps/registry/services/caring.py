"""Care of the list of reasons: merge, retire or split one. Decisions keep what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.words import say
from apps.registry import access, rules, selectors
from apps.registry.models import AISystem, Reason, ReasonChange, ReasonSet
from apps.registry.services.setting_up import adopt_reasons
from apps.registry.states import CareKind, Direction

LONGEST_TEXT, LONGEST_WHY = 160, 300
PARTS = 2  # of a split


class CannotCare(refusals.NotAllowed):
    code = "cannot_care_for_reasons"
    sentence = say("The list of reasons is cared for by the analysts of this AI system and by its owner.")


class ReasonsChanged(refusals.Stale):
    code = "reasons_changed"
    sentence = say("The list of reasons is another one now. Look at it again.")


class CareInvalid(refusals.Invalid):
    code = "care_invalid"
    sentence = say("Choose one reason of the list, and what becomes of it.")


class NothingWouldFit(refusals.IllegalMove):
    code = "nothing_would_fit"
    sentence = say("No reason would be left for one direction of an override. Keep one that fits it.")


class TooManyWouldFit(refusals.IllegalMove):
    code = "too_many_would_fit"
    sentence = say("More reasons would fit one direction than a person reads. Merge or retire one first.")


@dataclass(frozen=True, slots=True)
class Care:
    """What shall become of one reason. into: the one it is merged into; texts: what its parts are called."""

    kind: str
    code: str
    into: str = ""
    texts: Sequence[str] = ()
    why: str = ""


def care_for_reasons(*, system_id: UUID, care: Care, version: int, by: Actor, now: datetime) -> ReasonChange:
    """Merge, retire or split a reason. version: the number of the list that was looked at.

    Raises: refusals.NotVisible, CannotCare, ReasonsChanged, CareInvalid, NothingWouldFit, TooManyWouldFit.
    Writes: ReasonSet, Reason, ReasonChange, record `reasons.adopted`.
    """
    with transactions.verb():
        system = AISystem.objects.select_for_update(of=("self",)).select_related("owner").filter(id=system_id)
        found = system.first()
        if found is None or not selectors.may_see(by, found):
            raise refusals.NotVisible
        if not access.may_edit_contract(by, found):
            raise CannotCare(permission="analyse_system")
        live = ReasonSet.objects.filter(system=found, ended_at=None).first()
        if live is None or live.number != version:
            raise ReasonsChanged(version=live.number if live else 0)
        changed, texts = _checked(found, live, care)
        body = {**live.body, "reasons": rules.cared_for(live.body["reasons"], changed, texts=texts)}
        _require_usable(found, live.body["reasons"], body["reasons"])
        said = {"kind": changed.kind.value, "code": changed.code, "into": list(changed.into)}
        made = adopt_reasons(system=found, body=body, by=by, now=now, said=said)
        return _note(made, changed, why=care.why.strip(), by=by, now=now)


def note_retired(*, reasons: ReasonSet, code: str, why: str, by: Actor, now: datetime) -> ReasonChange:
    """Note that a list came in force without a reason that the one before had; why it did is said there.

    Writes: ReasonChange.
    """
    transactions.require()
    return _note(reasons, rules.Changed(CareKind.RETIRED, code), why=why, by=by, now=now)


def _note(made: ReasonSet, changed: rules.Changed, *, why: str, by: Actor, now: datetime) -> ReasonChange:
    return ReasonChange.objects.create(
        system=made.system,
        reason_set=made,
        kind=changed.kind,
        code=changed.code,
        into=list(changed.into),
        why=why[:LONGEST_WHY],
        by=by,
        at=now,
    )


def _checked(system: AISystem, live: ReasonSet, care: Care) -> tuple[rules.Changed, tuple[str, ...]]:
    listed = [row["code"] for row in live.body["reasons"]]
    if care.kind not in {one.value for one in CareKind}:
        raise CareInvalid(field="kind")
    if care.code not in listed:
        raise CareInvalid(field="code")
    if not 1 <= len(care.why.strip()) <= LONGEST_WHY:
        raise CareInvalid(say("Say why, in at most %(most)s characters.", most=LONGEST_WHY), field="why")
    kind = CareKind(care.kind)
    if kind is CareKind.MERGED:
        if care.into not in listed or care.into == care.code:
            raise CareInvalid(say("Choose another reason of the list to merge it into."), field="into")
        return rules.Changed(kind, care.code, (care.into,)), ()
    if kind is CareKind.RETIRED:
        return rules.Changed(kind, care.code), ()
    texts = tuple(text.strip() for text in care.texts)
    if (
        len(texts) != PARTS
        or len(set(texts)) != PARTS
        or not all(1 <= len(text) <= LONGEST_TEXT for text in texts)
    ):
        said = say("Call the two parts by two names of at most %(most)s characters.", most=LONGEST_TEXT)
        raise CareInvalid(said, field="texts")
    taken = list(Reason.objects.filter(reason_set__system=system).values_list("code", flat=True))
    codes: list[str] = []
    for place in range(1, PARTS + 1):
        codes.append(rules.split_code(care.code, place, [*taken, *codes]))
    return rules.Changed(kind, care.code, tuple(codes)), texts


def _require_usable(
    system: AISystem, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> None:
    """Refuse a list that leaves a direction without a reason, or with more than a person reads."""
    caution = dict(system.outcome_codes.values_list("code", "caution"))
    if rules.crowds({row["code"]: row["directions"] for row in after}, caution=caution):
        raise TooManyWouldFit
    for way in (Direction.MORE_CAUTIOUS, Direction.LESS_CAUTIOUS):
        had, has = (any(way.value in row["directions"] for row in rows) for rows in (before, after))
        if had and not has:
            raise NothingWouldFit
    if not after:
        raise NothingWouldFit
