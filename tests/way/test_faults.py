"""Programs that are killed, frozen or slow: nothing is lost, nothing happens twice, and people go on working."""

import http.client
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest

from apps.audit.models import Entry
from apps.core import clock
from apps.delivery.models import Delivery, Receipt
from apps.flow import services as flow
from apps.reviews.models import Decision
from tests import world as worlds
from tests.delivery import receiver
from tests.way.house import eventually

FROZEN_SECONDS = 10.0
ANSWERS_WITHIN_SECONDS = 2.0
N_DUE = 12
N_WAITING = 40
PATIENCE_SECONDS = 90  # while a web starts again beside other work; no promise of speed
SIGNED = ("content-type", "webhook-id", "webhook-timestamp", "webhook-signature")


def in_force(cast, n):
    """Decisions of Olga whose undo time is over; the worker finds them due."""
    now = clock.now()
    bodies = [worlds.recommendation(now=now, number=number) for number in range(1, n + 1)]
    for one in worlds.arrive_all(cast, bodies, now=now):
        worlds.decided(cast, cast.olga, worlds.override(), received=one, now=now)
    time.sleep(1.1)
    assert flow.release_due(now=clock.now()) == n


def brought(taken, port):
    """Carry a delivery on to the claims system and return its answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=15)) as line:
        headers = {name: taken.headers[name] for name in SIGNED}
        line.request("POST", "/decisions", taken.body, headers)
        return line.getresponse().status


def all_are(state):
    return set(Delivery.objects.values_list("state", flat=True)) == {state}


@pytest.mark.processes
def test_a_worker_killed_while_it_delivers_loses_nothing_and_applies_nothing_twice(build, cast):
    """The claims system has each message, and the worker dies before it hears so."""
    with receiver.running() as slow:
        house, answered = build(open_ports=(slow.port,)), threading.Event()

        def behave(taken):
            status = brought(taken, house.options.demo_port)
            answered.wait(30)
            return status

        slow.behave = behave
        house.deliver_to(slow.port)
        in_force(cast, N_DUE)
        house.start("web", "claims-system", "worker", "beat")
        with house.frozen("web"):  # so that no receipt tells what the worker did not live to hear
            eventually(lambda: len(slow.taken) >= 8, 20, "calls under way")
            house.kill("worker")
            lost = set(slow.ids)
            assert Delivery.objects.filter(state="PENDING").count() == N_DUE
            answered.set()
            Delivery.objects.update(next_attempt_at=clock.now())  # instead of the 15 s until it is due again
            house.start("worker")
            eventually(lambda: all_are("SENT"), 20, "everything sent again")

    eventually(lambda: all_are("APPLIED"), 20, "everything confirmed")
    assert Counter(slow.ids) == Counter(
        {str(one.id): 1 + (str(one.id) in lost) for one in Delivery.objects.all()}
    )
    assert house.n_applied() == Counter({f"WC-{number}": 1 for number in range(1, N_DUE + 1)})
    assert Receipt.objects.count() == N_DUE
    record = Counter(Entry.objects.filter(verb__startswith="delivery.").values_list("verb", flat=True))
    assert record == {"delivery.sent": N_DUE, "delivery.applied": N_DUE}


def works(olga):
    """Look at the inbox, take what is next, decide it; return every answer."""
    answers = [olga.get("inboxes/triage-officers/items/"), olga.post("inboxes/triage-officers/claim-next/")]
    claim = answers[-1].body
    body = {"outcome": "fast_track", "sure": "sure", "token": claim["token"]}
    return [*answers, olga.post(f"items/{claim['item']}/decide/", body, version=claim["version"])]


@pytest.mark.processes
def test_while_the_broker_stands_still_people_work_on_and_the_worker_catches_up(build, cast):
    house, now = build(), clock.now()
    bodies = [
        worlds.recommendation(now=now, number=number) for number in range(200, 240)
    ]  # none that the claims system refuses
    worlds.arrive_all(cast, bodies, now=now)
    house.start("web", "worker", "dispatcher", "claims-system", "beat")
    machine, olga = house.api("triage-model"), house.api(cast.olga)
    works(olga)

    answers, n_decided = [], 1
    with house.frozen("valkey"):
        until = time.monotonic() + FROZEN_SECONDS
        while time.monotonic() < until:
            answers += works(olga)
            body = worlds.recommendation(now=clock.now(), number=300 + n_decided)
            answers.append(machine.post("recommendations/", body))
            n_decided += 1
            time.sleep(FROZEN_SECONDS / 20)

    slowest = max(answer.seconds for answer in answers)
    assert Counter(answer.status for answer in answers) == {200: n_decided - 1, 201: 3 * (n_decided - 1)}
    assert slowest < ANSWERS_WITHIN_SECONDS
    eventually(lambda: Delivery.objects.count() == n_decided and all_are("APPLIED"), 30, "the work caught up")
    assert Decision.objects.count() == n_decided
    assert set(house.n_applied().values()) == {1}
    assert len(house.n_applied()) == n_decided


def decided_in_the_end(olga, item):
    """Ask with the same key until there is an answer, as a careful client does."""
    body, until = {"outcome": "fast_track", "token": item.token}, time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with suppress(OSError, http.client.HTTPException):
            answer = olga.post(f"items/{item.id}/decide/", body, version=item.version, key=f"act-{item.id}")
            if answer.status != http.client.CONFLICT:
                return answer
        time.sleep(0.2)
    return None


@pytest.mark.processes
@pytest.mark.timeout(300)
def test_a_web_killed_in_the_middle_of_its_answers_decides_each_claim_once(build, cast):
    house, now = build(web_workers=2), clock.now()
    bodies = [worlds.recommendation(now=now, number=number) for number in range(1, N_WAITING + 1)]
    received = worlds.arrive_all(cast, bodies, now=now)
    items = [worlds.claimed(cast, cast.olga, received=one, now=now) for one in received]
    house.start("web")
    olga = house.api(cast.olga)

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(decided_in_the_end, olga, item) for item in items]
        eventually(lambda: Decision.objects.count() >= N_WAITING // 4, PATIENCE_SECONDS, "some are decided")
        house.kill("web")
        n_before = Decision.objects.count()
        house.start("web")
        answers = [one.result() for one in asked]

    assert n_before < N_WAITING
    assert Counter(answer.status for answer in answers) == {201: N_WAITING}
    assert {answer.body["id"] for answer in answers} == {str(one.id) for one in Decision.objects.all()}
    assert Decision.objects.count() == N_WAITING
