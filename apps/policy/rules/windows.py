"""Reading what a policy has counted over the last days, such as the cases of one person in 12 months."""

from collections.abc import Mapping

from apps.intake.rules import conditions
from apps.policy.rules.results import an_object
from apps.policy.rules.tree import FLOW_FACTS, BadPolicy, Counted, Window

MAX_WINDOWS = 10
MAX_DAYS = 3_660
FIELDS = ("name", "counts", "days")


def read_windows(raw: object, facts: Mapping[str, str] | None) -> tuple[Window, ...]:
    """Read the windows that a policy declares; each becomes a fact that its rules may read.

    Raises: BadPolicy.
    """
    if not isinstance(raw, list | tuple) or len(raw) > MAX_WINDOWS:
        raise BadPolicy("/windows", f"List at most {MAX_WINDOWS} windows here.")
    found: list[Window] = []
    for place, one in enumerate(raw):
        found.append(_window(one, f"/windows/{place}", {*(facts or {}), *(two.name for two in found)}))
    return tuple(found)


def _window(raw: object, at: str, taken: set[str]) -> Window:
    fields = an_object(raw, at, FIELDS, FIELDS)
    name, counts, days = (fields[field] for field in FIELDS)
    if not isinstance(name, str) or not conditions.FACT_NAME.fullmatch(name):
        raise BadPolicy(f"{at}/name", "Name it as a fact: small letters, digits and _, at most 64.")
    if name in taken or name in FLOW_FACTS:
        raise BadPolicy(f"{at}/name", f"There is a fact {name} already; give the window another name.")
    if not isinstance(counts, str) or counts not in Counted._value2member_map_:
        raise BadPolicy(f"{at}/counts", f"Count one of: {', '.join(Counted)}.")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MAX_DAYS:
        raise BadPolicy(f"{at}/days", f"Give a whole number of days from 1 to {MAX_DAYS}.")
    return Window(name, Counted(counts), days)
