"""Reading the segments of an AI system: a case is in at most one of them."""

from collections.abc import Collection, Mapping
from itertools import combinations

from apps.intake.rules import conditions
from apps.policy.rules.meeting import Facts, TooManyToTry, meeting
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
    bands: Mapping[str, tuple[conditions.Number, ...]] | None = None,
) -> Policy:
    """Read segments as rules whose code is the segment's key; the first that holds is a case's.

    facts, codes, bands: as `parse` takes them.
    Raises: BadPolicy, naming the clause.
    """
    if not isinstance(raw, list | tuple):
        raise BadPolicy("/segments", "List the segments here, each with key, label and when.")
    named = [_named(one, f"/segments/{place}") for place, one in enumerate(raw)]
    for place, one in enumerate(named):
        if one["say"] in [before["say"] for before in named[:place]]:
            raise BadPolicy(f"/segments/{place}/label", "Another segment is called so already.")
    try:
        return parse({"rules": named, "otherwise": THEN}, facts=facts, codes=codes, bands=bands)
    except BadPolicy as bad:
        at = bad.pointer.replace("/rules", "/segments", 1).replace("/code", "/key").replace("/say", "/label")
        raise BadPolicy(at, bad.sentence) from None


class Overlap(BadPolicy):
    """Two segments that one case could be in.

    codes: of both. example: facts of such a case; empty where it could only not be told that there is none.
    """

    def __init__(self, pointer: str, sentence: str, codes: tuple[str, str], example: Facts) -> None:
        super().__init__(pointer, sentence)
        self.codes = codes
        self.example = example


def refuse_overlap(
    segments: Policy,
    *,
    facts: Mapping[str, str] | None = None,
    codes: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Refuse two segments that may both hold, and two of which it cannot be told that they never do.

    What counts for the one would count for the other, and the order alone would say for which.
    facts, codes: as `parse` takes them.
    Raises: Overlap, naming both clauses and a case that would be in both.
    """
    for (first, one), (second, two) in combinations(enumerate(segments.rules), 2):
        if implies(one.when, two.when, not_two=True):
            continue
        try:
            example = meeting((one.when, two.when), kinds=facts, codes=codes)
        except TooManyToTry:
            example = {}
        if example is not None:
            raise Overlap(
                f"/segments/{second}/when",
                f"The segments {one.code} (/segments/{first}/when) and {two.code} (/segments/{second}/when) "
                f"overlap: a case could be in both{_told(example)}. Ask in one of them for what the other "
                "excludes.",
                (one.code, two.code),
                example,
            )


def _told(example: Facts) -> str:
    said = ", ".join(f"{name} {_value(value)}" for name, value in example.items())
    return f", one with {said}" if said else ""


def _value(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, tuple):
        return "/".join(value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(raw: object, at: str) -> dict[str, object]:
    fields = an_object(raw, at, FIELDS, FIELDS)
    return {"code": fields["key"], "say": fields["label"], "when": fields["when"], "then": THEN}
