"""Statements that stand in the code once: planned once a session, and their rows are rows."""

from uuid import UUID

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Actor, MachineClient, User
from apps.core import ids, statements
from apps.registry.models import AISystem, SourceSystem
from apps.reviews.models import ReviewItem
from tests.counting import asked

pytestmark = pytest.mark.usefixtures("db")
OF_A_SOURCE = "FROM registry_aisystem s JOIN registry_sourcesystem o ON o.id = s.source_id WHERE s.slug = %s"


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_that_is_read_is_the_row_that_django_reads(world):
    system, source = statements.read(OF_A_SOURCE, [world.system.slug], s=AISystem, o=SourceSystem)[0]

    assert columns(system) == columns(AISystem.objects.get(id=world.system.id))
    assert columns(source) == columns(SourceSystem.objects.get(id=system.source_id))


def test_it_can_be_changed_and_saved(world):
    system, _ = statements.read(OF_A_SOURCE, [world.system.slug], s=AISystem, o=SourceSystem)[0]

    system.name = "Another name"
    system.save()

    assert AISystem.objects.get(id=world.system.id).name == "Another name"


def test_a_row_that_an_outer_join_does_not_find_is_none(world):
    said = (
        "FROM accounts_actor a LEFT JOIN accounts_user u ON u.actor_id = a.id"
        " LEFT JOIN accounts_machineclient m ON m.actor_id = a.id WHERE a.id = %s"
    )

    actor, user, machine = statements.read(said, [world.olga.id], a=Actor, u=User, m=MachineClient)[0]

    assert (actor.id, user.actor_id, machine) == (world.olga.id, world.olga.id, None)


def test_what_is_read_besides_follows_the_rows(world):
    more = ("(SELECT count(*) FROM registry_reason)", "s.slug")

    _, _, count, slug = statements.read(
        OF_A_SOURCE, [world.system.slug], s=AISystem, o=SourceSystem, more=more
    )[0]

    assert (count > 0, slug) == (True, world.system.slug)


def test_a_related_row_is_not_asked_for_again(world):
    system, source = statements.read(OF_A_SOURCE, [world.system.slug], s=AISystem, o=SourceSystem)[0]
    statements.relate(system, source=source)

    with CaptureQueriesContext(connection) as asked:
        assert system.source is source
    assert len(asked) == 0


def test_a_statement_is_planned_once_and_counted_like_any_other():
    asked = "SELECT %s::int + 41"

    with CaptureQueriesContext(connection) as captured:
        assert {statements.ask(asked, [1])[0][0] for _ in range(8)} == {42}

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%+ 41'")
        assert cursor.fetchone() == (1,)
    assert len(captured) == 8


def test_what_says_no_rows_gives_none():
    assert statements.ask("SET LOCAL lock_timeout = 0", []) == []


def test_a_fault_of_the_database_has_djangos_name():
    with pytest.raises(DataError):
        statements.ask("SELECT 1 / %s::int", [0])


OF_MANY = statements.Written(
    lambda *, ids, kind, at: Actor.objects.filter(id__in=ids, kind=kind, user__joined_at__lte=at).values_list("id", "kind")
)  # fmt: skip


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_query_that_is_written_once_says_what_django_says(world, n):
    ids = tuple(one.id for one in (world.olga, world.ben)[:n])

    for kind in ("PERSON", "MACHINE"):  # the same text, with another value
        told = OF_MANY.ask(ids=ids, kind=kind, at=world.now)
        assert set(told) == set(Actor.objects.filter(id__in=ids, kind=kind).values_list("id", "kind"))


def test_what_never_differs_stands_in_its_text(world):
    """An index of open items alone is used for a text that says so, not for one that leaves it open."""
    open_ones = statements.Written(
        lambda *, inbox: ReviewItem.objects.filter(inbox=inbox, state="OPEN").values_list("id")
    )
    officers = world.officers.id
    with asked() as said:
        open_ones.ask(inbox=officers)

    ((text, values),) = open_ones._texts.values()
    assert "'OPEN'" in text
    assert (text.count("%s"), len(values), len(said)) == (1, 1, 1)


TEXTS = (
    [],
    [""],
    ["NULL", "null", "{}", "a,b", "a b", " a "],
    ['say "so"'],
    ['"', "x"],
    ["back\\slash", "'"],
    ["", ""],
    ["ä\u2028\n\t", "\U0001f600", "%s"],
)


@pytest.mark.parametrize("values", TEXTS)
def test_texts_come_to_the_database_as_they_are(values):
    assert statements.ask("SELECT %s::text[]", [statements.texts(values)]) == [(values,)]


def test_ids_come_to_the_database_as_they_are():
    for values in ([], [UUID(int=0)], [ids.new() for _ in range(3)]):
        assert statements.ask("SELECT %s::uuid[]", [statements.uuids(values)]) == [(values,)]
