"""The report of an AI system's week: written once, told to its owner, with the figures of the insights."""

import datetime as dt

import pytest

from apps.accounts.models import User
from apps.console import mailing
from apps.core import transactions
from apps.flow.selectors import week_figures, week_reports
from apps.flow.services import reporting
from apps.learning.models import Finding, WeekReport
from apps.learning.rules import week as rules
from apps.measures.models import Measurement
from apps.measures.services import computing
from apps.notify.models import Digest, Notification
from tests.api.speaking import Api
from tests.console.test_pages import text_of
from tests.world import decided, noon, override, release

WEEK_ON = dt.date(2026, 11, 16)
SUNDAY = dt.datetime(2026, 11, 22, 23, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # after six where the organisation works


@pytest.fixture
def worked(world):
    """Three cases decided in the week, two of them otherwise than the AI."""
    decided(world, world.olga, override(note="This is completely wrong."))
    decided(world, world.olga, override())
    decided(world, world.olga)
    release(world)


def written(now=MONDAY):
    before = WeekReport.objects.count()
    reporting.write_week_reports(now=now)
    return WeekReport.objects.count() - before


def test_it_is_written_once_on_monday_and_says_what_the_insights_say(world, worked):
    written(SUNDAY)
    assert not WeekReport.objects.filter(system=world.system, week_on=WEEK_ON).exists()

    assert written() > 0
    assert written() == 0
    assert written(MONDAY + dt.timedelta(days=2)) == 0

    found = week_reports.week_report(system=world.system, week_on=WEEK_ON, to=world.owen)
    one = found.week.corrected
    assert (one.n, one.k, one.before_n) == (3, 2, 0)
    assert one.reasons == [["it_weeks", 2]]
    assert sum(n for *_way, n in one.ways) == 2
    assert found.week.worth.n_stake + found.week.worth.n_without_stake == 2
    assert found.week.is_first
    with transactions.verb():
        computing.compute(system_id=world.system.id, now=MONDAY)
    figure = Measurement.objects.get(system=world.system, measure="override_share", period_on=WEEK_ON)
    assert (figure.n, round(figure.n * figure.value)) == (one.n, one.k)


def test_its_owner_is_told_and_mailed_counts_and_links_only(world, worked, settings, mailoutbox):
    settings.MAIL_FROM = "reviewhub@example.org"
    User.objects.update(is_simulated=False, mails="off")
    User.objects.filter(id=world.user("owen").id).update(mails="daily", time_zone="UTC", language="de")
    written()
    report = WeekReport.objects.get(system=world.system, week_on=WEEK_ON)
    assert Notification.objects.filter(to=world.owen, kind="week_report", about_id=report.id).exists()

    assert mailing.send_due(now=lambda: MONDAY) == 0  # until all reports of an owner are there
    at = MONDAY + dt.timedelta(minutes=11)
    assert [mailing.send_due(now=lambda: at), mailing.send_due(now=lambda: at)] == [1, 0]

    (mail,) = mailoutbox
    assert "/insights/weeks/2026-11-16/?system=injury-triage" in mail.body
    assert "/insights/weeks/2026-11-16/report.pdf" in mail.body
    assert "3" in mail.body
    assert "$" not in mail.body
    assert world.olga.name not in mail.body
    assert Digest.objects.get(kind="weekly").sent_at == at


def test_whoever_wants_no_mail_is_told_in_the_product_alone(world, worked, settings, mailoutbox):
    settings.MAIL_FROM = "reviewhub@example.org"
    User.objects.update(is_simulated=False, mails="off")
    written()

    assert mailing.send_due(now=lambda: MONDAY + dt.timedelta(minutes=11)) == 0
    assert Notification.objects.filter(to=world.owen, kind="week_report").exists()


def test_it_stands_on_a_page_and_in_the_api_with_links_to_where_it_is_worked(world, worked, client, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client.force_login(world.user("owen"))
    assert "No week was written yet" in text_of(client.get("/insights/weeks/?system=injury-triage"))
    written()

    listed = text_of(client.get("/insights/weeks/?system=injury-triage"))
    assert "People decided 3 cases, 2 of them otherwise than the AI." in listed
    page = client.get("/insights/weeks/2026-11-16/?system=injury-triage")
    shown = text_of(page)
    for words in ("What people corrected", "What changed", "What it was worth", "What nobody has looked at"):
        assert words in shown
    of_week = client.get("/insights/cases/overrides/?system=injury-triage&week=2026-11-16")
    assert b"/insights/cases/overrides/?system=injury-triage&amp;week=2026-11-16" in page.content
    assert "The week of 16 Nov to 22 Nov 2026, 2 cases" in text_of(of_week)
    assert "Not known: no change was measured in this week." in shown
    assert b"injury-triage,2026-11-16,3,2," in client.get("/insights/weeks/table.csv").content
    assert client.get("/insights/weeks/2026-11-17/").status_code == 404
    assert client.get("/insights/weeks/soon/").status_code == 404

    api = Api(user=world.user("owen"))
    told = api.get("ai-systems/injury-triage/week-reports/2026-11-16/").json()
    assert (told["corrected"]["n"], told["corrected"]["k"]) == (3, 2)
    assert api.get("ai-systems/injury-triage/week-reports/").json()["weeks"][0]["week_on"] == "2026-11-16"
    assert not Finding.objects.exists()


def test_a_week_is_the_organisations_and_an_hour_longer_when_clocks_go_back(world):
    span = week_figures.span_of(world.system, dt.date(2026, 10, 26))

    assert span.end.astimezone(dt.UTC) - span.begin.astimezone(dt.UTC) == dt.timedelta(days=7, hours=1)


def test_an_empty_week_says_so_and_a_week_before_the_ai_system_is_none(world):
    written()
    found = WeekReport.objects.get(system=world.system, week_on=WEEK_ON)
    assert rules.from_kept(found.body).corrected.n == 0
    assert WeekReport.objects.filter(week_on__lt=WEEK_ON).count() == 0


def test_corrections_are_worth_the_errors_that_did_not_happen_less_those_made_instead():
    told = [
        rules.Priced("fast_track", "standard", value=True, is_right=True, n=3),
        rules.Priced("fast_track", "standard", value=False, is_right=False, n=2),
    ]
    wrong = {"fast_track": True, "standard": False}

    assert rules.saved(told, wrong=wrong, error_minor={"fast_track": 1000, "standard": 100}) == (3000, 200)
    assert rules.saved(told, wrong=wrong, error_minor={}) is None


def test_a_fix_is_worth_what_it_spared_at_the_mean_price_and_nothing_without_one():
    assert rules.fix_money(10.0, -2.0, 22.0, n_wrong=4, cost_minor=2000) == (5000, -1000, 11000)
    assert rules.fix_money(10.0, -2.0, 22.0, n_wrong=4, cost_minor=None) is None
    assert rules.fix_money(10.0, -2.0, 22.0, n_wrong=0, cost_minor=0) is None


def test_what_is_kept_reads_as_it_was_written():
    week = rules.Week(
        corrected=rules.Corrected(n=3, k=1, reasons=[("it_weeks", 1)]),
        changes=[rules.Change("policy", noon.isoformat(), number=2)],
        moved=rules.Moved(found=1),
        worth=rules.Worth(
            currency="USD",
            judged=rules.Judged(n=1, k=1, n_due=2),
            fixes=[rules.FixWorth("x", 1, "HELPED", "overruled", 40, 4.0, 1.0, 7.0, 0.95)],
        ),
        unseen=[rules.Unseen("broken", 2)],
    )

    assert rules.from_kept(rules.to_kept(week)) == week
    assert (week.n_unseen, week.is_empty) == (2, False)
