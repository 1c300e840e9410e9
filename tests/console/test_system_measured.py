"""Beside what the owner accepts stands what is measured, of decisions old enough to know; few cases give no figure."""

import re

import pytest

from apps.console.pages import system_alone
from apps.core import bulk, ids
from apps.flow import selectors as flow
from apps.measures import rules
from apps.measures.models import Outcome
from apps.registry.models import Autonomy
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.counting import asked
from tests.measures.past import Past, days, tally

PAGE = "/systems/injury-triage/"
OLD, YOUNG = days(-70), days(-10)


@pytest.fixture
def past(world):
    """Tell a past: so many decisions, so many of them with a long claim behind."""
    written = Past(world)

    def tell(n, n_long, *, at=OLD, measure="long_claim", **changes):
        lines = [written.add(at=at, **changes) for _ in range(n)]
        written.write()
        bulk.insert(
            [
                Outcome(
                    id=ids.new(), case_id=line.case_id, external_id=f"O-{line.case_id}", measure=measure,
                    value=place < n_long, known_at=days(-1), received_at=days(-1), body_digest=b"",
                )
                for place, line in enumerate(lines)
            ]
        )  # fmt: skip
        tally(world)

    return tell


@pytest.fixture
def look(visit):
    client = visit("owen")
    return lambda: text_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("n", "n_long", "said"),
    [
        (400, 20, "As it was decided: 5.0 in 100 of 400 cases 95% interval 3 to 7%, decisions until 23 Sep Inside the limit As"),
        (100, 10, "decided: 10.0 in 100 of 100 cases 95% interval 5 to 17%, decisions until 23 Sep Inside the limit, but too few"),
        (100, 15, "Above the limit, but too few cases to be sure"),
        (400, 80, "Above the limit As the AI suggested"),
        (29, 29, "As it was decided: not enough cases to say (n=29)"),
    ],
)  # fmt: skip
def test_the_share_stands_beside_its_limit_with_n_interval_and_a_word(past, look, n, n_long, said):
    past(n, n_long)
    beside = look().partition("acceptable in at most 12 in 100")[2].strip()[:220]

    assert said in beside


def test_a_decision_too_young_to_know_counts_nowhere(past, look):
    past(400, 20)
    past(400, 400, at=YOUNG)

    assert "As it was decided: 5.0 in 100 of 400 cases" in look()


def test_what_was_decided_and_what_the_ai_suggested_are_two_figures(past, look):
    past(100, 5)
    past(100, 30, override=True)
    words = look()

    assert "As it was decided: 5.0 in 100 of 100 cases" in words
    assert "As the AI suggested: 17.5 in 100 of 200 cases" in words


def beside(words):
    return words.partition("off work more than 26 weeks")[2].strip()


def test_an_error_that_no_decision_is_old_enough_for_says_from_when_it_is_known(past, look):
    past(400, 20)
    said = "acceptable in at most 2 in 100 First known 14 Mar 2027, 184 days after the oldest decision"

    assert beside(look()).startswith(said)


def test_an_error_after_26_weeks_is_counted_by_its_own_outcome(past, look):
    past(400, 4, at=days(-190), measure="past_26_weeks")
    past(400, 40)
    words = look()

    assert "As it was decided: 1.0 in 100 of 400 cases 95% interval 0 to 2%, decisions until" in beside(words)
    assert "As it was decided: 10.0 in 100 of 400 cases" in words


def test_before_the_first_decision_it_says_how_long_it_takes_to_know(look):
    words = look()

    assert "acceptable in at most 12 in 100 Known 58 days after the first decision" in words
    assert beside(words).startswith("acceptable in at most 2 in 100 Known 184 days after the first decision")
    assert "The AI decided no case alone since this was signed" in words


def test_an_error_that_no_outcome_tells_says_so(past, look, world):
    world.system.measures = world.system.measures[:1]
    world.system.save(update_fields=["measures"])
    past(400, 20)

    assert beside(look()).startswith("acceptable in at most 2 in 100 Not measured: no outcome tells it yet")


def test_what_the_ai_decided_alone_is_held_against_each_bound(past, look, world):
    alone = {"by_kind": "MACHINE", "segment": "minor_surface", "stake_minor": 90_000}
    past(98, 0, **alone)
    past(1, 0, **alone | {"stake_minor": 150_001})
    past(1, 0, **alone | {"segment": "lower_back"})
    words = look()

    assert (
        "may decide alone Fast track Kept in 100 of 100 cases decided alone 95% interval 98 to 100% Kept Up"
        in words
    )
    assert "Kept in 99 of 100 cases decided alone 95% interval 95 to 100% Not kept Only in" in words
    assert "Not kept Looked at again at least 10 in 100 Drawn so far: 0 of 100, 0.0 in 100" in words
    assert "It can suggest only: Fast track, Standard lost-time, Nurse case management" in words


@pytest.mark.parametrize(
    ("n", "k", "word"), [(100, 20, "Kept"), (100, 8, "Kept, within chance"), (1000, 60, "Not kept")]
)
def test_how_many_were_looked_at_again_is_held_against_the_least_share_as_chance_has_it(n, k, word):
    alone = flow.Alone(n, 0, 0, 0, rules.share(n, k), k - 3)
    (now,) = system_alone.looked_at(alone, 0.1)

    assert (now.word, f"{k - 3} of them looked at" in now.detail) == (word, True)


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
