"""Who opens a transaction, who demands one, and what a batch writes."""

import threading

import psycopg
import pytest
from django.db import connection, connections, transaction

from apps.accounts.models import Organisation
from apps.core import bulk, ids, partitions, transactions, wake
from apps.measures.models import WorkSignal
from tests import ground
from tests.world import noon


def found(slug):
    return Organisation.objects.filter(slug=slug).exists()


@pytest.mark.usefixtures("committed")
class TestVerb:
    def test_what_fails_leaves_nothing(self):
        def half():
            with transactions.verb():
                Organisation.objects.create(slug="half", name="Half")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half()
        assert not found("half")

    def test_a_verb_never_runs_inside_another(self):
        with pytest.raises(RuntimeError, match="durable"), transactions.verb(), transactions.verb():
            pass

    def test_but_joins_the_transaction_of_its_request(self):
        def half():
            with transactions.request():
                with transactions.verb():
                    Organisation.objects.create(slug="joined", name="Joined")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half()
        assert not found("joined")

    def test_and_a_request_ends_with_its_block(self):
        with transactions.request(), transactions.verb():
            Organisation.objects.create(slug="whole", name="Whole")
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), transactions.verb():
            pass

        assert found("whole")

    def test_inner_functions_demand_one(self):
        with pytest.raises(transactions.NoTransaction):
            transactions.require()
        with pytest.raises(transactions.NoTransaction):
            bulk.insert([Organisation(slug="x", name="X")])


def test_sweeps_wait_while_the_past_is_imported(committed):
    opened, go_on = threading.Event(), threading.Event()

    def importing():
        try:
            with transactions.history():
                opened.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    running = threading.Thread(target=importing)
    running.start()
    assert opened.wait(10)
    with transactions.verb():
        during = transactions.history_runs()
    go_on.set()
    running.join()
    with transactions.verb():
        after = transactions.history_runs()

    assert (during, after) == (True, False)


class TestBulk:
    @pytest.mark.parametrize("n", [1, 24, 25, 60])
    @pytest.mark.usefixtures("db")
    def test_few_and_many_rows_are_the_same_rows(self, n):
        rows = [
            WorkSignal(
                item_id=ids.new(),
                system_id=ids.new(),
                kind="skip",
                code=f'"\\{number}\t\n',
                by_pseudonym="p",
                at=noon,
            )
            for number in range(n)
        ]
        bulk.insert(rows)

        kept = {one.id: one for one in WorkSignal.objects.all()}
        assert {key: (one.item_id, one.code, one.at) for key, one in kept.items()} == {
            one.id: (one.item_id, one.code, one.at) for one in rows
        }

    @pytest.mark.usefixtures("db")
    def test_none_is_nothing(self):
        bulk.insert([])


class TestPartitions:
    @pytest.mark.usefixtures("db")
    def test_a_row_of_today_lies_in_the_partition_of_its_month(self):
        partitions.ensure()
        signal = WorkSignal(
            item_id=ids.new(), system_id=ids.new(), kind="skip", code="", by_pseudonym="p", at=noon
        )
        bulk.insert([signal])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tableoid::regclass::text, to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM') FROM measures_worksignal"
            )
            table, month = cursor.fetchone()

        assert table == f"measures_worksignal_{month}"

    @pytest.mark.usefixtures("db")
    def test_making_them_again_makes_none(self):
        partitions.ensure(months_ahead=5)

        assert partitions.ensure(months_ahead=5) == 0


def test_a_wake_up_is_heard_when_the_transaction_commits_and_not_otherwise(committed):
    with psycopg.connect(ground.named(ground.STATE_NOW["app"], committed), autocommit=True) as listener:
        listener.execute(f"LISTEN {wake.CHANNEL}")
        with transactions.verb():
            wake.wake("never.said")
            transaction.set_rollback(True)
        with transactions.verb():
            wake.wake("delivery.send_due", "audit.order_record")
        heard = {one.payload for one in listener.notifies(timeout=5, stop_after=2)}

    assert heard == {"delivery.send_due", "audit.order_record"}
