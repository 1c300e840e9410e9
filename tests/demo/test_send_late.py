"""A few of today's claims get a late fact: simulated and marked so, taken by the product, each once."""

import json

import pytest

from apps.flow import services as flow
from apps.intake.models import FactChange
from demo import api, late
from tests import world as worlds


def line(number, *, stay=False):
    return {"recommendation": worlds.recommendation(number=number, facts_changed={"hospital_stay": stay})}


LINES = [line(number) for number in range(1, 401)]


def test_a_small_share_gets_one_and_it_is_marked_as_simulated():
    found = late.late_facts(LINES)

    assert 0.05 * len(LINES) < len(found) < 0.16 * len(LINES)
    assert {one["fact"]["fact"] for one in found} == {"weekly_wage", "hospital_stay"}
    assert {one["fact"]["origin"] for one in found} == {"simulated"}
    assert found == late.late_facts(LINES), "the same claims and the same facts each time"


def test_no_stay_becomes_known_where_one_was_known():
    found = late.late_facts([line(number, stay=True) for number in range(1, 401)])
    assert {one["fact"]["fact"] for one in found} == {"weekly_wage"}


def test_the_product_takes_them(world):
    found = late.late_facts(LINES)
    wage = next(one for one in found if one["fact"]["fact"] == "weekly_wage")
    stay = next(one for one in found if one["fact"]["fact"] == "hospital_stay")
    for one in (wage, stay):
        number = int(one["case_ref"].removeprefix("WC-"))
        worlds.arrive(world, LINES[number - 1]["recommendation"])
        fact = one["fact"] | {"as_of": worlds.iso(worlds.noon)}
        (got,) = flow.add_facts(case_ref=one["case_ref"], facts=[fact], by=world.claims, now=worlds.noon)
        assert got.changed == [fact["fact"]]

    assert FactChange.objects.count() == 2


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(late.time, "sleep", lambda _seconds: None)


def test_each_is_sent_once_also_after_a_stop(tmp_path, quick):
    facts, asked = late.late_facts(LINES)[:5], []

    def post(path, body):
        asked.append(path)
        return api.Answer(0 if len(asked) == 3 else 201, {"changes": [{"is_new": True}]})

    done = tmp_path / "late.done"
    assert late.send(facts, done=done, post=post, say=print) == 4
    assert len(json.loads(done.read_text())) == 4
    assert late.send(facts, done=done, post=post, say=print) == 1
    assert late.send(facts, done=done, post=post, say=print) == 0
    assert asked[5] == asked[2]
