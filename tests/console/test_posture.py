"""The owner's risk decision on its pages: read, drafted in a form or as text, refused with its clause, signed."""

import datetime as dt
import json

import pytest
import yaml

from apps.core import clock
from apps.registry.models import Posture, PostureDraft
from tests.console.test_pages import text_of

PAGE = "/systems/injury-triage/posture/"
EDIT = f"{PAGE}edit/"
PASSWORD = "bluegrass-owen-1982"


@pytest.fixture
def owen(visit):
    client = visit("owen")
    client.post(EDIT, {"act": "begin"})
    return client


def form(**changes):
    """What the form holds of the pack's posture, with a last day."""
    return {
        "act": "save",
        "version": "1",
        "statement": "At most 12 in 100 may run past 8 weeks.",
        "error-0-code": "long_miss",
        "error-0-label": "Off work more than 8 weeks",
        "error-0-cost": "1900.00",
        "error-0-share": "12",
        "review": "1,50",
        "outcome": ["fast_track"],
        "segment": ["minor_surface"],
        "amount": "1500",
        "audit": "12,5",
        "first_view": "",
        "limit-override-most": "30",
        "limit-override-then": "narrow",
        "fallback": "people",
        "tell": ["analyst"],
        "expires_on": "2027-02-28",
        "never": "deny a claim\nstop benefits",
        "told": "",
    } | changes


def test_everybody_who_sees_the_system_reads_it_in_words(visit):
    words = text_of(visit("audrey").get(PAGE))

    assert "The AI may decide alone only: Fast track." in words
    assert "acceptable in at most 12 of 100 cases; each costs about $1,900.00" in words
    assert "no. 1, signed by Owen Clay" in words
    assert "Write the next one" not in words


def test_a_form_is_saved_read_back_and_compared(owen):
    answer = owen.post(EDIT, form(), follow=True)

    words = text_of(answer)
    assert "People overrule at most 30 of 100 suggestions in 4 weeks" in words
    assert "people look at no fewer than 12.5 in 100 afterwards" in words
    body = PostureDraft.objects.get().body
    assert (body["errors"][0]["cost_minor"], body["audit_share"]) == (190000, 0.125)
    assert body["review_cost_minor"] == 150
    assert "A look by a person is reckoned at $1.50." in words
    assert body["limits"]["override"] == {"most": 0.3, "then": "narrow", "at_least": 30, "weeks": 4}
    assert body["never_by_ai"] == ["deny a claim", "stop benefits"]
    assert 'value="12.5"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("error-0-cost", "-5", "Write an amount in USD, such as 1500.00; it cannot be negative."),
        ("error-0-cost", "much", "Write an amount in USD"),
        ("error-0-share", "120", "Write a number from 0 to 100."),
        ("review", "-1", "Write an amount in USD"),
        ("audit", "101", "Write a number from 0 to 100."),
        ("expires_on", "2026-01-01", "This day is past."),
        ("expires_on", "", "Write a day"),
        ("limit-override-most", "-1", "Write a number from 0 to 100."),
        ("limit-override-weeks", "99", "from 1 to 12"),
    ],
)
def test_what_is_refused_is_named_at_its_field_and_nothing_typed_is_lost(owen, field, value, said):
    answer = owen.post(EDIT, form(**{field: value}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'id="e-{field}"' in page
    assert "Off work more than 8 weeks" in page
    assert PostureDraft.objects.get().version == 1


def test_while_something_typed_is_refused_the_saved_text_cannot_be_signed(owen):
    owen.post(EDIT, form())
    assert "Sign risk decision 2" in text_of(owen.get(EDIT))

    words = text_of(owen.post(EDIT, form(**{"version": "2", "error-0-share": "130"})))

    assert "Not saved. One field is wrong: Kind of error 1, Acceptable in 100" in words
    assert "What you typed is not saved. Save it, or load the page again." in words
    assert "Sign risk decision 2" not in words


def test_every_place_says_the_last_day_that_counts(owen):
    owen.post(EDIT, form())
    owen.post("/account/reauthenticate/", {"password": PASSWORD})
    owen.post(f"{PAGE}sign/", {"idempotency_key": "k1", "version": "2"})

    for address in (PAGE, f"{PAGE}2/"):
        words = text_of(owen.get(address))
        assert "counts until 28 Feb 2027" in words
        assert "It counts until 28 Feb 2027, and no longer." in words
        assert "Mar 2027" not in words


def test_what_a_decision_changes_is_shown_word_by_word(owen):
    answer = owen.post(EDIT, form(), follow=True)

    row = next(one for one in answer.context["page"].changes if one.name == "People overrule the AI")
    assert [part for part in row.parts if part[0]][:2] == [("out", "35"), ("in", "30")]


def test_an_outcome_for_people_only_cannot_be_smuggled_in(owen):
    answer = owen.post(EDIT, form(outcome=["standard"]))

    assert answer.status_code == 422
    assert "The outcome standard is for people" in text_of(answer)


def test_a_stale_form_is_refused_and_kept(owen):
    owen.post(EDIT, form())
    answer = owen.post(EDIT, form(statement="Mine."))

    assert answer.status_code == 409
    assert 'value="Mine."' in answer.content.decode()


def test_it_is_signed_only_after_proving_who_one_is(owen, world):
    owen.post(EDIT, form())
    sent = {"idempotency_key": "k1", "version": "2"}

    away = owen.post(f"{PAGE}sign/", sent)
    assert away.headers["Location"].startswith("/account/reauthenticate/")
    assert Posture.objects.count() == 1

    owen.post("/account/reauthenticate/", {"password": PASSWORD})
    assert "press the button once more" in text_of(owen.get(EDIT))
    answer = owen.post(f"{PAGE}sign/", sent, follow=True)
    assert "Signed. It counts from now on" in text_of(answer)
    assert Posture.objects.get(number=2).by == world.owen
    words = text_of(owen.get(f"{PAGE}2/"))
    assert "against no. 1" in words
    assert "no fewer than 12.5 in 100" in words


def test_a_double_click_signs_once(owen):
    owen.post(EDIT, form())
    owen.post("/account/reauthenticate/", {"password": PASSWORD})
    for _ in range(2):
        assert owen.post(f"{PAGE}sign/", {"idempotency_key": "k", "version": "2"}).status_code == 303
    assert Posture.objects.count() == 2


def test_an_unchanged_draft_offers_no_signature(owen):
    words = text_of(owen.get(EDIT))

    assert "Nothing is changed yet." in words
    assert "Sign risk decision" not in words


def test_it_is_written_as_yaml_and_json_and_read_back(owen):
    written = owen.get(f"{PAGE}1/text.yaml")
    body = yaml.safe_load(written.content)
    assert json.loads(owen.get(f"{PAGE}1/text.json").content) == body
    body |= {"audit_share": 0.4, "expires_on": "2027-02-28"}

    answer = owen.post(f"{EDIT}text/", {"version": "1", "text": yaml.safe_dump(body)})

    assert answer.headers["Location"] == EDIT
    assert "no fewer than 40 in 100" in text_of(owen.get(EDIT))


@pytest.mark.parametrize(("text", "clause"), [("statement: [", "/"), ("audit_share: 7", "/statement")])
def test_text_that_is_no_posture_is_kept_on_the_page_with_its_clause(owen, text, clause):
    answer = owen.post(f"{EDIT}text/", {"version": "1", "text": text})

    assert answer.status_code == 422
    assert f"<code>{clause}</code>" in answer.content.decode()
    assert text in answer.content.decode()


@pytest.mark.parametrize("who", ["ana", "audrey"])
def test_nobody_else_writes_or_signs(visit, owen, who):
    client = visit(who)

    assert client.get(EDIT).status_code == 403
    assert client.post(EDIT, form()).status_code == 403
    assert client.post(f"{PAGE}sign/", {"idempotency_key": "k", "version": "1"}).status_code == 403


def test_without_a_draft_its_address_leads_back(visit):
    assert visit("owen").get(EDIT).headers["Location"] == PAGE


def test_a_draft_given_up_is_gone(owen):
    owen.post(EDIT, {"act": "drop"})

    assert "Write the next one" in text_of(owen.get(PAGE))


def test_an_expired_one_says_what_it_means(visit):
    Posture.objects.update(expires_at="2026-11-10T00:00:00Z")

    words = text_of(visit("owen").get(PAGE))
    assert "Since then the AI decides nothing alone." in words
    assert "expired" in words


def test_an_ending_one_warns(visit):
    Posture.objects.update(expires_at=clock.now() + dt.timedelta(days=6, hours=1))

    assert "This decision ends in 7 days." in text_of(visit("owen").get(PAGE))
