"""The record has one order, gap-free, and no entry of a transaction still running is overtaken."""

import hashlib
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from apps.audit import services as audit
from apps.audit.models import Entry, Position
from apps.core import canonical, transactions
from tests.world import arrive, noon


def write(world, n=1):
    for _ in range(n):
        audit.record("test.said", on=("organisation", world.organisation.id), by=world.adam, at=noon)


def placed():
    return list(Position.objects.order_by("number").values_list("number", "entry_id"))


def unplaced():
    return Entry.objects.exclude(id__in=Position.objects.values("entry_id")).count()


@pytest.fixture
def settled(committed, world):
    """Whatever else runs on this server may hold the order back for a moment."""

    def order():
        for _ in range(200):
            audit.order_record()
            if not unplaced():
                return
            time.sleep(0.02)

    order()
    return order


def test_numbers_run_from_one_without_a_gap_in_the_order_of_transactions(world, settled):
    for _ in range(3):
        with transactions.verb():
            write(world, 2)
    settled()

    order = placed()
    assert [number for number, _ in order] == list(range(1, Entry.objects.count() + 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_entry ORDER BY xid, id")
        assert [entry_id for _, entry_id in order] == [row[0] for row in cursor.fetchall()]


def test_ordering_again_changes_nothing(world, settled):
    before = placed()

    assert audit.order_record() == 0
    assert placed() == before


def test_an_entry_of_an_open_transaction_holds_back_what_came_after_it(world, settled):
    opened, go_on = threading.Event(), threading.Event()

    def slow():
        try:
            with transactions.verb():
                write(world)
                opened.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    running = threading.Thread(target=slow)
    running.start()
    assert opened.wait(10)
    with transactions.verb():
        write(world)  # commits first, stands later
    n_before = len(placed())
    assert (audit.order_record(), unplaced()) == (0, 1)
    go_on.set()
    running.join()
    settled()

    assert len(placed()) == n_before + 2
    assert unplaced() == 0


def test_many_writers_and_sequencers_at_once_leave_no_gap_and_no_double(world, settled):
    done = threading.Event()

    def writer(seed):
        dice = random.Random(seed)
        try:
            for _ in range(15):
                with transactions.verb():
                    write(world, dice.randrange(1, 4))
                    time.sleep(dice.random() * 0.004)
        finally:
            connections.close_all()

    def sequencer():
        try:
            while not done.is_set():
                audit.order_record(limit=7)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        sequencers = [pool.submit(sequencer) for _ in range(2)]
        for one in [pool.submit(writer, seed) for seed in range(6)]:
            one.result()
        done.set()
        for one in sequencers:
            one.result()
    settled()

    numbers = [number for number, _ in placed()]
    assert numbers == list(range(1, Entry.objects.count() + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT e.xid, lag(e.xid) OVER (ORDER BY p.number) AS before"
            " FROM audit_position p JOIN audit_entry e ON e.id = p.entry_id) AS pair WHERE pair.before > pair.xid"
        )
        assert cursor.fetchone() == (0,)


class TestRecord:
    def test_an_entry_is_its_body_exactly_as_hashed(self, world):
        got = arrive(world)

        entry = Entry.objects.get(case_id=got.case_id)
        assert bytes(entry.leaf) == hashlib.sha256(b"\x00" + bytes(entry.body)).digest()
        body = json.loads(bytes(entry.body))
        assert (body["verb"], body["id"], body["case"]) == (entry.verb, str(entry.id), str(got.case_id))
        assert canonical.encode(body) == bytes(entry.body)
        assert entry.recorded_at is not None

    def test_a_row_can_be_shown_to_belong_to_its_entry_without_being_in_it(self, world):
        row = {"decision": "d-1", "note": "secret words"}
        entry_id = audit.record(
            "test.said", on=("organisation", world.organisation.id), by=world.adam, at=noon, rows=[row]
        )

        body = bytes(Entry.objects.get(id=entry_id).body)
        kept = json.loads(body)["rows"][0]
        assert b"secret words" not in body
        assert canonical.salted(bytes.fromhex(kept["salt"]), canonical.encode(row)).hex() == kept["sha256"]

    @pytest.mark.usefixtures("committed")
    def test_no_entry_without_a_transaction(self, world):
        with pytest.raises(transactions.NoTransaction):
            write(world)

    @pytest.mark.usefixtures("db")
    @pytest.mark.parametrize("act", ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry", "UPDATE audit_position SET number = 0", "DELETE FROM audit_position", "ALTER TABLE audit_entry DROP COLUMN leaf", "DROP TABLE audit_entry", "ALTER TABLE audit_entry DISABLE TRIGGER ALL"])  # fmt: skip
    def test_the_product_cannot_change_what_was_written(self, act):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(act)
