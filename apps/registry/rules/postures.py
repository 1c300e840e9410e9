"""A risk posture as a document: what the owner accepts, and how far the machine may ever go.

Reading refuses with a JSON pointer to the clause and a sentence on how to mend it.
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from apps.core.words import say
from apps.registry.rules.limits import Limit
from apps.registry.states import LimitAct, LimitKind, PauseMode

MOST_DAYS = 366
DAYS = 180
MOST_ROWS = 20
MOST_MINOR = 10**15
LONGEST = 300
LONGEST_CODE = 40
MAX_BYTES = 64 * 1024
MOST_WEEKS = 12
MOST_CASES = 10_000
TOLD = ("supervisor", "analyst", "auditor", "admin")
_KNOWN = frozenset(
    {
        *("statement", "errors", "review_cost_minor", "machine", "audit_share", "first_view_share"),
        *("limits", "fallback", "expires_on", "expires_after_days", "never_by_ai", "told", "tell"),
    }
)


class BadPosture(ValueError):
    """A document that cannot be a posture: a JSON pointer to the clause, and a sentence on how to mend it."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(f"{pointer or '/'}: {sentence}")
        self.pointer = pointer
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One way to be wrong: what it costs in minor units, and how often it is acceptable, in [0, 1]."""

    code: str
    label: str
    cost_minor: int
    acceptable_share: Decimal


@dataclass(frozen=True, slots=True)
class Posture:
    """A posture as the product obeys it. expires_on: the last day it counts; else `expires_after_days`.

    review_minor: what one look by a person costs, in minor units; None where the owner puts no price on it.
    """

    statement: str
    errors: tuple[ErrorKind, ...] = ()
    review_minor: int | None = None
    outcomes: tuple[str, ...] = ()
    max_amount_minor: int = 0
    segments: tuple[str, ...] = ()
    audit_share: Decimal = Decimal(0)
    first_view_share: Decimal = Decimal(0)
    limits: Mapping[LimitKind, Limit] = field(default_factory=dict)
    fallback: PauseMode = PauseMode.PEOPLE
    expires_on: dt.date | None = None
    expires_after_days: int = DAYS
    never_by_ai: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()

    def body(self) -> dict[str, object]:
        """Write it as it is kept; reading it again gives the same posture."""
        until: dict[str, object] = {"expires_after_days": self.expires_after_days}
        if self.expires_on:
            until = {"expires_on": self.expires_on.isoformat()}
        priced = {} if self.review_minor is None else {"review_cost_minor": self.review_minor}
        return {
            "statement": self.statement,
            "errors": [
                {
                    "code": one.code,
                    "label": one.label,
                    "cost_minor": one.cost_minor,
                    "acceptable_share": float(one.acceptable_share),
                }
                for one in self.errors
            ],
            **priced,
            "machine": {
                "outcomes": list(self.outcomes),
                "max_amount_minor": self.max_amount_minor,
                "segments": list(self.segments),
            },
            "audit_share": float(self.audit_share),
            "first_view_share": float(self.first_view_share),
            "limits": {kind.value: _limit_body(one) for kind, one in self.limits.items()},
            "fallback": self.fallback.value,
            **until,
            "never_by_ai": list(self.never_by_ai),
            "told": list(self.told),
            "tell": list(self.tell),
        }


def _limit_body(limit: Limit) -> dict[str, object]:
    most = float(limit.most) if limit.kind.is_share else int(limit.most)
    body: dict[str, object] = {"most": most, "then": limit.then.value}
    return body | ({"at_least": limit.at_least, "weeks": limit.weeks} if limit.kind.is_share else {})


def read_posture(body: Mapping[str, Any]) -> Posture:
    """Read a posture that is or was in force; it was checked when it was signed.

    Raises: BadPosture.
    """
    return parse_posture(body)


def parse_posture(
    body: object, *, outcomes: Mapping[str, bool] | None = None, segments: Collection[str] | None = None
) -> Posture:
    """Read a document.

    outcomes: code -> whether the machine may ever decide it; segments: those of the AI system.

    Raises: BadPosture.
    """
    if not isinstance(body, Mapping):
        raise BadPosture("", say("A posture is an object; it starts with the line statement:"))
    for name in body:
        if name not in _KNOWN:
            raise BadPosture(
                f"/{name}", say("A posture has no clause of that name; take it out or spell it otherwise.")
            )
    machine = body.get("machine", {})
    if not isinstance(machine, Mapping):
        raise BadPosture("/machine", say("Say which outcomes, segments and amounts the AI may decide."))
    last_day, days = _day(body.get("expires_on")), _days(body.get("expires_after_days", DAYS))
    return Posture(
        statement=_text(body.get("statement"), "/statement"),
        errors=_errors(body.get("errors", [])),
        review_minor=_review_cost(body.get("review_cost_minor")),
        outcomes=_outcomes(machine.get("outcomes", []), outcomes),
        max_amount_minor=_money(machine.get("max_amount_minor", 0), "/machine/max_amount_minor"),
        segments=_segments(machine.get("segments", []), segments),
        audit_share=_share(body.get("audit_share", 0), "/audit_share"),
        first_view_share=_share(body.get("first_view_share", 0), "/first_view_share"),
        limits=_limits(body.get("limits", {})),
        fallback=_fallback(body.get("fallback", PauseMode.PEOPLE.value)),
        expires_on=last_day,
        expires_after_days=DAYS if last_day else days,
        never_by_ai=_texts(body.get("never_by_ai", []), "/never_by_ai"),
        told=_texts(body.get("told", []), "/told"),
        tell=_tell(body.get("tell", [])),
    )


def ends_at(posture: Posture, *, now: dt.datetime, time_zone: str) -> dt.datetime:
    """Return when a posture signed now ends: after its last day where its owner lives.

    Raises: BadPosture when that is past, or more than a year away.
    """
    if posture.expires_on is None:
        return now + dt.timedelta(days=posture.expires_after_days)
    after = posture.expires_on + dt.timedelta(days=1)
    at = dt.datetime.combine(after, dt.time(), tzinfo=ZoneInfo(time_zone))
    if at <= now:
        raise BadPosture(
            "/expires_on", say("This day is past. Choose a day on which it is to be signed anew.")
        )
    if at - now > dt.timedelta(days=MOST_DAYS):
        raise BadPosture(
            "/expires_on", say("A risk decision counts for at most a year. Choose an earlier day.")
        )
    return at


def _errors(raw: object) -> tuple[ErrorKind, ...]:
    rows = _rows(raw, "/errors")
    found = tuple(_error(row, f"/errors/{place}") for place, row in enumerate(rows))
    codes = [one.code for one in found]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise BadPosture(f"/errors/{place}/code", say("Two kinds of error have the same code."))
    return found


def _error(row: object, at: str) -> ErrorKind:
    if not isinstance(row, Mapping):
        raise BadPosture(at, say("Describe a kind of error with code, label, cost and acceptable share."))
    code = _text(row.get("code"), f"{at}/code", longest=LONGEST_CODE)
    return ErrorKind(
        code=code,
        label=_text(row.get("label"), f"{at}/label"),
        cost_minor=_money(row.get("cost_minor", 0), f"{at}/cost_minor"),
        acceptable_share=_share(row.get("acceptable_share"), f"{at}/acceptable_share"),
    )


def _review_cost(raw: object) -> int | None:
    return None if raw is None else _money(raw, "/review_cost_minor")


def _outcomes(raw: object, known: Mapping[str, bool] | None) -> tuple[str, ...]:
    found = _texts(raw, "/machine/outcomes")
    for place, code in enumerate(found):
        at = f"/machine/outcomes/{place}"
        if known is None:
            continue
        if code not in known:
            raise BadPosture(at, say("This AI system has no outcome %(code)s.", code=code))
        if not known[code]:
            raise BadPosture(
                at, say("The outcome %(code)s is for people: the AI may never decide it.", code=code)
            )
    return found


def _segments(raw: object, known: Collection[str] | None) -> tuple[str, ...]:
    found = _texts(raw, "/machine/segments")
    for place, key in enumerate(found):
        if known is not None and key not in known:
            raise BadPosture(
                f"/machine/segments/{place}", say("This AI system has no segment %(key)s.", key=key)
            )
    return found


def _limits(raw: object) -> dict[LimitKind, Limit]:
    if not isinstance(raw, Mapping):
        raise BadPosture("/limits", say("Name each limit with its bound and what it does."))
    return {kind: _limit(kind, row, f"/limits/{kind.value}") for kind, row in _named_limits(raw)}


def _named_limits(raw: Mapping[str, object]) -> list[tuple[LimitKind, object]]:
    known = {one.value: one for one in LimitKind if one is not LimitKind.EXPIRY}
    for name in raw:
        if name not in known:
            names = ", ".join(known)
            raise BadPosture(
                f"/limits/{name}", say("There is no such limit; there are %(names)s.", names=names)
            )
    return [(known[name], raw[name]) for name in known if name in raw]


def _limit(kind: LimitKind, row: object, at: str) -> Limit:
    if not isinstance(row, Mapping):
        raise BadPosture(at, say("Describe a limit with most and then."))
    then = row.get("then")
    if then not in {one.value for one in LimitAct}:
        raise BadPosture(f"{at}/then", say("Say narrow or pause."))
    if not kind.is_share:
        most = Decimal(_whole(row.get("most"), f"{at}/most", lowest=0, highest=MOST_CASES))
        return Limit(kind, most, LimitAct(then))
    return Limit(
        kind,
        _share(row.get("most"), f"{at}/most"),
        LimitAct(then),
        at_least=_whole(row.get("at_least", 30), f"{at}/at_least", lowest=10, highest=MOST_CASES),
        weeks=_whole(row.get("weeks", 4), f"{at}/weeks", lowest=1, highest=MOST_WEEKS),
    )


def _fallback(raw: object) -> PauseMode:
    if raw not in {one.value for one in PauseMode}:
        raise BadPosture("/fallback", say("Say people, hold or refuse."))
    return PauseMode(raw)


def _tell(raw: object) -> tuple[str, ...]:
    found = _texts(raw, "/tell")
    for place, role in enumerate(found):
        if role not in TOLD:
            names = ", ".join(TOLD)
            raise BadPosture(f"/tell/{place}", say("Name a role: %(names)s.", names=names))
    return found


def _day(raw: object) -> dt.date | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    try:
        return dt.date.fromisoformat(str(raw))
    except ValueError:
        raise BadPosture("/expires_on", say("Write a day, such as 2027-02-28.")) from None


def _days(raw: object) -> int:
    return _whole(raw, "/expires_after_days", lowest=1, highest=MOST_DAYS)


def _rows(raw: object, at: str) -> list[object]:
    if not isinstance(raw, list) or len(raw) > MOST_ROWS:
        raise BadPosture(at, say("Write a list of at most %(n)s.", n=MOST_ROWS))
    return raw


def _texts(raw: object, at: str) -> tuple[str, ...]:
    found = tuple(_text(one, f"{at}/{place}") for place, one in enumerate(_rows(raw, at)))
    for place, one in enumerate(found):
        if one in found[:place]:
            raise BadPosture(f"{at}/{place}", say("This stands here twice."))
    return found


def _text(raw: object, at: str, *, longest: int = LONGEST) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw.strip()) > longest or "\0" in raw:
        raise BadPosture(at, say("Write a text of at most %(n)s characters.", n=longest))
    return raw.strip()


def _money(raw: object, at: str) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and raw < 0:
        raise BadPosture(at, say("An amount cannot be negative."))
    return _whole(raw, at, lowest=0, highest=MOST_MINOR)


def _whole(raw: object, at: str, *, lowest: int, highest: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not lowest <= raw <= highest:
        raise BadPosture(at, say("Write a whole number from %(low)s to %(high)s.", low=lowest, high=highest))
    return raw


def _share(raw: object, at: str) -> Decimal:
    try:
        share = Decimal(str(raw)) if isinstance(raw, int | float | Decimal) else Decimal("NaN")
    except InvalidOperation:
        share = Decimal("NaN")
    if isinstance(raw, bool) or not math.isfinite(share):
        raise BadPosture(at, say("Write a share from 0 to 1, such as 0.12."))
    if not 0 <= share <= 1:
        raise BadPosture(at, say("A share lies between 0 and 1: 12 in 100 is 0.12."))
    return share


def parse_posture_text(text: str, *, outcomes: Mapping[str, bool], segments: Collection[str]) -> Posture:
    """Read a posture from YAML (JSON is YAML too).

    Raises: BadPosture.
    """
    if len(text) > MAX_BYTES:
        raise BadPosture("", say("This text is larger than 64 KB; a posture is a page."))
    try:
        body = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise BadPosture("", say("This is not YAML. Look for a missing colon, quote or blank.")) from None
    return parse_posture(body, outcomes=outcomes, segments=segments)


def posture_as_text(posture: Posture) -> str:
    """Write a posture as the YAML that is read back."""
    return str(yaml.safe_dump(posture.body(), sort_keys=False, allow_unicode=True, width=110))
