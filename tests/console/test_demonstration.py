"""The demonstration's own pages: sign-ins that anybody may see, and a tour; neither exists anywhere else."""

import json
import logging

import pytest

from apps.accounts import services as accounts
from apps.accounts.models import Organisation, User
from apps.audit.models import Entry
from apps.console.pages import tour
from apps.core import clock, transactions
from tests.console.test_pages import text_of

LOGIN = "/account/login/"
SECRET = "OWENANSWERSFORTHEINJURYMODEL2345"
OLGA = {"role": "officer", "email": "olga@bluegrass.example", "password": "bluegrass-olga-1982"}
OWEN = {"role": "owner", "email": "owen@bluegrass.example", "password": "bluegrass-owen-1982", "second_factor": SECRET}  # fmt: skip
SAYS = "Goes to a nurse, whatever the AI says."


@pytest.fixture
def shown(world, settings, tmp_path):
    """As the supervisor leaves it when it starts the demonstration."""
    settings.DEMONSTRATION = tmp_path
    (tmp_path / "demo").mkdir()
    (tmp_path / "sign-ins.json").write_text(json.dumps([OLGA, OWEN]))
    told = {OLGA["email"]: {"says": SAYS, "habits": [SAYS]}}
    (tmp_path / "demo/cast.json").write_text(json.dumps(told))
    return tmp_path


@pytest.fixture
def enrolled(world):
    with transactions.verb():
        accounts.enrol_simulated(user=world.user("owen"), secret=SECRET, now=clock.now())


def test_each_sign_in_shows_who_it_is_what_they_do_and_how_to_get_in(client, shown):
    words = text_of(client.get(LOGIN))

    assert f"OM Olga Marsh officer, Bluegrass Mutual {SAYS}" in words
    assert "olga@bluegrass.example · bluegrass-olga-1982" in words
    assert "Sign in as Olga" in words
    assert "Second factor now" not in words


def test_a_current_code_is_shown_for_whoever_has_a_second_factor(client, shown, enrolled):
    answer = client.get(LOGIN)

    assert text_of(answer).count("Second factor now:") == 1
    assert "no-store" in answer.headers["Cache-Control"]
    assert SECRET not in answer.content.decode()


def test_the_button_goes_through_the_ordinary_sign_in(client, shown):
    page = client.get(LOGIN)
    assert page.content.decode().count(f'action="{LOGIN}"') == 3

    answer = client.post(LOGIN, {"login": OLGA["email"], "password": OLGA["password"]})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_code_that_is_shown_opens_the_second_door(client, shown, enrolled):
    asked = client.post(LOGIN, {"login": OWEN["email"], "password": OWEN["password"]}, follow=True)
    [code] = [one.code for one in asked.context["sign_ins"] if one.code]

    assert code in asked.content.decode()
    client.post("/account/2fa/authenticate/", {"code": code})
    assert "Owen Clay" in text_of(client.get("/account/"))


def test_only_the_code_of_the_person_signing_in_is_shown(client, shown, enrolled, world):
    secret = "ADAMLETSPEOPLEINTOINJURYTRIAGE23"
    adam = {"role": "admin", "email": "adam@bluegrass.example", "password": "bluegrass-adam-1982", "second_factor": secret}  # fmt: skip
    (shown / "sign-ins.json").write_text(json.dumps([OLGA, OWEN, adam]))
    with transactions.verb():
        accounts.enrol_simulated(user=world.user("adam"), secret=secret, now=clock.now())

    asked = client.post(LOGIN, {"login": OWEN["email"], "password": OWEN["password"]}, follow=True)

    assert text_of(asked).count("Second factor now:") == 1
    assert "Code of Owen Clay in this demonstration" in text_of(asked)
    assert "Adam Reyes" not in text_of(asked)


def nothing_of(answer):
    words = answer.content.decode()
    return not any(part in words for part in ("bluegrass-", "Second factor now", "Sign in as"))


def test_nobody_is_shown_unless_the_supervisor_started_the_demonstration(client, shown, settings, enrolled):
    settings.DEMONSTRATION = None

    assert nothing_of(client.get(LOGIN))


def test_nobody_is_shown_beside_an_organisation_that_is_no_demonstration(client, shown, enrolled):
    Organisation.objects.create(slug="acme", name="Acme")

    assert nothing_of(client.get(LOGIN))


@pytest.mark.parametrize("change", [{"is_simulated": False}, {"is_active": False}])
def test_nobody_real_is_ever_shown(client, shown, enrolled, change):
    User.objects.update(**change)

    assert nothing_of(client.get(LOGIN))


def test_people_that_an_admin_adds_are_not_shown(client, shown, world):
    person, first = accounts.add_person(
        email="real@example.org", name="Real Person", roles=["officer"], time_zone="UTC", by=world.adam, now=world.now,
    )  # fmt: skip

    words = client.get(LOGIN).content.decode()
    assert person.email not in words
    assert first not in words


def test_a_damaged_file_shows_nobody(client, shown):
    (shown / "sign-ins.json").write_text("{")

    assert nothing_of(client.get(LOGIN))


def test_neither_password_nor_code_is_logged(client, shown, enrolled, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(LOGIN, {"login": OWEN["email"], "password": OWEN["password"]}, follow=True)
    client.post(LOGIN, {"login": OWEN["email"], "password": "not-the-password"}, follow=True)

    said = " ".join(one.getMessage() for one in caplog.records if one.name != "django.db.backends")
    assert OWEN["password"] not in said
    assert SECRET not in said


def test_a_real_person_is_not_given_a_second_factor_that_others_know(world):
    user = world.user("owen")
    user.is_simulated = False

    with pytest.raises(accounts.NotSimulated), transactions.verb():
        accounts.enrol_simulated(user=user, secret=SECRET, now=clock.now())


def test_every_desk_has_five_steps_that_lead_somewhere():
    assert {role: len(steps) for role, steps in tour.TOURS.items()} == dict.fromkeys(
        tour.TITLES, accounts.TOUR_STEPS
    )


@pytest.mark.parametrize("who", ["olga", "sam", "ruth", "ana", "owen", "audrey", "adam"])
def test_no_step_leads_to_a_refusal(visit, world, who):
    client = visit(who)
    for n in range(1, 6):
        User.objects.update(tour_step=n)
        strip = client.get("/account/").context["shell"].tour
        assert (strip.n, client.get(strip.url, follow=True).status_code) == (n, 200)


def test_the_tour_goes_on_back_and_away_and_comes_again(visit, world):
    client = visit("olga")
    entries = Entry.objects.count()

    answer = client.post("/tour/", {"step": "2", "back": "/decisions/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/decisions/")
    assert "Tour, 2 of 5" in text_of(client.get("/decisions/"))
    client.post("/tour/", {"step": "0", "back": "/"})
    assert "Tour," not in text_of(client.get("/"))
    assert "Show the tour again" in text_of(client.get("/account/"))
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("step", ["6", "-1", "x", "", "²"])
def test_a_step_that_does_not_exist_is_refused(visit, world, step):
    assert visit("olga").post("/tour/", {"step": step}).status_code == 422
    assert world.user("olga").tour_step == 1


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:1", ""])
def test_the_tour_never_leads_out_of_the_product(visit, back):
    assert visit("olga").post("/tour/", {"step": "2", "back": back}).headers["Location"] == "/"


def test_outside_a_demonstration_there_is_no_tour_and_no_mark(visit, world):
    Organisation.objects.update(is_demonstration=False)
    client = visit("olga")

    assert "Guided tour" not in client.get("/").content.decode()
    assert "Show the tour again" not in text_of(client.get("/account/"))
