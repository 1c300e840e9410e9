"""What is said of the simulated people is what they act by."""

import json
import random
from pathlib import Path

import pytest
import yaml

from demo import live, people

ROOT = Path(__file__).resolve().parents[2]
PLAN = yaml.safe_load((ROOT / "demo/setup.yaml").read_text(encoding="utf-8"))
CAST = [person for organisation in PLAN["organisations"] for person in organisation["people"]]
HABITS = [thing for thing in vars(people).values() if isinstance(thing, people.Habit)]
DECIDERS = (*people.OFFICERS, people.SUPERVISOR)


def test_every_function_that_wishes_something_says_so_or_is_the_common_feeling():
    wishing = {name for name, thing in vars(people).items() if callable(thing) and getattr(thing, "__annotations__", {}).get("return") == people.Wish | None}  # fmt: skip

    assert wishing == {"strong_feeling"}
    assert len(HABITS) == 7
    assert all(one.says.endswith(".") for one in HABITS)
    assert len({one.says for one in HABITS}) == len(HABITS)


def test_every_habit_is_somebodys_and_everybody_shows_theirs():
    told = people.told()

    assert {habit for person in DECIDERS for habit in person.habits} == set(HABITS)
    for person in DECIDERS:
        own = [one.says for one in person.habits]
        assert told[person.email]["habits"] == [*own, people.FIRST_VIEW_SAYS]


@pytest.mark.parametrize("email", [one["email"] for one in CAST])
def test_everybody_who_can_sign_in_has_a_sentence(email):
    assert people.told()[email]["says"].endswith(".")


def test_nobody_else_has_one():
    assert set(people.told()) == {one["email"] for one in CAST}


def test_two_organisations_and_known_second_factors_for_owner_and_admin():
    assert len(PLAN["organisations"]) == 2
    assert {one["roles"][0] for one in CAST if one.get("second_factor")} == {"owner", "admin"}
    assert all(one["is_simulated"] for one in CAST)


def test_the_habits_are_left_where_the_pages_look(tmp_path):
    live.publish(tmp_path / "demo")

    assert json.loads((tmp_path / "demo/cast.json").read_text()) == people.told()


def test_a_planted_habit_is_followed_by_every_officer_before_their_own(cases):
    case = next(one for one in cases if one.suggestion.lane == "standard")
    planted = people.planted(people.habit("Always fast.")(lambda _: people.Wish("fast_track", "it_weeks")))

    assert [person.habits[1:] for person in planted] == [person.habits for person in people.OFFICERS]
    for person in planted:
        look = people.look_at(person, case, case.story.arrived_at, random.Random(1))
        assert people.wish(person, look) == people.Wish("fast_track", "it_weeks")
