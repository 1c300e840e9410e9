"""The page of health: each part has a word, what is known of it and what to do next; a terminal says the same."""

import datetime as dt

import pytest
from django.core.management import call_command

from apps.core import clock, heartbeats
from apps.core.models import Heartbeat
from apps.delivery.models import Delivery
from apps.learning.models import MiningRun
from tasks import schedule
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.counting import asked

HEALTH = "/manage/health/"
PROCESSES = ("web", "worker", "dispatcher", "beat", "broker")


def all_well():
    for name in PROCESSES:
        heartbeats.seen(name=name, every=10, version="" if name == "broker" else "0.1.0", took_ms=2)
    for name in schedule.BEAT:
        heartbeats.seen(name=f"task:{name}", every=schedule.BEAT[name]["schedule"], took_ms=40)


@pytest.fixture
def look(visit, world):
    """Adam looks at a product in which every process and task was seen just now."""
    all_well()
    client = visit("adam")
    return lambda: text_of(client.get(HEALTH))


def age(name, **by):
    Heartbeat.objects.filter(name=name).update(seen_at=clock.now() - dt.timedelta(**by))


def printed(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("health")
    return ended.value.code, capsys.readouterr().out


def test_all_is_well(look, capsys):
    said = look()

    assert "Every part of the product is well." in said
    assert "Next:" not in said
    for part in ("PostgreSQL Well", "Connections Well", "Commits Well synchronous_commit is on.", "Clocks Well",
                 "Record Well", "Miner Well", "Migrations Well All", "Version Well 0.1.0 at work."):  # fmt: skip
        assert part in said
    code, out = printed(capsys)
    assert (code, "Well: Every part of the product is well." in out) == (0, True)


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_late_then_not_seen_and_the_command_fails(look, capsys, name):
    age(name, minutes=3)
    said = look()
    assert "Late Seen 3 min ago" in said
    assert "Next:" in said
    assert printed(capsys)[0] == 0

    age(name, hours=2)
    assert "Not seen Seen 2 h ago" in look()
    code, out = printed(capsys)
    assert code == 1
    assert "Not seen" in out


def test_what_was_never_seen_says_so(look):
    Heartbeat.objects.filter(name="dispatcher").delete()

    assert "Dispatcher Not seen It was never seen in this database." in look()


@pytest.mark.parametrize("name", ["broker", "task:learning.mine", "task:reviews.release_due"])
def test_a_fault_since_the_last_good_run_fails(look, capsys, name):
    heartbeats.failed(name=name, every=10, says="ConnectionRefusedError")
    said = look()

    assert "Failing" in said
    assert "ConnectionRefusedError" in said
    assert printed(capsys)[0] == 1
    heartbeats.seen(name=name, every=10)
    assert "ConnectionRefusedError" not in look()


def test_a_mining_run_that_failed_is_said_with_its_fault(look, world):
    MiningRun.objects.create(
        system=world.system, state="FAILED", period_on=worlds.noon.date(), queued_at=worlds.noon,
        started_at=worlds.noon, ended_at=worlds.noon, failure="out of memory",
    )  # fmt: skip

    assert "Miner Failing" in look()
    assert "out of memory" in look()


def test_deliveries_that_wait_and_receipts_that_do_not_come_are_counted_by_business_system(look, world):
    worlds.decided(world, world.olga)
    worlds.decided(world, world.olga)
    worlds.release(world)
    first, second = Delivery.objects.order_by("id")
    Delivery.objects.filter(id=first.id).update(state="OVERDUE")
    Delivery.objects.filter(id=second.id).update(next_attempt_at=clock.now() - dt.timedelta(minutes=20))
    said = look()

    assert f"Overdue receipts Late {first.source.name}: 1" in said
    assert "Deliveries to send Late 1 decision is due to be sent, the oldest since 20 min." in said


def test_two_versions_at_work_are_noticed(look):
    Heartbeat.objects.filter(name="worker").update(version="0.0.9")

    assert "Version Late 0.0.9, 0.1.0 at work." in look()


def test_it_says_nothing_of_cases_people_or_another_organisation(look, world):
    received = worlds.arrive(world)
    said = look()

    assert received.case_ref not in said
    assert "Olga" not in said
    assert "lakeshore" not in said.lower()


def test_it_asks_little_and_never_more_for_more_rows(visit, world):
    all_well()
    client = visit("adam")
    with asked() as before:
        client.get(HEALTH)
    for _ in range(3):
        worlds.decided(world, world.olga)
    with asked() as after:
        client.get(HEALTH)

    assert len(after) == len(before) <= 24


def test_the_poll_gets_the_parts_alone(visit, world):
    answer = visit("adam").get(HEALTH, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in answer
    assert "health-processes" in answer


def test_it_is_in_the_navigation_and_on_the_start_page_of_an_admin_alone(visit):
    all_well()
    page = visit("adam").get("/").content.decode()

    assert page.count(f'href="{HEALTH}"') == 2
    assert f'href="{HEALTH}"' not in visit("owen").get("/").content.decode()
