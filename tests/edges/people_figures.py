"""Which statement makes a figure about a person: it counts by person, or counts what one named person did.

A page, list or export cannot give away what was never asked. Two kinds of statement ask for a figure about people:
one that counts in groups of persons, and one that counts where a person's id, not the reader's own, is given.
"""

import re
from contextlib import contextmanager
from functools import cache
from uuid import UUID

from django.db import connection

from apps.accounts.models import ActorKind, User

COUNTS = re.compile(r"\b(count|sum|avg|percentile_cont|stddev)\s*\(", re.IGNORECASE)
GROUP = re.compile(r"\bGROUP BY\b", re.IGNORECASE)
WHO = re.compile(
    r'\b"?(by|holder|assigned_to|owner|asked_by|raised_by|closed_by|person|user|to|decided_by|given_by)_id"?\b'
    r"|by_pseudonym"
)

# (address, kind of caller) -> why they may have figures about people: how much lies with whom, never how they decide.
MAY = {
    ("console:team", "supervisor"): "What lies with whom in an inbox that they supervise.",
    ("console:own_figures", "officer"): "Their own.",
    ("console:own_figures", "supervisor"): "Of somebody who works an inbox that they supervise.",
    ("api:own-figures", "officer"): "Their own.",
    ("api:own-figures", "supervisor"): "Of somebody who works an inbox that they supervise.",
    ("api:team-loads", "supervisor"): "What lies with whom in an inbox that they supervise.",
    ("console:inbox_people", "supervisor"): "What lies with whom, before somebody is taken out.",
    (
        "console:inbox_people",
        "admin",
    ): "What goes back to the inbox when somebody is taken out: counts of open cases.",
    ("console:inbox_remove", "supervisor"): "What goes back to the inbox when somebody is taken out.",
    ("console:inbox_remove", "admin"): "What goes back to the inbox when somebody is taken out.",
    ("api:inbox-members", "supervisor"): "What lies with whom, before somebody is taken out.",
    (
        "api:inbox-members",
        "admin",
    ): "What goes back to the inbox when somebody is taken out: counts of open cases.",
}


@cache
def groups_by_person(sql):
    """Say whether a statement counts in groups of persons."""
    if not COUNTS.search(sql):
        return False
    for found in GROUP.finditer(sql):
        before = sql[: found.start()]
        chosen = before[before.upper().rfind("SELECT") :].partition(" FROM ")[0]
        grouped = re.split(r"\b(?:ORDER BY|HAVING|LIMIT)\b|\)", sql[found.end() :], maxsplit=1)[0]
        if WHO.search(COUNTS.split(chosen)[0]) or WHO.search(grouped):
            return True
    return False


def names_another(sql, params, others):
    """Say whether a statement counts where the id of somebody else is given."""
    if not COUNTS.search(sql) or not WHO.search(sql):
        return False
    values = params.values() if isinstance(params, dict) else params or ()
    return any(_is_one(value, others) for value in values)


def _is_one(value, others):
    if isinstance(value, (list, tuple)):
        return any(_is_one(one, others) for one in value)
    return str(value) in others if isinstance(value, (UUID, str)) else False


@cache
def people(stage):
    """Give actor and user of everybody on a stage; what is asked on it is undone."""
    return tuple(User.objects.filter(actor__kind=ActorKind.PERSON).values_list("actor_id", "id"))


@contextmanager
def watched(stage, who):
    """Yield a list of the statements that ask for a figure about somebody other than `who`; filled as they are asked."""
    mine = getattr(stage.users.get(who), "actor_id", None)
    others = {str(one) for pair in people(stage) if pair[0] != mine for one in pair}
    found = []

    def look(execute, sql, params, many, context):
        if groups_by_person(sql) or names_another(sql, params, others):
            found.append(" ".join(sql.split()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found
