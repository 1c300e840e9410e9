"""The standing limits on their page: the owner sets and ends them with a reason, who reads the policy reads them."""

import pytest

from apps.console.pages import amounts
from apps.core import refusals
from apps.registry import selectors as registry
from apps.registry.models import AuthorityLimit
from tests.console.test_ownership import proved
from tests.console.test_pages import text_of

PAGE = "/systems/injury-triage/limits/"


def send(client, world, act="set", key=None, **fields):
    said = {"whose": "officer", "outcome": "", "amount": "4,000.00", "why": "Two good years."} | fields
    version = registry.limits_version(world.system.id)
    return client.post(PAGE, {"idempotency_key": key or act, "act": act, "version": version, **said})


def test_the_owner_sets_one_ends_it_and_who_did_so_when_and_why_is_read_by_others(visit, world):
    owen = proved(visit, "owen")
    assert send(owen, world, whose="person", person="olga@bluegrass.example").status_code == 303
    row = AuthorityLimit.objects.get(person=world.olga)
    assert (row.max_amount_minor, row.set_by, row.why) == (400_000, world.owen, "Two good years.")
    assert "Olga Marsh up to $4,000.00" in text_of(owen.get(PAGE))

    wrong = send(owen, world, "end", key="no-reason", limit=row.id, why="")
    assert (wrong.status_code, "Nothing changed." in text_of(wrong)) == (422, True)
    assert send(owen, world, "end", limit=row.id, why="She has settled in.").status_code == 303

    words = text_of(visit("sam").get(PAGE))
    assert "Ended by Owen Clay: “She has settled in.”" in words
    assert "Owen Clay: “Two good years.”" in words
    assert "Only the accountable owner sets and ends limits" in words
    assert b'value="end"' not in visit("audrey").get(PAGE).content
    assert visit("olga").get(PAGE).status_code == 404


def test_a_limit_to_come_is_shown_as_such_and_a_stale_page_changes_nothing_and_keeps_what_was_typed(
    visit, world
):
    owen = proved(visit, "owen")
    assert send(owen, world, **{"from": "2099-01-01T08:00"}).status_code == 303
    assert "To come" in text_of(owen.get(PAGE))

    stale = send(owen, world, key="stale", version=0, why="A second window.")

    words = stale.content.decode()
    assert (stale.status_code, "A second window." in words, "4,000.00" in words) == (409, True, True)
    assert "read them again" in words


def test_nothing_is_set_before_one_proves_who_one_is_and_by_nobody_else(visit, world):
    n = AuthorityLimit.objects.count()
    away = send(visit("owen"), world)
    assert away.headers["Location"].startswith("/account/reauthenticate/")
    assert send(visit("sam"), world).status_code == 403
    for fields in ({"amount": "a lot"}, {"whose": "king"}, {"whose": "person", "person": "no@body.example"}):
        assert send(proved(visit, "owen"), world, key=str(fields), **fields).status_code == 422
    assert AuthorityLimit.objects.count() == n


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1500", 150_000),
        ("1,500.50", 150_050),
        ("1.500,50", 150_050),
        ("$3,000", 300_000),
        ("12,5", 1250),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_it_is_written(text, minor):
    assert amounts.read(text, currency="USD", field="amount") == minor


@pytest.mark.parametrize("text", ["1.500", "1,50,0", "-1", "1e9", "12.345", "", "9" * 14])
def test_what_may_be_read_in_two_ways_is_refused(text):
    with pytest.raises(refusals.Invalid):
        amounts.read(text, currency="USD", field="amount")
