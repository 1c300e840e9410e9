"""One analytic row per decision: codes and bands, and whoever decided only as a pseudonym."""

import re

import pytest
from django.db import connection

from apps.core import pseudonyms
from apps.measures import services as measures
from apps.measures.models import DecisionFacts, WorkSignal
from tests import world as worlds


def test_few_rows_and_many_rows_are_the_same_rows(past):
    for n in (1, 40):  # INSERT and COPY
        lines = [past.add(override=number % 2 == 0) for number in range(n)]
        past.write()

        rows = DecisionFacts.objects.filter(decision_id__in=[line.decision_id for line in lines])
        kept = {row.decision_id: row for row in rows}
        assert len(kept) == n
        for line in lines:
            row = kept[line.decision_id]
            assert (row.is_override, row.confidence, row.features) == (
                line.is_override,
                line.confidence,
                {"industry": "manufacturing"},
            )


def test_a_pseudonym_says_who_is_the_same_and_not_who_it_is(world, past, settings):
    past.add()
    past.add()
    past.add(by_id=world.ben.id)
    past.write()

    said = list(DecisionFacts.objects.order_by("id").values_list("by_pseudonym", flat=True))
    assert said[0] == said[1] != said[2]
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in said)
    assert str(world.olga.id).replace("-", "")[:16] not in said
    settings.VAULT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    assert pseudonyms.of(world.olga.id) != said[0]


def test_the_imported_clock_cannot_make_a_decision_take_negative_time(past):
    past.add(seconds_to_decide=-5)
    past.write()

    assert DecisionFacts.objects.get().seconds_to_decide == 0


def test_a_work_signal_names_nobody(world, past):
    line = past.add()

    measures.record_signal(
        item_id=line.item_id,
        system_id=world.system.id,
        kind="released",
        code="",
        by=world.olga,
        at=worlds.noon,
    )

    signal = WorkSignal.objects.get()
    assert (signal.kind, signal.by_pseudonym) == ("released", pseudonyms.of(world.olga.id))


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("table", ["measures_decisionfacts", "measures_worksignal"])
def test_rows_lie_in_the_partition_of_their_month(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = %s::regclass", [table])
        assert cursor.fetchone()[0] >= 2
