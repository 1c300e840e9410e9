"""People are mailed what is due: once, in their language and time, and without a word about any case."""

import datetime as dt
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend

from apps.accounts.models import User
from apps.console import mailing
from apps.core import transactions
from apps.notify import services as notify
from apps.notify.models import Digest
from apps.registry.models import OutcomeCode
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.world import later, noon

MORNING = noon  # 7:00 in the organisation's zone is long past at noon UTC


@pytest.fixture
def letters(world, settings, mailoutbox):
    """The letter box of Olga alone; everybody else has switched mail off."""
    settings.MAIL_FROM = "reviewhub@example.org"
    User.objects.update(is_simulated=False, mails="off")
    User.objects.filter(id=world.user("olga").id).update(mails="daily", time_zone="UTC")
    return mailoutbox


def send(now=MORNING):
    return mailing.send_due(now=lambda: now)


def late(world, **changes):
    received = worlds.arrive(world, **changes)
    ReviewItem.objects.filter(id=received.item_id).update(due_at=later(days=-2))
    return received


def wish(world, **changes):
    User.objects.filter(id=world.user("olga").id).update(**changes)


def test_what_is_due_is_mailed_once_a_day_with_where_it_is(world, letters):
    late(world)

    assert [send(), send(later(hours=3))] == [1, 0]

    (mail,) = letters
    assert mail.to == [world.user("olga").email]
    assert "1 case waits. 1 is past the due time." in mail.body
    assert "http://127.0.0.1:8000/inboxes/triage-officers/" in mail.body
    assert send(later(days=1)) == 1


def test_nothing_is_sent_when_nothing_is_due(world, letters):
    received = worlds.arrive(world)
    ReviewItem.objects.filter(id=received.item_id).update(due_at=later(days=9))

    assert send() == 0
    assert letters == []
    assert Digest.objects.get().is_needless


@pytest.mark.parametrize(
    "changes",
    [{"mails": "off"}, {"is_simulated": True}, {"is_active": False}, {"time_zone": "America/Los_Angeles"}],
)
def test_nobody_is_mailed_who_does_not_want_it_is_simulated_gone_or_asleep(world, letters, changes):
    late(world)
    wish(world, **changes)

    assert send() == 0


def test_a_mail_names_no_case_no_person_and_nothing_of_a_suggestion(world, letters):
    body = worlds.recommendation()
    body["subject"]["name"] = "Canary Claimant"
    body["rationale"] = [{"text": "Canary rationale.", "cites": ["hospital_stay"], "direction": "for"}]
    received = late(world, body=body)
    with transactions.verb():
        notify.tell(
            to_actor_id=world.olga.id, kind="item_returned", about_id=received.item_id, case_id=None, now=noon
        )

    assert send() == 1

    said = letters[0].subject + letters[0].body
    labels = set(OutcomeCode.objects.values_list("label", flat=True))
    case = ReviewItem.objects.get(id=received.item_id).case
    people = set(User.objects.values_list("name", flat=True))
    for word in {"Canary", case.case_ref, str(received.item_id), str(case.id), "triage-gb", *labels, *people}:
        assert word not in said
    assert "1 new notice for you." in said


def test_a_case_that_asks_for_a_view_first_is_counted_like_any_other(world, letters):
    received = late(world)
    ReviewItem.objects.filter(id=received.item_id).update(first_view=True)
    send()
    hidden = letters[0].body
    ReviewItem.objects.filter(id=received.item_id).update(first_view=False)
    send(later(days=1))

    assert hidden == letters[1].body


def test_it_is_written_in_the_readers_language_and_on_their_day(world, letters):
    late(world)
    wish(world, language="de", time_zone="Asia/Tokyo")

    send(dt.datetime(2026, 11, 19, 23, 0, tzinfo=dt.UTC))

    assert "Freitag 20 November" in letters[0].subject.replace(".", "").replace(",", "")
    assert "Einstufung von Verletzungen: 1 Fall wartet." in letters[0].body


class Broken(EmailBackend):
    def send_messages(self, _messages):
        raise SMTPServerDisconnected("the address of somebody")


def test_what_the_server_did_not_take_is_sent_later_as_the_same_mail(world, letters, settings, caplog):
    late(world)
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"

    assert send() == 0
    assert "somebody" not in caplog.text
    settings.EMAIL_BACKEND = working

    assert [send(later(minutes=5)), send(later(minutes=16)), send(later(minutes=40))] == [0, 1, 0]
    assert str(Digest.objects.get().id) in letters[0].extra_headers["Message-ID"]


def test_what_cannot_wait_comes_at_once_for_those_who_wish_and_not_again_for_a_while(world, letters):
    wish(world, time_zone="Asia/Tokyo")

    def told(at, kind="delivery_refused"):
        about = worlds.arrive(world, now=at).item_id
        with transactions.verb():
            notify.tell(to_actor_id=world.olga.id, kind=kind, about_id=about, case_id=None, now=at)

    night = noon.replace(hour=18)  # three in the morning there
    told(night)
    assert send(night) == 0
    wish(world, mails="urgent")
    told(night, kind="item_returned")
    assert [send(night), send(night)] == [1, 0]
    assert "1 notice cannot wait" in letters[0].body
    told(night + dt.timedelta(minutes=3))
    assert send(night + dt.timedelta(minutes=4)) == 0
    assert send(night + dt.timedelta(minutes=20)) == 1


def test_without_a_mail_server_no_mail_is_due(world, letters, settings):
    late(world)
    settings.MAIL_FROM = ""

    assert send() == 0
    assert not Digest.objects.exists()
