"""The pages of an admin hold at 300 people, 60 inboxes and 100 keys: pages without gaps, few statements, a small page."""

import datetime as dt
import html
import re

import pytest

from apps.accounts.models import Actor, ApiKey, GrantTerm, RoleAssignment, User
from apps.reviews.models import Inbox
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.counting import asked

PEOPLE, INBOXES, KEYS = "/manage/people/", "/manage/inboxes/", "/manage/keys/"
MOST_STATEMENTS = 20
N_PEOPLE, N_INBOXES, N_KEYS = 300, 60, 100


def crowd(world):
    """300 people: every third supervises, every tenth has no role, every fifth is out, every fourth came in once."""
    organisation = world.organisation
    actors = [Actor(organisation=organisation, kind="PERSON", name=f"Person {n:03}") for n in range(N_PEOPLE)]
    Actor.objects.bulk_create(actors)
    users = [
        User(
            actor=actor, organisation=organisation, name=actor.name, email=f"p{n:03}@crowd.example",
            joined_at=worlds.noon, is_active=n % 5 != 0, last_login=worlds.noon if n % 4 == 0 else None,
        )
        for n, actor in enumerate(actors)
    ]  # fmt: skip
    User.objects.bulk_create(users)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role="supervisor" if n % 3 == 0 else "officer", given_at=worlds.noon)
        for n, user in enumerate(users)
        if n % 10
    )
    return users


def rooms(world, users):
    """60 inboxes; everybody works the first of them, nobody the last ten."""
    made = [
        Inbox(organisation=world.organisation, name=f"Room {n:02}", slug=f"room-{n:02}", level=1)
        for n in range(N_INBOXES)
    ]
    Inbox.objects.bulk_create(made)
    GrantTerm.objects.bulk_create(
        GrantTerm(
            user=user, organisation=world.organisation, permission="work_inbox", object_id=inbox.id,
            given_by=world.adam, given_at=worlds.noon,
        )
        for place, inbox in enumerate(made[:-10])
        for user in (users if place == 0 else users[1:2])
    )  # fmt: skip
    return made


def bunch(world):
    """100 keys: every fourth is revoked, every fifth ended."""
    ApiKey.objects.bulk_create(
        ApiKey(
            actor=world.model, prefix=f"k{n:07}", digest=b"x", scopes=["findings:read"],
            made_at=worlds.noon - dt.timedelta(days=n // 3),
            expires_at=worlds.noon + dt.timedelta(days=-1 if n % 5 == 0 else 90),
            revoked_at=worlds.noon if n % 4 == 0 else None,
        )
        for n in range(N_KEYS)
    )  # fmt: skip


@pytest.fixture
def full(world):
    users = crowd(world)
    rooms(world, users)
    bunch(world)
    return users


def walked(client, path):
    """Every page of a list, from the first to the last."""
    pages = []
    while path:
        with asked() as statements:
            page = client.get(path)
        assert page.status_code == 200
        assert len(statements) <= MOST_STATEMENTS, len(statements)
        pages.append(page.content.decode())
        found = re.search(r'href="([^"]*)" rel="next"', pages[-1])
        path = html.unescape(found.group(1)) if found else ""
    return pages


@pytest.mark.parametrize(
    ("path", "pattern", "n", "least_pages"),
    [
        (f"{PEOPLE}?q=crowd.example", r"p\d+@crowd\.example", N_PEOPLE, 6),
        (f"{PEOPLE}?q=crowd&role=supervisor", r"p\d+@crowd\.example", 90, 2),
        (f"{PEOPLE}?q=crowd&role=none", r"p\d+@crowd\.example", 30, 1),
        (f"{PEOPLE}?q=crowd&access=deactivated", r"p\d+@crowd\.example", 60, 2),
        (f"{PEOPLE}?q=crowd&access=active", r"p\d+@crowd\.example", 60, 2),
        (f"{PEOPLE}?q=crowd&access=invited", r"p\d+@crowd\.example", 180, 4),
        (f"{INBOXES}?q=room", r"room-\d+", N_INBOXES, 3),
        (f"{INBOXES}?q=room&works=nobody", r"room-\d+", 10, 1),
        (f"{KEYS}?q=k0", r"rhk_(k\d+)</small>", N_KEYS, 4),
        (f"{KEYS}?q=k0&state=revoked", r"rhk_(k\d+)</small>", 25, 1),
        (f"{KEYS}?q=k0&state=expired", r"rhk_(k\d+)</small>", 15, 1),
        (f"{KEYS}?q=rhk_k0&state=in_use", r"rhk_(k\d+)</small>", 60, 3),
    ],
)
def test_a_list_has_pages_without_gaps_and_asks_little(full, visit, path, pattern, n, least_pages):
    pages = walked(visit("adam"), path)
    seen = [
        one for page in pages for one in re.findall(f">{pattern}" if "(" not in pattern else pattern, page)
    ]

    assert len(pages) >= least_pages
    assert len(seen) == len(set(seen)) == n


def test_the_number_of_statements_does_not_grow_with_the_rows(full, visit):
    client = visit("adam")
    for path in (PEOPLE, INBOXES, KEYS):
        with asked() as few:
            client.get(f"{path}?q=no-such-thing")
        with asked() as many:
            client.get(path)

        assert len(many) <= len(few) + 2, path


def test_an_inbox_names_a_few_of_those_who_reach_it_and_links_to_all(full, visit):
    client = visit("adam")
    page = client.get(f"{INBOXES}?q=room-00").content.decode()
    link = html.unescape(re.search(r'href="([^"]*\?on=[^"]*)"', page).group(1))

    assert "and 235 more" in page  # 240 of the 300 may still come in
    found = client.get(link)
    assert "240 found of" in text_of(found)
    assert "Only who may reach Room 00" in text_of(found)


def test_a_person_with_many_grants_has_pages_of_them(full, visit):
    client, path = visit("adam"), f"{PEOPLE}{full[1].id}/"
    rooms_seen = [
        one for page in walked(client, path) for one in re.findall(r'<b class="b">(Room \d+)</b>', page)
    ]

    assert len(rooms_seen) == len(set(rooms_seen)) == 50


def test_grants_of_nothing_here_are_not_to_be_seen(full, visit, world):
    there = Inbox.objects.filter(organisation=world.lakeshore).first()

    assert visit("adam").get(f"{PEOPLE}?on={there.id}").status_code == 404
    assert visit("adam").get(f"{PEOPLE}?on=nonsense").status_code == 200


@pytest.mark.parametrize("path", [PEOPLE, INBOXES, KEYS])
def test_nothing_found_says_so_and_leads_back(full, visit, path):
    page = visit("adam").get(f"{path}?q=no-such-thing")

    assert "“no-such-thing”" in text_of(page)
    assert f'href="{path}"' in page.content.decode()


@pytest.mark.parametrize("path", [PEOPLE, INBOXES, KEYS, "/account/"])
@pytest.mark.parametrize("mark", ["garbage", "00000000-0000-7000-8000-000000000000"])
def test_a_broken_mark_is_refused_in_words(visit, path, mark):
    assert visit("adam").get(f"{path}?after={mark}").status_code == 422
