"""Skills and single days on the page of an inbox's people, in its list and on the team page."""

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from apps.core import clock
from apps.flow.selectors import routing
from apps.intake.models import Recommendation
from apps.notify.models import Notification
from apps.reviews.models import ReviewItem, RotaDay, SkillTerm
from tests import world as worlds
from tests.console.test_pages import text_of

PEOPLE, TEAM = "/manage/inboxes/triage-officers/", "/team/?inbox=triage-officers"
BURNS = {"segment": "injury-triage minor_surface", "asked": "burns"}


@pytest.fixture
def post(visit):
    """Send a form of the page as Sam; returns the answer."""

    def send(act, **fields):
        given = {"act": act, "idempotency_key": f"{act}{sorted(fields.items())}", **fields}
        return visit("sam").post(PEOPLE, {name: str(value) for name, value in given.items()})

    return send


@pytest.fixture
def burns(world, post):
    """A case that asks for burns, which nobody has yet."""
    received = worlds.arrive(world, now=clock.now())
    Recommendation.objects.filter(id=received.id).update(segment="minor_surface")
    assert post("ask_skill", **BURNS).status_code == 303
    return received


def test_a_case_says_what_it_asks_for_and_who_has_it_is_told(visit, world, post, burns):
    ben = world.user("ben")
    asks = "Asks for: burns"
    assert asks in text_of(visit("olga").get("/inboxes/triage-officers/"))
    assert asks in text_of(visit("olga").get(reverse("console:review", args=[burns.item_id])))
    lonely = "Nobody has it: its cases are offered to everybody."
    assert lonely in text_of(visit("sam").get(TEAM))

    said = {"person": ben.id, "skill": "Burns", "skill_why": "He trained for it."}
    assert post("give_skill", **said).status_code == 303
    assert "Ben" in SkillTerm.objects.get().person.name
    for page in (PEOPLE, TEAM):
        told = text_of(visit("sam").get(page))
        assert "burns Minor surface injury, no hospital stay 1 case waits Ben" in told
        assert lonely not in told
    notice = text_of(visit("ben").get(reverse("console:notices")))
    given = f"says that you have this skill: burns ({world.officers.name}). Why: He trained for it."
    assert given in notice
    assert Notification.objects.exclude(to=ben.actor).filter(kind="skill_given").count() == 0


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("give_skill", {"skill": " ", "skill_why": "So."}, 422),
        ("give_skill", {"skill": "x" * 41, "skill_why": "So."}, 422),
        ("give_skill", {"skill": "burns", "skill_why": ""}, 422),
        ("take_skill", {"skill": "burns", "skill_why": "So."}, 409),
        ("ask_skill", {"segment": "injury-triage no_such", "asked": "burns"}, 422),
        ("ask_skill", {"segment": "no-system minor_surface", "asked": "burns"}, 404),
        ("on_day", {"day_on": "2020-01-01"}, 422),
        ("on_day", {"day_on": "tomorrow"}, 422),
    ],
)
def test_what_does_not_fit_is_refused(world, post, act, fields, status):
    assert post(act, person=world.user("ben").id, **fields).status_code == status
    assert not SkillTerm.objects.exists()
    assert not RotaDay.objects.exists()


def test_a_single_day_counts_before_the_day_of_the_week_in_what_people_take(visit, world, post):
    ben, today = world.user("ben"), _today(world)
    assert post("off_day", person=ben.id, day_on=today).status_code == 303
    assert "Ben Tarkington: not on" in text_of(visit("sam").get(PEOPLE))
    assert "Ben Tarkington not on today" in text_of(visit("sam").get(TEAM))
    item = ReviewItem.objects.get(id=worlds.arrive(world, now=clock.now()).item_id)
    offered = routing.recipients(item, but=world.olga, now=clock.now())
    assert offered[-1].user == ben, "who is not on today comes last"
    assert not offered[-1].is_on

    assert post("usual_day", person=ben.id, day_on=today).status_code == 303
    assert not RotaDay.objects.exists()
    assert "Ben Tarkington: not on" not in text_of(visit("sam").get(PEOPLE))


def _today(world):
    return clock.now().astimezone(ZoneInfo(world.organisation.time_zone)).date().isoformat()


def test_who_only_works_there_says_nothing_of_it(visit, world):
    form = {"act": "ask_skill", "idempotency_key": "one", **BURNS}
    assert visit("olga").post(PEOPLE, form).status_code == 403
