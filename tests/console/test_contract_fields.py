"""The editor has a field for every clause: types, codes, sensitivity, exclusions, forbidden facts, assumptions."""

import html
import re

import pytest

from apps.registry.models import ContractTrial
from tests.console.test_contract import AGE, EDIT, draft, post
from tests.console.test_pages import text_of
from tests.flow.test_contract_life import begun, changed, proposed
from tests.flow.test_contract_trial import arrivals

WHAT = {"type": "integer", "unit": "years", "sensitivity": "personal", "values": ""}
EXCLUDED = {"say.0": "Not for construction.", "fact.0": "industry", "op.0": "eq", "value.0": "construction"}

AFTER_AN_EMPTY_ROW = {
    "say.0": "", "fact.0": "", "op.0": "eq", "value.0": "",
    "say.1": "Not for the old.", "fact.1": "age", "op.1": "gt", "value.1": "many",
}  # fmt: skip


@pytest.fixture
def ana(visit):
    return visit("ana")


@pytest.fixture
def editing(world, ana):
    begun(world)
    return ana


def body(world):
    return draft(world).body


def fact(world, key):
    return next(one for one in body(world)["facts"] if one["key"] == key)


def save_list(client, world, name, act="save", **fields):
    return post(client, world, act, list=name, **fields)


def field_of(answer, marked):
    """The fields that are marked as wrong, with the sentence that describes each."""
    page = answer.content.decode()
    wrong = re.findall(r'<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>', page)
    assert len(wrong) == 1, wrong
    described = re.search(r'aria-describedby="([^"]+)"', wrong[0])[1]
    said = re.search(rf'id="{re.escape(described)}"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    assert f'name="{marked}"' in wrong[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", said).split()))


class TestOneFact:
    """What a fact is: its type, its unit, how sensitive it is, which codes it may have."""

    def test_its_form_shows_how_it_stands(self, editing):
        page = editing.get(f"{EDIT}?fact=industry").content.decode()

        assert "manufacturing: Manufacturing" in page
        assert re.search(r'<option value="enum" selected>', page)
        assert re.search(r'<option value="plain" selected>', page)

    def test_sensitivity_and_unit_are_saved(self, editing, world):
        saved = post(editing, world, "save", **AGE | WHAT | {"sensitivity": "special", "unit": "full years"})

        assert saved.status_code == 303
        assert (fact(world, "age")["sensitivity"], fact(world, "age")["unit"]) == ("special", "full years")

    def test_codes_are_typed_one_a_line(self, editing, world):
        typed = {
            "fact": "industry", "label": "Industry", "needed": "required", "source": "policy_file", "if_missing": "ask",
            "if_conflict": "authoritative", "fresh": "365", "fresh_unit": "days", "type": "enum",
            "sensitivity": "plain", "unit": "", "values": "manufacturing: Manufacturing\r\n\r\nmining\r\nother: Other",
        }  # fmt: skip

        assert post(editing, world, "save", **typed).status_code == 303

        assert fact(world, "industry")["values"] == {
            "manufacturing": "Manufacturing", "mining": "mining", "other": "Other",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("typed", "field", "said"),
        [
            ({"type": "enum", "values": "a: One\na: Two"}, "values", "Line 2: the code a is listed already."),
            ({"type": "enum", "low": "", "high": "", "bands": ""}, "values", ""),
            ({"type": "nonsense"}, "type", "Use one of:"),
            ({"sensitivity": "secret"}, "sensitivity", "Use one of:"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_kept(self, editing, world, typed, field, said):
        answer = post(editing, world, "save", **AGE | WHAT | typed)

        assert answer.status_code == 422
        assert said in field_of(answer, field)
        assert draft(world).version == 1

    def test_a_new_fact_may_have_codes_at_once(self, editing, world):
        added = post(
            editing, world, "add", key="shift", label="Shift", type="enum", sensitivity="plain",
            values="day: Day\nnight: Night",
        )  # fmt: skip

        assert added.status_code == 303
        assert fact(world, "shift")["values"] == {"day": "Day", "night": "Night"}

    def test_a_form_that_does_not_name_them_leaves_them_as_they_are(self, editing, world):
        post(editing, world, "save", **AGE)

        assert (fact(world, "age")["type"], fact(world, "age")["sensitivity"]) == ("integer", "personal")


class TestLists:
    """What stands beside the facts: each list has its form, and works without the script."""

    def test_an_exclusion_is_added_changed_and_taken_out(self, editing, world):
        n = len(body(world).get("exclusions", ()))
        rows = html_rows(editing, "exclusions")
        new = {key.replace(".0", f".{n}"): value for key, value in EXCLUDED.items()}
        assert save_list(editing, world, "exclusions", **rows | new).status_code == 303
        assert body(world)["exclusions"][n] == {
            "say": "Not for construction.", "when": {"fact": "industry", "op": "eq", "value": "construction"},
        }  # fmt: skip
        assert "Not for construction." in text_of(editing.get(EDIT))

        rows = html_rows(editing, "exclusions")
        save_list(editing, world, "exclusions", **rows | {f"value.{n}": "other"})
        assert body(world)["exclusions"][n]["when"]["value"] == "other"

        rows = html_rows(editing, "exclusions")
        save_list(editing, world, "exclusions", **rows | {f"out.{n}": "1"})
        assert len(body(world).get("exclusions", ())) == n

    def test_its_effect_on_stored_cases_is_shown_before_it_is_saved(self, editing, world):
        arrivals(world)
        n = len(body(world).get("exclusions", ()))
        new = {"say": "Not for manufacturing.", "fact": "industry", "op": "eq", "value": "manufacturing"}
        rows = html_rows(editing, "exclusions") | {f"{part}.{n}": said for part, said in new.items()}

        live = text_of(editing.post(f"{EDIT}panel/", {"list": "exclusions", **rows}))
        plain = text_of(save_list(editing, world, "exclusions", act="check", **rows))

        for said in (live, plain):
            assert (
                "With this contract 3 of the last 4 cases would have been out of scope. Today it is 0."
                in said
            )
        assert draft(world).version == 1
        assert "only what is saved can be proposed" in plain
        assert ContractTrial.objects.get().result["n_opened"] == 0

    def test_forbidden_facts_are_edited(self, editing, world):
        rows = html_rows(editing, "forbidden")
        n = len(body(world)["forbidden"])
        saved = save_list(
            editing, world, "forbidden", **rows | {f"key.{n}": "lottery", f"why.{n}": "By chance."}
        )

        assert saved.status_code == 303
        assert body(world)["forbidden"][n] == {"key": "lottery", "why": "By chance."}

    def test_assumptions_that_exist_are_edited(self, editing, world):
        rows = html_rows(editing, "assumptions")
        assert (
            save_list(editing, world, "assumptions", **rows | {"say.0": "Wages are of 1982."}).status_code
            == 303
        )

        assert body(world)["assumptions"][0] == {"say": "Wages are of 1982.", "fact": "weekly_wage"}

    @pytest.mark.parametrize(
        ("name", "typed", "field", "said"),
        [
            ("exclusions", EXCLUDED | {"say.0": ""}, "say.0", "Give a text of"),
            ("exclusions", EXCLUDED | {"fact.0": ""}, "fact.0", "Name a fact"),
            ("exclusions", AFTER_AN_EMPTY_ROW, "value.1", ""),
            ("forbidden", {"key.0": "Not A Key", "why.0": "x"}, "key.0", "Name a fact"),
            ("forbidden", {"key.0": "age", "why.0": "x"}, "key.0", "is one of the contract's facts"),
            ("forbidden", {"key.0": "durat", "why.0": ""}, "why.0", "Give a text of"),
            ("assumptions", {"say.0": "", "fact.0": "age"}, "say.0", "Give a text of"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_at_its_field_and_kept(self, editing, world, name, typed, field, said):
        answer = save_list(editing, world, name, **typed)

        assert answer.status_code == 422
        assert said in field_of(answer, field)
        assert f'id="{name}" open>' in answer.content.decode()
        assert f"Clause: /{name}/0" in text_of(answer)
        assert draft(world).version == 1


def html_rows(client, name):
    """What a browser would send for the form of a list as it stands."""
    page = client.get(EDIT).content.decode()
    part = page[page.index(f'id="{name}"') : page.index("</details>", page.index(f'id="{name}"'))]
    rows = {}
    for tag in re.findall(r"<input[^>]*>", part):
        named = re.search(r'name="(\w+\.\d+)"', tag)
        if named and "checkbox" not in tag:
            rows[named[1]] = html.unescape(re.search(r'value="([^"]*)"', tag)[1])
    for named, text in re.findall(r'<textarea[^>]*name="(\w+\.\d+)"[^>]*>(.*?)</textarea>', part, re.DOTALL):
        rows[named] = html.unescape(text)
    for named, options in re.findall(r'<select[^>]*name="(\w+\.\d+)"[^>]*>(.*?)</select>', part, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        rows[named] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    return rows


def test_the_owner_reads_of_each_changed_fact_whether_it_helps(visit, world):
    arrivals(world)
    age = {"required": True, "if_missing": "ask"}
    lag = {"max_age_hours": 10}
    proposed(world, contract=changed(age=age, report_lag_days=lag))

    words = text_of(visit("owen").get(EDIT))

    assert "whether Age at injury helps." in words
    assert "whether Days from injury to report helps." in words
    assert "whether Part of body helps." not in words
    assert "Where Age at injury is missing" in words


def test_the_figures_say_which_facts_they_leave_out(editing, world):
    arrivals(world)
    words = text_of(editing.get(EDIT))

    assert "19 facts, 2 of them kept apart, 0 changed" in words
    assert "Each fact has one source of truth 2 more are kept apart 17 of 17" in words
    assert "Sources, in order" in words


def test_what_is_proposed_is_what_is_saved_and_the_page_says_so(editing, world):
    post(editing, world, "save", **AGE | {"label": "Age on that day"})
    words = text_of(editing.get(EDIT))
    assert "What is saved in the draft is proposed, not what is typed and not saved." in words

    typed = post(editing, world, "check", **AGE | {"needed": "required", "if_missing": "ask"})

    assert "only what is saved can be proposed" in text_of(typed)
    button = re.search(r"<button[^>]*value=\"propose\"[^>]*>", typed.content.decode())[0]
    assert "disabled" in button
