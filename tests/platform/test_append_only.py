"""History cannot be rewritten by the application: its role may add rows and read them, nothing else."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from apps.core.models import AppendOnly
from tests.architecture import tables
from tests.world import arrive

FORBIDDEN = ("UPDATE", "DELETE", "TRUNCATE")

WITH_PARTITIONS = """
WITH RECURSIVE family(oid) AS (
  SELECT to_regclass(name)::oid FROM unnest(%s::text[]) AS name
  UNION ALL SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = family.oid
)
SELECT oid::regclass::text FROM family
"""
MAY = """
SELECT name || ' ' || act FROM unnest(%s::text[]) AS name, unnest(%s::text[]) AS act
WHERE has_table_privilege(current_user, name, act)
   OR (act = 'UPDATE' AND has_any_column_privilege(current_user, name, act))
ORDER BY 1
"""

GUARDED = """
SELECT tgrelid::regclass::text FROM pg_trigger
WHERE tgrelid::regclass::text = ANY(%s) AND tgfoid = 'reviewhub_stays'::regproc AND tgenabled = 'O'
ORDER BY 1
"""
THERE = "SELECT id FROM {table} LIMIT 1"
LOST = "SELECT t.id FROM {table} t WHERE NOT EXISTS (SELECT FROM {to} o WHERE o.id = t.{column})"
POWERS = """
SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
FROM pg_roles WHERE rolname = current_user
"""


def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return [row[0] for row in cursor.fetchall()]


def written_once():
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)} | {
        apps.get_model(label)._meta.db_table for label in tables.APPEND_ONLY_WITHOUT_UUID
    }


@pytest.fixture
def append_only(db):
    return ask(WITH_PARTITIONS, sorted(written_once()))


def test_the_apps_role_cannot_change_what_was_written(append_only):
    assert len(append_only) > len(written_once())
    assert ask(MAY, append_only, list(FORBIDDEN)) == []


def test_the_apps_role_can_read_and_add(append_only):
    roots = sorted(written_once())

    assert len(ask(MAY, roots, ["SELECT", "INSERT"])) == 2 * len(roots)


@pytest.mark.usefixtures("db")
def test_the_question_finds_a_table_that_may_change():
    assert ask(MAY, ["reviews_reviewitem"], list(FORBIDDEN)) == [
        "reviews_reviewitem DELETE",
        "reviews_reviewitem UPDATE",
    ]


def bare_keys():
    """The keys that PostgreSQL does not look at (ADR 0074): from which column to which table."""
    return [
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and not field.db_constraint
    ]


def test_what_arrivals_point_to_stays_and_is_there(world):
    arrive(world)
    pointed = sorted({to for _, _, to in bare_keys()})

    assert len(bare_keys()) == 8
    assert ask(GUARDED, pointed) == pointed
    assert ask(MAY, pointed, ["DELETE", "TRUNCATE"]) == []
    for table, column, to in bare_keys():
        assert ask(THERE.format(table=table))
        assert ask(LOST.format(table=table, column=column, to=to)) == []
    with pytest.raises(IntegrityError, match="stays as it is named"), transaction.atomic():
        ask("UPDATE registry_aisystem SET id = id RETURNING id")


@pytest.mark.usefixtures("db")
def test_the_apps_role_is_neither_owner_nor_superuser():
    owned = "SELECT relname FROM pg_class WHERE relowner = current_user::regrole"

    assert ask(POWERS) == [False]
    assert ask(owned) == []
    assert ask("SELECT has_schema_privilege(current_user, 'public', 'CREATE')") == [False]
