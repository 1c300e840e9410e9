"""One's own keys on the account: made after a fresh proof, shown once, in use at once, revoked in one's own list."""

import pytest

from apps.accounts.models import ApiKey
from tests.api.speaking import Api, error
from tests.console.test_pages import text_of
from tests.console.test_people import KEYS, fields_of, prove, secret_of, send

OWN = "/account/keys/"


def make(client, **changes):
    return send(
        client, OWN, **({"act": "make", "name": "Laptop", "scopes": ["items:read"], "days": "30"} | changes)
    )


@pytest.fixture
def olga(visit):
    """Olga's client, who proved a moment ago that it is her."""
    client = visit("olga")
    prove(client, "bluegrass-olga-1982")
    return client


def test_making_one_asks_anew_who_it_is_and_goes_on_with_what_was_typed(visit):
    client = visit("olga")
    answer = make(client)
    assert answer.status_code == 302
    assert answer.headers["Location"].partition("?")[0] == "/account/reauthenticate/"
    assert not ApiKey.objects.filter(actor__user__isnull=False).exists()

    done = client.post(answer.headers["Location"], {"password": "bluegrass-olga-1982"}, follow=True)
    assert ApiKey.objects.get(actor__user__isnull=False).name == "Laptop"
    assert secret_of(done).startswith("rhk_")


def test_it_is_shown_once_works_says_when_it_was_used_and_is_revoked(olga):
    assert make(olga).status_code == 303
    raw = secret_of(olga.get(OWN))
    assert raw.startswith("rhk_")
    assert raw.split("_", 2)[2] not in olga.get(OWN).content.decode()
    assert "Never used" in text_of(olga.get(OWN))

    api = Api(raw)
    assert [one["slug"] for one in api.get("inboxes/").json()["inboxes"]] == ["triage-officers"]
    assert error(api.post("inboxes/triage-officers/claim-next/"))[:2] == (403, "scope_missing")
    assert "1 key in use" in (words := text_of(olga.get(OWN)))
    assert "Laptop" in words
    assert "Last used" in words

    asked = olga.get(f"{OWN}{raw.split('_')[1]}/revoke/")
    assert "Revoke your key Laptop?" in text_of(asked)
    send(olga, OWN, **fields_of(asked))
    assert error(api.get("inboxes/"))[:2] == (401, "wrong_key")
    assert "Revoked" in text_of(olga.get(OWN))


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"name": ""}, 422), ({"scopes": ["facts:write"]}, 422), ({"days": "365"}, 422), ({"act": "x"}, 422)],
)
def test_what_is_not_right_is_said_and_what_was_typed_stays(olga, changes, status):
    answer = make(olga, **changes)

    assert answer.status_code == status
    assert ApiKey.objects.filter(actor__user__isnull=False).count() == 0
    assert "name" in changes or 'value="Laptop"' in answer.content.decode()


def test_an_admin_sees_whose_it_is_and_that_it_exists_and_no_more(olga, client, world):
    make(olga)
    raw = secret_of(olga.get(OWN))
    client.force_login(world.user("adam"))
    page = client.get(KEYS)

    assert f"Laptop rhk_{raw.split('_')[1]} Read inboxes and cases In use" in text_of(page)
    assert raw.split("_", 2)[2] not in page.content.decode()
    assert client.get(f"{OWN}{raw.split('_')[1]}/revoke/").status_code == 404
