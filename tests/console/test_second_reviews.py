"""The pages of second reviews: the opinion is given where a first view is, then both stand side by side."""

import pytest
from django.urls import reverse

from apps.core import ids
from apps.reviews import services as reviews
from apps.reviews.models import Decision, SecondReview
from tests.seconding import drawn, given


def signed_in(client, world, name):
    client.force_login(world.user(name))
    return client


@pytest.fixture
def differing(world):
    return given(world, drawn(world), world.ben)


def settle(client, review, **fields):
    body = {"version": review.version, "outcome": "standard", "why": "overlooked", "words": "The stay counts.", "do": "settle"}  # fmt: skip
    path = reverse("console:second_review", args=[review.id])
    return client.post(path, body | {"idempotency_key": str(ids.new())} | fields)


def test_an_opinion_is_given_on_the_page_of_the_case_and_leads_to_both(client, world):
    review = drawn(world)
    held = reviews.claim(item_id=review.item_id, by=world.ben, now=world.now)
    signed_in(client, world, "ben")
    page = client.get(reverse("console:review", args=[held.id])).content.decode()
    assert "Give this second opinion" in page
    assert "Fast track</" not in page.replace("<span>Fast track <", "")

    answer = client.post(
        reverse("console:first_view", args=[held.id]),
        {
            "version": held.version, "token": held.token, "view": "standard", "view_words": "It is long.",
            "idempotency_key": str(ids.new()),
        },
    )  # fmt: skip

    assert answer.headers["Location"] == reverse("console:second_review", args=[review.id])
    both = client.get(answer.headers["Location"]).content.decode()
    assert "Fast track" in both
    assert "It is long." in both
    assert "Olga" not in both  # nobody is named


def test_a_supervisor_finds_it_settles_it_and_reverses(client, world, differing):
    signed_in(client, world, "sam")
    listed = client.get(reverse("console:quality")).content.decode()
    assert differing.decision.case.case_ref in listed
    assert "drawn by chance" in listed
    assert not any(name in listed for name in ("Olga", "Tarkington"))

    wrong = settle(client, differing, words="")
    assert wrong.status_code == 422
    assert "The stay" not in wrong.content.decode()
    assert settle(client, differing, do="reverse").headers["Location"] == reverse("console:quality")

    assert Decision.objects.get(reverses=differing.decision).by == world.sam
    assert SecondReview.objects.get(id=differing.id).holds == "SECOND"
    settled = client.get(reverse("console:quality") + "?view=settled").content.decode()
    assert differing.decision.case.case_ref in settled
    assert settle(client, differing).status_code == 409


def test_the_decider_reads_both_and_the_words_once_it_is_settled(client, world, differing):
    path = reverse("console:second_review", args=[differing.id])
    assert signed_in(client, world, "olga").get(path).status_code == 404
    settle(signed_in(client, world, "sam"), differing, outcome="fast_track")

    told = signed_in(client, world, "olga").get(path).content.decode()
    assert "The stay counts." in told
    assert "Tarkington" not in told
    assert "Looked at again: you were right" in client.get(reverse("console:decisions")).content.decode()


def test_what_waits_tells_nothing_of_the_decision(client, world):
    review = drawn(world)

    signed_in(client, world, "sam")
    for path in (
        reverse("console:quality") + "?view=waiting",
        reverse("console:second_review", args=[review.id]),
    ):
        page = client.get(path).content.decode()
        assert review.decision.case.case_ref in page
        assert "Fast track" not in page
