"""Handing an AI system over and being away, on their page: only after proving anew who one is."""

import pytest

from apps.accounts.models import Role, RoleAssignment
from apps.notify.models import Notification
from apps.registry.models import Absence, AISystem, OwnershipOffer
from tests.console.test_pages import text_of
from tests.world import noon

PAGE = "/systems/injury-triage/ownership/"


@pytest.fixture
def heir(world):
    RoleAssignment.objects.create(user=world.user("sam"), role=Role.OWNER, given_at=noon)
    return world.user("sam")


def proved(visit, who):
    client = visit(who)
    client.post("/account/reauthenticate/", {"password": f"bluegrass-{who}-1982"})
    return client


def send(client, act, key=None, **fields):
    return client.post(PAGE, {"idempotency_key": key or act, "act": act, **fields})


def kinds(actor):
    return list(Notification.objects.filter(to=actor).values_list("kind", flat=True))


def test_it_is_offered_accepted_and_everybody_is_told(visit, world, heir):
    send(proved(visit, "owen"), "offer", to=heir.id, note="I leave in May.")
    sam = proved(visit, "sam")
    words = text_of(sam.get(PAGE))
    assert "Owen Clay offers this AI system to Sam Whitaker" in words
    assert "I leave in May." in words

    answer = send(sam, "accept")

    assert answer.headers["Location"] == PAGE
    assert AISystem.objects.get(slug="injury-triage").owner == heir
    assert kinds(world.sam) == ["ownership_offered"]
    assert kinds(world.owen) == ["ownership_accepted"]
    words = text_of(visit("owen").get("/notifications/"))
    assert "somebody else answers for the AI system now" in words


def test_nothing_happens_before_one_proves_who_one_is_and_what_was_typed_is_kept(visit, heir):
    owen = visit("owen")
    away = send(owen, "offer", to=heir.id, note="I leave in May.")

    assert away.headers["Location"].startswith("/account/reauthenticate/")
    assert not OwnershipOffer.objects.exists()
    owen.post("/account/reauthenticate/", {"password": "bluegrass-owen-1982"})
    words = text_of(owen.get(PAGE))
    assert "press the button once more" in words
    assert "I leave in May." in words


def test_it_is_declined_with_a_reason(visit, world, heir):
    send(proved(visit, "owen"), "offer", to=heir.id)
    send(proved(visit, "sam"), "decline", why="Too busy.")

    assert kinds(world.owen) == ["ownership_declined"]
    assert "“Too busy.”" in text_of(visit("owen").get(PAGE))


def test_it_is_withdrawn(visit, heir):
    owen = proved(visit, "owen")
    send(owen, "offer", to=heir.id)
    send(owen, "withdraw")

    assert "Owen Clay to Sam Whitaker: withdrawn" in text_of(owen.get(PAGE))


def test_somebody_elses_answer_is_refused(visit, heir):
    send(proved(visit, "owen"), "offer", to=heir.id)

    assert send(proved(visit, "ana"), "accept").status_code == 403


@pytest.mark.parametrize("to", ["", "nobody", "00000000-0000-7000-8000-000000000000"])
def test_an_offer_to_nobody_is_refused_in_words(visit, to):
    answer = send(proved(visit, "owen"), "offer", to=to)

    assert answer.status_code == 422
    assert "An administrator gives it." in text_of(answer)


def test_without_another_owner_the_page_says_who_can_help(visit):
    assert "An administrator gives that role." in text_of(visit("owen").get(PAGE))


def test_a_deputy_is_named_and_told(visit, world):
    owen = proved(visit, "owen")
    fields = {"deputy": world.user("ana").id, "from": "2027-01-04T08:00", "until": "2027-01-15T18:00"}
    send(owen, "deputy", **fields)

    assert "Ana Lindqvist may stop it in the owner's place" in text_of(owen.get(PAGE))
    assert Absence.objects.get().from_at.isoformat() == "2027-01-04T13:00:00+00:00"
    assert kinds(world.ana) == ["deputy_named"]
    send(owen, "back")
    assert "No deputy is named." in text_of(owen.get(PAGE))


@pytest.mark.parametrize("until", ["", "soon", "2020-01-01T00:00"])
def test_an_absence_without_a_time_is_refused(visit, world, until):
    answer = send(
        proved(visit, "owen"), "deputy", deputy=world.user("ana").id, **{"from": "2027-01-04T08:00", "until": until}
    )  # fmt: skip

    assert answer.status_code == 422
    assert not Absence.objects.exists()
