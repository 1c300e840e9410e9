"""The models of a line-up beside each other, from what people decided and from what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core import bulk, transactions
from apps.measures import rules
from apps.measures.models import ModelTally
from apps.measures.services import alone
from apps.registry.models import AISystem, ModelLineUp

# One pass over each table, whatever their size: a look per case is minutes at 100,000 cases.
_COUNTS = """
WITH standing AS (
  SELECT DISTINCT ON (f.case_id) f.case_id, f.model_version, f.recommended, f.decided, f.decided_at
  FROM measures_decisionfacts f JOIN intake_case c ON c.id = f.case_id AND c.kind = 'REAL'
  WHERE f.system_id = %(system)s AND f.by_kind = 'PERSON' AND NOT f.is_audit AND f.kind <> 'REVERSED'
    AND NOT EXISTS (SELECT FROM reviews_decision d WHERE d.reverses_id = f.decision_id)
  ORDER BY f.case_id, f.decided_at DESC, f.id DESC
), unseen AS (
  SELECT DISTINCT ON (u.case_id, u.model_version) u.case_id, u.model_version, o.code
  FROM intake_unseenrecommendation u JOIN registry_outcomecode o ON o.id = u.outcome_code_id
  WHERE u.system_id = %(system)s AND u.advised_as_id IS NULL
  ORDER BY u.case_id, u.model_version, u.received_at DESC, u.id DESC
), truth AS (
  SELECT DISTINCT ON (t.case_id) t.case_id, t.value FROM measures_outcome t
  WHERE t.measure = %(measure)s AND t.known_at <= %(now)s AND t.value IS NOT NULL
  ORDER BY t.case_id, t.known_at DESC, t.id DESC
), said AS (
  SELECT case_id, model_version, true AS is_seen, recommended AS said, decided, decided_at FROM standing
  UNION ALL
  SELECT s.case_id, u.model_version, false, u.code, s.decided, s.decided_at
  FROM unseen u JOIN standing s USING (case_id)
)
SELECT model_version, is_seen, said, decided, CASE WHEN decided_at <= %(old)s THEN value END, count(*)
FROM said LEFT JOIN truth USING (case_id) GROUP BY 1, 2, 3, 4, 5
"""


@dataclass(slots=True)
class _Sums:
    n: int = 0
    n_agreed: int = 0
    n_known: int = 0
    n_right: int = 0


def compare(*, system_id: UUID, now: datetime) -> int:
    """Count anew how the models of an AI system's line-up compare; returns how many rows were written.

    Only cases that a person decided count, each once, by the last decision that stands. Whether a model
    proved right is counted of decisions old enough for either outcome. Without a line-up nothing is counted.
    """
    transactions.require()
    if not ModelLineUp.objects.filter(system=system_id, ended_at=None).exists():
        return 0
    if not alone.is_alone("measures.compare", system_id):
        return 0
    made = list(_tallies(AISystem.objects.get(id=system_id), now))
    ModelTally.objects.filter(system=system_id).delete()
    bulk.insert(made)
    return len(made)


def _tallies(system: AISystem, now: datetime) -> Iterator[ModelTally]:
    what = rules.definition(system.measures[0]) if system.measures else None
    tally: dict[tuple[str, bool, str], _Sums] = {}
    for version, is_seen, said, decided, value, n in _counted(system, what, now):
        sums = tally.setdefault((version, is_seen, said), _Sums())
        sums.n += n
        sums.n_agreed += n * (said == decided)
        is_right = rules.suggestion_right(what, recommended=said, value=value) if what else None
        if is_right is not None:
            sums.n_known += n
            sums.n_right += n * is_right
    for (version, is_seen, said), sums in sorted(tally.items()):
        yield ModelTally(
            system=system,
            name=version,
            is_seen=is_seen,
            said=said,
            n_decided=sums.n,
            n_agreed=sums.n_agreed,
            n_known=sums.n_known,
            n_right=sums.n_right,
            computed_at=now,
        )


def _counted(
    system: AISystem, what: rules.Definition | None, now: datetime
) -> list[tuple[str, bool, str, str, bool | None, int]]:
    """Count by version, what it said, what was decided and what became of it; one statement."""
    values: dict[str, Any] = {
        "system": system.id,
        "measure": what.code if what else "",
        "now": now,
        "old": now - what.wait if what else now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        return list(cursor.fetchall())
