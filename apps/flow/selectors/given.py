"""Authority given once for one case: what stands, what was used, and what one may use on a case now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts import access as grants
from apps.accounts import closeness
from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak_kept
from apps.core.words import say
from apps.flow.selectors import cursors
from apps.flow.selectors.policies import policy_system_seen
from apps.intake.models import CaseKind
from apps.registry import access as registry
from apps.registry.models import AISystem
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.access import approving as who_may
from apps.reviews.models import Approval, OneTimeAuthority, ReviewItem
from apps.reviews.services import exceptional
from apps.reviews.states import ItemState

OPEN, USED, OVER = "open", "used", "over"
STATES = (OPEN, USED, OVER)
_NEWEST = cursors.Order(("-granted_at", "-id"), "tu")


class OnlyOversight(refusals.NotAllowed):
    code = "only_oversight"
    sentence = say("Who was given authority for which case is for supervisors, the owner and auditors.")


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One authority given once. state: open, used, or over (its time passed, or it was taken back).

    to_approve: it is to resolve a held decision. outcome: a code, empty for any.
    """

    id: UUID
    case_ref: str
    to: str
    to_id: UUID
    granted_by: str
    granted_at: datetime
    amount_minor: int
    currency: str
    outcome: str
    outcome_label: str
    to_approve: bool
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str
    state: str
    why: str
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page of what was given on the cases of one AI system."""

    system: AISystem
    rows: list[GivenRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class GivingPage:
    """One case and the authority given on it. people: to whom the reader may give some; empty for others."""

    item: ReviewItem
    is_held: bool
    rows: list[GivenRow]
    may_give: bool
    people: list[tuple[str, str]]
    outcomes: list[tuple[str, str]]


def given_list(
    *, slug: str, to: Actor, state: str, after: str | None, limit: int, now: datetime
) -> GivenPage:
    """Return a page of the authority given once, the newest first, for those who oversee it.

    Raises: refusals.NotVisible, OnlyOversight, cursors.BadCursor.
    """
    system = policy_system_seen(slug=slug, to=to)
    audits = system.id in grants.granted_ids(to, "audit_system")
    if not (audits or registry.is_owner(to, system) or grants.granted_ids(to, "supervise_inbox")):
        raise OnlyOversight(permission="supervise_inbox")
    seen = who_may.visible_authorities(to).filter(system=system)
    found = list(_NEWEST.page(_read(seen.filter(_is(state, now)), to), after, limit))
    return GivenPage(
        system=system,
        rows=_rows(found[:limit], to, now),
        next=_NEWEST.cursor(found[limit - 1]) if len(found) > limit else None,
    )


def _is(state: str, now: datetime) -> Q:
    gone = Q(revoked_at__isnull=False) | Q(expires_at__lte=now)
    if state == USED:
        return Q(used_at__isnull=False)
    return Q(used_at=None) & (gone if state == OVER else ~gone)


def of_case(*, item_id: UUID, to: Actor, now: datetime) -> list[GivenRow]:
    """Return the authority given once on the case of an item that a person sees, the newest first.

    Raises: refusals.NotVisible.
    """
    return _on(_seen(item_id, to), to, now)


def one(*, authority_id: UUID, to: Actor, now: datetime) -> GivenRow:
    """Return one authority given once, to whoever may know of it.

    Raises: refusals.NotVisible.
    """
    rows = _rows(list(_read(who_may.visible_authorities(to).filter(id=authority_id), to)), to, now)
    if not rows:
        raise refusals.NotVisible
    return rows[0]


def giving(*, item_id: UUID, to: Actor, now: datetime) -> GivingPage:
    """Return a case with the authority given on it, and what the reader may give.

    Raises: refusals.NotVisible.
    """
    item = _seen(item_id, to)
    held = Approval.objects.select_related("decision").filter(item=item, closed_at=None).first()
    may_give = item.closed_at is None and exceptional.may_give(to, item, held)
    codes = item.system.outcome_codes.order_by("caution", "code")
    return GivingPage(
        item=item,
        is_held=held is not None,
        rows=_on(item, to, now),
        may_give=may_give,
        people=_people(item, held, to, now) if may_give else [],
        outcomes=[(one.code, speak_kept(one.label)) for one in codes],
    )


def _seen(item_id: UUID, to: Actor) -> ReviewItem:
    items = access.visible_items(to).exclude(case__kind=CaseKind.KNOWN_ANSWER).filter(id=item_id)
    item = items.select_related("case__subject", "system__owner", "inbox", "recommendation").first()
    if item is None:
        raise refusals.NotVisible
    return item


def _on(item: ReviewItem, to: Actor, now: datetime) -> list[GivenRow]:
    rows = OneTimeAuthority.objects.filter(case=item.case_id, system=item.system_id)
    return _rows(list(_read(rows, to).order_by("-granted_at", "-id")), to, now)


def _people(item: ReviewItem, held: Approval | None, to: Actor, now: datetime) -> list[tuple[str, str]]:
    """Return to whom authority may be given: who works there and had no part in it, as (e-mail, name)."""
    names = ("work_inbox", "supervise_inbox")
    working = {
        one
        for name in names
        for inbox in exceptional.places(item, held)
        for one in grants.holders(name, inbox, now=now)
    }
    left_out = {to.id}
    if held is not None:
        left_out |= set(
            who_may.excluded_from(
                item.id, decided_by_id=held.decided_by_id, policy_id=held.decision.policy_id
            )
        )
    mailboxes = set(closeness.same_mailbox([to.id]))
    found = Actor.objects.filter(id__in={one.id for one in working} - left_out - mailboxes)
    rows = found.exclude(user=None).order_by("name").values_list("user__email", "name")
    return [(str(email), str(name)) for email, name in rows]


def usable(*, item: ReviewItem, to: Actor, now: datetime) -> list[GivenRow]:
    """Return what a person was given on a case that they see and may still use on it as it stands."""
    rows = who_may.given(to, now=now).filter(case=item.case_id, system=item.system_id)
    is_held = item.state == ItemState.HELD
    rows = rows.filter(Q(approval__closed_at=None, approval__item=item) if is_held else Q(approval=None))
    return _rows(list(_read(rows, to).order_by("expires_at", "id")), to, now)


def _read(rows: QuerySet[OneTimeAuthority], to: Actor) -> QuerySet[OneTimeAuthority]:
    """Read them with what they name; before a view that the case asks for, nothing hints at an outcome."""
    return rows.annotate(is_walled=access.is_walled(to)).select_related(
        "case__subject", "system__owner", "person", "outcome_code", "granted_by", "revoked_by"
    )


def _rows(found: Sequence[Any], to: Actor, now: datetime) -> list[GivenRow]:
    keys = vault.open_keys([one.case.subject_id for one in found]) if found else {}
    return [_row(one, to, keys, now) for one in found]


def _row(one: Any, to: Actor, keys: dict[UUID, bytes], now: datetime) -> GivenRow:
    is_open = one.used_at is None and one.revoked_at is None and one.expires_at > now
    code = None if one.is_walled else one.outcome_code
    sealed = None if one.is_walled else bytes(one.sealed_why)
    return GivenRow(
        id=one.id,
        case_ref=one.case.case_ref,
        to=one.person.name,
        to_id=one.person_id,
        granted_by=one.granted_by.name,
        granted_at=one.granted_at,
        amount_minor=one.amount_minor,
        currency=one.system.currency,
        outcome=code.code if code else "",
        outcome_label=speak_kept(code.label) if code else "",
        to_approve=one.approval_id is not None,
        expires_at=one.expires_at,
        used_at=one.used_at,
        revoked_at=one.revoked_at,
        revoked_by=one.revoked_by.name if one.revoked_by else "",
        state=USED if one.used_at else OPEN if is_open else OVER,
        why=reviews.sealed_text(sealed, subject_id=one.case.subject_id, keys=keys),
        may_take_back=is_open and who_may.may_take_back(to, one),
    )
