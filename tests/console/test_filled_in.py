"""What was filled in with a told past is said as such, and spoils no judgement of what belongs to now."""

import datetime as dt

import pytest
from django.core.management import call_command

from apps.accounts.selectors import system_actor
from apps.audit import services as audit
from apps.console.pages import navigation
from apps.core import clock, progress, transactions
from apps.core.models import Heartbeat, Progress
from apps.delivery.models import Delivery
from reviewhub.supervisor import options, table
from tests import world as worlds
from tests.console.test_health import HEALTH, all_well, printed
from tests.console.test_pages import text_of


@pytest.fixture
def told(world):
    """A decision of a past that was told; its delivery."""
    with transactions.history():
        decision = worlds.decided(world, world.olga)
        worlds.release(world)
    return Delivery.objects.select_related("decision__case").get(decision=decision)


@pytest.fixture
def health(visit, world):
    all_well()
    client = visit("adam")
    return lambda: text_of(client.get(HEALTH))


def in_state(delivery, state, **changes):
    Delivery.objects.filter(id=delivery.id).update(state=state, next_attempt_at=None, **changes)


def note(done, total, *, ago=dt.timedelta(0)):
    Progress.objects.create(key=f"{progress.PAST}x", done=done, total=total, updated_at=clock.now() - ago)


def test_only_what_is_queued_while_a_past_is_told_is_filled_in(world, told):
    worlds.decided(world, world.olga)
    worlds.release(world)

    assert list(Delivery.objects.order_by("id").values_list("is_filled_in", flat=True)) == [True, False]


def test_a_decision_of_the_past_says_that_it_was_sent_when_the_past_was_filled_in(visit, told):
    client = visit("olga")
    assert "Waits to be sent: the past is being filled in" in text_of(client.get("/decisions/"))

    in_state(told, "SENT", sent_at=clock.now())
    assert "has not confirmed it yet; sent when the past was filled in" in text_of(client.get("/decisions/"))
    peek = text_of(client.get(f"/decisions/?peek={told.decision_id}")).split("In the business system", 1)[1]
    assert peek.index("Recorded") < peek.index("In force") < peek.index("Sent when the past was filled in")


def test_a_decision_of_today_says_nothing_of_a_past(visit, world):
    decision = worlds.decided(world, world.olga)
    worlds.release(world)
    client = visit("olga")
    for state in ("PENDING", "SENT", "APPLIED"):
        in_state(decision.delivery, state, sent_at=clock.now())
        assert "filled in" not in text_of(client.get("/decisions/"))


def test_health_says_that_the_past_is_filled_in_and_judges_what_belongs_to_now(health, told):
    note(5, 11)
    said = health()

    assert (
        "Simulated past Well The past is being filled in: 5 of 11 decisions. Until it is in, due times"
        in said
    )
    assert (
        "Deliveries to send Well Nothing is due. 1 more is of the past that is filled in, sent meanwhile."
        in said
    )
    assert "Every part of the product is well." in said


def test_what_is_due_now_is_judged_while_the_past_is_filled_in(health, world, told):
    worlds.decided(world, world.olga)
    worlds.release(world)
    late = clock.now() - dt.timedelta(hours=2)
    Delivery.objects.filter(is_filled_in=False).update(next_attempt_at=late)
    said = health()

    assert "Deliveries to send Failing 1 decision is due to be sent, the oldest since 2 h." in said


def test_a_past_that_stands_still_is_late_and_the_terminal_says_so(health, capsys, world):
    note(5, 11, ago=dt.timedelta(minutes=12))

    assert "Simulated past Late" in health()
    code, out = printed(capsys)
    assert (code, "It stands still: see the demonstration's log" in out) == (0, True)


def test_a_past_that_is_in_is_no_part_of_health(health):
    note(11, 11)

    assert "Simulated past" not in health()


def test_the_start_page_of_an_admin_says_whether_the_product_is_well(visit, world, told):
    all_well()
    client = visit("adam")
    words = text_of(client.get("/"))
    assert "Every part is well, nobody is without a role" in words
    assert "As a whole Well Every part of the product is well." in words
    assert "Deliveries waiting 0" in words

    note(5, 11)
    Heartbeat.objects.filter(name="worker").update(seen_at=clock.now() - dt.timedelta(hours=2))
    answer = client.get("/")
    words = text_of(answer)
    assert "Health: Not seen Look at: Worker. Open health" in words
    assert "As a whole Not seen" in words
    assert "The past is being filled in: 5 of 11 decisions." in words
    assert 'href="/manage/health/"' in answer.content.decode()


def test_the_first_page_says_that_a_past_follows(client, visit, world):
    with transactions.verb():
        progress.announce(kind=progress.PAST, now=clock.now())

    for page in (client.get("/account/login/"), *(visit(who).get("/") for who in ("olga", "owen", "adam"))):
        assert "The past is still being filled in" in text_of(page)


def test_what_the_set_up_of_bin_up_runs_announces_the_past_before_pages_answer(world, tmp_path, monkeypatch):
    monkeypatch.setenv("DEMO_KEYS", str(tmp_path / "keys.json"))
    ((name, *arguments),) = table.seeds(options.read([f"--data={tmp_path}"])).values()
    call_command(name, *arguments)

    assert navigation.past_words() == "The past is still being filled in"


def test_the_record_of_a_case_says_when_the_past_was_filled_in(visit, world, told):
    in_state(told, "SENT", sent_at=clock.now())
    by = system_actor(world.organisation.id)
    with transactions.verb():
        audit.record("delivery.sent", on=("delivery", told.id), by=by, at=clock.now(), case_id=told.case_id)
    words = text_of(visit("olga").get(f"/cases/{told.decision.case.case_ref}/"))

    assert "Sent to the business system When the past was filled in" in words
    assert "Written into it" in words
