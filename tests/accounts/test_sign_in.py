"""Signing in: by password, then by a code where a second factor is set; nothing else of allauth is reachable."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from apps.accounts import services as accounts
from apps.audit.models import Entry
from tests import totp
from tests.world import code, noon

EMAIL, PASSWORD = "olga@bluegrass.example", "bluegrass-olga-1982"


def sign_in(client, password=PASSWORD):
    return client.post("/account/login/", {"login": EMAIL, "password": password})


def is_in(client) -> bool:
    return client.get("/decisions/").status_code == 200


def enrolled(client) -> tuple[str, str]:
    """Set a second factor by the pages; returns its secret and the page that follows."""
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page.content.decode()).group(1)
    answer = client.post("/account/2fa/totp/activate/", {"code": totp.shown(secret)}, follow=True)
    return secret, answer.content.decode()


@pytest.mark.usefixtures("world")
def test_a_sign_in_lasts_as_long_as_the_browser_and_half_a_day_at_most(client):
    client.post("/account/login/", {"login": EMAIL, "password": PASSWORD, "remember": "on"})

    assert client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == 12 * 3600


@pytest.mark.usefixtures("world")
class TestSecondFactor:
    def test_without_one_the_password_is_enough(self, client):
        sign_in(client)

        assert is_in(client)

    def test_the_page_to_set_one_shows_the_picture_and_the_secret(self, client):
        sign_in(client)
        assert "/account/reauthenticate/" in client.get("/account/2fa/totp/activate/").headers["Location"]
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        page = client.get("/account/2fa/totp/activate/").content.decode()

        assert 'src="data:image/svg+xml;base64,' in page
        assert "Scan" in page
        assert "/account/2fa/totp/activate/" in client.get("/account/2fa/").content.decode()

    def test_setting_it_shows_the_recovery_codes(self, client):
        _, page = enrolled(client)

        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        assert len(codes) == 10
        assert all(one in page for one in codes)

    def test_from_then_on_a_sign_in_asks_for_it(self, client):
        enrolled(client)
        client.post("/account/logout/")

        answer = sign_in(client)

        assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
        assert not is_in(client)
        client.post("/account/2fa/authenticate/", {"code": "000000"})
        assert not is_in(client)
        recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
        client.post("/account/2fa/authenticate/", {"code": recovery})
        assert is_in(client)

    def test_a_dump_of_the_database_opens_no_account(self, client):
        secret, _ = enrolled(client)

        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert secret not in kept
        assert len(kept) > 200

    def test_it_can_be_taken_away_by_whoever_holds_it(self, client):
        enrolled(client)

        assert client.get("/account/2fa/totp/deactivate/").status_code == 200
        client.post("/account/2fa/totp/deactivate/")

        assert not Authenticator.objects.exists()


@pytest.mark.usefixtures("committed")
def test_what_changes_how_one_signs_in_leaves_an_entry(world, client):
    enrolled(client)
    client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/2fa/totp/deactivate/")
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "a-longer-word-1982", "password2": "a-longer-word-1982"})  # fmt: skip

    entries = Entry.objects.filter(verb="person.sign_in_changed", object_id=world.olga.id).order_by("id")
    assert {one.actor_id for one in entries} == {world.olga.id}
    assert [json.loads(bytes(one.body))["data"]["what"] for one in entries] == [
        "totp_activated",
        "recovery_codes_generated",
        "totp_deactivated",
        "password_changed",
    ]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/x/", "password/reset/", "password/reset/key/x-y/", "password/set/", "login/code/confirm/", "social/signup/", "3rdparty/"],
)  # fmt: skip
def test_nobody_invites_themselves_changes_their_address_or_resets_a_password_by_mail(client, path):
    outside = client.get(f"/account/{path}").status_code
    sign_in(client)

    assert (outside, client.get(f"/account/{path}").status_code) == (404, 404)


@pytest.mark.usefixtures("world")
def test_a_person_changes_their_own_password(client):
    sign_in(client)
    assert client.get("/account/password/change/").status_code == 200

    fresh = {"oldpassword": PASSWORD, "password1": "a-much-longer-word-1982", "password2": "a-much-longer-word-1982"}  # fmt: skip
    client.post("/account/password/change/", fresh)
    client.logout()

    assert sign_in(client).status_code == 200
    assert sign_in(client, fresh["password1"]).status_code == 302


class TestNewPassword:
    """Instead of a mail: an admin, or whoever runs the machine, gives a new one."""

    def test_it_replaces_the_old_one_and_ends_the_persons_sessions(self, world, client):
        sign_in(client)

        fresh = accounts.renew_password(email=EMAIL.upper(), by=world.adam, now=noon)

        assert not is_in(client)
        assert sign_in(client).status_code == 200
        assert sign_in(client, fresh).status_code == 302
        entry = Entry.objects.get(verb="person.password_renewed")
        assert (entry.object_id, entry.actor_id) == (world.olga.id, world.adam.id)
        assert fresh not in bytes(entry.body).decode()

    @pytest.mark.parametrize("who", ["olga", "sam", "owen", "model"])
    def test_only_an_admin_gives_one(self, world, who):
        assert code(accounts.renew_password, email=EMAIL, by=getattr(world, who), now=noon) == "not_admin"

    def test_nobody_elsewhere(self, world):
        assert code(accounts.renew_password, email="lena@lakeshore.example", by=world.adam, now=noon) == "not_found"  # fmt: skip

    @pytest.mark.usefixtures("world")
    def test_by_command(self, client, capsys):
        call_command("new_password", EMAIL)

        fresh = capsys.readouterr().out.split()[-1]
        assert sign_in(client, fresh).status_code == 302
        with pytest.raises(CommandError, match="Nobody"):
            call_command("new_password", "nobody@bluegrass.example")
