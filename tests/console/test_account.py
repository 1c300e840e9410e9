"""A person's own page: what they see of themselves, and how they want to see ReviewHub."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from apps.audit.models import Entry
from tests.console.test_pages import text_of

ACCOUNT = "/account/"


def save(client, **changes):
    fields = {"idempotency_key": "k", "time_zone": "Europe/Berlin", "theme": "dark", "density": "compact"}
    return client.post(ACCOUNT, fields | changes)


@pytest.mark.parametrize("who", ["olga", "sam", "ana", "owen", "audrey", "adam", "lena"])
def test_everybody_has_one(visit, world, who):
    words = text_of(visit(who).get(ACCOUNT))

    assert world.user(who).email in words
    assert "Second factor Off" in words


def test_it_is_linked_at_the_name_on_every_page(visit):
    assert f'href="{ACCOUNT}"' in visit("olga").get("/decisions/").content.decode()


def test_grants_are_said_in_words(visit):
    words = text_of(visit("olga").get(ACCOUNT))

    assert "Injury triage Inbox Work its cases No end" in words


def test_who_has_no_grant_reads_why(visit):
    assert "No inbox and no AI system is granted to you" in text_of(visit("adam").get(ACCOUNT))


def test_choices_are_kept_and_seen(visit, world):
    client = visit("olga")
    entries = Entry.objects.count()
    answer = save(client)
    page = client.get(answer.headers["Location"]).content.decode()
    user = world.user("olga")

    assert answer.status_code == 303
    assert (user.time_zone, user.theme, user.density) == ("Europe/Berlin", "dark", "compact")
    assert 'data-theme="dark" data-density="compact"' in page
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("changes", [{"time_zone": "Mars/Olympus"}, {"theme": "pink"}, {"density": "vast"}])
def test_what_is_not_offered_is_refused(visit, world, changes):
    answer = save(visit("olga"), **changes)

    assert answer.status_code == 422
    assert world.user("olga").theme == "system"


def test_another_persons_account_is_not_touched(visit, world):
    save(visit("olga"))

    assert world.user("ben").theme == "system"


@pytest.fixture
def proven(visit, world):
    """Sign Priya in with a second factor and recovery codes, as somebody who has just proved that it is her."""
    TOTP.activate(world.user("priya"), generate_totp_secret())
    RecoveryCodes.activate(world.user("priya"))
    client = visit("priya")
    client.post("/account/reauthenticate/", {"password": "bluegrass-priya-1982"})
    return client


UP = {
    "account_change_password": ("Your account", "Change your password"),
    "account_reauthenticate": ("Your account", "Confirm that it is you"),
    "account_logout": ("Your account", "Sign out"),
    "mfa_index": ("Your account", "Second factor"),
    "mfa_view_recovery_codes": ("Second factor", "Recovery codes"),
    "mfa_generate_recovery_codes": ("Recovery codes", "New recovery codes"),
    "mfa_deactivate_totp": ("Second factor", "Take the second factor away"),
}


@pytest.mark.parametrize("name", UP)
def test_every_page_around_the_sign_in_says_where_it_is_and_keeps_the_navigation(proven, name):
    page = proven.get(reverse(name)).content.decode()

    crumb = re.search(r'<nav class="crumb".*?</nav>', page, re.DOTALL)[0]
    assert " ".join(re.sub(r"<[^>]+>", " ", crumb).split()) == " ".join(UP[name])
    assert '<nav class="nav"' in page


def test_the_page_that_asks_for_a_code_says_where_it_is(visit, world):
    TOTP.activate(world.user("priya"), generate_totp_secret())

    assert "Your account Confirm that it is you" in text_of(visit("priya").get(reverse("mfa_reauthenticate")))


def test_a_deactivated_person_reads_what_happened_and_whom_to_ask(client, world):
    words = text_of(client.get(reverse("account_inactive")))

    assert "This account is deactivated" in words
    assert "ask an admin" in words
