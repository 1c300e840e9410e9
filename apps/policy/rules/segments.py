"""Reading the segments of an AI system: a case is in at most one of them."""

from collections.abc import Collection, Mapping
from itertools import combinations

from apps.policy.rules.parse import parse
from apps.policy.rules.reach import implies
from apps.policy.rules.results import an_object
from apps.policy.rules.tree import BadPolicy, Policy

FIELDS = ("key", "label", "when")
THEN = {"lane": "OFFICER", "inbox": "none", "due_hours": 1}


def read_segments(
    raw: object,
    *,
    facts: Mapping[str, str] | None = None,
    codes: Mapping[str, Collection[str]] | None = None,
) -> Policy:
    """Read segments as rules whose code is the segment's key; the first that holds is a case's.

    facts, codes: as `parse` takes them.
    Raises: BadPolicy, naming the clause.
    """
    if not isinstance(raw, list | tuple):
        raise BadPolicy("/segments", "List the segments here, each with key, label and when.")
    named = [_named(one, f"/segments/{place}") for place, one in enumerate(raw)]
    try:
        return parse({"rules": named, "otherwise": THEN}, facts=facts, codes=codes)
    except BadPolicy as bad:
        at = bad.pointer.replace("/rules", "/segments", 1).replace("/code", "/key").replace("/say", "/label")
        raise BadPolicy(at, bad.sentence) from None


def refuse_overlap(segments: Policy) -> None:
    """Refuse two segments that may both hold, and two of which it cannot be told that they never do.

    What counts for the one would count for the other, and the order alone would say for which.
    Raises: BadPolicy, naming both clauses.
    """
    for (first, one), (second, two) in combinations(enumerate(segments.rules), 2):
        if not implies(one.when, two.when, not_two=True):
            raise BadPolicy(
                f"/segments/{second}/when",
                f"The segments {one.code} (/segments/{first}/when) and {two.code} (/segments/{second}/when) "
                "overlap: a case could be in both. Ask in one of them for what the other excludes.",
            )


def _named(raw: object, at: str) -> dict[str, object]:
    fields = an_object(raw, at, FIELDS, FIELDS)
    return {"code": fields["key"], "say": fields["label"], "when": fields["when"], "then": THEN}
