"""The contract's pages: read in words, edited by plain forms, its effect shown before anything is saved."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core import ids
from apps.flow import services as flow
from apps.flow.services import trying
from apps.intake.rules import sources
from apps.registry import selectors as registry
from apps.registry.models import ContextContract, ContractDraft
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.flow.test_contract_life import begun, proposed, saved
from tests.flow.test_contract_trial import arrivals

PAGE = "/systems/injury-triage/contract/"
EDIT = f"{PAGE}edit/"
PASSWORD = "bluegrass-owen-1982"
AGE = {
    "fact": "age", "label": "Age at injury", "needed": "optional", "source": "employer", "others": "first_report",
    "fresh": "365", "fresh_unit": "days", "if_missing": "fallback", "if_conflict": "authoritative", "low": "14",
    "high": "80", "bands": "25, 35, 45, 55", "defined_by": "Claims operations",
}  # fmt: skip


def draft(world):
    return registry.open_draft(world.system.id)


def post(client, world, act, path=EDIT, **fields):
    current = draft(world)
    version = {"version": current.version} if current else {}
    return client.post(path, {"act": act, "idempotency_key": str(ids.new()), **version, **fields})


@pytest.fixture
def ana(visit):
    return visit("ana")


@pytest.fixture
def editing(world, ana):
    begun(world)
    return ana


def test_every_fact_is_said_in_words_and_what_is_taken_for_granted(ana):
    words = text_of(ana.get(f"{PAGE}1/"))
    for said in (
        "Version 1", "put in force by Owen Clay", "Average weekly wage", "From employer, then first report",
        "At most 30 days old", "The first source wins", "Payroll liaison", "an amount of money", "$324.00 is used instead",
        "Wages and benefits are in 1982 dollars.", "Not for occupational diseases", "totmed : It accrues while the claim runs.",
    ):  # fmt: skip
        assert said in words, said


def test_a_version_is_downloaded_as_the_yaml_that_the_text_page_reads(ana, editing, world):
    answer = ana.get(f"{PAGE}1/text.yaml")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="injury-triage-contract-1.yaml"'
    text = answer.content.decode().replace("Age at injury", "Age on that day", 1)

    assert post(ana, world, "", f"{EDIT}text/", text=text).status_code == 303
    assert draft(world).version == 2


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 404), ("adam", 404), ("lena", 404), ("audrey", 200), ("owen", 200)]
)
def test_who_may_read_it(visit, who, status):
    assert visit(who).get(PAGE).status_code == status


@pytest.mark.parametrize(("who", "status"), [("audrey", 403), ("olga", 404)])
def test_others_do_not_edit(visit, world, who, status):
    begun(world)
    client = visit(who)
    assert [client.get(EDIT).status_code, post(client, world, "save", **AGE).status_code] == [status, status]
    assert draft(world).version == 1


def test_the_effect_is_shown_before_it_is_saved_and_nothing_changes(editing, world):
    arrivals(world)
    answer = editing.post(f"{EDIT}panel/", {**AGE, "needed": "required", "if_missing": "ask"})

    words = text_of(answer)
    assert "With this contract 3 of the last 4 cases would have been incomplete. Today it is 1." in words
    assert "Newly stopped 2" in words
    assert "Of these the AI decided 1" in words
    assert "Not enough cases to say whether Age at injury helps." in words
    assert "Where Age at injury is missing" in words
    assert "What you typed is not saved yet" in words
    assert "Age at injury: now required (was optional)" in words
    assert draft(world).body == ContextContract.objects.get().body


def test_without_the_script_the_same_button_shows_the_same(editing, world):
    arrivals(world)
    answer = post(editing, world, "check", **{**AGE, "needed": "required", "if_missing": "ask"})
    assert "With this contract 3 of the last 4 cases would have been incomplete" in text_of(answer)
    assert "<del>Optional</del> <ins>Required</ins>" in re.sub(r"\s+", " ", answer.content.decode())
    assert draft(world).version == 1


def test_saving_keeps_it_in_the_draft_and_says_what_it_changes(editing, world):
    assert (
        post(editing, world, "save", **{**AGE, "needed": "required", "if_missing": "ask"}).status_code == 303
    )
    words = text_of(editing.get(f"{EDIT}?fact=age"))
    assert "Age at injury: now required (was optional)" in words
    assert ContextContract.objects.get().number == 1


def test_a_condition_is_typed_in_the_unit_of_its_fact(editing, world):
    typed = {
        **AGE,
        "needed": "when",
        "when_fact": "weekly_wage",
        "when_op": "gt",
        "when_value": "300.50",
        "if_missing": "ask",
    }
    post(editing, world, "save", **typed)
    words = text_of(editing.get(f"{EDIT}?fact=age"))
    assert "Age at injury: now required when Average weekly wage is over $300.50 (was optional)" in words
    assert 'value="300.50"' in editing.get(f"{EDIT}?fact=age").content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"fresh": "soon"}, "fresh", "Write a number here, such as 30."),
        ({"low": "90"}, "high", "The maximum must not be lower than the minimum."),
        ({"bands": "35, 25"}, "bands", "Each edge of a band must be higher than the one before it."),
        ({"needed": "when", "when_fact": "age", "when_op": "gt", "when_value": "3", "if_missing": "ask"}, "when_value", "runs in a circle"),
        ({"others": "employer"}, "others", "keep one of its two places"),
        ({"if_conflict": "authoritative", "source": "", "others": ""}, "if_conflict", "List the sources"),
        ({"needed": "required"}, "fallback", "needs the value to fall back to"),
    ],
)  # fmt: skip
def test_what_is_no_contract_is_refused_at_its_field_with_all_that_was_typed(
    editing, world, typed, field, said
):
    answer = post(editing, world, "save", **{**AGE, "defined_by": "Somebody new", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Somebody new" in page
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', page), field
    assert draft(world).version == 1


def test_a_stale_page_is_told_so_and_keeps_what_was_typed(editing, world):
    saved(world)
    answer = editing.post(EDIT, {**AGE, "act": "save", "version": "1", "defined_by": "My own words"})
    assert (answer.status_code, "My own words" in answer.content.decode()) == (409, True)
    assert "saved elsewhere after you opened it" in text_of(answer)


def test_whoever_comes_second_reads_who_edits_and_cannot_save(world, visit):
    begun(world)
    owner = visit("owen")
    answer = owner.get(EDIT)
    assert answer.status_code == 423
    assert f"{world.ana.name} is editing this contract." in text_of(answer)
    assert "Save in the draft" not in text_of(answer)
    assert post(owner, world, "save", **AGE).status_code == 423
    assert draft(world).version == 1


def test_a_silent_source_disables_the_proposal_and_says_the_two_ways_out(editing, world, monkeypatch):
    monkeypatch.setattr(sources, "ENOUGH", 3)
    arrivals(world)
    typed = {**AGE, "needed": "required", "if_missing": "ask", "source": "hr_feed", "others": ""}
    post(editing, world, "save", **typed)

    answer = editing.get(f"{EDIT}?fact=age")
    words = text_of(answer)
    assert "Choose a source that is alive, or keep this optional." in words
    assert re.search(r'value="propose"\s+disabled', answer.content.decode())
    assert post(editing, world, "propose").status_code == 409


def test_a_slow_check_keeps_the_old_figure_in_grey_and_asks_again(editing, world, monkeypatch):
    arrivals(world)
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    answer = post(editing, world, "check", **{**AGE, "needed": "required", "if_missing": "ask"})
    page = answer.content.decode()
    assert "checking, 0 of 4" in text_of(answer)
    assert 'hx-trigger="every 1s"' in page

    flow.try_contracts(now=worlds.noon)
    panel = editing.get(f"{EDIT}panel/?fact=age")
    assert "With this contract 3 of the last 4 cases would have been incomplete" in text_of(panel)
    assert "hx-trigger" not in panel.content.decode()


def test_a_broken_text_is_shown_with_its_clause_and_line(editing, world):
    text = (
        "facts:\n  - key: age\n    label: Age\n    type: integer\n    sensitivity: plain\n    required: yes\n"
    )
    answer = post(editing, world, "", f"{EDIT}text/", text=text)
    words = text_of(answer)
    assert answer.status_code == 422
    for said in ("Not saved: line 6.", "/facts/0/required", 'put the word in quotes: "yes"', "required: yes"):
        assert said in words, said
    assert draft(world).version == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"facts: \xff", "save it as UTF-8"), (b"x" * 1_000_001, "larger than 1 MB"), (b"a: &a [*a]", "write the clause out")],
    ids=["bytes", "large", "alias"],
)  # fmt: skip
def test_a_file_that_is_no_contract_is_refused_by_name(editing, world, content, said):
    upload = SimpleUploadedFile("contract.yaml", content)
    answer = post(editing, world, "", f"{EDIT}text/", text="", file=upload)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert draft(world).version == 1


def test_an_uploaded_file_replaces_the_draft(editing, world):
    content = editing.get(f"{PAGE}1/text.yaml").content.replace(b"Age at injury", b"Age on that day")
    post(editing, world, "", f"{EDIT}text/", text="facts: yes", file=SimpleUploadedFile("c.yaml", content))
    assert "Age on that day: name now Age on that day" in text_of(editing.get(EDIT))


def test_a_fact_is_added_put_back_and_taken_out(editing, world):
    post(editing, world, "add", key="nurse_note", label="Nurse's note", type="string", sensitivity="special")
    assert "Nurse's note: new, optional" in text_of(editing.get(EDIT))
    post(editing, world, "remove", fact="nurse_note")
    post(editing, world, "save", **{**AGE, "needed": "required", "if_missing": "ask"})
    post(editing, world, "put_back", fact="age")
    words = text_of(editing.get(EDIT))
    assert "Nothing is changed yet." in words, words[words.index("What it changes") :][:600]


def test_the_owner_puts_it_in_force_only_after_proving_who_they_are(world, visit):
    proposed(world)
    owner = visit("owen")
    first = post(owner, world, "", f"{PAGE}adopt/")
    assert first.headers["Location"].startswith("/account/reauthenticate/")
    assert ContextContract.objects.count() == 1

    owner.post("/account/reauthenticate/", {"password": PASSWORD})
    assert "press the button once more" in text_of(owner.get(EDIT))
    assert post(owner, world, "", f"{PAGE}adopt/").headers["Location"] == PAGE
    assert ContextContract.objects.get(ended_at=None).number == 2
    words = text_of(owner.get(PAGE))
    assert "Ana Lindqvist, signed by Owen Clay" in words
    assert "Age at injury: now required (was optional)" in words
    assert "Age at injury: now required (was optional)" in text_of(owner.get(f"{PAGE}1/2/"))


def test_an_analyst_never_puts_it_in_force(world, visit):
    proposed(world)
    client = visit("ana")
    client.post("/account/reauthenticate/", {"password": "bluegrass-ana-1982"})
    assert post(client, world, "", f"{PAGE}adopt/").status_code == 403
    assert ContextContract.objects.count() == 1


def test_the_owner_returns_it_with_a_sentence(world, visit):
    proposed(world)
    post(visit("owen"), world, "return", why="Ask the employer first.")
    assert "Ask the employer first." in text_of(visit("ana").get(EDIT))
    assert ContractDraft.objects.get().state == "DRAFT"


def test_begin_leave_and_give_up(world, ana):
    assert ana.get(EDIT).headers["Location"] == PAGE
    assert post(ana, world, "begin").headers["Location"] == EDIT
    post(ana, world, "leave")
    assert draft(world).held_by is None
    post(ana, world, "drop")
    assert draft(world) is None


def test_the_ai_systems_page_leads_to_it(ana):
    assert f'href="{PAGE}"' in ana.get("/systems/injury-triage/").content.decode()


def test_what_is_taken_for_granted_travels_with_the_case(world, visit):
    item = worlds.claimed(world, world.olga)
    words = text_of(visit("olga").get(f"/cases/{item.id}/review/"))
    assert "What is taken for granted Wages and benefits are in 1982 dollars." in words
