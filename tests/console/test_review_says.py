"""What a case says before anything is typed: what one may decide, how far to trust it, what is no longer true."""

from apps.measures.models import Calibration
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_review import later_fact


def test_what_lies_beyond_ones_authority_is_locked_before_anything_is_typed(visit, world):
    fast, other = (worlds.claimed(world, world.olga, minor=minor) for minor in (160000, 140000))
    client = visit("olga")

    locked = text_of(client.get(f"/cases/{fast.id}/review/"))

    assert "Approve is locked: your authority for it ends at $1,500.00; escalate it." in locked
    assert "Approve is locked" not in text_of(client.get(f"/cases/{other.id}/review/"))


def test_how_far_to_trust_it_speaks_of_the_same_kind_of_case_or_says_that_it_does_not(visit, world, held):
    def calibrated(segment, n, n_correct):
        Calibration.objects.create(
            system=world.system, model_version="triage-gb-1", segment=segment, n=n, n_correct=n_correct,
            n_audited=0, state="MEASURED", because="", computed_at=world.now,
        )  # fmt: skip

    client, page = visit("olga"), f"/cases/{held.id}/review/"
    calibrated("", 400, 300)
    assert "In 400 cases of every kind officers agreed in 300" in text_of(client.get(page))
    calibrated(held.recommendation.segment, 40, 20)
    assert "In 40 similar cases officers agreed in 20" in text_of(client.get(page))


def test_a_reason_that_a_later_fact_made_untrue_is_marked(visit, world, held):
    def faults():
        page = visit("olga").get(f"/cases/{held.id}/review/").context["page"]
        return [bool(one.fault) for one in page.suggestion.arguments_for]

    assert faults() == [False]
    later_fact(world, held)
    assert faults() == [True]


def test_an_address_that_takes_forms_only_says_so_on_a_page(visit):
    answer = visit("olga").get("/tour/")

    assert answer.status_code == 405
    assert "This address takes what a form sends." in text_of(answer)
