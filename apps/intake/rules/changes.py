"""What differs between two looks at the facts of one case, and what of it can change where the case goes."""

from collections.abc import Collection

from apps.intake.rules.shapes import Check, Contract


def differing(before: Check, after: Check) -> frozenset[str]:
    """Return the facts whose value in use, or what the check finds about them, is another one."""
    keys = {*before.resolved, *after.resolved, *(one.fact for one in (*before.findings, *after.findings))}
    return frozenset(
        key
        for key in keys
        if _value(before, key) != _value(after, key) or _state(before, key) != _state(after, key)
    )


def decisive(before: Check, after: Check, *, reads: Collection[str], contract: Contract) -> frozenset[str]:
    """Return the differing facts that can change where the case goes.

    Those that `reads` names (the rules of policy and segments), those that an exclusion of the contract
    reads, and those the case needs whose state changed: missing, too old, disputed, or no longer so.
    """
    read = {*reads, *(one.when.fact for one in contract.exclusions)}
    needed = before.required | after.required
    return frozenset(
        key
        for key in differing(before, after)
        if key in read or (key in needed and _state(before, key) != _state(after, key))
    )


def _value(check: Check, key: str) -> object:
    found = check.resolved.get(key)
    return None if found is None else found.value


def _state(check: Check, key: str) -> frozenset[tuple[str, str]]:
    return frozenset((one.kind.value, one.severity.value) for one in check.findings if one.fact == key)
