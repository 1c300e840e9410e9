"""After haste, a long run of approvals, or long without a pause, a quiet prompt: seldom, to the person alone."""

import datetime as dt

import pytest

from apps.console.pages import quiet
from apps.flow.selectors.vigilance import Sign
from apps.measures.models import WorkSignal
from apps.policy.rules import Draw
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.world import noon

SAID = "suggestions approved in a row"


@pytest.fixture
def session():
    kept = {}
    quiet.keep(kept, Sign(Draw.LONG_RUN, 20), now=noon)
    return kept


@pytest.mark.parametrize(
    ("sign", "title"),
    [
        (Sign(Draw.LONG_RUN, 20), f"20 {SAID}"),
        (Sign(Draw.NO_PAUSE, 95), "1 h 35 min without a pause"),
        (Sign(Draw.TOO_FAST), "That was faster than 19 of 20 decisions here"),
    ],
)
def test_each_sign_has_its_words(sign, title):
    kept = {}
    quiet.keep(kept, sign, now=noon)
    assert quiet.shown(kept, clock=lambda: noon).title == title


def test_it_comes_at_most_once_an_hour_and_goes_by_itself(session):
    assert not quiet.is_due(session, now=noon + dt.timedelta(minutes=59))
    assert quiet.is_due(session, now=noon + dt.timedelta(minutes=60))
    assert quiet.shown(session, clock=lambda: noon + dt.timedelta(minutes=20)) is None


def test_put_away_it_stays_away_for_the_hour(session):
    quiet.dismiss(session)

    assert quiet.shown(session, clock=lambda: noon) is None
    assert not quiet.is_due(session, now=noon)


def test_after_a_run_of_approvals_the_next_page_says_so_until_it_is_put_away(visit, world, monkeypatch):
    monkeypatch.setattr("apps.reviews.rules.LONG_RUN", 2)
    client = visit("olga")
    for n in range(2):
        item = worlds.claimed(world, world.olga)
        assert SAID not in text_of(client.get("/")), f"after {n}"
        said = {"act": "approve", "sure": "sure", "version": item.version, "token": item.token}
        assert (
            client.post(f"/cases/{item.id}/decision/", said | {"idempotency_key": str(item.id)}).status_code
            == 303
        )

    assert f"2 {SAID}" in text_of(client.get("/"))
    assert SAID not in text_of(visit("sam").get("/")), "to nobody else"
    assert not WorkSignal.objects.exists()

    assert client.post("/quiet/", {"back": "/decisions/"}).headers["Location"] == "/decisions/"
    assert SAID not in text_of(client.get("/"))
