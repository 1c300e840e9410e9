"""What is wrong with the facts that arrive, counted per day, fact, source and kind."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from apps.core import bulk, transactions
from apps.measures.models import ContextCount, ContextRepair, GroundingCount
from apps.measures.services import alone
from apps.registry.models import AISystem, ContextContract

ARRIVED = "arrived"
GIVEN = "given"
_DAYS = """
SELECT (r.received_at AT TIME ZONE %(zone)s)::date, count(*)
FROM intake_recommendation r JOIN intake_case c ON c.id = r.case_id
WHERE r.system_id = %(system)s AND c.kind = 'REAL' GROUP BY 1
"""
_COUNTS = """
WITH arrived AS (
  SELECT r.id, (r.received_at AT TIME ZONE %(zone)s)::date AS day_on, r.model_version, r.prompt_version,
         s.findings, s.given, s.state, s.contract_id
  FROM intake_recommendation r
  JOIN intake_case c ON c.id = r.case_id
  JOIN intake_contextsnapshot s ON s.id = r.snapshot_id
  WHERE r.system_id = %(system)s AND c.kind = 'REAL'
    AND r.received_at >= %(since)s AND r.received_at < %(until)s
    AND (r.received_at AT TIME ZONE %(zone)s)::date = ANY(%(days)s)
), found AS (
  SELECT a.id, a.day_on, f ->> 'fact' AS fact,
         CASE WHEN (f ->> 'is_coded')::boolean THEN 'coded' ELSE f ->> 'kind' END AS kind,
         COALESCE(NULLIF(f -> 'sources', '[]'), to_jsonb(ARRAY[e.source])) AS sources
  FROM arrived a CROSS JOIN LATERAL jsonb_array_elements(a.findings) f
  LEFT JOIN unnest(%(contracts)s::uuid[], %(facts)s::text[], %(expected)s::text[])
    AS e (contract_id, fact, source)
    ON e.contract_id = a.contract_id AND e.fact = f ->> 'fact'
)
SELECT day_on, '', '', 'arrived', count(*) FROM arrived GROUP BY 1
UNION ALL SELECT day_on, '', '', lower(state), count(*) FROM arrived GROUP BY 1, 4
UNION ALL SELECT day_on, fact, '', kind, count(DISTINCT id) FROM found GROUP BY 1, 2, 4
UNION ALL SELECT day_on, fact, '', 'at_fault', count(DISTINCT id) FROM found GROUP BY 1, 2
UNION ALL SELECT day_on, fact, source, kind, count(DISTINCT id)
  FROM found CROSS JOIN LATERAL jsonb_array_elements_text(sources) source
  WHERE source <> '' GROUP BY 1, 2, 3, 4
UNION ALL SELECT day_on, g.key, source, 'given', count(*)
  FROM arrived CROSS JOIN LATERAL jsonb_each(given) g
  CROSS JOIN LATERAL jsonb_array_elements_text(g.value) source
  GROUP BY 1, 2, 3
"""
_STATEMENTS = """
WITH arrived AS (
  SELECT r.id, (r.received_at AT TIME ZONE %(zone)s)::date AS day_on, r.model_version, r.prompt_version,
         s.findings, s.given, s.state, s.contract_id
  FROM intake_recommendation r
  JOIN intake_case c ON c.id = r.case_id
  JOIN intake_contextsnapshot s ON s.id = r.snapshot_id
  WHERE r.system_id = %(system)s AND c.kind = 'REAL'
    AND r.received_at >= %(since)s AND r.received_at < %(until)s
    AND (r.received_at AT TIME ZONE %(zone)s)::date = ANY(%(days)s)
)
SELECT day_on, model_version, prompt_version, count(*), sum((v.added ->> 'n_statements')::int),
       sum((v.added ->> 'n_unsupported')::int)
FROM arrived a JOIN policy_verdict v ON v.recommendation_id = a.id
WHERE v.added ? 'n_statements' GROUP BY 1, 2, 3
"""
# A fact is at fault from the first snapshot with a finding about it to the first later one without any.
# What an unseen model was given is no step of the case: it mends nothing and spoils nothing.
_REPAIRS = """
WITH told AS (
  SELECT s.id, s.case_id, s.at, s.findings FROM intake_contextsnapshot s
  JOIN registry_contextcontract k ON k.id = s.contract_id JOIN intake_case c ON c.id = s.case_id
  WHERE k.system_id = %(system)s AND c.kind = 'REAL' AND NOT EXISTS (
    SELECT FROM intake_unseenrecommendation u
    WHERE u.case_id = s.case_id AND u.snapshot_id = s.id AND u.advised_as_id IS NULL)
), several AS (
  SELECT case_id FROM told GROUP BY 1 HAVING count(*) > 1
), steps AS (
  SELECT t.case_id, t.at, t.findings, row_number() OVER (PARTITION BY t.case_id ORDER BY t.at, t.id) AS place
  FROM told t JOIN several USING (case_id)
), found AS (
  SELECT case_id, place, at, f ->> 'fact' AS fact, min(f ->> 'kind') AS kind
  FROM steps CROSS JOIN LATERAL jsonb_array_elements(findings) f GROUP BY 1, 2, 3, 4
), begun AS (
  SELECT f.* FROM found f WHERE NOT EXISTS (
    SELECT FROM found b WHERE b.case_id = f.case_id AND b.fact = f.fact AND b.place = f.place - 1)
), ended AS (
  SELECT b.case_id, b.fact, b.kind, b.at AS found_at, (
    SELECT min(s.at) FROM steps s WHERE s.case_id = b.case_id AND s.place > b.place AND NOT EXISTS (
      SELECT FROM found f WHERE f.case_id = s.case_id AND f.place = s.place AND f.fact = b.fact)) AS cured_at
  FROM begun b
)
SELECT case_id, fact, kind, found_at, cured_at FROM ended WHERE cured_at IS NOT NULL
"""


def count_context(*, system_id: UUID, now: dt.datetime) -> int:
    """Bring the counts of an AI system's facts up to date; returns how many rows were written.

    A day, the organisation's, is counted again when the number of its arrivals is not the one its counts
    rest on: a late, lost or repeated run ends at the same rows. An arrival counts on the day it came, with
    the facts it came with; real cases alone count.
    """
    del now  # which days are due is read from the rows
    transactions.require()
    if not alone.is_alone("measures.count_context", system_id):
        return 0
    system = AISystem.objects.select_related("organisation").get(id=system_id)
    n_repairs = _keep_repairs(system_id)
    days = _touched(system)
    if not days:
        return n_repairs
    counts = [ContextCount(system=system, **row) for row in _counted(system, days)]
    statements = [GroundingCount(system=system, **row) for row in _statements(system, days)]
    ContextCount.objects.filter(system=system, day_on__in=days).delete()
    GroundingCount.objects.filter(system=system, day_on__in=days).delete()
    bulk.insert(counts)
    bulk.insert(statements)
    return len(counts) + len(statements) + n_repairs


def _read(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _touched(system: AISystem) -> list[dt.date]:
    """The days whose counts rest on another number of arrivals."""
    zone = system.organisation.time_zone
    n_now: dict[dt.date, int] = dict(_read(_DAYS, {"system": system.id, "zone": zone}))
    known = ContextCount.objects.filter(system=system, kind=ARRIVED)
    n_then = dict(known.values_list("day_on", "n"))
    return sorted(day for day in n_now.keys() | n_then.keys() if n_now.get(day) != n_then.get(day))


def _within(system: AISystem, days: Sequence[dt.date]) -> dict[str, object]:
    zone = ZoneInfo(system.organisation.time_zone)
    return {
        "system": system.id,
        "zone": system.organisation.time_zone,
        "days": list(days),
        "since": dt.datetime.combine(days[0], dt.time.min, zone),
        "until": dt.datetime.combine(days[-1] + dt.timedelta(days=1), dt.time.min, zone),
    }


def _counted(system: AISystem, days: Sequence[dt.date]) -> Iterator[dict[str, object]]:
    expected = list(_expected(system))
    parts = {
        name: [one[place] for one in expected]
        for place, name in enumerate(("contracts", "facts", "expected"))
    }
    for row in _read(_COUNTS, {**_within(system, days), **parts}):
        yield dict(zip(("day_on", "fact", "source", "kind", "n"), row, strict=True))


def _expected(system: AISystem) -> Iterator[tuple[UUID, str, str]]:
    """By each contract: who ought to send a fact that nobody sent, its source of truth."""
    for row in ContextContract.objects.filter(system=system):
        for one in row.body.get("facts", ()):
            yield row.id, one["key"], next(iter(one.get("sources") or ()), "")


def _statements(system: AISystem, days: Sequence[dt.date]) -> Iterator[dict[str, object]]:
    names = ("day_on", "model_version", "prompt_version", "n_arrivals", "n_statements", "n_unsupported")
    for row in _read(_STATEMENTS, _within(system, days)):
        yield dict(zip(names, row, strict=True))


def _keep_repairs(system_id: UUID) -> int:
    names = ("case_id", "fact", "kind", "found_at", "cured_at")
    known = set(ContextRepair.objects.filter(system=system_id).values_list("case_id", "fact", "found_at"))
    found = [
        ContextRepair(system_id=system_id, **dict(zip(names, row, strict=True)))
        for row in _read(_REPAIRS, {"system": system_id})
    ]
    new = [row for row in found if (row.case_id, row.fact, row.found_at) not in known]
    bulk.insert(new)
    return len(new)
