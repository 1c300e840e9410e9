"""Whether a list is one of segments of an AI system, who uses which, how many of the last cases fit each."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.core import canonical, vault
from apps.core.words import Words, say
from apps.flow.selectors import skills
from apps.flow.selectors.policy_state import Vocabulary, codes_of
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import CaseKind, ContextSnapshot, Recommendation
from apps.policy import rules
from apps.policy import selectors as policies
from apps.policy.services.refusing import SegmentInUse, SegmentsNotValid
from apps.policy.states import PolicyState
from apps.registry.models import AISystem, PauseSpan, Posture, PostureDraft
from apps.registry.states import PauseScope

LAST = 500
MOST = 50
Segments = Sequence[Mapping[str, Any]]
Uses = Mapping[str, tuple[Words, ...]]


def read_list(raw: object, knows: Vocabulary) -> rules.Policy:
    """Read a list as segments of this AI system: of facts of its contract, a key with one meaning for good.

    Raises: SegmentsNotValid naming the clause; of two that overlap both, and a case that would be in both.
    """
    kinds, codes = knows.contract.kinds(), codes_of(knows.contract)
    try:
        found = rules.read_segments(_exact(raw), facts=kinds, codes=codes, bands=knows.bands)
        rules.refuse_overlap(found, facts=kinds, codes=codes)
    except rules.Overlap as bad:
        example = {name: _plain(value) for name, value in bad.example.items()}
        raise SegmentsNotValid(
            bad.sentence, field=bad.pointer, keys=list(bad.codes), example=example
        ) from bad
    except rules.BadPolicy as bad:
        raise SegmentsNotValid(bad.sentence, field=bad.pointer) from bad
    _require_same_meaning(raw, knows.system)
    return found


def _exact(raw: object) -> object:
    """Return what a list is once it was kept as JSON, with exact decimals.

    Raises: rules.BadPolicy where it is no list of segments, SegmentsNotValid where it is no JSON or too long.
    """
    if isinstance(raw, list) and len(raw) > MOST:
        raise SegmentsNotValid(say("Define at most %(most)s segments.", most=MOST), field="/segments")
    try:
        return json.loads(canonical.encode(raw), parse_float=Decimal)
    except (TypeError, ValueError, RecursionError) as bad:
        rules.read_segments(raw)
        raise SegmentsNotValid(say("This is no JSON that segments could be."), field="") from bad


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value


def _require_same_meaning(raw: Any, system: AISystem) -> None:
    """Refuse a key that stood for other cases: rows of the past would be counted with those of today.

    Raises: SegmentsNotValid.
    """
    meant = {one["key"]: one["when"] for one in (*system.former_segments, *system.segments)}
    for place, one in enumerate(raw):
        if canonical.encode(meant.get(one["key"], one["when"])) != canonical.encode(one["when"]):
            sentence = say(
                "The key %(key)s stands for other cases already, and figures count by it. Give the new "
                "definition a key of its own.",
                key=one["key"],
            )
            raise SegmentsNotValid(sentence, field=f"/segments/{place}/key")


def uses(system: AISystem) -> Uses:
    """Say of each segment that something rests on what does: rules, risk decisions, pauses."""
    found: dict[str, list[Words]] = {}
    for row in policies.versions(system.id):
        if row.state == PolicyState.RETIRED:
            continue
        for key, codes in rules.codes_asked(policies.compiled(row), "segment").items():
            said = say(
                "version %(number)s of the policy (%(rules)s)", number=row.number, rules=", ".join(codes)
            )
            found.setdefault(key, []).append(said)
    live = Posture.objects.filter(system=system, ended_at=None).values_list("body", flat=True)
    drafts = PostureDraft.objects.filter(system=system, closed_at=None).values_list("body", flat=True)
    for said, bodies in (
        (say("the risk decision in force"), live),
        (say("the draft of a risk decision"), drafts),
    ):
        for body in bodies:
            for key in body.get("machine", {}).get("segments", []):
                found.setdefault(key, []).append(said)
    paused = PauseSpan.objects.filter(system=system, scope=PauseScope.SEGMENT, ended_at=None)
    for key in dict.fromkeys(paused.values_list("key", flat=True)):
        found.setdefault(key, []).append(say("a pause"))
    for key, name in skills.asking(system):
        found.setdefault(key, []).append(say("the skills of an inbox (%(inbox)s)", inbox=name))
    return {key: tuple(told) for key, told in found.items()}


def require_free(segments: Segments, system: AISystem) -> None:
    """Refuse a definition in which a segment is gone that something rests on.

    Raises: SegmentInUse.
    """
    kept, used = {one["key"] for one in segments}, uses(system)
    for one in system.segments:
        if one["key"] in kept or one["key"] not in used:
            continue
        told = used[one["key"]]
        said = told[0]
        for more in told[1:]:
            said = say("%(first)s, %(last)s", first=said, last=more)
        sentence = say(
            "The segment %(label)s (%(key)s) cannot go or mean other cases: it is used by %(used)s. Take it "
            "out there first.",
            label=one["label"],
            key=one["key"],
            used=said,
        )
        raise SegmentInUse(sentence, key=one["key"], used_by=[str(each) for each in told])


@dataclass(frozen=True, slots=True)
class Fit:
    """Of the last cases: how many are in each segment, as they count now and as they would ("": in none).

    moves: how many from which to which other. n_opened: of how many the sealed part had to be read.
    """

    n: int
    n_erased: int
    n_opened: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    moves: Mapping[tuple[str, str], int]

    def body(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "n": self.n,
            "n_erased": self.n_erased,
            "n_opened": self.n_opened,
            "before": dict(self.before),
            "after": dict(self.after),
            "moves": [[*way, n] for way, n in self.moves.items()],
        }


def read_fit(body: Mapping[str, Any]) -> Fit:
    """Read one that was kept."""
    moves = {(was, now): n for was, now, n in body["moves"]}
    return Fit(body["n"], body["n_erased"], body["n_opened"], body["before"], body["after"], moves)


def fit(system: AISystem, segments: Segments) -> Fit:
    """Put the last real arrivals into the segments that count and into these, by the same facts."""
    live = policies.compiled_segments(system.segments)
    next_ = policies.compiled_segments([dict(one) for one in segments])
    needed = frozenset[str]().union(*(rules.reads(one) for one in (live, next_) if one))
    rows = Recommendation.objects.filter(system=system, case__kind=CaseKind.REAL)
    found = list(rows.select_related("snapshot__contract", "case").order_by("-received_at", "-id")[:LAST])
    reader = _Reader(needed, vault.open_keys([one.case.subject_id for one in found]))
    ways = Counter(
        (policies.segment_of(live, facts), policies.segment_of(next_, facts))
        for facts in map(reader.facts, found)
        if facts is not None
    )
    before, after = Counter[str](), Counter[str]()
    for (was, would), n in ways.items():
        before[was] += n
        after[would] += n
    moves = {way: n for way, n in ways.items() if way[0] != way[1]}
    n = ways.total()
    return Fit(n, len(found) - n, reader.n_opened, before, after, moves)


class _Reader:
    """Resolves the facts that segments read; counts how many snapshots it opened."""

    def __init__(self, needed: frozenset[str], keys: Mapping[UUID, bytes]) -> None:
        self._needed, self._keys, self.n_opened = needed, keys, 0
        self._of: dict[UUID, intake_rules.StoredFacts] = {}

    def facts(self, row: Recommendation) -> Mapping[str, object] | None:
        """Return the facts of an arrival; None where its subject was erased."""
        snapshot, subject_id = row.snapshot, row.case.subject_id
        if subject_id not in self._keys:
            return None
        resolver = self._resolver(snapshot)
        stored = list(snapshot.facts)
        if resolver.reads_sealed:
            self.n_opened += 1
            opened = vault.open_bytes(snapshot.sealed, subject_id=subject_id, key=self._keys[subject_id])
            stored += json.loads(opened)["facts"]
        return resolver.values(stored, snapshot.at)

    def _resolver(self, snapshot: ContextSnapshot) -> intake_rules.StoredFacts:
        if snapshot.contract_id not in self._of:
            contract = intake.contract(snapshot.contract)
            self._of[snapshot.contract_id] = intake_rules.StoredFacts(contract, self._needed)
        return self._of[snapshot.contract_id]
