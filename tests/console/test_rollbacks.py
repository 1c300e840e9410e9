"""Rollback in the browser's words: choose, see, prove who one is, confirm by the count, follow."""

import pytest
from django.urls import reverse

from apps.core import clock, ids
from apps.flow import services as flow
from apps.reviews.models import Decision, ReversalRun
from tests.flow.test_rollback import begin, second_look
from tests.world import arrive, automatic

URL = reverse("console:rollbacks", args=["injury-triage"])
CHOICE = {"policy": "1", "lane": "machine", "outcome": "standard"}


@pytest.fixture
def proved(monkeypatch):
    monkeypatch.setattr(
        "apps.console.views.proving.reauthentication.did_recently_reauthenticate", lambda _: True
    )


def confirm(client, **form):
    form = CHOICE | {"why": "The wages were wrong.", "count": "2", "idempotency_key": str(ids.new())} | form
    return client.post(URL, form)


def test_what_would_be_reversed_is_shown_before(visit, world):
    arrive(world, automatic())
    arrive(world, automatic())

    text = visit("owen").get(URL, CHOICE).content.decode()

    assert "2 decisions would become Standard lost-time" in text
    assert "Type the number of decisions to confirm: 2" in text
    assert not ReversalRun.objects.exists()


def test_whoever_did_not_just_prove_who_they_are_does_so_first(visit, world):
    arrive(world, automatic())
    arrive(world, automatic())

    answer = confirm(visit("owen"))

    assert answer.status_code == 303
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not ReversalRun.objects.exists()


@pytest.mark.usefixtures("proved")
def test_confirmed_by_the_count_it_runs_and_says_what_became_of_each(visit, world):
    arrive(world, automatic())
    arrive(world, automatic())
    owen = visit("owen")

    answer = confirm(owen)
    while flow.roll_back(now=clock.now()):
        pass

    text = owen.get(answer["Location"]).content.decode()
    assert "2 of 2 decisions done" in text
    assert text.count("Now Standard lost-time, on its way") == 2
    assert Decision.objects.filter(reverses__isnull=False).count() == 2


@pytest.mark.usefixtures("proved")
@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"count": "3"}, 409, "The number of decisions is another one now"),
        ({"count": "two"}, 409, "The number of decisions is another one now"),
        ({"why": " "}, 422, "Say why"),
        ({"policy": "", "lane": "machine"}, 422, "Name a version"),
        ({"since": "yesterday"}, 422, "Write a day as YYYY-MM-DD"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_begins(visit, world, form, status, says):
    arrive(world, automatic())
    arrive(world, automatic())

    answer = confirm(visit("owen"), **form)

    assert (answer.status_code, says in answer.content.decode()) == (status, True)
    assert not ReversalRun.objects.exists()


def test_the_auditor_reads_and_changes_nothing(visit, world):
    arrive(world, automatic())
    audrey = visit("audrey")

    assert "Which decisions" not in audrey.get(URL).content.decode()
    assert confirm(audrey, count="1").status_code == 403


def test_a_second_look_that_lost_its_object_says_so(visit, world):
    item = second_look(world, arrive(world, automatic()))
    begin(world, count=1)
    flow.roll_back(now=clock.now())

    text = visit("olga").get(reverse("console:review", args=[item.id])).content.decode()

    assert "This second look is not needed any more." in text
