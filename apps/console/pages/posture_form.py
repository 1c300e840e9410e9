"""The form of a risk decision: what stands in it, and what was typed into it as clauses of a posture."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.core import money
from apps.registry import rules
from apps.registry.models import AISystem
from apps.registry.states import LimitKind

LONGEST = 300
LONG = 4000
MOST_ERRORS = 12
MOST_DIGITS = 15
LISTS = ("outcome", "segment", "tell")
LIMITS = tuple(kind for kind in LimitKind if kind is not LimitKind.EXPIRY)
_PLAIN = {
    "/statement": "statement",
    "/review_cost_minor": "review",
    "/machine/max_amount_minor": "amount",
    "/audit_share": "audit",
    "/first_view_share": "first_view",
    "/fallback": "fallback",
    "/expires_on": "expires_on",
    "/never_by_ai": "never",
    "/told": "told",
    "/tell": "tell",
    "/machine/outcomes": "outcome",
    "/machine/segments": "segment",
}
_OF_ERROR = {"label": "label", "cost_minor": "cost", "acceptable_share": "share", "code": "label"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, whatever becomes of it; `several` holds what was ticked."""

    fields: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


def typed(post: QueryDict) -> Typed:
    """Read the form; long text is cut."""
    long = {"never", "told"}
    fields = {name: str(post[name]).strip()[: LONG if name in long else LONGEST] for name in post}
    return Typed(fields, {name: [one[:LONGEST] for one in post.getlist(name)] for name in LISTS})


def of_posture(posture: rules.Posture | None, currency: str) -> Typed:
    """Fill the form with a posture; empty where there is none yet."""
    if posture is None:
        return Typed({"fallback": "people", "audit": "10"}, {})
    fields = {
        "statement": posture.statement,
        "review": "" if posture.review_minor is None else str(money.major(posture.review_minor, currency)),
        "amount": str(money.major(posture.max_amount_minor, currency)),
        "audit": _hundred(posture.audit_share),
        "first_view": _hundred(posture.first_view_share),
        "fallback": posture.fallback.value,
        "expires_on": posture.expires_on.isoformat() if posture.expires_on else "",
        "never": "\n".join(posture.never_by_ai),
        "told": "\n".join(posture.told),
    }
    for place, one in enumerate(posture.errors):
        fields |= {
            f"error-{place}-code": one.code,
            f"error-{place}-label": one.label,
            f"error-{place}-cost": str(money.major(one.cost_minor, currency)),
            f"error-{place}-share": _hundred(one.acceptable_share),
        }
    for kind, limit in posture.limits.items():
        fields |= {
            f"limit-{kind.value}-most": _hundred(limit.most) if kind.is_share else str(int(limit.most)),
            f"limit-{kind.value}-at_least": str(limit.at_least),
            f"limit-{kind.value}-weeks": str(limit.weeks),
            f"limit-{kind.value}-then": limit.then.value,
        }
    several = {"outcome": posture.outcomes, "segment": posture.segments, "tell": posture.tell}
    return Typed(fields, several)


def body_of(given: Typed, *, currency: str) -> dict[str, Any]:
    """Write the document that was typed; what is no number stays as it is, and is refused with its clause."""
    body: dict[str, Any] = {
        "statement": given.get("statement"),
        "errors": _errors(given, currency),
        "machine": {
            "outcomes": list(given.several.get("outcome", ())),
            "max_amount_minor": _minor(given.get("amount") or "0", currency),
            "segments": list(given.several.get("segment", ())),
        },
        "audit_share": _share(given.get("audit") or "0"),
        "first_view_share": _share(given.get("first_view") or "0"),
        "limits": {
            kind.value: _limit(given, kind) for kind in LIMITS if given.get(f"limit-{kind.value}-most")
        },
        "fallback": given.get("fallback"),
        "never_by_ai": _lines(given.get("never")),
        "told": _lines(given.get("told")),
        "tell": list(given.several.get("tell", ())),
    }
    if given.get("review"):
        body["review_cost_minor"] = _minor(given.get("review"), currency)
    return body | {"expires_on": given.get("expires_on") or "-"}


def places(given: Typed) -> list[int]:
    """Return the rows of errors that the form shows: those that have a name, and an empty one."""
    return _named(given) + ([_next(given)] if _next(given) < MOST_ERRORS else [])


def _named(given: Typed) -> list[int]:
    return [place for place in range(MOST_ERRORS) if given.get(f"error-{place}-label")]


def _next(given: Typed) -> int:
    return max(_named(given), default=-1) + 1


def field_at(pointer: str, given: Typed) -> str:
    """Return the field of the form that a clause is typed into."""
    parts = pointer.strip("/").split("/")
    if parts[0] == "errors" and parts[2:]:
        return f"error-{_named(given)[int(parts[1])]}-{_OF_ERROR.get(parts[2], 'label')}"
    if parts[0] == "limits" and parts[2:]:
        return f"limit-{parts[1]}-{parts[2]}"
    return next((name for at, name in _PLAIN.items() if pointer.startswith(at)), "")


def in_its_unit(name: str, said: str, system: AISystem) -> str:
    """Say what a field takes in the unit of the form, where a clause is kept in another one."""
    kind = name.rpartition("-")[2]
    is_share = kind in ("share", "audit", "first_view") or (kind == "most" and name != "limit-overdue-most")
    if is_share:
        return _("Write a number from 0 to 100.")
    if kind in ("cost", "review", "amount"):
        return _("Write an amount in %(currency)s, such as 1500.00; it cannot be negative.") % {
            "currency": system.currency
        }
    return said


def _errors(given: Typed, currency: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place in _named(given):
        label = given.get(f"error-{place}-label")
        code = given.get(f"error-{place}-code") or _code(label, [one["code"] for one in found])
        found.append(
            {
                "code": code,
                "label": label,
                "cost_minor": _minor(given.get(f"error-{place}-cost") or "0", currency),
                "acceptable_share": _share(given.get(f"error-{place}-share")),
            }
        )
    return found


def _code(label: str, taken: Sequence[str]) -> str:
    stem = slugify(label).replace("-", "_")[:30] or "error"
    return next(one for n in range(MOST_ERRORS + 1) if (one := f"{stem}_{n}" if n else stem) not in taken)


def _limit(given: Typed, kind: LimitKind) -> dict[str, Any]:
    most = given.get(f"limit-{kind.value}-most")
    row: dict[str, Any] = {
        "most": _share(most) if kind.is_share else _whole(most),
        "then": given.get(f"limit-{kind.value}-then"),
    }
    if kind.is_share:
        row["at_least"] = _whole(given.get(f"limit-{kind.value}-at_least") or "30")
        row["weeks"] = _whole(given.get(f"limit-{kind.value}-weeks") or "4")
    return row


def _number(text: str) -> Decimal | None:
    plain = text.replace(" ", "")
    if re.fullmatch(r"-?\d{1,15},\d{1,4}", plain, re.ASCII):
        plain = plain.replace(",", ".")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= MOST_DIGITS else None


def _share(text: str) -> Decimal | str:
    found = _number(text)
    return text if found is None else found / 100


def _minor(text: str, currency: str) -> int | str:
    found = _number(text)
    return text if found is None else money.minor(found, currency)


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _hundred(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
