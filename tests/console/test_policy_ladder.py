"""The ladder of a policy on its pages: read as a table, written as text, refused with everything typed."""

import json

import pytest

from tests.console.test_pages import text_of
from tests.console.test_policy import EDIT, PAGE, open_one, post
from tests.flow.policies import begun

LADDER = {
    "levels": [
        {"inbox": "triage-supervisors", "roles": ["supervisor"], "clock_minutes": 90},
        {"owner": True},
    ],
    "triggers": [{"when": "adverse_outcome", "level": 1, "outcomes": ["standard"]}],
}


@pytest.fixture
def writing(world, visit):
    begun(world)
    return visit("ana")


def test_it_is_written_as_text_and_read_as_a_table_with_what_changes(world, writing):
    post(writing, world, "ladder", ladder=json.dumps(LADDER))
    assert open_one(world).tree["ladder"] == LADDER

    shown = text_of(writing.get(EDIT))
    for said in (
        "A person decides Standard",
        "90 minutes",
        "Only supervisors who work in",
        "The accountable owner",
    ):
        assert said in shown, said
    assert "A case climbs to level 1 when a person decides Standard" in text_of(writing.get(f"{PAGE}2/"))
    german = text_of(writing.get(EDIT, headers={"Accept-Language": "de"}))
    assert "Nur Teamleitungen mit Arbeit in „Einstufung von Verletzungen, Teamleitung“" in german
    assert "Eine Person entscheidet: Übliche Bearbeitung" in german

    post(writing, world, "ladder_out")
    assert "ladder" not in open_one(world).tree
    assert "none of its own" in text_of(writing.get(f"{PAGE}2/"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [('{"levels": [7]}', "Give an object"), ("no ladder", "Give an object with levels here"),
     ('{"levels": [{"owner": true, "roles": []}]}', "owner: true and nothing else")],
)  # fmt: skip
def test_what_is_no_ladder_is_refused_with_everything_typed(world, writing, typed, says):
    before = open_one(world).tree

    answer = post(writing, world, "ladder", ladder=typed)

    assert (answer.status_code, says in text_of(answer)) == (422, True)
    assert typed in text_of(answer)
    assert open_one(world).tree == before


def test_a_level_on_which_nobody_could_decide_is_warned_of_while_it_is_written(world, writing):
    warning = "Nobody could decide on level 1 of the ladder: in Injury triage, supervisors nobody may."
    post(writing, world, "ladder", ladder=json.dumps(LADDER))
    assert warning not in text_of(writing.get(EDIT))

    officers = {**LADDER, "levels": [{**LADDER["levels"][0], "roles": ["officer"]}, {"owner": True}]}
    post(writing, world, "ladder", ladder=json.dumps(officers))
    assert warning in text_of(writing.get(EDIT))

    post(writing, world, "ladder_out")
    assert warning not in text_of(writing.get(EDIT))
