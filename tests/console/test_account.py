"""A person's own page: what they see of themselves, and how they want to see ReviewHub."""

import pytest

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
