"""Reading where a case goes: lane, inbox, due time, audit share, second pair of eyes, own view first."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from apps.intake.rules import conditions
from apps.policy.rules.tree import BadPolicy, Then
from apps.policy.states import Lane

MAX_DUE_HOURS = 8_760
SHARE_STEP = -4  # a share is kept with four decimals
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}", re.ASCII)
FIELDS = ("lane", "inbox", "due_hours", "due_working_hours", "sample_share", "four_eyes", "first_view")


@dataclass(slots=True)
class Reader:
    """What the reading of one tree knows: the names it may use, and how many nodes it has met."""

    kinds: Mapping[str, str] | None
    inboxes: Collection[str] | None
    bands: Mapping[str, tuple[conditions.Number, ...]] | None = None
    codes_of: Mapping[str, Collection[str]] = field(default_factory=dict)
    n_nodes: int = 0
    codes: set[str] = field(default_factory=set)


def an_object(
    raw: object, at: str, allowed: tuple[str, ...], needed: tuple[str, ...]
) -> Mapping[str, object]:
    """Read an object with these fields.

    Raises: BadPolicy.
    """
    if not isinstance(raw, Mapping):
        raise BadPolicy(at, f"Give an object with {', '.join(needed)} here.")
    for name in raw:
        if name not in allowed:
            raise BadPolicy(
                f"{at}/{conditions.pointer_part(name)}", f"Unknown field; allowed are {', '.join(allowed)}."
            )
    for name in needed:
        if name not in raw:
            raise BadPolicy(f"{at}/{name}", f"The field {name} is missing.")
    return raw


def read_then(reader: Reader, raw: object, at: str, *, fallback: Then | None) -> Then:
    """Read a `then`. The machine's lane and HOLD may leave inbox and due time to `otherwise`.

    Raises: BadPolicy.
    """
    fields = an_object(raw, at, FIELDS, ("lane",))
    lane = fields["lane"]
    if not isinstance(lane, str) or lane not in Lane._value2member_map_:
        raise BadPolicy(f"{at}/lane", f"Use one of: {', '.join(Lane)}.")
    lenient = fallback if lane in (Lane.AUTOMATIC, Lane.HOLD) else None
    hours, is_working = _due(fields, at, lenient)
    return Then(
        Lane(lane),
        _inbox(reader, fields.get("inbox"), f"{at}/inbox", lenient),
        hours,
        read_share(fields.get("sample_share", 0), f"{at}/sample_share"),
        is_working,
        _four_eyes(fields, lane, at),
        _first_view(fields, lane, at),
    )


def _inbox(reader: Reader, raw: object, at: str, lenient: Then | None) -> str:
    if raw is None and lenient is not None:
        return lenient.inbox
    if not isinstance(raw, str) or not SLUG.fullmatch(raw):
        raise BadPolicy(at, "Name the inbox where a person finds the case, by its slug.")
    if reader.inboxes is not None and raw not in reader.inboxes:
        raise BadPolicy(at, f"There is no inbox {raw}; create it first or name another.")
    return raw


def _due(fields: Mapping[str, object], at: str, lenient: Then | None) -> tuple[int, bool]:
    by_clock, working = fields.get("due_hours"), fields.get("due_working_hours")
    if by_clock is not None and working is not None:
        raise BadPolicy(f"{at}/due_working_hours", "Give due_hours or due_working_hours, not both.")
    if working is not None:
        return read_hours(working, f"{at}/due_working_hours"), True
    if by_clock is None and lenient is not None:
        return lenient.due_hours, lenient.in_working_hours
    return read_hours(by_clock, f"{at}/due_hours"), False


def read_hours(raw: object, at: str) -> int:
    """Read a whole number of hours.

    Raises: BadPolicy.
    """
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= MAX_DUE_HOURS:
        raise BadPolicy(at, f"Give the hours until it is due: a whole number from 1 to {MAX_DUE_HOURS}.")
    return raw


def read_share(raw: object, at: str) -> Decimal:
    """Read a share with at most four decimals.

    Raises: BadPolicy.
    """
    value = conditions.number(raw)
    if value is None or not 0 <= value <= 1:
        raise BadPolicy(at, "Give a share from 0 to 1.")
    share = Decimal(value)
    if int(share.as_tuple().exponent) < SHARE_STEP and share != round(share, -SHARE_STEP):
        raise BadPolicy(at, "Give a share with at most four decimals.")
    return share


def _four_eyes(fields: Mapping[str, object], lane: str, at: str) -> bool:
    asked = fields.get("four_eyes", False)
    if not isinstance(asked, bool):
        raise BadPolicy(f"{at}/four_eyes", "Say true or false.")
    if asked:
        _refuse_by_machine("four_eyes", lane, at)
    return asked


def _first_view(fields: Mapping[str, object], lane: str, at: str) -> Decimal:
    """Read the share of cases in which a person judges first; true: all of them, false: none."""
    asked = fields.get("first_view", False)
    share = Decimal(asked) if isinstance(asked, bool) else read_share(asked, f"{at}/first_view")
    if share:
        _refuse_by_machine("first_view", lane, at)
    return share


def _refuse_by_machine(name: str, lane: str, at: str) -> None:
    if lane == Lane.AUTOMATIC:
        raise BadPolicy(f"{at}/{name}", f"Where the AI decides alone there is no {name}; leave it out.")
