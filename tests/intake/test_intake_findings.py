"""What the check tells a person about one fact: the kind, what it asks for, the sentence, the way out, who said what."""

from datetime import datetime

import pytest

from apps.intake import rules
from tests.intake.arrivals import FRESH, NOW, OLD, checked, contract, fact, spec

FORM = "claim_form"
RANKED = ["hospital_record", "employer", FORM]


def told(agreed, *entries):
    return list(checked(agreed, *entries).findings)


def said(*given, source="employer", as_of=FRESH):
    return tuple(rules.Said(source, one, as_of and datetime.fromisoformat(as_of)) for one in given)


# --- missing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "severity", "consequence"),
    [
        ({"required": True}, "ask", "the contract requires it"),
        ({"required": True, "if_missing": "block"}, "block", "nobody can approve without it"),
        ({"required": True, "if_missing": "hold"}, "hold", "the case waits for it"),
        (
            {"required": True, "if_missing": "fallback", "fallback": 7},
            "note",
            "the contract's fallback is used instead",
        ),
        ({"required": False, "if_missing": "block"}, "note", "the contract does not require it"),
    ],
)
def test_a_missing_fact_says_what_follows_and_whom_to_ask(more, severity, consequence):
    assert told(contract(spec(**more))) == [
        rules.Finding(
            "wage",
            rules.FindingKind.MISSING,
            rules.Severity(severity),
            f"Wage: no value was sent; {consequence}",
            "Ask the sender for it.",
        )
    ]


@pytest.mark.parametrize(
    ("sources", "way_out"),
    [
        ([FORM], "Ask claim form for it."),
        ([FORM, "employer"], "Ask claim form or employer for it."),
        ([*RANKED, "hearsay"], "Ask hospital record or employer or claim form for it."),
    ],
)
def test_the_way_out_names_the_first_three_sources_of_the_contract(sources, way_out):
    assert [one.way_out for one in told(contract(spec(sources=sources)))] == [way_out]


def test_an_impossible_value_is_told_before_a_missing_one():
    agreed = contract(spec(required=True, valid={"max": 80}, missing_codes=[999]))

    assert told(agreed, fact(999, source=FORM), fact(99)) == [
        rules.Finding(
            "wage",
            rules.FindingKind.IMPOSSIBLE,
            rules.Severity.ASK,
            "Wage: possible values are at most 80; the contract requires it",
            "Ask the sender for it.",
            said(99),
        )
    ]


def test_every_source_that_said_nothing_of_use_is_named():
    agreed = contract(spec(required=True, missing_codes=[999]))

    (finding,) = told(agreed, fact(999), fact(None, source=FORM))

    assert finding.values == (*said("999"), *said(None, source=FORM))
    assert finding.rule == "Wage: the value 999 means missing; the contract requires it"
    assert (finding.stored()["sources"], finding.stored()["is_coded"]) == ([FORM, "employer"], True)


def test_the_faults_of_one_source_are_noted_when_another_has_the_value():
    agreed = contract(spec(required=True, valid={"max": 80}, missing_codes=[999]))
    mend = "Tell the source, so that it mends its record."

    assert told(agreed, fact(5), fact(999, source=FORM), fact(99, source="registry")) == [
        rules.Finding(
            "wage",
            rules.FindingKind.IMPOSSIBLE,
            rules.Severity.NOTE,
            "Wage: possible values are at most 80; another source's value is used",
            mend,
            said(99, source="registry"),
        ),
        rules.Finding(
            "wage",
            rules.FindingKind.MISSING,
            rules.Severity.NOTE,
            "Wage: the value 999 means missing; another source's value is used",
            mend,
            said("999", source=FORM),
        ),
    ]


# --- age ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("required", "severity"), [(True, "ask"), (False, "note")])
@pytest.mark.parametrize(
    ("as_of", "kind", "rule"),
    [
        (OLD, "stale", "Wage may be at most 1.5 hours old"),
        (None, "undated", "Wage may be at most 1.5 hours old; this one has no date"),
    ],
)
def test_a_value_that_may_be_too_old_says_its_limit_and_where_to_get_it_again(
    as_of, kind, rule, required, severity
):
    agreed = contract(spec(required=required, max_age_hours=1.5))

    assert told(agreed, fact(5, source=FORM, as_of=as_of)) == [
        rules.Finding(
            "wage",
            rules.FindingKind(kind),
            rules.Severity(severity),
            rule,
            "Get it again from claim form.",
            said(5, source=FORM, as_of=as_of),
        )
    ]


def test_a_value_from_a_clock_that_runs_ahead_is_of_no_age():
    used = checked(contract(), fact(5, as_of="2026-11-22T09:04:00Z")).resolved["wage"]

    assert used.age_hours == 0.0


def test_a_value_without_a_date_has_no_age():
    used = checked(contract(), fact(5, as_of=None, origin="simulated")).resolved["wage"]

    assert used == rules.Resolved(5, "employer", None, rules.Origin.SIMULATED, None)


# --- conflict -------------------------------------------------------------------------------------

UNSETTLED = ("a person must decide", "Find out which value is right.")
MENDED = "Have the other source mend its record."


@pytest.mark.parametrize(
    ("more", "severity", "so", "way_out"),
    [
        ({"if_conflict": "newest", "required": True}, "note", "the newest value wins", MENDED),
        (
            {"if_conflict": "authoritative", "sources": RANKED, "required": True},
            "note",
            "employer comes first",
            MENDED,
        ),
        ({"required": True}, "ask", *UNSETTLED),
        ({"required": True, "if_missing": "hold"}, "hold", *UNSETTLED),
        ({"required": True, "if_missing": "block"}, "block", *UNSETTLED),
        ({"required": True, "if_missing": "fallback", "fallback": 7}, "ask", *UNSETTLED),
        ({"if_missing": "block"}, "ask", *UNSETTLED),
    ],
)
def test_a_dispute_says_how_it_is_settled_and_what_every_source_said(more, severity, so, way_out):
    agreed = contract(spec(**more))

    assert told(agreed, fact(1), fact(2, source=FORM, as_of=OLD)) == [
        rules.Finding(
            "wage",
            rules.FindingKind.CONFLICT,
            rules.Severity(severity),
            f"Wage: sources differ; {so}",
            way_out,
            (*said(1), *said(2, source=FORM, as_of=OLD)),
        )
    ]


def test_of_sources_that_agree_the_source_of_truth_is_named_then_the_newest():
    ranked = contract(spec(sources=RANKED))
    free = contract(spec())
    older = [fact(5, source="employer", as_of=OLD), fact(5, source=FORM)]

    assert checked(ranked, *reversed(older)).resolved["wage"].source == "employer"
    assert checked(free, *older).resolved["wage"].source == FORM
    assert checked(free, fact(5, as_of=None), fact(5, source=FORM, as_of=OLD)).resolved["wage"].source == FORM


def test_what_a_source_corrected_is_not_told_as_a_dispute_of_today():
    agreed = contract(spec())

    (finding,) = told(agreed, fact(9, as_of=OLD), fact(1), fact(2, source=FORM))

    assert finding.values == (*said(1), *said(2, source=FORM))


# --- the whole case -------------------------------------------------------------------------------


def test_a_case_counts_each_fact_that_it_lacks_and_each_that_is_disputed():
    agreed = contract(
        spec("age", required=True),
        spec("pay", required=True, if_missing="fallback", fallback=7),
        spec("note"),
        spec("days", required=True, if_conflict="newest"),
        spec("rank", if_conflict="newest"),
    )
    torn = [fact(n, key=key, source=source, as_of=at) for key in ("days", "rank") for n, source, at in
            [(1, "a", FRESH), (2, "b", OLD)]]  # fmt: skip

    found = checked(agreed, *torn)

    assert (found.n_missing, found.n_conflicts) == (2, 2)
    assert found.required == {"age", "pay", "days"}
    assert found.resolved["pay"] == rules.Resolved(
        7, "contract", None, rules.Origin.REAL, None, fallback=True
    )


def test_a_protected_fact_is_never_checked():
    secret = spec("sex", "enum", values=["m"]) | {"sensitivity": "protected"}

    found = rules.check(contract(secret, spec("age", required=True)), (), NOW)

    assert [one.fact for one in found.findings] == ["age"]
