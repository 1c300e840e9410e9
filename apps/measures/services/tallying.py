"""What the pages of insights add up: decisions that are alike, week by week, counted anew in place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min

from apps.core import bulk, transactions
from apps.measures import rules, selectors
from apps.measures.models import DecisionTally, SignalTally, Tallied
from apps.measures.services import alone
from apps.registry.models import AISystem

DECISION_KEYS = (
    "week_on", "segment", "model_version", "direction", "reason", "recommended", "decided", "by_person",
    "is_override", "view_asked", "viewed", "is_old", "fits_rule", "value", "seconded",
)  # fmt: skip
SIGNAL_KEYS = ("week_on", "kind", "code")
# What one pass over the decisions of an AI system says of each. The last decision of a case is looked for
# among all of its decisions that are no second look, whatever kind they and it are, as `selectors.ripe` does.
TOLD = """
WITH mine AS (
  SELECT f.*, rank() OVER (PARTITION BY case_id ORDER BY decided_at DESC) = 1 AS is_last
  FROM measures_decisionfacts f WHERE f.system_id = %(system)s AND NOT f.is_audit
), reversed AS (
  SELECT DISTINCT reverses_id FROM reviews_decision WHERE reverses_id IS NOT NULL
), known AS (
  SELECT DISTINCT ON (case_id) case_id, value FROM measures_outcome
  WHERE measure = %(measure)s AND known_at <= %(now)s AND value IS NOT NULL
    AND case_id IN (SELECT case_id FROM mine)
  ORDER BY case_id, known_at DESC, id DESC
), looked AS (
  SELECT decision_id, result = 'AGREES' OR holds = 'FIRST' AS seconded FROM reviews_secondreview
  WHERE system_id = %(system)s AND result NOT IN ('', 'DROPPED') AND (result = 'AGREES' OR holds <> '')
), told AS (
  SELECT date_trunc('week', m.decided_at AT TIME ZONE %(zone)s)::date AS week_on, m.segment,
    m.model_version, m.direction, m.reason, m.recommended, m.decided, m.by_kind = 'PERSON' AS by_person,
    m.is_override, m.view_asked, m.viewed,
    m.is_last AND r.reverses_id IS NULL AND COALESCE(m.decided_at <= %(until)s, false) AS is_old,
    COALESCE(m.features ->> %(fact)s = %(equals)s, false) AS fits_rule, k.value, l.seconded, m.features,
    r.reverses_id IS NULL AS is_standing
  FROM mine m JOIN intake_case c ON c.id = m.case_id AND c.kind = 'REAL'
    LEFT JOIN reversed r ON r.reverses_id = m.decision_id
    LEFT JOIN known k ON k.case_id = m.case_id
    LEFT JOIN looked l ON l.decision_id = m.decision_id
  WHERE m.kind <> 'REVERSED'
)
"""
_DECISIONS = """
SELECT week_on, segment, model_version, direction, reason, recommended, decided, by_person, is_override,
  view_asked, viewed, is_old, is_old AND fits_rule, CASE WHEN is_old THEN value END, seconded, count(*)
FROM told GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
"""
_KNOWN = """
SELECT segment, recommended, decided, value, count(*) FROM told WHERE is_old AND value IS NOT NULL
GROUP BY 1, 2, 3, 4
"""
_SIGNALS = """
SELECT date_trunc('week', at AT TIME ZONE %(zone)s)::date, kind, code, count(*)
FROM measures_worksignal WHERE system_id = %(system)s GROUP BY 1, 2, 3
"""
ARRIVED = timedelta(weeks=4)
_ARRIVED = """
SELECT r.segment, count(*) FROM intake_recommendation r
  JOIN intake_case c ON c.id = r.case_id AND c.kind = 'REAL'
WHERE r.system_id = %(system)s AND r.received_at > %(since)s GROUP BY 1
"""


def tally(*, system_id: UUID, now: datetime) -> int:
    """Bring an AI system's tallies up to what is recorded now; returns how many rows were written.

    All of its decisions are counted each time: a reversal, an outcome, a second look or a later decision
    changes weeks long past, and whoever counts all of them cannot miss one. What stays as it is is not
    written.
    """
    transactions.require()
    if not alone.is_alone("measures.tally", system_id):
        return 0
    system = AISystem.objects.select_related("organisation").get(id=system_id)
    asked = asked_of(system, now)
    decisions = _counted(TOLD + _DECISIONS, asked)
    n_written = _keep(DecisionTally, system, DECISION_KEYS, decisions)
    n_written += _keep(SignalTally, system, SIGNAL_KEYS, _counted(_SIGNALS, asked))
    first = selectors.counted(system_id=system_id).aggregate(at=Min("decided_at"))
    Tallied.objects.update_or_create(
        system=system,
        defaults={
            "computed_at": now,
            "n": sum(decisions.values()),
            "deliveries": selectors.deliveries_by_state(system_id=system_id),
            "known": _known(system, decisions, now),
            "first_at": first["at"],
            "arrived": _arrived(system_id, now),
        },
    )
    return n_written


def _arrived(system_id: UUID, now: datetime) -> dict[str, int]:
    found = _counted(_ARRIVED, {"system": system_id, "since": now - ARRIVED})
    return {segment: n for (segment,), n in found.items()}


def keep_bounded(*, system_id: UUID, weeks: int, n: int, k: int) -> None:
    """Keep what a limit on overrides read when the tallies were counted."""
    transactions.require()
    Tallied.objects.filter(system=system_id).update(bounded={"weeks": weeks, "n": n, "k": k})


def _known(
    system: AISystem, decisions: Mapping[tuple[Any, ...], int], now: datetime
) -> dict[str, list[list[Any]]]:
    """Count by later truth what became known: the first one is in the tallies, each other takes a pass."""
    found: dict[str, Mapping[tuple[Any, ...], int]] = {
        raw["code"]: _counted(TOLD + _KNOWN, asked_of(system, now, raw)) for raw in system.measures[1:]
    }
    first: Counter[tuple[Any, ...]] = Counter()
    for key, n in decisions.items():
        named = dict(zip(DECISION_KEYS, key, strict=True))
        if named["value"] is not None:
            first[named["segment"], named["recommended"], named["decided"], named["value"]] += n
    for raw in system.measures[:1]:
        found[raw["code"]] = first
    return {code: [[*key, n] for key, n in sorted(counts.items())] for code, counts in found.items()}


def asked_of(system: AISystem, now: datetime, raw: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """Return the values that the statements name; raw: the later truth, if it is not the first one."""
    raw = raw or next(iter(system.measures), None)
    what = rules.definition(raw) if raw else None
    rule = what.baseline if what else None
    return {
        "system": system.id,
        "zone": system.organisation.time_zone,
        "now": now,
        "measure": what.code if what else "",
        "until": now - what.wait if what else None,
        "fact": rule.fact if rule else "",
        "equals": rule.equals if rule else "",
    }


def _counted(sql: str, asked: Mapping[str, Any]) -> dict[tuple[Any, ...], int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return {row[:-1]: row[-1] for row in cursor.fetchall()}


def _keep(
    model: type[DecisionTally | SignalTally],
    system: AISystem,
    keys: Sequence[str],
    counted: Mapping[tuple[Any, ...], int],
) -> int:
    """Make the rows of a table say what was counted, and write only what differs."""
    there = model.objects.filter(system=system).values_list("id", "n", *keys)
    kept = {tuple(row[2:]): (row[0], row[1]) for row in there}
    old = [kept[key][0] for key in kept if counted.get(key) != kept[key][1]]
    new = [key for key, n in counted.items() if key not in kept or kept[key][1] != n]
    model.objects.filter(id__in=old).delete()
    bulk.insert([model(system=system, **dict(zip(keys, key, strict=True)), n=counted[key]) for key in new])
    return len(new)
