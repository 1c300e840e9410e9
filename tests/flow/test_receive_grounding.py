"""What an arrival's statements rest on is checked, and frozen with the verdict."""

import pytest

from apps.flow import selectors as flow
from apps.policy.models import Verdict
from tests import counting
from tests.world import arrive, recommendation

TRUE = {"text": "No hospital stay is recorded so far.", "cites": ["hospital_stay"], "direction": "for"}
FALSE = {"text": "A hospital stay is recorded.", "cites": ["hospital_stay"], "direction": "against"}
BARE = {"text": "It looks minor.", "direction": "for"}
WAGE = {"text": "The wage is 298 dollars.", "cites": ["age"], "direction": "for"}


def added(received):
    verdict = Verdict.objects.get(recommendation=received.id)
    return {key: verdict.added[key] for key in ("grounding_share", "n_statements", "n_unsupported")}


@pytest.mark.parametrize(
    ("rationale", "share", "n_unsupported"),
    [
        ([TRUE], "1.0000", 0),
        ([TRUE, FALSE], "0.5000", 1),
        ([TRUE, FALSE, BARE, WAGE], "0.2500", 3),
        ([], None, 0),
    ],
)
def test_the_verdict_keeps_how_much_of_the_rationale_is_supported(world, rationale, share, n_unsupported):
    got = arrive(world, rationale=rationale)

    assert added(got) == {
        "grounding_share": share,
        "n_statements": len(rationale),
        "n_unsupported": n_unsupported,
    }


def test_the_check_asks_the_database_nothing(world):
    arrive(world)  # what is kept per process is there
    with counting.asked() as without:
        arrive(world, recommendation(rationale=[]))
    with counting.asked() as checked:
        arrive(world, recommendation(rationale=[TRUE, FALSE, BARE, WAGE]))

    assert len(checked) == len(without)


def test_the_review_names_the_quote_and_the_fact_it_stands_in(world):
    got = arrive(world, rationale=[FALSE, WAGE])

    page = flow.review_page(item_id=got.item_id, to=world.olga, now=world.now)

    assert [(one.grounding, one.detail, one.elsewhere) for one in page.suggestion.statements] == [
        ("contradicted", "A hospital stay is recorded", ""),
        ("unsupported number", "298", "weekly_wage"),
    ]
