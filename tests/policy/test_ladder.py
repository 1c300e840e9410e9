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
    {"on": "adverse_outcome", "level": 1, "outcomes": ["deny"]},
    {"on": "low_calibration", "level": 1},
    {"on": "repeated_override", "level": 2, "times": 3, "days": 30},
    {"on": "unsupported_statement", "level": 1},
    {"on": "raised", "level": 2},
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
        (LEVELS, [{"on": "rain", "level": 1}], "/ladder/triggers/0/on"),
        (LEVELS, [{"on": "raised"}], "/ladder/triggers/0/level"),
        (LEVELS, [{"on": "raised", "level": 4}], "/ladder/triggers/0/level"),
        (LEVELS, [TRIGGERS[4], TRIGGERS[4]], "/ladder/triggers/1/on"),
        (LEVELS, [{"on": "raised", "level": 1, "outcomes": ["deny"]}], "/ladder/triggers/0/outcomes"),
        (LEVELS, [{"on": "adverse_outcome", "level": 1}], "/ladder/triggers/0/outcomes"),
        (
            LEVELS,
            [{"on": "adverse_outcome", "level": 1, "outcomes": ["give"]}],
            "/ladder/triggers/0/outcomes/0",
        ),
        (
            LEVELS,
            [{"on": "repeated_override", "level": 1, "times": 1, "days": 3}],
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
        triggers=[*TRIGGERS[1:2], {"on": "unsupported_statement", "level": 2, "at_least": 2}]
    ).ladder
    arrived = {"calibration_state": "UNRELIABLE", "n_unsupported": 2}

    assert [one.on for one in rules.at_arrival(ladder, arrived)] == [On.UNSUPPORTED, On.LOW_CALIBRATION]
    assert rules.at_arrival(ladder, {"calibration_state": "PRIOR", "n_unsupported": 1}) == ()
    assert rules.at_arrival(None, arrived) == ()


def test_it_is_said_in_words():
    ladder = read().ladder

    said = [str(rules.level_in_words(one, {"supervisors": "Supervisors"})) for one in ladder.levels]
    assert said == [
        "Supervisors, only supervisors, 4 working hours",
        "managers, 90 minutes",
        "the accountable owner",
    ]
    assert [str(rules.trigger_in_words(one, {"deny": "Denial"})) for one in ladder.triggers] == [
        "a person decides Denial",
        "stated confidence is not to be trusted (UNRELIABLE)",
        "it is override number 3 of one kind in 30 days",
        "1 statement of the AI is not supported by the facts",
        "a person sends it up",
    ]
