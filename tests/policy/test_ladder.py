"""The ladder of a policy is read, refused where it cannot be one, and said in words."""

import pytest

from apps.policy import rules
from apps.policy.rules import BadPolicy, On

LEVELS = [
    {"inbox": "supervisors", "roles": ["supervisor"], "clock_working_minutes": 240},
    {"inbox": "managers", "clock_minutes": 90},
    {"owner": True},
]
TRIGGERS = [
    {"when": "adverse_outcome", "level": 1, "outcomes": ["deny"]},
    {"when": "low_calibration", "level": 1},
    {"when": "repeated_override", "level": 2, "times": 3, "days": 30},
    {"when": "unsupported_statement", "level": 1},
    {"when": "raised", "level": 2},
]


def tree(levels=LEVELS, triggers=TRIGGERS, **more):
    otherwise = {"lane": "OFFICER", "inbox": "officers", "due_hours": 24}
    return {
        "rules": [],
        "otherwise": otherwise,
        "ladder": {"levels": levels, "triggers": triggers, **more},
    }


def read(*args, **named):
    inboxes = ["officers", "supervisors", "managers"]
    codes = {"recommended_outcome": ["pay", "deny"], "calibration_state": ["PRIOR", "UNRELIABLE"]}
    return rules.parse(tree(*args, **named), inboxes=inboxes, codes=codes)


def test_a_ladder_is_read():
    ladder = read().ladder

    assert [one.inbox for one in ladder.levels] == ["supervisors", "managers", ""]
    assert [one.is_owner for one in ladder.levels] == [False, False, True]
    assert (ladder.levels[0].minutes, ladder.levels[0].in_working_hours) == (240, True)
    assert ladder.on(On.REPEATED_OVERRIDE).days == 30
    assert ladder.on(On.LOW_CALIBRATION).states == ("UNRELIABLE",)
    assert ladder.on(On.FIRST_VIEW) is None


def test_a_policy_needs_none():
    assert rules.parse({name: tree()[name] for name in ("rules", "otherwise")}).ladder is None


@pytest.mark.parametrize(
    ("levels", "triggers", "pointer"),
    [
        ([], [], "/ladder/levels"),
        (LEVELS[:2], [], "/ladder/levels/1/owner"),
        ([*LEVELS, LEVELS[2]], [], "/ladder/levels/2/owner"),
        ([{"owner": True, "inbox": "managers"}], [], "/ladder/levels/0/inbox"),
        ([{"inbox": "nowhere", "clock_minutes": 5}, LEVELS[2]], [], "/ladder/levels/0/inbox"),
        ([LEVELS[1], LEVELS[1], LEVELS[2]], [], "/ladder/levels/1/inbox"),
        ([{"inbox": "managers"}, LEVELS[2]], [], "/ladder/levels/0/clock_minutes"),
        ([{**LEVELS[0], "clock_minutes": 5}, LEVELS[2]], [], "/ladder/levels/0/clock_working_minutes"),
        ([{**LEVELS[0], "roles": ["auditor"]}, LEVELS[2]], [], "/ladder/levels/0/roles/0"),
        (
            [{**LEVELS[0], "clock_working_minutes": True}, LEVELS[2]],
            [],
            "/ladder/levels/0/clock_working_minutes",
        ),
        (LEVELS, [{"when": "rain", "level": 1}], "/ladder/triggers/0/when"),
        (LEVELS, [{"when": "raised"}], "/ladder/triggers/0/level"),
        (LEVELS, [{"when": "raised", "level": 4}], "/ladder/triggers/0/level"),
        (LEVELS, [TRIGGERS[4], TRIGGERS[4]], "/ladder/triggers/1/when"),
        (LEVELS, [{"when": "raised", "level": 1, "outcomes": ["deny"]}], "/ladder/triggers/0/outcomes"),
        (LEVELS, [{"when": "adverse_outcome", "level": 1}], "/ladder/triggers/0/outcomes"),
        (
            LEVELS,
            [{"when": "adverse_outcome", "level": 1, "outcomes": ["give"]}],
            "/ladder/triggers/0/outcomes/0",
        ),
        (
            LEVELS,
            [{"when": "repeated_override", "level": 1, "times": 1, "days": 3}],
            "/ladder/triggers/0/times",
        ),
        (LEVELS, "all", "/ladder/triggers"),
        (LEVELS, [7], "/ladder/triggers/0"),
    ],
)
def test_what_cannot_be_a_ladder_is_refused_by_its_place(levels, triggers, pointer):
    with pytest.raises(BadPolicy) as refused:
        read(levels, triggers)

    assert refused.value.pointer == pointer


def test_what_is_known_on_arrival_sends_a_case_up_the_highest_level_first():
    ladder = read(
        triggers=[*TRIGGERS[1:2], {"when": "unsupported_statement", "level": 2, "at_least": 2}]
    ).ladder
    arrived = {"calibration_state": "UNRELIABLE", "n_unsupported": 2}

    assert [one.on for one in rules.at_arrival(ladder, arrived)] == [On.UNSUPPORTED, On.LOW_CALIBRATION]
    assert rules.at_arrival(ladder, {"calibration_state": "PRIOR", "n_unsupported": 1}) == ()
    assert rules.at_arrival(None, arrived) == ()


def test_it_is_said_in_words():
    ladder = read().ladder

    said = [str(rules.level_in_words(one, {"supervisors": "Supervisors"})) for one in ladder.levels]
    assert said == [
        "only supervisors who work in Supervisors, 4 working hours",
        "whoever works in managers, 90 minutes",
        "the accountable owner",
    ]
    assert [str(rules.trigger_in_words(one, {"deny": "Denial"})) for one in ladder.triggers] == [
        "a person decides Denial",
        "stated confidence is not to be trusted (not reliable)",
        "it is override number 3 of one kind in 30 days",
        "1 statement of the AI is not supported by the facts",
        "a person sends it up",
    ]


def changed(before, after):
    named = rules.Named({}, {"recommended_outcome": {"deny": "Denial"}}, {}, {"supervisors": "Supervisors"})
    return [(one.kind.value, str(one.said)) for one in rules.differences(before, after, named)]


def without():
    return rules.parse({name: tree()[name] for name in ("rules", "otherwise")})


def test_what_a_version_changes_of_it_is_said_level_by_level():
    faster = read([{**LEVELS[0], "clock_working_minutes": 60}, LEVELS[2]], TRIGGERS[:1])

    assert changed(read(), read()) == []
    assert changed(read(triggers=TRIGGERS[:1]), faster) == [
        ("changed", "Level 1: only supervisors who work in Supervisors, 1 working hour."),
        ("changed", "Level 2: the accountable owner."),
        ("removed", "There is no level 3 any more."),
    ]
    assert changed(without(), read([LEVELS[2]], TRIGGERS[:1])) == [
        ("added", "Cases climb a ladder of this policy's own."),
        ("added", "Level 1: the accountable owner."),
        ("added", "A case climbs to level 1 when a person decides Denial."),
    ]
    assert [kind for kind, _ in changed(read(), without())] == ["removed"]


def test_a_trigger_that_goes_and_one_that_is_always_there():
    after = read(triggers=[])

    said = [said for _, said in changed(read(triggers=[TRIGGERS[0], TRIGGERS[4]]), after)]
    assert said == [
        "No case climbs any more because a person decides Denial.",
        "A case climbs one level, as usual, when a person sends it up.",
    ]


CODES = "There is no such code. There are: deny, pay."
SENTENCES = [
    ([], [], "A ladder has 1 to 9 levels; the last is the owner."),
    ("none", [], "List the levels here, the lowest first."),
    (LEVELS[:2], [], "The last level is the owner (owner: true), and no other one is."),
    ([{"owner": "yes"}], [], "Say true or false."),
    ([{"owner": True, "roles": []}], [], "The owner's level says owner: true and nothing else."),
    ([{"clock_minutes": 5}, LEVELS[2]], [], "Name the inbox of this level, by its slug."),
    (
        [{"inbox": "nowhere", "clock_minutes": 5}, LEVELS[2]],
        [],
        "There is no inbox nowhere; create it first or name another.",
    ),
    ([{**LEVELS[1], "roles": "all"}, LEVELS[2]], [], "List the roles that decide here."),
    ([{**LEVELS[1], "roles": [7]}, LEVELS[2]], [], "Use one of: officer, supervisor."),
    (
        [{**LEVELS[1], "clock_minutes": 0}, LEVELS[2]],
        [],
        "Give the minutes: a whole number from 1 to 525600.",
    ),
    ([LEVELS[1], LEVELS[1], LEVELS[2]], [], "A lower level has this inbox already."),
    ([{**LEVELS[0], "clock_minutes": 5}, LEVELS[2]], [], "Give clock_minutes or clock_working_minutes."),
    (LEVELS, "all", "List what sends a case up here."),
    (LEVELS, [7], "Give an object with when, level here."),
    (
        LEVELS,
        [{"level": 1}],
        f"Use one of: {', '.join(On)}.",
    ),
    (
        LEVELS,
        [TRIGGERS[4], TRIGGERS[4]],
        "This stands in the ladder already; it leads to one level.",
    ),
    (LEVELS, [{"when": "raised", "level": 0}], "Give the level: a whole number from 1 to 3."),
    (LEVELS, [{**TRIGGERS[0], "outcomes": []}], "List at least one code here."),
    (LEVELS, [{**TRIGGERS[0], "outcomes": "deny"}], "List at least one code here."),
    (LEVELS, [{**TRIGGERS[0], "outcomes": [""]}], CODES),
    (LEVELS, [{**TRIGGERS[2], "times": 101}], "Give the times: a whole number from 2 to 100."),
    (LEVELS, [{**TRIGGERS[2], "days": 366}], "Give the days: a whole number from 1 to 365."),
    (
        LEVELS,
        [{**TRIGGERS[3], "at_least": 1001}],
        "Give the statements: a whole number from 1 to 1000.",
    ),
]


@pytest.mark.parametrize(("levels", "triggers", "sentence"), SENTENCES)
def test_a_refusal_says_what_to_write_instead(levels, triggers, sentence):
    with pytest.raises(BadPolicy) as refused:
        read(levels, triggers)

    assert refused.value.sentence == sentence


def test_the_most_and_the_least_can_be_written():
    longest = {"inbox": "managers", "clock_minutes": 525_600, "roles": ["officer", "supervisor", "officer"]}
    triggers = [
        {"when": "repeated_override", "level": 3, "times": 2, "days": 365},
        {"when": "unsupported_statement", "level": 1, "at_least": 1_000},
        {"when": "low_calibration", "level": 1, "states": ["PRIOR", "UNRELIABLE", "PRIOR"]},
    ]
    ladder = read([{"inbox": "supervisors", "clock_minutes": 1}, longest, LEVELS[2]], triggers).ladder

    assert ladder.levels[1].roles == ("officer", "supervisor")
    assert (ladder.triggers[0].times, ladder.triggers[0].days) == (2, 365)
    assert ladder.triggers[1].times == 1_000
    assert ladder.triggers[2].states == ("PRIOR", "UNRELIABLE")
    assert list(rules.known_inboxes(ladder)) == ["supervisors", "managers"]
    assert rules.known_inboxes(None) == []


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ({"clock_minutes": 1}, "1 minute"),
        ({"clock_minutes": 60}, "1 hour"),
        ({"clock_minutes": 150}, "150 minutes"),
        ({"clock_minutes": 120}, "2 hours"),
        ({"clock_working_minutes": 1}, "1 working minute"),
        ({"clock_working_minutes": 61}, "61 working minutes"),
        ({"clock_working_minutes": 60}, "1 working hour"),
        ({"clock_working_minutes": 600}, "10 working hours"),
    ],
)
def test_a_clock_is_said_in_hours_where_they_are_whole(clock, said):
    level = read([{"inbox": "managers", "roles": ["officer", "supervisor"], **clock}, LEVELS[2]], []).ladder

    told = str(rules.level_in_words(level.levels[0], {}))
    assert told == f"only officers and supervisors who work in managers, {said}"
