"""An analyst retires a case with a known answer, on the page and over the API: it comes no more."""

import pytest
from django.urls import reverse

from apps.flow.services import practising as putting
from apps.reviews.models import KnownAnswer, Practice
from tests import practising
from tests import world as worlds
from tests.api.speaking import Api, error


@pytest.fixture
def known(world):
    return practising.known(world)


def retire(visit, known, who="ana"):
    path = reverse("console:known_answer_retire", args=[known.id])
    return visit(who).post(path, {"idempotency_key": "one"})


def test_on_the_page(visit, world, known):
    assert retire(visit, known).status_code == 303
    assert KnownAnswer.objects.get().retired_at
    beside = worlds.arrive(world).item_id
    assert putting._put_beside(beside, world.system, world.now) == 0
    assert not Practice.objects.exists()


def test_over_the_api(world, known):
    answer = Api(user=world.user("ana")).post(f"known-answers/{known.id}/retire/")
    assert answer.status_code == 200
    assert KnownAnswer.objects.get().retired_at


@pytest.mark.parametrize(("who", "status"), [("olga", 403), ("sam", 403), ("lena", 404)])
def test_nobody_else_does(visit, world, known, who, status):
    assert retire(visit, known, who).status_code == status
    assert error(Api(user=world.user(who)).post(f"known-answers/{known.id}/retire/"))[0] == status
    assert not KnownAnswer.objects.get().retired_at
