"""The quality of facts: figures with their number and interval, cases behind them, questions on definitions."""

import datetime as dt
import html

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.core import ids, transactions
from apps.measures.models import ContextCount, DefinitionQuestion, SourceAlarm
from apps.notify import services as notify
from tests import world as worlds
from tests.console.test_pages import text_of

PAGE = "/systems/injury-triage/context/"
MONDAY = dt.date(2026, 11, 16)


def counted(world, *, n=60, missing=9, weeks=3):
    """Some weeks of arrivals in which the doctor's word on the body part was missing or old."""
    for back in range(weeks):
        day = MONDAY - dt.timedelta(weeks=back)
        for fact, source, kind, number in (
            ("", "", "arrived", n),
            ("", "", "legible", n - missing),
            ("", "", "incomplete", missing),
            ("body_part", "", "at_fault", missing),
            ("body_part", "", "missing", missing),
            ("body_part", "doctor", "missing", missing),
            ("body_part", "doctor", "given", n - missing),
            ("age", "employer", "given", n),
        ):
            ContextCount.objects.create(
                system=world.system, day_on=day, fact=fact, source=source, kind=kind, n=number
            )


def test_before_anything_arrived_the_page_says_when_figures_begin(visit, world):
    words = text_of(visit("ana").get(f"{PAGE}?weeks=all"))

    assert "No fact was counted yet" in words
    assert "Nobody has asked what a fact means." in words


def test_the_worst_fact_and_source_come_first_with_number_and_interval(visit, world):
    counted(world)
    answer = visit("owen").get(PAGE)
    words = text_of(answer)

    assert "Worst is Part of body: 15.0%" in words
    assert "Worst is Doctor: 15.0%" in words
    assert "10 to 21%" in words
    assert "defined by Medical coding" in words
    cases = reverse("console:context-cases", args=["injury-triage"])
    assert f"{cases}?kind=missing&fact=body_part" in html.unescape(answer.content.decode())


def test_few_arrivals_say_nothing(visit, world):
    counted(world, n=5, missing=3, weeks=1)
    words = text_of(visit("ana").get(PAGE))

    assert "too few to say (n=5)" in words
    assert "60.0%" not in words


def test_a_facts_own_weeks_are_shown_when_asked_for_and_weeks_narrow(visit, world):
    counted(world)

    assert "Part of body at fault, by week: 15.0%" in text_of(visit("ana").get(f"{PAGE}?fact=body_part"))
    assert visit("ana").get(f"{PAGE}?weeks=7").status_code == 404
    assert "Arrivals whose facts were not in order" in text_of(visit("ana").get(f"{PAGE}?fact=no_such"))


def test_alarms_stand_on_the_page_and_in_the_notices(visit, world):
    counted(world)
    alarm = SourceAlarm.objects.create(
        system=world.system, fact="body_part", source="doctor", kind="stale", onset_on=MONDAY, n=60,
        n_at_fault=30, n_before=480, n_at_fault_before=24, q=0.001, raised_at=world.now,
    )  # fmt: skip
    with transactions.verb():
        notify.tell(
            to_actor_id=world.ana.id, kind="source_alarm", about_id=alarm.id, case_id=None, now=world.now
        )
    words = text_of(visit("ana").get(PAGE))
    notices = visit("ana").get("/notifications/")

    assert "Doctor: Part of body too old" in words
    assert "50% of 60 in that week, 5% in the 8 weeks before." in words
    assert "A source of facts changed suddenly." in text_of(notices)
    assert f'href="{PAGE}"' in notices.content.decode()


def test_the_cases_behind_a_figure_are_the_newest_with_that_finding(visit, world):
    worlds.arrive(world, number=901)
    worlds.arrive(world, number=902, facts_changed={"industry": None})
    words = text_of(visit("ana").get(f"{PAGE}cases/?fact=industry&kind=missing&source="))

    assert "WC-902" in words
    assert "WC-901" not in words
    assert "Industry: missing" in words
    assert visit("ana").get(f"{PAGE}cases/?kind=no_such").status_code == 404


def test_the_file_has_every_fact_and_source_per_week_and_no_formula(visit, world):
    counted(world)
    ContextCount.objects.create(
        system=world.system, day_on=MONDAY, fact="age", source="=cmd()", kind="given", n=40
    )
    lines = visit("audrey").get(f"{PAGE}weekly.csv").content.decode().splitlines()

    assert lines[0].startswith("ai_system,week_on,fact,source,n,n_at_fault,share,low,high,enough,missing")
    assert "injury-triage,2026-11-16,body_part,doctor,60,9,0.15," in "\n".join(lines)
    assert ",'=cmd()," in "\n".join(lines)


def ask(client, **changes):
    fields = {"fact": "age", "text": "At which date?", "idempotency_key": str(ids.new())}
    return client.post(f"{PAGE}questions/", fields | changes)


def test_a_question_is_asked_answered_and_shown(visit, world):
    owner = {"to": str(world.owen.id)}
    assert ask(visit("ana"), **owner).status_code == 303
    question = DefinitionQuestion.objects.get()
    assert "Somebody asks you what a fact means." in text_of(visit("owen").get("/notifications/"))

    answer = visit("owen").post(
        reverse("console:definition-answer", args=[question.id]),
        {"answer": "On the day of injury.", "idempotency_key": str(ids.new())},
    )
    assert answer.status_code == 303
    words = text_of(visit("audrey").get(PAGE))
    assert "Age at injury: At which date?" in words
    assert "On the day of injury." in words
    assert "Answered" in words


def test_what_was_typed_stays_when_the_question_is_refused(visit, world):
    answer = ask(visit("ana"), fact="no_such_fact", text="Kept?", to=str(world.owen.id))

    assert answer.status_code == 422
    assert "Choose a fact of the contract in force." in text_of(answer)
    assert ">Kept?</textarea>" in answer.content.decode()
    assert ask(visit("ana"), text="x", to="no uuid").status_code == 422


def test_the_page_asks_the_database_seldom(visit, world, django_assert_max_num_queries):
    counted(world)
    client = visit("owen")
    client.get(PAGE)
    with django_assert_max_num_queries(26):
        client.get(PAGE)


@pytest.mark.parametrize("who", ["owen", "audrey"])
def test_a_recommendation_is_shown_as_received(visit, world, who):
    got = worlds.arrive(
        world, number=903, prompt_version="p-7", facts_changed={"industry": None},
        rationale=[{"text": "A hospital stay is recorded.", "cites": ["hospital_stay"]}],
    )  # fmt: skip
    answer = visit(who).get(f"/recommendations/{got.id}/")
    words = text_of(answer)

    for said in (
        "REC-903", "p-7", "triage-gb-1", "Hospital stay known so far", "Hospital", "A hospital stay is recorded.",
        "says otherwise.", "0 of 1 supported on arrival", "Industry: missing", "Ask policy file for it.",
        "the context was: lacked a required fact", "How policy came to its verdict", "Checked by contract version",
    ):  # fmt: skip
        assert said in words, said
    assert "Not all is shown" not in words


def test_an_analyst_sees_no_personal_fact_no_rationale_and_no_trace(visit, world):
    got = worlds.arrive(world, number=904)
    page = visit("ana").get(f"/recommendations/{got.id}/")
    words = text_of(page)

    assert "Not all is shown" in words
    assert "personal or special values and the rationale are for those who work the case." in words
    assert "Kentucky" in words
    for hidden in ("Hospital stay known so far", "298", "No hospital stay is recorded", "How policy came"):
        assert hidden not in words, hidden


def test_the_record_of_a_case_leads_to_what_was_received(visit, world):
    got = worlds.arrive(world, number=905)

    assert f"/recommendations/{got.id}/" in visit("ana").get("/cases/WC-905/").content.decode()
    assert "/recommendations/" not in visit("olga").get("/cases/WC-905/").content.decode()
    assert PAGE in visit("owen").get("/systems/injury-triage/").content.decode()


def test_what_policy_saw_is_said_in_words_with_what_was_written_behind_it(visit, world):
    got = worlds.arrive(world, number=906, minor=290000, facts_changed={"industry": None})
    words = text_of(visit("audrey").get(f"/recommendations/{got.id}/"))

    for said in (
        "Weekly benefits at stake is over $3,000.00: not true", "The state of the facts is not in order: true",
        "Part of body is one of Brain; Spinal cord, neck; Spinal cord, trunk: not true",
        "The stated confidence 91 in 100", "The AI's suggestion Fast track", "Weekly benefits at stake $2,900.00",
        "The segment Lower back", "The state of the calibration Nothing checked yet",
        "As written", "stake_minor gt 300000 (saw 290000)", 'body_part in ["12", "23", "47"]',
        "As sent", "weekly_wage: 29800", "As kept", '"confidence": "0.910000"',
    ):  # fmt: skip
        assert said in words, said
    assert "legible" not in words.replace("LEGIBLE", "")


def test_the_same_in_german(visit, world):
    User.objects.filter(id=world.user("audrey").id).update(language="de")
    got = worlds.arrive(world, number=907)
    words = text_of(visit("audrey").get(f"/recommendations/{got.id}/"))

    assert "Unterer Rücken" in words
    assert "Lower back" not in words
