"""Beside what the owner accepts stands what is measured, of decisions old enough to know; few cases give no figure."""

import re

import pytest

from apps.core import bulk, ids
from apps.measures.models import Outcome
from apps.registry.models import Autonomy
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.counting import asked
from tests.measures.past import Past, days

PAGE = "/systems/injury-triage/"
OLD, YOUNG = days(-70), days(-10)


@pytest.fixture
def past(world):
    """Tell a past: so many decisions, so many of them with a long claim behind."""
    written = Past(world)

    def tell(n, n_long, *, at=OLD, **changes):
        lines = [written.add(at=at, **changes) for _ in range(n)]
        written.write()
        bulk.insert(
            [
                Outcome(
                    id=ids.new(), case_id=line.case_id, external_id=f"O-{line.case_id}", measure="long_claim",
                    value=place < n_long, known_at=days(-1), received_at=days(-1), body_digest=b"",
                )
                for place, line in enumerate(lines)
            ]
        )  # fmt: skip

    return tell


@pytest.fixture
def look(visit):
    client = visit("owen")
    return lambda: text_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("n", "n_long", "said"),
    [
        (400, 20, "Now 5.0 in 100, n 400 95% interval 3 to 7% Inside the limit Fast-tracked"),
        (100, 10, "Now 10.0 in 100, n 100 95% interval 5 to 17% Inside the limit, by too few cases to be sure"),
        (100, 15, "Above the limit, by too few cases to be sure"),
        (400, 80, "Above the limit Fast-tracked, but off work more than 26 weeks"),
        (29, 29, "Not enough cases to say (n=29)"),
    ],
)  # fmt: skip
def test_the_share_stands_beside_its_limit_with_n_interval_and_a_word(past, look, n, n_long, said):
    past(n, n_long)
    beside = look().partition("acceptable in at most 12 in 100")[2].strip()[:220]

    assert said in beside


def test_a_decision_too_young_to_know_counts_nowhere(past, look):
    past(400, 20)
    past(400, 400, at=YOUNG)

    assert "Now 5.0 in 100, n 400" in look()


def test_what_no_outcome_tells_says_so(past, look):
    past(400, 20)
    beside = look().partition("off work more than 26 weeks")[2]

    assert beside.strip().startswith("acceptable in at most 2 in 100 Not measured: no outcome tells it yet")


def test_each_segment_says_its_step_and_how_often_the_ai_was_wrong(past, look, visit, world):
    Autonomy.objects.update_or_create(
        system=world.system, segment="lower_back",
        defaults={"state": "SHADOW", "note": "", "changed_at": worlds.noon},
    )  # fmt: skip
    past(100, 30, override=True)
    past(12, 1, segment="minor_surface")
    page = visit("owen").get(PAGE)
    words = text_of(page)

    assert "30 of 100 30.0%, 22" in words
    assert "too few to say (n=12)" in words
    steps = re.findall(r'class="step4".*?aria-label="([^"]*)"', page.content.decode(), re.DOTALL)
    assert "Step 1 of 4: watches" in steps
    assert "Step 3 of 4: acts, a share is audited" in steps
    assert steps.count("Step 2 of 4: advises") == 3
    assert "suggested Fast track, whoever decided, the share that ran past 8 weeks" in words


def test_a_system_of_which_nothing_becomes_known_shows_no_figure(look, world):
    type(world.system).objects.filter(id=world.system.id).update(measures=[])
    words = look()

    assert "Nothing becomes known" in words
    assert "Not measured: no outcome tells it yet" in words


def test_it_costs_one_statement(past, visit):
    client = visit("owen")
    with asked() as before:
        client.get(PAGE)
    past(40, 2)
    with asked() as after:
        client.get(PAGE)

    assert len(after) == len(before)
