"""Authority for one case on pages: given by who has it, told to who got it, honoured, listed and taken back."""

from apps.reviews.models import OneTimeAuthority, Release
from tests.console import test_held as held
from tests.console.test_pages import text_of
from tests.console.test_review import OVERRIDE, post

LIST = "/systems/injury-triage/limits/given/"
item, visit = held.item, held.visit


def give(client, item, key="give", **fields):
    said = {
        "to": "olga@bluegrass.example",
        "amount": "4,100.00",
        "until": "2026-11-21T12:00",
        "why": "I am away.",
    }
    return client.post(
        f"/cases/{item.id}/authority/", {"idempotency_key": key, "outcome": "", **said, **fields}
    )


def test_who_decides_is_told_what_they_were_given_and_decides_it_alone(visit, world, item):
    olga, sam, page = visit("olga"), visit("sam"), f"/cases/{item.id}/review/"
    assert "held for a second person" in text_of(olga.get(page))
    assert "Give somebody authority for this case" in text_of(sam.get(page))
    for fields in ({"amount": "much"}, {"until": ""}, {"to": ""}, {"why": ""}):
        wrong = give(sam, item, key=str(fields), **fields)
        assert (wrong.status_code, wrong.content.count(b"aria-invalid")) == (422, 1), fields
    assert give(sam, item, key="more", amount="20,000").status_code == 403
    assert give(olga, item, key="own").status_code == 403
    assert give(sam, item).status_code == 303

    words = text_of(olga.get(page))
    assert "You were given authority for this case, up to $4,100.00, until" in words
    assert "held for a second person" not in words
    assert post(olga, item, **OVERRIDE).status_code == 303

    assert OneTimeAuthority.objects.get().used_at
    assert "Sam Whitaker let Olga Marsh decide up to $4,100.00" in text_of(sam.get(f"{LIST}?state=used"))
    assert "No authority was given for a case" in text_of(visit("audrey").get(LIST))
    assert visit("ana").get(LIST).status_code == 403


def test_who_is_given_authority_to_approve_resolves_it_and_what_is_taken_back_carries_nothing(
    visit, world, item
):
    post(visit("olga"), item, **OVERRIDE)
    ben, sam, page = visit("ben"), visit("sam"), f"/escalations/held/{item.id}/"
    assert ben.get(page).status_code == 404
    ben_is = {"to": "ben@bluegrass.example"}
    assert give(sam, item, **ben_is).status_code == 303
    assert "You were given authority to say whether it holds, up to $4,100.00" in text_of(ben.get(page))
    taken = OneTimeAuthority.objects.get()
    assert sam.post(f"/authority/{taken.id}/take-back/", {"idempotency_key": "back"}).status_code == 303
    assert ben.get(page).status_code == 404
    assert "taken back by Sam Whitaker" in text_of(sam.get(f"{LIST}?state=over"))

    give(sam, item, key="again", **ben_is)
    assert held.resolve(ben, item, "uphold").status_code == 303
    assert Release.objects.get().by == world.ben
