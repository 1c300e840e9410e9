"""How groups of cases did week by week, many of them in one pass over the decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from apps.core import transactions
from apps.measures.services.tallying import TOLD, asked_of
from apps.registry.models import AISystem

SUGGESTED = "recommended_outcome"  # a condition on what was suggested, not on a fact
# What is repeated for each fact and for each group; every value is a parameter.
_FACTS = """, counted AS MATERIALIZED (
  SELECT week_on, decided, by_person AND is_standing AS is_persons, is_override, is_old, value,
    lower(recommended) AS suggested{columns}, count(*) AS n
  FROM told GROUP BY {places}
)
"""
_GROUP = """
SELECT {place}, week_on, decided, is_persons, is_override, CASE WHEN is_old THEN value END, sum(n)::int
FROM counted WHERE {where} GROUP BY 2, 3, 4, 5, 6
"""


@dataclass(slots=True)
class GroupWeeks:
    """persons: Monday -> decisions of persons that nothing reversed, and the overrides among them.

    known: (Monday, decided, what became known of it) -> decisions, by whomever, that are old enough.
    """

    persons: dict[date, tuple[int, int]] = field(default_factory=dict)
    known: dict[tuple[date, str, bool], int] = field(default_factory=dict)


def group_weeks(
    *, system: AISystem, groups: Sequence[Mapping[str, str | None]], now: datetime
) -> list[GroupWeeks]:
    """Count each group by itself; a group is fact -> value in small letters, None where it is missing."""
    transactions.require()
    found = [GroupWeeks() for _ in groups]
    if not groups:
        return found
    facts = sorted({fact for group in groups for fact in group} - {SUGGESTED})
    names = {SUGGESTED: "suggested", **{fact: f"fact_{place}" for place, fact in enumerate(facts)}}
    values: dict[str, Any] = dict(asked_of(system, now))
    text = TOLD + _columns(facts, names, values)
    text += " UNION ALL ".join(_group(place, one, names, values) for place, one in enumerate(groups))
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows = cursor.fetchall()
    for place, week_on, decided, is_persons, is_override, value, n in rows:
        one = found[place]
        if is_persons:
            total, overridden = one.persons.get(week_on, (0, 0))
            one.persons[week_on] = (total + n, overridden + (n if is_override else 0))
        if value is not None:
            key = (week_on, decided, value)
            one.known[key] = one.known.get(key, 0) + n
    return found


def _columns(facts: Sequence[str], names: Mapping[str, str], values: dict[str, Any]) -> str:
    values |= {names[fact]: fact for fact in facts}
    columns = [f"lower(features ->> %({names[fact]})s) AS {names[fact]}" for fact in facts]
    places = ", ".join(str(place) for place in range(1, 8 + len(facts)))
    return _FACTS.replace("{columns}", "".join(f", {one}" for one in columns)).replace("{places}", places)


def _group(
    place: int, group: Mapping[str, str | None], names: Mapping[str, str], values: dict[str, Any]
) -> str:
    clauses = ["true"]
    for number, (fact, value) in enumerate(group.items()):
        if value is None:
            clauses.append(f"{names[fact]} IS NULL")
        else:
            values[f"g_{place}_{number}"] = value.lower()
            clauses.append(f"{names[fact]} = %(g_{place}_{number})s")
    return _GROUP.replace("{place}", str(place)).replace("{where}", " AND ".join(clauses))
