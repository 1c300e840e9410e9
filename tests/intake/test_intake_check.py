import json

import pytest

from apps.intake.states import ContextState
from tests.intake.arrivals import FRESH, OLD, checked, contract, fact, spec

# --- check ----------------------------------------------------------------------------------------


def test_fresh_agreeing_facts_are_legible():
    found = checked(contract(spec(required=True, max_age_hours=24)), fact(5), fact(5, source="b"))

    assert (found.state, found.findings, found.n_missing, found.n_conflicts) == (
        ContextState.LEGIBLE,
        (),
        0,
        0,
    )
    assert found.values() == {"wage": 5}
    assert found.resolved["wage"].age_hours == 1.0
    assert not found.blocks_approval


@pytest.mark.parametrize("raw", [[], [fact(None)], [fact(999)], [fact("999")], [fact(999.0)], [fact("")]])
def test_a_missing_required_fact_makes_the_context_incomplete(raw):
    found = checked(contract(spec(required=True, missing_codes=[999], if_missing="block")), *raw)

    (finding,) = found.findings
    assert (found.state, finding.kind, finding.severity) == (ContextState.INCOMPLETE, "missing", "block")
    assert (found.blocks_approval, found.holds, found.n_missing, found.values()) == (True, False, 1, {})


def test_a_code_that_means_missing_says_so():
    found = checked(contract(spec(required=True, missing_codes=[999])), fact(999))

    assert "the value 999 means missing" in found.findings[0].rule
    assert found.findings[0].values[0].value == "999"


@pytest.mark.parametrize(("value", "kind"), [(13, "impossible"), (14, None), (80, None), (81, "impossible")])
def test_impossible_values_become_missing_and_limits_are_inclusive(value, kind):
    found = checked(contract(spec(required=True, valid={"min": 14, "max": 80})), fact(value))

    assert [one.kind for one in found.findings] == ([kind] if kind else [])
    assert found.state == (ContextState.INCOMPLETE if kind else ContextState.LEGIBLE)
    assert found.n_missing == (1 if kind else 0)


def test_an_impossible_value_of_one_source_is_noted_and_another_used():
    found = checked(contract(spec(required=True, valid={"max": 80})), fact(99), fact(44, source="form"))

    assert (found.state, found.values()) == (ContextState.LEGIBLE, {"wage": 44})
    assert [(one.kind, one.severity) for one in found.findings] == [("impossible", "note")]
    assert found.n_missing == 0


@pytest.mark.parametrize(
    ("more", "state", "severity"),
    [
        ({"required": True, "if_missing": "ask"}, "INCOMPLETE", "ask"),
        ({"required": True, "if_missing": "hold"}, "INCOMPLETE", "hold"),
        ({"required": True, "if_missing": "fallback", "fallback": 7}, "LEGIBLE", "note"),
        ({"required": False, "if_missing": "block"}, "LEGIBLE", "note"),
        ({"required": False, "if_missing": "fallback"}, "LEGIBLE", "note"),
    ],
)
def test_what_happens_when_missing_is_the_contracts_word(more, state, severity):
    found = checked(contract(spec(**more)))

    assert (found.state, found.findings[0].severity) == (state, severity)
    assert found.holds == (severity == "hold")
    assert found.n_missing == more["required"]


def test_a_fallback_is_used_and_marked():
    used = checked(contract(spec(required=True, if_missing="fallback", fallback=7)), fact(None)).resolved[
        "wage"
    ]

    assert (used.value, used.source, used.fallback) == (7, "contract", True)


@pytest.mark.parametrize(
    ("as_of", "required", "state", "kind"),
    [
        ("2026-11-21T09:00:00Z", True, "LEGIBLE", None),
        ("2026-11-21T08:59:59.999999Z", True, "STALE", "stale"),
        ("2026-11-21T08:59:59Z", False, "LEGIBLE", "stale"),
        (None, True, "STALE", "undated"),
        (None, False, "LEGIBLE", "undated"),
    ],
)
def test_a_value_may_be_exactly_as_old_as_its_limit(as_of, required, state, kind):
    found = checked(contract(spec(required=required, max_age_hours=24)), fact(5, as_of=as_of))

    assert (found.state, [one.kind for one in found.findings]) == (state, [kind] if kind else [])
    assert found.values() == {"wage": 5}


def test_without_an_age_limit_no_date_is_needed():
    assert checked(contract(spec(required=True)), fact(5, as_of=None)).findings == ()


TWO = {"sources": ["hospital", "employer"], "required": True}


@pytest.mark.parametrize(
    ("rule", "entries", "value", "state"),
    [
        ("authoritative", [fact(1), fact(2, source="hospital", as_of=OLD)], 2, "LEGIBLE"),
        ("authoritative", [fact(1), fact(2, source="hospital", as_of=None)], 2, "LEGIBLE"),
        ("authoritative", [fact(1, source="hospital"), fact(2, source="hospital")], None, "CONFLICTED"),
        ("newest", [fact(1), fact(2, source="hospital", as_of=OLD)], 1, "LEGIBLE"),
        ("newest", [fact(1), fact(2, source="hospital")], None, "CONFLICTED"),
        ("newest", [fact(1), fact(2, source="hospital", as_of=None)], 1, "LEGIBLE"),
        ("newest", [fact(1, as_of=None), fact(2, source="hospital", as_of=None)], None, "CONFLICTED"),
        ("person", [fact(1), fact(2, source="hospital", as_of=OLD)], None, "CONFLICTED"),
    ],
)
def test_sources_that_differ_are_settled_by_the_contract_or_by_a_person(rule, entries, value, state):
    found = checked(contract(spec(if_conflict=rule, **TWO)), *entries)

    assert (found.values().get("wage"), found.state) == (value, state)
    assert [one.kind for one in found.findings] == ["conflict"]
    assert {one.value for one in found.findings[0].values} == {1, 2}
    assert (found.n_conflicts, found.n_missing) == (1, 0)


def test_a_source_that_corrects_itself_is_no_conflict():
    found = checked(contract(spec(if_conflict="person", **TWO)), fact(1, as_of=OLD), fact(2))

    assert (found.values(), found.findings) == ({"wage": 2}, ())


def test_an_optional_fact_in_dispute_is_still_for_a_person():
    found = checked(contract(spec(if_conflict="person")), fact(1), fact(2, source="b"))

    assert (found.state, found.blocks_approval, found.findings[0].severity) == ("CONFLICTED", False, "ask")


def test_a_required_fact_in_dispute_blocks_where_its_absence_would():
    found = checked(contract(spec(required=True, if_missing="block")), fact(1), fact(2, source="b"))

    assert (found.state, found.blocks_approval) == ("CONFLICTED", True)


def test_the_worst_state_wins():
    specs = [
        spec("old", required=True, max_age_hours=1),
        spec("gone", required=True),
        spec("torn", required=True),
    ]
    stale = fact(5, key="old", as_of=OLD)
    torn = [fact(1, key="torn"), fact(2, key="torn", source="b")]
    whole = [fact(1, key="gone"), fact(1, key="torn")]
    exclusion = {"say": "Not for these.", "when": {"fact": "old", "op": "ge", "value": 5}}

    assert checked(contract(*specs), stale, *whole).state == "STALE"
    assert checked(contract(*specs), stale, fact(1, key="torn")).state == "INCOMPLETE"
    assert checked(contract(*specs), stale, *torn).state == "CONFLICTED"
    found = checked(contract(*specs, exclusions=[exclusion]), stale, *torn)
    assert (found.state, found.exclusions) == ("OUT_OF_SCOPE", ("Not for these.",))


def test_an_exclusion_that_cannot_be_known_excludes_nobody():
    exclusion = {
        "say": "Not for claims before 2024.",
        "when": {"fact": "on", "op": "lt", "value": "2024-01-01"},
    }
    agreed = contract(spec("on", "date"), exclusions=[exclusion])

    assert checked(agreed).state == "LEGIBLE"
    assert checked(agreed, fact("2023-12-31", key="on")).state == "OUT_OF_SCOPE"
    assert checked(agreed, fact("2024-01-01", key="on")).state == "LEGIBLE"


def test_what_is_stored_of_a_finding_holds_no_value():
    agreed = contract(spec(required=True, valid={"max": 80}, if_conflict="person", max_age_hours=1))
    for entries in ([fact(4711)], [fact(47), fact(11, source="b")], [fact(47, as_of=OLD)]):
        stored = json.dumps([one.stored() for one in checked(agreed, *entries).findings])
        assert stored != "[]"
        assert not any(secret in stored for secret in ("4711", "47", "11"))


def test_the_order_of_arrival_changes_nothing():
    agreed = contract(spec(if_conflict="authoritative", **TWO))
    entries = [fact(1), fact(2, source="hospital"), fact(2, source="hospital", as_of=OLD)]

    assert checked(agreed, *entries).values() == checked(agreed, *reversed(entries)).values() == {"wage": 2}


@pytest.mark.parametrize(
    ("old", "new", "value", "kinds"),
    [
        (90, 41, 41, []),
        (None, 41, 41, []),
        (40, 90, None, ["impossible"]),
        (40, None, None, ["missing"]),
        (999, 41, 41, []),
    ],
)
def test_of_one_source_its_newest_word_counts_also_when_that_says_nothing(old, new, value, kinds):
    agreed = contract(spec("age", valid={"max": 80}, missing_codes=[999]))
    entries = [fact(old, key="age", as_of=OLD), fact(new, key="age", as_of=FRESH)]

    for given in (entries, entries[::-1]):
        found = checked(agreed, *given)
        assert [str(one.kind) for one in found.findings] == kinds
        assert found.values().get("age") == value


def test_what_another_source_said_before_stands_and_is_told_apart():
    agreed = contract(spec("age", valid={"max": 80}, sources=["hr", "form"]))
    found = checked(
        agreed, fact(90, key="age", source="form", as_of=FRESH), fact(40, key="age", source="hr", as_of=OLD)
    )

    assert found.values()["age"] == 40
    assert (
        str(found.findings[0].rule) == "Age: possible values are at most 80; another source's value is used"
    )
