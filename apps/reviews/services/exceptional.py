"""Authority for one case, once: given by somebody whose own authority covers it, used by one decision."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import relations
from apps.reviews.models import Decision, OneTimeAuthority, ReviewItem
from apps.reviews.services import because, moving

LONGEST = timedelta(days=7)


class NotYourOwn(refusals.NotAllowed):
    code = "authority_for_yourself"
    sentence = say("Nobody gives themselves authority. Somebody else, who has it, does.")


class NotCovered(refusals.NotAllowed):
    code = "authority_not_yours"
    sentence = say("You can only give an authority that you have yourself.")


class OneTimeInvalid(refusals.Invalid):
    code = "one_time_authority"
    sentence = say("Say to whom, up to which amount, why, and until when: at most seven days.")


def grant_once(
    *,
    item_id: UUID,
    to: Actor,
    amount_minor: int,
    outcome: str,
    why: str,
    expires_at: datetime,
    by: Actor,
    now: datetime,
) -> OneTimeAuthority:
    """Let a person decide one case once, up to an amount, until a time.

    outcome: only that one; empty for any. Whoever gives it supervises the case's inbox, or owns the system.
    Raises: refusals.NotVisible, NotYourOwn, NotCovered, OneTimeInvalid, relations.RelatedToYou.
    Writes: OneTimeAuthority, record `authority.given_once`.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        if to.id == by.id:
            raise NotYourOwn(permission="authority")
        owner = item.system.owner.actor_id == by.id
        if not owner and not access.may_supervise(by, item.inbox_id):
            raise NotCovered(permission="supervise_inbox")
        relations.require_unrelated(to, item)
        code = _outcome(item, outcome)
        said = why.strip()
        if (
            not access.may_work(to, item.inbox_id)
            or not 1 <= len(said) <= rules.MAX_NOTE
            or amount_minor < 0
            or not now < expires_at <= now + LONGEST
        ):
            raise OneTimeInvalid(field="why")
        _require_covered(item, code, amount_minor, by=by, now=now)
        row = OneTimeAuthority.objects.create(
            id=ids.new(),
            case_id=item.case_id,
            system_id=item.system_id,
            person=to,
            outcome_code=code,
            amount_minor=amount_minor,
            sealed_why=because.sealed(item, said),
            granted_by=by,
            granted_at=now,
            expires_at=expires_at,
        )
        data = {"authority": row.id, "to": to.id, "outcome": outcome or None, "amount_minor": amount_minor}
        audit.record(
            "authority.given_once",
            on=("item", item.id),
            by=by,
            at=now,
            case_id=item.case_id,
            data=data | {"until": expires_at},
            rows=[{"authority": row.id, "why": row.sealed_why}],
        )
        return row


def _outcome(item: ReviewItem, outcome: str) -> OutcomeCode | None:
    if not outcome:
        return None
    found = OutcomeCode.objects.filter(system=item.system_id, code=outcome).first()
    if found is None:
        raise OneTimeInvalid(field="outcome")
    return found


def _require_covered(
    item: ReviewItem, outcome: OutcomeCode | None, amount_minor: int, *, by: Actor, now: datetime
) -> None:
    """Refuse to give more than one has; for any outcome, one has to have it for every one."""
    reach = registry.reach(system_id=item.system_id, roles=accounts.roles(by), person_id=by.id, now=now)
    for one in reach.outcome_codes if outcome is None else [outcome]:
        if not registry.covers(reach.limits, outcome_id=one.id, amount_minor=amount_minor):
            raise NotCovered(permission="authority")


def find_once(item: ReviewItem, *, outcome_id: UUID, by: Actor, now: datetime) -> OneTimeAuthority | None:
    """Lock the one-time authority that covers a decision on an item, the first to end; None without."""
    transactions.require()
    rows = OneTimeAuthority.objects.select_for_update(of=("self",)).filter(
        case=item.case_id,
        system=item.system_id,
        person=by,
        used_by=None,
        expires_at__gt=now,
        amount_minor__gte=item.stake_minor or 0,
    )
    fitting = (one for one in rows.order_by("expires_at", "id") if one.outcome_code_id in {None, outcome_id})
    return next(fitting, None)


def use_once(row: OneTimeAuthority, decision: Decision, *, now: datetime) -> None:
    """Keep which decision an authority carried; undone before it is in force, it is used all the same."""
    transactions.require()
    row.used_by, row.used_at = decision, now
    row.save(update_fields=["used_by", "used_at"])
