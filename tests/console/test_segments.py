"""The segments of an AI system: each in words, who counts by it, and what was measured of it."""

from collections import Counter

from apps.flow import services as flow
from apps.flow.services import What
from apps.intake.models import Recommendation
from apps.measures import selectors as measures
from apps.registry.models import AISystem
from apps.registry.states import PauseMode, PauseScope
from tests.console.test_pages import text_of
from tests.measures.past import tally
from tests.world import arrive, automatic, later, noon

PAGE = "/systems/injury-triage/segments/"


def test_each_is_said_in_words_with_who_counts_by_it(visit, world):
    arrive(world, automatic())
    arrive(world, facts_changed={"injury_group": "neck"})
    what = What(PauseScope.SEGMENT, "minor_surface", PauseMode.HOLD)
    flow.pause(system_id=world.system.id, why="Look first.", by=world.owen, now=noon, what=what)

    words = text_of(visit("audrey").get(PAGE))

    for said in (
        "Minor surface injury, no hospital stay minor_surface",
        "Nature of injury is one of Burn",
        "looked at again by a person Risk decision: open to the AI Paused: new cases are held",
        "Risk decision: people decide here",
        "too few to say (n=0)",
        "is paused since",
    ):
        assert said in words, said


def test_what_arrived_in_four_weeks_is_what_a_job_counted_and_says_as_of_when(visit, world):
    arrive(world, automatic())
    arrive(world, facts_changed={"injury_group": "neck"}, now=later(days=-29))
    arrive(world, facts_changed={"injury_group": "neck"}, now=later(days=-2))
    assert "not counted yet" in text_of(visit("audrey").get(PAGE))
    tally(world, now=noon)

    words = text_of(visit("audrey").get(PAGE))

    rows = Recommendation.objects.filter(received_at__gt=later(days=-28), case__kind="REAL")
    live = Counter(rows.values_list("segment", flat=True))
    assert measures.tallied(system_id=world.system.id).arrived == live
    assert (live["minor_surface"], sum(live.values())) == (1, 2)
    assert "Cases that arrived: as of" in words
    assert "not counted yet" not in words


def test_without_segments_it_says_so(visit, world):
    AISystem.objects.filter(id=world.system.id).update(segments=[])

    assert "No segment is described, so the AI advises everywhere." in text_of(visit("owen").get(PAGE))
