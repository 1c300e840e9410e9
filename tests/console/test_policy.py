"""The policy's pages: a decision table to read, edited by plain forms, worked through at its limits before signing."""

import datetime as dt
import json

import pytest

from apps.core import clock, ids
from apps.flow import services as flow
from apps.policy import selectors as policies
from tests.console.test_pages import text_of
from tests.flow.policies import begun, proposed, saved, shadowed, tightened
from tests.world import arrive, noon

PAGE = "/systems/injury-triage/policy/"
EDIT = f"{PAGE}edit/"
PASSWORD = "bluegrass-owen-1982"
SR2 = {
    "rule": "sr2", "code": "sr2", "say": "More than 1,000 dollars.", "join": "all", "fact_0": "stake_minor", "op_0": "gt",
    "value_0": "1000.00", "lane": "SUPERVISOR", "inbox": "triage-supervisors", "due": "48", "unit": "clock",
}  # fmt: skip


def open_one(world):
    return policies.open_version(world.system.id)


def post(client, world, act, path=EDIT, **fields):
    current = open_one(world)
    version = {"version": current.version} if current else {}
    return client.post(path, {"act": act, "idempotency_key": str(ids.new()), **version, **fields})


@pytest.fixture
def ana(visit):
    return visit("ana")


@pytest.fixture
def editing(world, ana):
    begun(world)
    return ana


def value_of(world, code="sr2"):
    return next(one for one in open_one(world).tree["rules"] if one["code"] == code)["when"].get("value")


@pytest.mark.parametrize("who", ["ana", "owen", "sam", "audrey"])
def test_analyst_owner_supervisor_and_auditor_read_the_table_in_words(visit, who):
    words = text_of(visit(who).get(f"{PAGE}1/"))

    for said in (
        "Part of body", "Weekly benefits at stake: over $3,000.00", "Supervisor Injury triage, supervisors due in 48 hours", "The AI Injury triage 10 of 100 looked at again",
        "or, rule 1", "No rule was found that never decides.", "written by Ana Lindqvist", "signed by Owen Clay", '"due_hours": 8',
    ):  # fmt: skip
        assert said in words, said


@pytest.mark.parametrize("who", ["olga", "lena", "adam"])
def test_others_may_not_know_of_it(visit, who):
    assert visit(who).get(f"{PAGE}1/").status_code == 404


def test_it_is_counted_which_rule_decided(world, ana):
    now = clock.now()
    for minor, ago in ((900_000, 0), (800_000, 29), (111_100, 0), (900_000, 31)):
        arrive(world, minor=minor, now=now - dt.timedelta(days=ago))

    table = ana.get(f"{PAGE}1/").context["page"].table
    assert {row.code: row.n for row in table.rows if row.n != "0"} == {"sr2": "2", "otherwise": "1"}
    assert table.counted == "Cases of version 1 in the last 30 days: 3."


def test_the_draft_shows_in_its_cells_what_changes_and_which_rule_never_decides(world, editing):
    post(editing, world, "save", **SR2)
    post(editing, world, "save", **SR2 | {"rule": "new", "code": "again", "value_0": "5000.00"})

    rows = {row.code: row for row in editing.get(EDIT).context["page"].table.rows}
    changed = [(one.label, one.was, one.text) for one in rows["sr2"].lines[0] if one.is_changed]
    assert changed == [("Weekly benefits at stake", "over $3,000.00", "over $1,000.00")]
    assert (rows["sr2"].tag, rows["again"].tag, rows["of1"].tag) == ("Changed", "New", "")
    assert rows["again"].fault == "Rule again never decides: rule sr2 is true wherever it is."
    assert "Never decides" in text_of(editing.get(EDIT))


def test_what_few_rules_ask_for_shares_a_column_so_that_the_table_fits(world, editing):
    table = editing.get(EDIT).context["page"].table

    assert table.facts[-1] == "Further conditions"
    assert len(table.facts) == 6
    assert {"Hospital stay known so far", "Injury group"} <= set(table.facts)
    (machine,) = (row for row in table.rows if row.code == "au1")
    assert machine.lines[0][-1].text.count("; ") == 2


def test_the_checks_say_what_asking_for_a_second_person_does_and_by_which_rule_a_place_tells(world, editing):
    fields = SR2 | {"four_eyes": "yes", "fact_0": "confidence", "op_0": "lt", "value_0": "0.5"}
    post(editing, world, "save", **fields)

    words = text_of(editing.get(EDIT))
    assert (
        "Rule sr2 asks for a second person: a decision is held, and nothing is sent, until somebody else "
        "with the authority for it upholds it." in words
    )
    assert "Rule sr2 reads what the AI suggests" in words
    row = next(row for row in editing.get(EDIT).context["page"].table.rows if row.code == "sr2")
    assert "a second person upholds it" in str(row)


def test_an_example_that_leads_to_the_same_place_says_what_differs(world, editing):
    post(editing, world, "save", **(SR2 | {"value_0": "3000.00", "four_eyes": "yes", "due": "24"}))

    rows = editing.get(EDIT).context["page"].panel.examples
    told = {(one.before, one.after) for one in rows if one.differs}
    assert told == {
        (
            "Injury triage, supervisors, due in 48 hours",
            "Injury triage, supervisors, due in 24 hours, a second person upholds it",
        )
    }


def test_every_key_of_the_table_is_a_link_or_button_as_well(world, editing):
    post(editing, world, "save", **SR2)
    html = editing.get(f"{EDIT}?rule=sr2").content.decode()

    for key in "tpd":
        assert f'aria-keyshortcuts="{key}"' in html
    assert 'href="/systems/injury-triage/policy/edit/"' in next(
        tag for tag in html.split("<") if 'aria-keyshortcuts="escape"' in tag
    )
    assert html.count('class="case"') == 10  # J and K go from rule to rule, Enter opens its form


def test_what_is_counted_over_time_is_written_by_a_form(world, editing):
    post(editing, world, "window", was="", name="earlier", counts="cases", days="365")
    third = SR2 | {"rule": "new", "code": "third", "fact_0": "earlier", "op_0": "ge", "value_0": "3"}
    post(editing, world, "save", **third)
    assert open_one(world).tree["windows"] == [{"name": "earlier", "counts": "cases", "days": 365}]
    assert "Earlier: the cases of the same person in the last 365 days" in text_of(editing.get(EDIT))

    post(editing, world, "window", was="earlier", name="last_year", counts="overrides", days="90")
    assert open_one(world).tree["windows"] == [{"name": "last_year", "counts": "overrides", "days": 90}]
    assert open_one(world).tree["rules"][-1]["when"]["fact"] == "last_year"

    refused = post(editing, world, "window_out", was="last_year")
    assert (refused.status_code, "The contract has no fact last_year." in text_of(refused)) == (422, True)
    post(editing, world, "take_out", rule="third")
    post(editing, world, "window_out", was="last_year")
    assert "windows" not in open_one(world).tree


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"days": "0"}, "from 1 to 3660"), ({"days": "many"}, "from 1 to 3660"), ({"name": "Age"}, "Name it as a fact"),
     ({"name": "age"}, "There is a fact age already"), ({"counts": "sheep"}, "Count one of")],
)  # fmt: skip
def test_a_count_that_is_none_is_refused_with_everything_typed(world, editing, fields, says):
    given = {"was": "", "name": "earlier", "counts": "cases", "days": "77"} | fields
    answer = post(editing, world, "window", **given)

    assert (answer.status_code, says in text_of(answer)) == (422, True)
    assert f'value="{given["name"]}"' in answer.content.decode()
    assert "windows" not in open_one(world).tree


def test_a_band_of_the_contract_is_chosen_and_shown_again(world, editing):
    band = SR2 | {"rule": "new", "code": "middle", "fact_0": "age@1", "op_0": "eq", "value_0": ""}
    post(editing, world, "save", **band)

    assert open_one(world).tree["rules"][-1]["when"] == {"fact": "age", "op": "banded", "value": [25, 35]}
    html = editing.get(f"{EDIT}?rule=middle").content.decode()
    assert '<option value="age@1" selected>Age at injury: 25' in html


def test_a_rule_is_edited_in_its_form_and_nothing_is_in_force_before_it_is_signed(world, editing):
    assert post(editing, world, "save", **SR2).status_code == 303

    assert value_of(world) == 100_000
    assert policies.live(world.system.id).tree["rules"][1]["when"]["value"] == 300_000
    words = text_of(editing.get(EDIT))
    assert "Rule 2 (sr2) asks something else: Weekly benefits at stake is over $1,000.00. Before: Weekly benefits at stake is over $3,000.00." in words  # fmt: skip


def test_the_form_shows_what_stands_in_the_draft(world, editing):
    html = editing.get(f"{EDIT}?rule=sr2").content.decode()

    assert 'value="3000.00"' in html
    assert '<option value="stake_minor" selected>' in html
    nested = editing.get(f"{EDIT}?rule=sr1").content.decode()
    assert "&quot;injury_nature&quot;" in nested
    assert "it nests, so it is written as JSON" in nested


def test_saving_every_rule_as_its_form_shows_it_changes_nothing(world, editing):
    before = open_one(world).tree
    for code in [one["code"] for one in before["rules"]] + ["otherwise"]:
        page = editing.get(f"{EDIT}?rule={code}").context["page"]
        fields = {name: value for name, value in page.form.typed.fields.items() if value}
        post(editing, world, "save", rule=code, **fields)

    assert json.dumps(open_one(world).tree, sort_keys=True) == json.dumps(before, sort_keys=True)


def test_the_panel_works_an_inverted_limit_through_before_it_is_saved(world, editing):
    answer = editing.post(f"{EDIT}panel/", SR2 | {"op_0": "lt", "version": "1"})
    words = text_of(answer)

    assert "Weekly benefits at stake: $999.99" in words
    assert "Differs" in words
    assert value_of(world) == 300_000


@pytest.mark.parametrize(
    ("fields", "says", "marked"),
    [
        ({"value_0": "much"}, "Write a number here, such as 30.", 'name="value_0"'),
        (
            {"lane": "AUTOMATIC", "share": "10"},
            "Rule 2 would let the AI act on more than Fast track.",
            'name="lane"',
        ),
        ({"due": "0"}, "Give the hours until it is due", 'name="due"'),
        ({"unit": "working"}, "Nobody has said when this organisation works", 'name="due"'),
        ({"say": ""}, "Say why this rule exists", 'name="say"'),
    ],
)
def test_what_is_no_policy_is_refused_at_its_field_with_everything_typed(
    world, editing, fields, says, marked
):
    answer = post(editing, world, "save", **SR2 | fields)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert any(marked in tag and "aria-invalid" in tag for tag in html.split("<")), marked
    assert value_of(world) == 300_000


def test_what_is_typed_and_not_saved_is_neither_proposed_nor_run(world, editing):
    post(editing, world, "save", **SR2)
    proposes = 'value="propose"'

    same = editing.post(f"{EDIT}panel/", SR2 | {"version": "2"}).content.decode()
    other = editing.post(f"{EDIT}panel/", SR2 | {"version": "2", "value_0": "1200.00"}).content.decode()

    for act in (proposes, 'value="shadow"'):
        tags = [
            next(tag for tag in html.split("<") if act in " ".join(tag.split())) for html in (same, other)
        ]
        assert ["disabled" in tag for tag in tags] == [False, True]
    assert "What you typed is not saved yet" in other
    assert "What you typed is not saved yet" not in same


def test_the_checks_say_what_is_beyond_the_risk_decision_and_what_was_tried(world, editing):
    told = "More than 3,000 dollars at stake is above any officer's authority, so a supervisor decides."
    post(editing, world, "save", **SR2 | {"say": told})
    words = text_of(editing.get(f"{EDIT}?rule=sr2"))

    assert "No rule lets the AI act beyond the owner's risk decision." in words
    assert "Tried on the past: not this text yet." in words
    assert "Rule 2: its condition changed, its reason did not." in words


def test_the_first_version_is_compared_with_none(ana):
    page = ana.get(f"{PAGE}1/").context["page"]

    assert {one.before for one in page.examples} == {""}
    assert "This is the first version." in text_of(ana.get(f"{PAGE}1/"))


def test_rules_are_added_moved_and_taken_out(world, editing):
    new = SR2 | {"rule": "new", "code": "old_age", "fact_0": "age", "value_0": "60"}
    post(editing, world, "save", **new)
    post(editing, world, "earlier", rule="old_age")
    assert [one["code"] for one in open_one(world).tree["rules"]][-2:] == ["old_age", "au1"]
    post(editing, world, "take_out", rule="old_age")
    assert open_one(world).tree == policies.live(world.system.id).tree


def test_a_rule_that_never_decides_is_warned_of(world, editing):
    post(editing, world, "save", **SR2 | {"rule": "new", "code": "again", "value_0": "5000.00"})

    assert "Rule again never decides: rule sr2 is true wherever it is." in text_of(editing.get(EDIT))


def test_the_text_says_the_same_and_is_refused_at_line_or_clause(world, editing):
    text = editing.get(f"{EDIT}text/").context["page"].text
    assert json.loads(text) == open_one(world).tree

    broken = post(editing, world, "", f"{EDIT}text/", text=text[:-20])
    assert (broken.status_code, "Not saved: line" in text_of(broken)) == (422, True)
    unknown = post(editing, world, "", f"{EDIT}text/", text=text.replace("stake_minor", "steak_minor"))
    assert "/rules/1/when/fact" in text_of(unknown)
    post(editing, world, "", f"{EDIT}text/", text=text.replace("300000", "100000"))
    assert value_of(world) == 100_000


def test_it_goes_into_shadow_and_says_what_would_have_gone_elsewhere(world, editing):
    post(editing, world, "save", **SR2)
    post(editing, world, "shadow", until="2026-11-30T12:00")
    told = arrive(world, minor=120_000)

    words = text_of(editing.get(EDIT))
    assert "1 of 1 cases would have gone to another lane." in words
    assert told.case_ref in words
    post(editing, world, "end_shadow")
    assert open_one(world).state == "DRAFT"


def test_a_shadow_without_an_end_is_refused(world, editing):
    post(editing, world, "save", **SR2)

    assert post(editing, world, "shadow", until="soon").status_code == 422


def test_the_owner_reads_signs_with_a_fresh_proof_and_new_cases_follow(world, visit):
    proposed(world)
    owen = visit("owen")
    assert "Put version 2 in force" in text_of(owen.get(EDIT))

    first = post(owen, world, "", f"{PAGE}adopt/")
    assert "reauthenticate" in first["Location"]
    owen.post(first["Location"], {"password": PASSWORD, "next": EDIT})
    assert "Confirmed that it is you." in text_of(owen.get(EDIT))
    post(owen, world, "", f"{PAGE}adopt/")

    assert policies.live(world.system.id).number == 2
    assert arrive(world, minor=120_000).inbox_slug == "triage-supervisors"
    words = text_of(owen.get(PAGE))
    assert "Ana Lindqvist, signed by Owen Clay" in words
    assert "Rule 2 (sr2) asks something else" in text_of(owen.get(f"{PAGE}1/2/"))


def test_the_owner_returns_it_with_a_reason_that_the_analyst_reads(world, visit):
    proposed(world)
    post(visit("owen"), world, "return", why="Try it in shadow first.")

    assert "Try it in shadow first." in text_of(visit("ana").get(EDIT))


def test_the_owner_has_no_form_to_write_with(world, visit):
    begun(world)
    owen = visit("owen")

    assert "Save in the draft" not in text_of(owen.get(f"{EDIT}?rule=sr2"))
    assert post(owen, world, "save", **SR2).status_code == 403


def test_a_stale_page_keeps_what_was_typed(world, editing):
    saved(world, version=open_one(world).version)
    answer = editing.post(EDIT, SR2 | {"act": "save", "version": "1", "value_0": "7.00"})

    assert answer.status_code == 409
    assert 'value="7.00"' in answer.content.decode()


def test_nothing_open_leads_to_the_list_where_a_version_is_begun(world, ana):
    assert ana.get(EDIT)["Location"] == PAGE
    assert "Write a new version" in text_of(ana.get(PAGE))
    post(ana, world, "begin")
    assert open_one(world).author == world.ana
    post(ana, world, "drop")
    assert "never in force" in text_of(ana.get(PAGE))


def test_what_ran_in_shadow_is_shown_on_its_version(world, ana):
    shadowed(world, tightened())
    arrive(world, minor=120_000)
    flow.end_policy_shadow(system=world.system, by=world.ana, now=noon)

    assert "1 of 1 cases would have gone to another lane." in text_of(ana.get(f"{PAGE}2/"))
