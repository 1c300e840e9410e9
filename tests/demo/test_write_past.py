import collections
import datetime as dt
import itertools
import json
from pathlib import Path

import pytest
import yaml

from demo import lanes, model, overlay, past, people, recommend

ROOT = Path(__file__).resolve().parents[2]
REASONS = {reason["code"]: reason for reason in lanes.pack("reasons")["reasons"]}
CAUTION = {outcome["code"]: outcome["caution"] for outcome in lanes.pack("pack")["outcomes"]}
CONTRACT = {fact["key"]: fact for fact in lanes.pack("contract")["facts"]}


def at(line):
    return dt.datetime.fromisoformat(line["at"])


def of(lines, do):
    """The lines that do this; looks at what the machine decided are apart, they may not happen."""
    return [line for line in lines if line["do"] == do and not line.get("if_open")]


TEAM = {
    "know",
    "take",
    "be_away",
    "ask_skill",
    "give_skill",
    "one_day",
    "may_stand_in",
    "hand_on",
}  # of no case
TAUGHT = {"search", "order", "sign", "measure"}  # of a pattern, once every case is told
AGAIN = {"second_look", "settle"}  # told once every case is, so that some wait


def looks(lines):
    return [line for line in lines if line.get("if_open")]


@pytest.fixture(scope="module")
def lines(written):
    told = [
        line
        for line in (*written.rest, *written.first)
        if line["do"] not in {"ask", "answer"} | TEAM | TAUGHT
    ]
    return sorted(told, key=lambda line: line["at"])


@pytest.fixture(scope="module")
def suggested(lines):
    bodies = [line["recommendation"] for line in of(lines, "arrive")]
    return {body["case"]["ref"]: body["outcome"] for body in bodies}


def test_150_are_open_300_decided_first_and_the_rest_is_the_past(written):
    counts = [len(of(part, "arrive")) for part in (written.first, written.rest, written.open)]
    decided = {line["case_ref"] for line in of(written.first, "decide") + of(written.first, "resolve")}

    assert sum(counts) == 3384
    assert counts[2] == 150
    assert len(decided) == 300
    assert min(at(line) for line in of(written.first, "arrive")) >= max(
        at(line) for line in of(written.rest, "arrive")
    )


@pytest.mark.parametrize("part", ["first", "rest", "open"])
def test_each_case_is_told_whole_in_order_as_simulated_and_in_the_past(written, now, part):
    found = getattr(written, part)
    told = [(case, [line["at"] for line in lines]) for case, lines in itertools.groupby(found, key=ref)]

    assert len({case for case, _ in told}) == len(told)
    assert all(times == sorted(times) for _, times in told)
    assert all(line["simulated"] is True for line in found)
    assert all(at(line) < now for line in found)


def ref(line):
    if line["do"] in TEAM:
        return f"{line['do']} {line.get('person')} {line.get('known', {}).get('about')}"
    if line["do"] in TAUGHT:
        return line["story"]
    if line["do"] in AGAIN:
        return f"again {line['case_ref']}"
    if line["do"] in {"ask", "answer"}:
        return f"about {line['fact']}"
    return line["case_ref"] if line["do"] != "arrive" else line["recommendation"]["case"]["ref"]


def test_every_case_arrives_once_before_anything_else_happens_to_it(lines):
    arrived = {line["recommendation"]["case"]["ref"]: at(line) for line in of(lines, "arrive")}
    acts = [line for line in lines if line["do"] != "arrive"]
    ends = collections.Counter(line["case_ref"] for line in acts if line["do"] in {"decide", "resolve"})

    assert len(arrived) == len(of(lines, "arrive"))
    assert all(at(line) > arrived[line["case_ref"]] for line in acts)
    assert all(
        at(line) - dt.timedelta(seconds=line["seconds"]) >= arrived[line["case_ref"]]
        for line in of(lines, "decide") + looks(lines)
    )
    assert set(ends.values()) == {1}


def test_what_was_escalated_is_resolved_later_by_another_person(lines):
    raised = {line["case_ref"]: line for line in of(lines, "escalate")}

    for line in of(lines, "resolve"):
        assert line["who"] == people.SAM != raised[line["case_ref"]]["who"]
        assert at(line) > at(raised[line["case_ref"]])
    assert {line["why"] for line in raised.values()} <= {
        "over_authority",
        "unsure",
        "second_opinion",
        "other",
    }


def fits(reason, given):
    """Every required input is there, and nothing the reason does not ask for."""
    asked = {field["key"]: field for field in reason["input"]}
    assert set(given) <= set(asked)
    for key, field in asked.items():
        if field.get("required"):
            assert given[key] is not None
        if field["kind"] == "choice" and key in given:
            assert given[key] in {option["code"] for option in field["options"]}
        if field["kind"] == "number" and key in given:
            assert field["min"] <= float(given[key]) <= field["max"]
        if field["kind"] == "fact" and key in given:
            assert given[key] in CONTRACT
    return True


def test_each_override_has_a_reason_that_fits_its_direction_and_input(lines, suggested):
    for line in of(lines, "decide") + of(lines, "resolve") + looks(lines):
        moved = CAUTION[line["outcome"]] - CAUTION[suggested[line["case_ref"]]]
        if moved == 0:
            assert line["reason"] is None
            continue
        reason = REASONS[line["reason"]]
        assert ("more_cautious" if moved > 0 else "less_cautious") in reason["directions"]
        assert fits(reason, line["input"])


def test_about_one_in_five_is_overridden_and_one_in_fourteen_escalated(lines, suggested):
    decisions = of(lines, "decide") + of(lines, "resolve")
    overridden = [line for line in decisions if line["outcome"] != suggested[line["case_ref"]]]
    by_ben = [line for line in of(lines, "decide") if line["who"] == people.BEN]

    assert 0.16 <= len(overridden) / len(decisions) <= 0.24
    assert 0.04 <= len(of(lines, "escalate")) / len(decisions) <= 0.09
    assert sum(line["outcome"] != suggested[line["case_ref"]] for line in by_ben) / len(by_ben) < 0.08
    assert len({line["reason"] for line in overridden}) >= 7


def test_what_the_machine_decides_has_a_look_ready_in_case_the_product_draws_it(lines, cases, suggested):
    automatic = {case.story.ref for case in cases if lanes.lane(case) == "AUTOMATIC"}
    found = looks(lines)

    assert len(found) == len({line["case_ref"] for line in found})
    assert {line["case_ref"] for line in found} <= automatic
    assert not automatic & {line["case_ref"] for line in of(lines, "decide") + of(lines, "resolve")}
    assert 0.05 < sum(line["outcome"] != suggested[line["case_ref"]] for line in found) / len(found) < 0.4


def test_no_officer_decides_above_the_authority(lines):
    stake = {
        line["recommendation"]["case"]["ref"]: line["recommendation"]["stake"]["minor"]
        for line in of(lines, "arrive")
    }
    limits = {
        (line["role"], line["outcome"]): line["max_amount_minor"] for line in lanes.pack("pack")["authority"]
    }
    for line in [one for one in of(lines, "decide") if not one.get("held")] + looks(lines):
        role = "supervisor" if line["who"] == people.SAM else "officer"
        limit = limits.get((role, line["outcome"]), limits[role, None])
        assert stake[line["case_ref"]] <= limit


def test_the_cast_and_its_rules_were_there_before_the_first_line_and_the_posture_still_is(lines, now):
    plan = yaml.safe_load((ROOT / "demo/setup.yaml").read_text(encoding="utf-8"))
    began = now - dt.timedelta(days=plan["organisations"][0]["began_days_before"])
    signed_for = dt.timedelta(days=lanes.pack("posture")["expires_after_days"])
    assert at(lines[0]) - dt.timedelta(days=7) > began
    assert began + signed_for > now + dt.timedelta(days=60)


LIMITS = {"long_claim": 8, "past_26_weeks": 26}


def test_outcomes_come_when_they_would_have_been_known(lines, cases):
    story = {case.story.ref: case.story for case in cases}
    for line in of(lines, "outcome"):
        one, limit = story[line["case_ref"]], LIMITS[line["measure"]]
        known_at = dt.datetime.fromisoformat(line["known_at"])
        ran_on = one.claim.weeks > limit
        assert line["value"] is ran_on
        assert line["number"] == (None if ran_on else one.claim.weeks)
        assert known_at.date() >= one.injured_on + dt.timedelta(weeks=min(limit, int(one.claim.weeks)))
        if limit == 26:
            assert known_at.date() >= one.injured_on + dt.timedelta(weeks=26)


def test_enough_claims_are_old_enough_for_the_outcome_after_26_weeks(lines, suggested):
    told = [line for line in of(lines, "outcome") if line["measure"] == "past_26_weeks"]
    fast = [line for line in told if suggested[line["case_ref"]] == "fast_track"]

    assert len(told) > 800
    assert len(fast) > 300
    assert len({line["case_ref"] for line in told}) == len(told)


def test_the_same_now_and_seed_give_the_same_past(written, now):
    assert past.write_up(now) == written


def test_protected_facts_travel_apart_and_nothing_that_leaks_travels_at_all(written):
    for line in [*written.first, *written.open]:
        if line["do"] != "arrive":
            continue
        body = line["recommendation"]
        sent = {entry["fact"] for entry in body["facts"]}
        assert not sent & (model.LEAKS | model.PROTECTED)
        assert {entry["fact"] for entry in body["protected"]} <= {"sex", "marital_status"}
        assert "meta" not in body
        assert "durat" not in json.dumps(body)


def test_invented_facts_say_simulated_and_columns_of_the_data_say_real(written):
    for line in written.open:
        for entry in line["recommendation"]["facts"]:
            if CONTRACT[entry["fact"]].get("simulated"):
                assert entry["origin"] == "simulated"
            elif entry["fact"] not in overlay.CONFLICT_FACTS:
                assert entry["origin"] == "real"


def test_faults_and_conflicts_are_about_as_frequent_as_stated(cases):
    n = len(cases)

    assert sum(case.fault is not None for case in cases) / n == pytest.approx(0.04, abs=0.01)
    assert sum(case.story.conflict is not None for case in cases) / n == pytest.approx(0.02, abs=0.007)
    persons = collections.Counter(case.story.subject_ref for case in cases)
    assert sum(count - 1 for count in persons.values()) / n == pytest.approx(0.06, abs=0.02)


def test_files_are_written_whole(tmp_path, written, monkeypatch, now):
    monkeypatch.setattr(past, "write_up", lambda _now, **_: written)

    past.write(tmp_path, now)

    assert {file.name for file in tmp_path.iterdir()} == {"first.jsonl", "rest.jsonl", "open.jsonl"}
    first = [json.loads(line) for line in (tmp_path / "first.jsonl").read_text(encoding="utf-8").splitlines()]
    assert first == written.first


def test_meta_is_never_part_of_what_is_sent(cases):
    assert "fault" not in json.dumps(recommend.payload(cases[0]))
    assert set(recommend.meta(cases[0])) == {"row", "fault", "fault_at", "conflict", "withheld", "right_lane"}


def test_the_past_keeps_well_inside_the_limits_of_the_risk_decision(written, lines, suggested, cases):
    """A limit that passed by accident would narrow the demonstration: it stays a twentieth and more below.

    The claims that are open at the start are told hours late, so many of their facts are old: too few to act on.
    """
    limits = lanes.pack("posture")["limits"]
    stale = sum(lanes.context_state(case) == "STALE" for case in cases) / len(cases)
    decisions = [(at(line), line) for line in of(lines, "decide") + of(lines, "resolve")]
    shares = []
    for end in {when.date() for when, _ in decisions}:
        four = [
            one for when, one in decisions if 0 <= (end - when.date()).days < 7 * limits["override"]["weeks"]
        ]
        if len(four) >= limits["override"]["at_least"]:
            shares.append(sum(one["outcome"] != suggested[one["case_ref"]] for one in four) / len(four))

    assert 0.1 < max(shares) <= limits["override"]["most"] - 0.05
    assert 0 < stale <= 0.5 * limits["stale"]["most"]
    assert len(of(written.open, "arrive")) < limits["stale"]["at_least"]


def test_what_waits_above_is_told_a_held_decision_on_each_level_and_a_case_with_the_owner(lines, now):
    held = [one for one in of(lines, "decide") if one.get("held")]
    then = {one["case_ref"]: one["do"] for one in of(lines, "pass_up") + of(lines, "uphold")}
    assert sorted(then.get(one["case_ref"], "waits") for one in held) == ["pass_up", "uphold", "waits"]
    waiting = [one for one in held if then.get(one["case_ref"]) != "uphold"]
    assert all(now - at(one) < dt.timedelta(hours=3) for one in waiting), "its four hours are not over"
    (raised,) = [one for one in of(lines, "escalate") if one["who"] == people.SAM]
    assert raised["case_ref"] not in {one["case_ref"] for one in of(lines, "resolve")}


def test_nobody_looks_a_second_time_at_what_they_decided_and_a_third_settles(written):
    first = {one["case_ref"]: one for one in of(written.first, "decide") if one.get("may_draw")}
    looked = {one["case_ref"]: one for one in of(written.first, "second_look")}

    assert len(looked) > 150
    assert all(one["who"] != first[ref]["who"] and at(one) > at(first[ref]) for ref, one in looked.items())
    for one in of(written.first, "settle"):
        look = looked[one["case_ref"]]
        assert one["outcome"] in {look["view"]["outcome"], first[one["case_ref"]]["outcome"]}
        assert at(one) > at(look)


def test_a_known_answer_is_written_from_altered_facts_of_a_real_claim(written, cases):
    for one in of(written.first, "know"):
        said = {fact["fact"]: fact["value"] for fact in one["known"]["facts"]}
        for case in cases:
            real = {str(fact["fact"]): fact["value"] for fact in case.story.entries}
            assert sum(real.get(key) != value for key, value in said.items()) >= 3


def test_second_looks_come_once_every_case_is_told_and_always_leave_some_waiting(written):
    again = [place for place, line in enumerate(written.first) if line["do"] in AGAIN]
    told = [place for place, line in enumerate(written.first) if line["do"] not in AGAIN | TEAM]
    looked = [line for line in written.first if line["do"] == "second_look"]
    could_be_drawn = [line for line in of(written.first, "decide") if line.get("may_draw")]

    assert min(again) > max(told)
    assert {line["leaves"] for line in looked} == {3}
    assert 0.9 ** len(could_be_drawn) < 1e-6  # that chance draws none of them


def test_skills_single_days_and_a_delegation_are_staged_so_that_their_pages_are_filled(written, now):
    by_do = {name: [line for line in written.first if line["do"] == name] for name in TEAM}

    assert {line["person"] for line in by_do["give_skill"]} == {people.OLGA, people.PRIYA}
    assert [line["segment"] for line in by_do["ask_skill"]] == ["special_groups"]
    days = {line["person"]: (line["in_days"], line["is_on"]) for line in by_do["one_day"]}
    assert days[people.BEN] == (2, False)
    assert days[people.OLGA][1]
    assert 1 <= days[people.OLGA][0] <= 7
    (handed,) = by_do["hand_on"]
    assert (handed["who"], handed["person"], handed["power"]) == (people.SAM, people.BEN, "approve_held")
    assert at(handed) + dt.timedelta(hours=handed["hours"]) > now + dt.timedelta(days=10)
