"""What is refused on the page of a pattern is said where the page then stands, and what was typed stays."""

import re

import pytest

from apps.flow.services import fixing
from apps.learning import services as learning
from apps.learning.models import Finding
from tests.learning import habits
from tests.world import noon

FIX = {
    "rule": {"way": "SUPERVISOR"},
    "require": {"fact": "represented"},
    "reasons": {"text": "No other trade.", "core_category": "risk_judgement", "retire": ""},
    "model": {"says": "Weigh the trade."},
}


@pytest.fixture
def made(world):
    return habits.found(world)


@pytest.fixture
def send(visit, made):
    ana = visit("ana")

    def sent(do, **fields):
        asked = {"do": do, "version": 1, "idempotency_key": f"k-{do}", **fields}
        answer = ana.post(f"/patterns/{made.id}/act/", asked)
        return answer.status_code, answer.content.decode()

    return sent


def said(page, do):
    """The refusal of an act, and what follows it: none or two of them are a fault."""
    found = re.findall(rf'<p class="err" id="e-{do}" role="alert">(.*?)</p>(.{{0,400}})', page, re.DOTALL)
    assert len(found) == 1, do
    return found[0]


@pytest.mark.parametrize("do", FIX)
def test_a_fix_that_another_tab_forestalled_is_refused_in_what_was_changed(world, made, send, do):
    fixing.order_model(finding_id=made.id, says="First.", by=world.ana, now=noon)

    status, page = send(do, **FIX[do])

    sentence, after = said(page, do)
    typed = FIX[do].get("text") or FIX[do].get("says")
    kept = re.findall(r"<textarea[^>]* readonly>(.*?)</textarea>", after)
    assert (status, "on its way already" in sentence, kept) == (409, True, [typed] if typed else [])
    assert page.index('id="changed"') < page.index(f'id="e-{do}"') < page.index('id="did"')


def test_an_act_whose_form_is_gone_is_refused_in_your_turn(world, made, send):
    assert said(send("close")[1], "close")
    _status, page = send("nonsense")
    assert said(page, "act")
    learning.dismiss(finding_id=made.id, why="Known.", version=1, by=world.ana, now=noon)

    _status, page = send("dismiss", why="The new form explains it.")

    _sentence, after = said(page, "dismiss")
    assert "readonly>The new form explains it.<" in after
    assert page.index('id="turn"') < page.index('id="e-dismiss"')


def test_what_was_typed_and_chosen_stands_there_again_and_in_no_other_form(world, made, send):
    other = world.owen
    _status, page = send("assign", to=str(other.id), due_on="2020-01-01")
    assert said(page, "assign")
    assert re.search(rf'<option value="{other.id}" selected>', page)
    assert 'value="2020-01-01"' in page

    _status, page = send("reasons", text="x" * 400, core_category="not_feasible", retire="")
    assert said(page, "reasons")
    assert '<option value="not_feasible" selected>' in page
    assert page.count("x" * 400) == 1

    _status, page = send("require", fact="nothing")
    assert said(page, "require")
    _status, page = send("model", says="")
    assert said(page, "model")


def test_the_day_that_was_set_stands_in_the_form_so_that_giving_it_anew_keeps_it(visit, made):
    Finding.objects.filter(id=made.id).update(due_on="2026-12-11")

    assert 'value="2026-12-11"' in visit("ana").get(f"/patterns/{made.id}/").content.decode()


def test_an_address_of_a_form_says_the_code_that_it_answers_with(visit, made):
    answer = visit("ana").get(f"/patterns/{made.id}/act/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Error 405, only_by_form" in answer.content.decode()
