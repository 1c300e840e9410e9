"""A posture in the words that an executive signs, and what one version changes against another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from apps.core.money import Amount
from apps.core.words import Words, say
from apps.registry.rules.limits import Limit
from apps.registry.rules.postures import ErrorKind, Posture
from apps.registry.states import LimitAct, LimitKind, PauseMode


@dataclass(frozen=True, slots=True)
class Named:
    """What outcomes and segments are called where the sentences are read, and the currency of the amounts."""

    currency: str
    outcomes: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs: its sentence before and after; None where there is none."""

    clause: str
    before: Words | None
    after: Words | None


def sentences(posture: Posture, named: Named) -> dict[str, Words]:
    """Say every clause: JSON pointer -> sentence, in the order in which it is read."""
    said: dict[str, Words] = {"/statement": say("%(statement)s", statement=posture.statement)}
    said |= {f"/errors/{one.code}": _error(one, named) for one in posture.errors}
    said |= _review(posture, named) | _machine(posture, named)
    said["/audit_share"] = say(
        "Of what the AI decides alone, people look at no fewer than %(share)s in 100 afterwards.",
        share=_hundred(posture.audit_share),
    )
    if posture.first_view_share:
        said["/first_view_share"] = say(
            "In %(share)s of 100 cases an officer is to judge before seeing the suggestion.",
            share=_hundred(posture.first_view_share),
        )
    said |= {f"/limits/{kind.value}": limit_in_words(one) for kind, one in posture.limits.items()}
    said["/fallback"] = FALLBACKS[posture.fallback]
    said["/expires_on"] = _expiry(posture)
    if posture.never_by_ai:
        said["/never_by_ai"] = say("The AI does none of this: %(what)s.", what=list(posture.never_by_ai))
    said["/tell"] = _told(posture)
    return said


FALLBACKS = {
    PauseMode.PEOPLE: say(
        "When it ends or a limit pauses the AI, every new case goes to a person, with the suggestion."
    ),
    PauseMode.HOLD: say(
        "When it ends or a limit pauses the AI, new cases are held until that is over, and then go to people."
    ),
    PauseMode.REFUSE: say(
        "When it ends or a limit pauses the AI, new cases are refused; their sender is told to send later."
    ),
}
_ROLES = {
    "supervisor": say("supervisors"),
    "analyst": say("analysts"),
    "auditor": say("auditors"),
    "admin": say("admins"),
}


def differences(before: Posture, after: Posture, named: Named) -> tuple[Change, ...]:
    """Say what one version changes against another, clause by clause."""
    old, new = sentences(before, named), sentences(after, named)
    clauses = [*new, *(clause for clause in old if clause not in new)]
    return tuple(
        Change(clause, old.get(clause), new.get(clause))
        for clause in clauses
        if old.get(clause) != new.get(clause)
    )


def _hundred(share: Decimal) -> Decimal:
    written = (share * 100).normalize()
    return written.quantize(Decimal(1)) if written == written.to_integral() else written


def _error(one: ErrorKind, named: Named) -> Words:
    return say(
        "%(label)s: acceptable in at most %(share)s of 100 cases; each costs about %(cost)s.",
        label=one.label,
        share=_hundred(one.acceptable_share),
        cost=Amount(one.cost_minor, named.currency),
    )


def _review(posture: Posture, named: Named) -> dict[str, Words]:
    if posture.review_minor is None:
        return {}
    cost = Amount(posture.review_minor, named.currency)
    return {"/review_cost_minor": say("A look by a person is reckoned at %(cost)s.", cost=cost)}


def _machine(posture: Posture, named: Named) -> dict[str, Words]:
    if not (posture.outcomes and posture.segments):
        return {"/machine": say("The AI decides nothing alone; people decide every case.")}
    outcomes = [named.outcomes.get(code, code) for code in posture.outcomes]
    segments = [named.segments.get(key, key) for key in posture.segments]
    return {
        "/machine/outcomes": say("The AI may decide alone only: %(outcomes)s.", outcomes=outcomes),
        "/machine/max_amount_minor": say(
            "It may do so up to %(amount)s at stake.", amount=Amount(posture.max_amount_minor, named.currency)
        ),
        "/machine/segments": say("It may do so only in: %(segments)s.", segments=segments),
    }


def limit_in_words(limit: Limit) -> Words:
    """Say a limit: its bound, over what, and what happens above it."""
    return say("%(bound)s; above that, %(then)s.", bound=_bound(limit), then=_then(limit))


def _bound(limit: Limit) -> Words:
    if limit.kind is LimitKind.OVERDUE:
        return say("At most %(most)s deliveries may be unconfirmed past their time", most=int(limit.most))
    share, weeks, n = _hundred(limit.most), limit.weeks, limit.at_least
    if limit.kind is LimitKind.OVERRIDE:
        return say(
            "People overrule at most %(share)s of 100 suggestions in %(weeks)s weeks, in all and in each "
            "segment where the AI decides alone (from %(n)s decisions on)",
            share=share,
            weeks=weeks,
            n=n,
        )
    if limit.kind is LimitKind.STALE:
        return say(
            "At most %(share)s of 100 cases of %(weeks)s weeks arrive with facts too old "
            "(from %(n)s cases on)",
            share=share,
            weeks=weeks,
            n=n,
        )
    return say(
        "At most %(share)s of 100 statements of the AI in %(weeks)s weeks are unsupported "
        "(from %(n)s statements on)",
        share=share,
        weeks=weeks,
        n=n,
    )


def _then(limit: Limit) -> Words:
    if limit.then is LimitAct.PAUSE:
        return say("the AI is paused by itself")
    if limit.kind is LimitKind.OVERRIDE:
        return say("every case goes to people, or every case of that segment")
    return say("every case goes to people")


def _expiry(posture: Posture) -> Words:
    if posture.expires_on:
        return say("It counts until %(day)s, and no longer.", day=posture.expires_on)
    return say(
        "It counts for %(days)s days from the signature, and no longer.", days=posture.expires_after_days
    )


def _told(posture: Posture) -> Words:
    if not posture.tell:
        return say("When a limit acts, or this ends soon, the owner is told.")
    roles = [_ROLES[role] for role in posture.tell]
    return say("When a limit acts, or this ends soon, the owner is told, and %(who)s.", who=roles)
