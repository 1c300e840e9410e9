"""What an admin does: people, their roles and grants, inboxes and keys; every write after a fresh proof."""

import html
import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from apps.accounts import access, selectors
from apps.accounts.models import ApiKey, GrantTerm, User
from apps.audit.models import Entry
from apps.reviews.models import Inbox
from tests import world as worlds
from tests.console.test_pages import text_of

PASSWORD = "bluegrass-adam-1982"
PEOPLE, INVITE = "/manage/people/", "/manage/people/invite/"
INBOXES, KEYS = "/manage/inboxes/", "/manage/keys/"


def prove(client, password=PASSWORD):
    return client.post("/account/reauthenticate/", {"password": password})


@pytest.fixture
def adam(visit):
    """Adam's client, who proved a moment ago that it is him."""
    client = visit("adam")
    prove(client)
    return client


def at(world, who):
    return reverse("console:person", args=[world.user(who).id])


def send(client, path, number=[0], **fields):  # noqa: B006 - one counter for the module
    number[0] += 1
    return client.post(path, {"idempotency_key": f"k{number[0]}", **fields})


def secret_of(answer):
    found = re.search(r'id="secret"[^>]*value="([^"]*)"', answer.content.decode())
    return html.unescape(found.group(1)) if found else ""


def fields_of(answer):
    """What the form of the question sends, without its key."""
    main = answer.content.decode().partition("<main")[2]
    form = re.search(r'<form class="stack".*?</form>', main, re.DOTALL).group(0)
    return {
        name: value
        for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form)
        if name not in {"idempotency_key", "csrfmiddlewaretoken"}
    }


def invited(client, **changes):
    fields = {
        "name": "Nora Ek",
        "email": "nora@bluegrass.example",
        "roles": ["officer"],
        "time_zone": "Europe/Berlin",
    }
    return send(client, INVITE, **(fields | changes))


class TestDoor:
    @pytest.mark.parametrize("who", ["olga", "sam", "ana", "owen", "audrey", "lena"])
    @pytest.mark.parametrize("path", [PEOPLE, INVITE, INBOXES, KEYS])
    def test_only_an_admin_comes_in(self, visit, who, path):
        client = visit(who)
        read = client.get(path)

        assert (read.status_code, client.post(path, {"act": "issue"}).status_code) == (
            403,
            403 if path != PEOPLE else 405,
        )
        assert "admin" in text_of(read)

    def test_an_admin_elsewhere_sees_nobody_here(self, visit, world):
        world.user("lena").role_assignments.update(role="admin")
        client = visit("lena")

        assert client.get(at(world, "olga")).status_code == 404
        assert "Olga" not in text_of(client.get(PEOPLE))

    def test_a_write_asks_for_the_password_and_then_goes_through(self, visit, world):
        client = visit("adam")
        path = at(world, "ben")

        asked = send(client, path, act="roles", roles=["officer", "analyst"], why="She asks for both.")
        assert asked.headers["Location"] == f"/account/reauthenticate/?next={quote(path, safe='')}"
        assert access.roles(world.person("ben")) == {"officer"}

        answer = client.post(asked.headers["Location"], {"password": PASSWORD, "next": path})
        assert (answer.status_code, answer.headers["Location"]) == (303, path)
        assert access.roles(world.person("ben")) == {"officer", "analyst"}

    def test_a_form_sent_twice_counts_once(self, adam, world):
        form = {"idempotency_key": "same", "act": "roles", "roles": ["officer", "analyst"], "why": "So."}
        answers = [adam.post(at(world, "ben"), form) for _ in range(2)]

        assert [one.status_code for one in answers] == [303, 303]
        assert Entry.objects.filter(verb="person.roles_changed").count() == 1

    def test_a_form_without_its_key_does_nothing(self, adam, world):
        assert adam.post(at(world, "ben"), {"act": "roles"}).status_code == 428

    def test_an_unknown_act_is_refused(self, adam, world):
        assert send(adam, at(world, "ben"), act="promote").status_code == 422


class TestList:
    def test_it_says_who_is_what(self, adam):
        words = text_of(adam.get(PEOPLE))

        assert "Adam Reyes adam@bluegrass.example Admin Active" in words
        assert "lakeshore" not in words

    def test_of_simulated_people_it_says_that_a_program_acted_and_that_they_never_signed_in(
        self, adam, world
    ):
        played = "What was done under {} before a sign-in, the demonstration's program wrote."
        people = text_of(adam.get(PEOPLE))

        assert people.count(played.format("a simulated name")) == 1
        assert "Olga Marsh olga@bluegrass.example Officer Simulated Never" in people
        assert "Adam Reyes adam@bluegrass.example Admin Active simulated" in people, "also who has signed in"
        assert f"Never {played.format('this name')}" in text_of(adam.get(at(world, "olga")))
        found = text_of(adam.get(f"{PEOPLE}?access=simulated"))
        assert "Olga Marsh" in found
        assert "Adam Reyes adam@" not in found
        assert "Nobody matches" in text_of(adam.get(f"{PEOPLE}?access=invited"))

    def test_who_is_real_and_never_signed_in_was_invited(self, adam):
        User.objects.filter(email="olga@bluegrass.example").update(is_simulated=False)

        assert "Olga Marsh olga@bluegrass.example Officer Invited Never Owen" in text_of(adam.get(PEOPLE))
        assert "Olga Marsh" in text_of(adam.get(f"{PEOPLE}?access=invited"))

    def test_it_can_be_searched(self, adam):
        assert "1 found of" in text_of(adam.get(f"{PEOPLE}?q=oLGA"))
        assert "Nobody matches “zz”" in text_of(adam.get(f"{PEOPLE}?q=zz"))

    def test_it_has_pages_without_gaps(self, adam, world):
        organisation = world.organisation
        rows = [worlds.noon for _ in range(60)]
        for n, joined in enumerate(rows):
            actor = world.olga.__class__.objects.create(
                organisation=organisation, kind="PERSON", name="Same Name"
            )
            User.objects.create(actor=actor, organisation=organisation, email=f"p{n}@x.example", name="Same Name", joined_at=joined)  # fmt: skip
        first = adam.get(f"{PEOPLE}?q=x.example").content.decode()
        second = adam.get(
            html.unescape(re.search(r'href="([^"]*after=[^"]*)"', first).group(1))
        ).content.decode()
        seen = re.findall(r"p\d+@x\.example", first + second)

        assert len(seen) == len(set(seen)) == 60

    @pytest.mark.parametrize("mark", ["garbage", "00000000-0000-7000-8000-000000000000"])
    def test_a_broken_mark_is_refused_in_words(self, adam, mark):
        assert adam.get(f"{PEOPLE}?after={mark}").status_code == 422


class TestInvite:
    def test_the_first_password_is_shown_once_and_opens_the_door(self, adam, client):
        answer = invited(adam)
        page = adam.get(answer.headers["Location"])
        password = secret_of(page)

        assert len(password) >= 20
        assert "person or by phone" in text_of(page)
        assert not secret_of(adam.get(answer.headers["Location"]))
        adam.post("/account/logout/")
        client.post("/account/login/", {"login": "nora@bluegrass.example", "password": password})
        assert client.get("/account/").status_code == 200

    def test_a_double_click_makes_one_person_and_shows_the_password(self, adam):
        form = {
            "idempotency_key": "same",
            "name": "Nora Ek",
            "email": "nora@bluegrass.example",
            "time_zone": "UTC",
        }
        to = {adam.post(INVITE, form).headers["Location"] for _ in range(2)}

        assert (len(to), User.objects.filter(name="Nora Ek").count()) == (1, 1)
        assert User.objects.get(name="Nora Ek").check_password(secret_of(adam.get(to.pop())))

    def test_it_is_nowhere_else(self, adam):
        password = secret_of(adam.get(invited(adam).headers["Location"]))

        assert password not in str([bytes(one.body) for one in Entry.objects.all()])

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": " "}, "Write the person's name"),
            ({"email": "nora"}, "Write an e-mail address"),
            ({"email": "OLGA@bluegrass.example"}, "signs in with this address already"),
            ({"roles": ["king"]}, "roles that exist"),
            ({"time_zone": "Mars/Olympus"}, "time zone"),
        ],
    )
    def test_what_is_not_right_is_said_and_what_was_typed_stays(self, adam, changes, words):
        answer = invited(adam, **changes)

        assert answer.status_code == 422
        assert words in text_of(answer)
        assert (changes.get("name", "Nora Ek").strip()) in answer.content.decode()
        assert not User.objects.filter(name="Nora Ek").exists()


class TestPerson:
    def test_a_grant_is_given_with_an_end_and_taken_back(self, adam, world):
        path, inbox = at(world, "ana"), world.officers
        given = {"on": inbox.id, "permission": "look_inbox", "last_day": "2027-03-31"}
        assert send(adam, path, act="give", **given).status_code == 422, "an inbox asks why"
        send(adam, path, act="give", why="She looks for patterns.", **given)
        term = GrantTerm.objects.get(user=world.user("ana"), permission="look_inbox")

        assert term.expires_at.isoformat() == "2027-04-01T04:00:00+00:00"
        assert "Look without deciding Ends 1 Apr" in text_of(adam.get(path))
        assert inbox.id in access.granted_ids(world.person("ana"), "look_inbox")
        assert send(adam, path, act="take_back", on=inbox.id, permission="look_inbox").status_code == 404
        remove = f"{INBOXES}triage-officers/{world.user('ana').id}/look_inbox/"
        assert f'href="{remove}"' in adam.get(path).content.decode()
        send(adam, remove, why="She is done.")
        assert inbox.id not in access.granted_ids(world.person("ana"), "look_inbox")
        verbs = Entry.objects.filter(actor_id=world.adam.id, object_id=inbox.id).order_by("id")
        assert [one.verb for one in verbs] == ["grant.given", "grant.taken_back"]

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"permission": "audit_system"}, 422),
            ({"permission": "everything"}, 422),
            ({"last_day": "2026-01-01"}, 422),
            ({"last_day": "tomorrow"}, 422),
            ({"last_day": "9999-12-31"}, 422),
            ({"why": " "}, 422),
            ({"on": "nothing"}, 404),
            ({"on": "lakeshore"}, 404),
        ],
    )
    def test_what_does_not_fit_is_refused(self, adam, world, changes, status):
        there = Inbox.objects.filter(organisation=world.lakeshore).first()
        fields = {"on": world.officers.id, "permission": "look_inbox", "why": "So."} | changes
        fields["on"] = there.id if fields["on"] == "lakeshore" else fields["on"]

        assert send(adam, at(world, "ana"), act="give", **fields).status_code == status
        assert not GrantTerm.objects.filter(user=world.user("ana"), permission="look_inbox").exists()

    def test_deactivating_asks_first_and_can_be_undone(self, adam, world):
        path = at(world, "ben")
        asked = adam.get(f"{path}deactivate/")

        assert "Deactivate Ben" in text_of(asked)
        assert (
            "<dialog" not in adam.get(f"{path}deactivate/", headers={"HX-Request": "true"}).content.decode()
        )
        assert send(adam, path, act="deactivate").status_code == 422
        assert world.user("ben").is_active
        assert send(adam, path, **fields_of(asked), why=" ").status_code == 422, "it asks why"
        assert world.user("ben").is_active
        send(adam, path, **fields_of(asked), why="He left.")
        assert not world.user("ben").is_active
        again = send(adam, path, act="deactivate", confirm="on")
        assert (again.status_code, "changed this person's access already" in text_of(again)) == (409, True)
        assert send(adam, path, act="reactivate", confirm="on").status_code == 422, "it asks why"
        send(adam, path, act="reactivate", confirm="on", why="He is back.")
        assert world.user("ben").is_active
        said = text_of(adam.get(path))
        assert said.index("Let in again He is back.") < said.index("Access ended He left.")

    def test_roles_that_somebody_else_changed_meanwhile_are_not_written_over(self, adam, world):
        path = at(world, "ben")
        send(adam, path, act="roles", roles=["officer", "auditor"], why="So.")
        fields = {"roles": ["officer", "analyst"], "was": "officer", "why": "She helps Ana."}
        answer = send(adam, path, act="roles", **fields)

        assert (answer.status_code, "Somebody changed these roles" in text_of(answer)) == (409, True)
        assert access.roles(world.person("ben")) == {"officer", "auditor"}
        assert 'value="She helps Ana."' in answer.content.decode(), "what was typed stays"
        assert "Role given: Auditor So." in text_of(adam.get(path))

    @pytest.mark.parametrize(("who", "words"), [("adam", "This is you"), ("owen", "is accountable for")])
    def test_whose_access_cannot_end_is_said_and_refused(self, adam, world, who, words):
        assert words in text_of(adam.get(at(world, who)))
        assert send(adam, at(world, who), act="deactivate", confirm="on").status_code == 409
        assert world.user(who).is_active

    def test_the_last_admin_stays_one(self, adam, world):
        answer = send(adam, at(world, "adam"), act="roles", roles=["officer"])

        assert (answer.status_code, "at least one admin" in text_of(answer)) == (409, True)

    def test_a_new_password_is_shown_once(self, adam, world):
        path = at(world, "olga")
        send(adam, path, act="password", confirm="on")
        fresh = secret_of(adam.get(path))

        assert world.user("olga").check_password(fresh)
        assert not secret_of(adam.get(path))

    def test_nothing_of_a_case_is_on_an_admins_pages(self, adam, world):
        received = worlds.arrive(world)
        pages = [adam.get(path).content.decode() for path in (PEOPLE, at(world, "olga"), INBOXES, KEYS)]

        assert not any(received.case_ref in one for one in pages)


class TestInboxes:
    def test_they_say_where_they_climb_and_who_works_them(self, adam):
        words = text_of(adam.get(INBOXES))

        assert "Injury triage triage-officers 1 Injury triage, supervisors" in words
        assert "Work its cases:" in words

    def test_a_new_one_opens_and_climbs(self, adam, world):
        answer = send(adam, INBOXES, name="Dental", slug="dental", level="1")
        inbox = Inbox.objects.get(slug="dental")

        assert (answer.status_code, inbox.climbs_to) == (303, world.supervisors)
        assert Entry.objects.filter(verb="inbox.opened", object_id=inbox.id, actor_id=world.adam.id).exists()
        assert "Nobody works it" in text_of(adam.get(INBOXES))

    def test_a_new_last_level_takes_what_had_nowhere_to_climb(self, adam, world):
        send(adam, INBOXES, name="Board", slug="board", level="3")

        assert Inbox.objects.get(id=world.supervisors.id).climbs_to.slug == "board"

    @pytest.mark.parametrize("changes", [{"name": ""}, {"slug": "Not A Slug"}, {"slug": "triage-officers"}, {"level": "0"}, {"level": "x"}, {"level": "10"}])  # fmt: skip
    def test_what_is_not_right_is_refused(self, adam, changes):
        fields = {"name": "Dental", "slug": "dental", "level": "1"} | changes

        assert send(adam, INBOXES, **fields).status_code == 422
        assert not Inbox.objects.filter(slug="dental").exists()


class TestKeys:
    def test_a_key_is_issued_shown_once_and_revoked(self, adam, world):
        machine = world.model.machine
        send(adam, KEYS, act="issue", machine=machine.id, scopes=["findings:read"], days="90")
        raw = secret_of(adam.get(KEYS))

        assert selectors.key_holder(raw, now=worlds.later(days=89)).scopes == {"findings:read"}
        assert selectors.key_holder(raw, now=worlds.later(days=91)) is None
        assert not secret_of(adam.get(KEYS))
        prefix = raw.split("_")[1]
        assert send(adam, KEYS, act="revoke", prefix=prefix).status_code == 422
        asked = adam.get(f"{KEYS}{prefix}/revoke/")
        assert f"Revoke the key rhk_{prefix}?" in text_of(asked)
        send(adam, KEYS, **fields_of(asked))
        assert ApiKey.objects.get(prefix=prefix).revoked_at is not None
        assert f"rhk_{prefix} Read patterns Revoked" in text_of(adam.get(KEYS))
        assert send(adam, KEYS, act="revoke", prefix=prefix, confirm="on").status_code == 409

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"scopes": []}, 422),
            ({"scopes": ["everything"]}, 422),
            ({"days": "0"}, 422),
            ({"days": "367"}, 422),
            ({"days": "soon"}, 422),
            ({"machine": "x"}, 404),
            ({"act": "x"}, 422),
        ],
    )
    def test_what_does_not_fit_is_refused(self, adam, world, changes, status):
        before = ApiKey.objects.count()
        fields = {
            "act": "issue",
            "machine": world.model.machine.id,
            "scopes": ["findings:read"],
            "days": "30",
        }

        assert send(adam, KEYS, **(fields | changes)).status_code == status
        assert ApiKey.objects.count() == before

    def test_no_page_shows_a_key_again(self, adam, world):
        shown = adam.get(KEYS).content.decode()

        assert world.keys["triage-model"].split("_")[1] in shown
        assert world.keys["triage-model"].split("_", 2)[2] not in shown


def test_an_admin_finds_it_in_the_navigation(visit):
    page = visit("adam").get("/account/").content.decode()

    assert all(f'href="{path}"' in page for path in (PEOPLE, INBOXES, KEYS))
    assert f'href="{PEOPLE}"' not in visit("olga").get("/account/").content.decode()
