"""Segments are defined, tried on the last cases, proposed and signed on pages, by plain forms."""

import pytest

from apps.policy.models import SegmentSet
from apps.registry.models import AISystem
from tests.console.test_pages import text_of
from tests.flow.segments import NO_GROUP, live, opened, proposed, saved
from tests.world import arrive

PAGE = "/systems/injury-triage/segments/"
EDIT = f"{PAGE}edit/"
NEW = {"rule": "new", "code": "no_group", "say": "No injury group", "join": "all"}
UNKNOWN = {"fact_0": "injury_group", "op_0": "is_missing"}


@pytest.fixture
def ana(visit):
    return visit("ana")


def post(client, act, version, **fields):
    return client.post(EDIT, {"act": act, "version": str(version), **fields})


def test_a_segment_is_added_by_a_form_and_the_last_cases_are_counted(world, ana):
    arrive(world)
    form = text_of(ana.get(f"{EDIT}?segment=new"))
    assert "New segment" in form
    assert "Weekly benefits at stake" not in form, "only facts of the contract, not what the way adds"

    answer = post(ana, "save", 0, **NEW, **UNKNOWN)

    assert (answer.status_code, answer["Location"]) == (303, f"{EDIT}?segment=no_group#rule")
    words = text_of(ana.get(EDIT))
    for said in (
        "No injury group no_group Injury group is missing New",
        "Of the last case",
        "Lower back 1 1",
        "Begun by Ana",
    ):
        assert said in words, said
    assert "Other segments are being written." in text_of(ana.get(PAGE))


def test_every_segment_as_its_form_shows_it_is_saved_without_a_change(world, ana):
    draft = saved(world)
    for one in live(world):
        typed = ana.get(f"{EDIT}?segment={one['key']}").context["page"].form.typed
        assert post(ana, "save", draft.version, **typed.fields, rule=one["key"]).status_code == 303
        draft.refresh_from_db()

    assert draft.body[:-1] == world.system.segments


def test_an_overlap_is_refused_at_the_form_with_a_case_that_would_be_in_both(world, ana):
    fields = NEW | {"fact_0": "age", "op_0": "lt", "value_0": "30"}

    answer = post(ana, "save", 0, **fields)

    words = text_of(answer)
    assert answer.status_code == 422
    said = "The segments minor_surface and no_group overlap. This case would be in both: Hospital stay known so far: no, Nature of injury: Burn, Injury group: Arm or hand and Age at injury: 29 years."  # fmt: skip
    assert said in words
    assert 'value="30"' in answer.content.decode(), "what was typed stays"
    assert not SegmentSet.objects.exists()


@pytest.mark.parametrize(
    ("fields", "marked", "said"),
    [
        ({"code": "No!"}, "f-code", "small letters"),
        ({"say": ""}, "f-say", "Say why"),
        ({"fact_0": "age", "op_0": "gt", "value_0": "old"}, "f-value_0", "Write a number here"),
        ({"when": "{"}, "f-when", "A condition is an object"),
    ],
)
def test_what_is_no_segment_is_refused_at_its_field(world, ana, fields, marked, said):
    answer = post(ana, "save", 0, **(NEW | UNKNOWN | fields))

    assert (answer.status_code, said in text_of(answer)) == (422, True)
    html = answer.content.decode()
    assert 'aria-invalid="true"' in html[html.index(f'id="{marked}"') :][:200]


def test_what_something_rests_on_cannot_be_taken_out_and_it_says_what(world, ana):
    answer = post(ana, "take_out", 0, rule="minor_surface")

    assert answer.status_code == 409
    assert "is used by the risk decision in force. Take it out there first." in text_of(answer)

    assert post(ana, "take_out", 0, rule="special_groups").status_code == 303
    assert "special_groups" in text_of(ana.get(EDIT))
    assert "Goes" in text_of(ana.get(EDIT))


def test_a_save_from_an_old_page_overwrites_nothing(world, ana):
    saved(world)

    typed = ana.get(f"{EDIT}?segment=lower_back").context["page"].form.typed.fields
    answer = post(ana, "save", 0, **(typed | {"say": "Backs"}), rule="lower_back")

    assert answer.status_code == 409
    assert "saved elsewhere" in text_of(answer)
    assert 'value="Backs"' in answer.content.decode()
    assert SegmentSet.objects.get().body[-1] == NO_GROUP


def test_the_owner_reads_and_signs_with_a_fresh_proof(visit, world, ana):
    draft = saved(world)
    assert post(ana, "propose", draft.version).status_code == 303
    assert "These segments wait for the owner." in text_of(ana.get(EDIT))
    assert 'value="save"' not in ana.get(f"{EDIT}?segment=new").content.decode()
    owen = visit("owen")
    words = text_of(owen.get(EDIT))
    assert "You sign the segments on this page." in words
    version = opened(world).version

    sent = owen.post(f"{PAGE}adopt/", {"version": version, "idempotency_key": "one"})
    assert "/account/reauthenticate/" in sent["Location"]
    owen.post("/account/reauthenticate/", {"password": "bluegrass-owen-1982"})
    assert "Confirmed that it is you" in text_of(owen.get(EDIT))
    done = owen.post(f"{PAGE}adopt/", {"version": version, "idempotency_key": "two"})

    assert (done.status_code, done["Location"]) == (303, PAGE)
    words = text_of(owen.get(PAGE))
    assert "written by Ana" in words
    assert "No injury group" in words


def test_the_owner_returns_it_with_a_sentence_that_the_writer_reads(visit, world):
    waits = proposed(world)

    assert post(visit("owen"), "return", waits.version, why="Name it well.").status_code == 303

    ana = visit("ana")
    assert "The owner returned it: Name it well." in text_of(ana.get(EDIT))
    assert post(ana, "drop", opened(world).version)["Location"] == PAGE
    assert visit("owen").get(EDIT)["Location"] == PAGE, "nothing is there to sign"


def test_whoever_became_the_owner_meanwhile_is_told_why_they_cannot_sign(visit, world):
    proposed(world)
    AISystem.objects.update(owner=world.user("ana"))

    words = text_of(visit("ana").get(EDIT))

    assert "You wrote of these segments, so you cannot sign them." in words
    assert "Put version" not in words
