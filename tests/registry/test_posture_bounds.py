"""What a posture may say at most, what it says where nothing is written, and every limit in words."""

import datetime as dt
from decimal import Decimal

import pytest

from apps.registry import rules
from apps.registry.states import LimitAct, LimitKind, PauseMode

LEAST = {"statement": "  Nothing alone.  "}
ERROR = {"code": "miss", "label": "Missed", "cost_minor": 100, "acceptable_share": 0.1}


def test_what_is_not_written_is_the_cautious_thing():
    posture = rules.read_posture(LEAST)

    assert posture == rules.Posture(
        "Nothing alone.", fallback=PauseMode.PEOPLE, expires_after_days=180, max_amount_minor=0
    )
    assert (posture.audit_share, posture.first_view_share, posture.expires_on) == (0, 0, None)


@pytest.mark.parametrize(
    ("raw", "pointer", "said"),
    [
        ("text", "", "A posture is an object; it starts with the line statement:"),
        (LEAST | {"surprise": 1}, "/surprise", "A posture has no clause of that name; take it out or spell it otherwise."),
        (LEAST | {"machine": []}, "/machine", "Say which outcomes, segments and amounts the AI may decide."),
        (LEAST | {"machine": {"max_amount_minor": 10**15 + 1}}, "/machine/max_amount_minor", "Write a whole number from 0 to 1,000,000,000,000,000."),
        (LEAST | {"machine": {"max_amount_minor": True}}, "/machine/max_amount_minor", "Write a whole number from 0 to 1,000,000,000,000,000."),
        (LEAST | {"errors": {}}, "/errors", "Write a list of at most 20."),
        (LEAST | {"errors": [ERROR] * 21}, "/errors", "Write a list of at most 20."),
        (LEAST | {"errors": ["miss"]}, "/errors/0", "Describe a kind of error with code, label, cost and acceptable share."),
        (LEAST | {"errors": [ERROR, ERROR]}, "/errors/1/code", "Two kinds of error have the same code."),
        (LEAST | {"errors": [ERROR | {"code": "c" * 41}]}, "/errors/0/code", "Write a text of at most 40 characters."),
        (LEAST | {"errors": [ERROR | {"label": "c" * 301}]}, "/errors/0/label", "Write a text of at most 300 characters."),
        (LEAST | {"errors": [ERROR | {"acceptable_share": "0.1"}]}, "/errors/0/acceptable_share", "Write a share from 0 to 1, such as 0.12."),
        (LEAST | {"first_view_share": 1.01}, "/first_view_share", "A share lies between 0 and 1: 12 in 100 is 0.12."),
        (LEAST | {"limits": []}, "/limits", "Name each limit with its bound and what it does."),
        (LEAST | {"limits": {"expiry": {}}}, "/limits/expiry", "There is no such limit; there are override, stale, unsupported, overdue."),
        (LEAST | {"limits": {"stale": 3}}, "/limits/stale", "Describe a limit with most and then."),
        (LEAST | {"limits": {"stale": {"then": "pause"}}}, "/limits/stale/most", "Write a share from 0 to 1, such as 0.12."),
        (LEAST | {"limits": {"stale": {"most": 0.1, "then": "pause", "weeks": 13}}}, "/limits/stale/weeks", "Write a whole number from 1 to 12."),
        (LEAST | {"limits": {"overdue": {"most": 10_001, "then": "pause"}}}, "/limits/overdue/most", "Write a whole number from 0 to 10,000."),
        (LEAST | {"tell": ["owner"]}, "/tell/0", "Name a role: supervisor, analyst, auditor, admin."),
        (LEAST | {"told": ["same", "other", "same"]}, "/told/2", "This stands here twice."),
        (LEAST | {"told": ["nul\0"]}, "/told/0", "Write a text of at most 300 characters."),
        (LEAST | {"never_by_ai": ["deny", "deny"]}, "/never_by_ai/1", "This stands here twice."),
        (LEAST | {"expires_after_days": 0}, "/expires_after_days", "Write a whole number from 1 to 366."),
        (LEAST | {"expires_on": dt.datetime(2027, 2, 28, 12, tzinfo=dt.UTC)}, "/expires_on", "Write a day, such as 2027-02-28."),
    ],
)  # fmt: skip
def test_beyond_its_bounds_it_is_refused_with_what_to_write(raw, pointer, said):
    with pytest.raises(rules.BadPosture) as refused:
        rules.read_posture(raw)

    assert (refused.value.pointer, refused.value.sentence) == (pointer, said)
    assert str(refused.value) == f"{pointer or '/'}: {said}"


def test_up_to_its_bounds_it_is_taken():
    posture = rules.read_posture(
        LEAST
        | {
            "errors": [ERROR | {"code": "c" * 40, "label": "l" * 300, "acceptable_share": 1}],
            "machine": {"max_amount_minor": 10**15},
            "audit_share": 1,
            "limits": {
                "overdue": {"most": 10_000, "then": "pause"},
                "stale": {"most": 0, "then": "narrow", "at_least": 10, "weeks": 12},
                "override": {"most": 0.5, "then": "pause"},
            },
            "fallback": "refuse",
            "expires_after_days": 366,
        }
    )

    assert list(posture.limits) == [LimitKind.OVERRIDE, LimitKind.STALE, LimitKind.OVERDUE]
    assert posture.limits[LimitKind.OVERRIDE] == rules.Limit(
        LimitKind.OVERRIDE, Decimal("0.5"), LimitAct.PAUSE, at_least=30, weeks=4
    )
    assert (posture.limits[LimitKind.STALE].at_least, posture.limits[LimitKind.STALE].weeks) == (10, 12)
    assert posture.limits[LimitKind.OVERDUE].most == 10_000
    assert (posture.fallback, posture.expires_after_days) == (PauseMode.REFUSE, 366)
    assert rules.read_posture(LEAST | {"expires_on": dt.date(2027, 2, 28), "expires_after_days": 9}) == (
        rules.Posture("Nothing alone.", expires_on=dt.date(2027, 2, 28))
    )
    assert rules.read_posture(LEAST | {"expires_on": ""}).expires_on is None


def test_it_is_written_in_the_order_in_which_it_is_read():
    written = rules.posture_as_text(rules.read_posture(LEAST | {"review_cost_minor": 7, "told": ["Größe"]}))

    assert written.splitlines()[0] == "statement: Nothing alone."
    assert "review_cost_minor: 7" in written
    assert "Größe" in written
    assert "review_cost_minor" not in rules.posture_as_text(rules.read_posture(LEAST))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 65_537, "This text is larger than 64 KB; a posture is a page."),
        ("a: [", "This is not YAML. Look for a missing colon, quote or blank."),
    ],
)
def test_what_is_no_text_of_a_posture_is_said(text, said):
    with pytest.raises(rules.BadPosture) as refused:
        rules.parse_posture_text(text, outcomes={}, segments=())

    assert (refused.value.pointer, refused.value.sentence) == ("", said)


@pytest.mark.parametrize(
    ("kind", "then", "said"),
    [
        (
            LimitKind.OVERRIDE,
            LimitAct.PAUSE,
            (
                "People overrule at most 12.5 of 100 suggestions in 4 weeks, in all and in each segment where the AI"
                " decides alone (from 30 decisions on); above that, the AI is paused by itself."
            ),
        ),
        (
            LimitKind.STALE,
            LimitAct.NARROW,
            (
                "At most 12.5 of 100 cases of 4 weeks arrive with facts too old (from 30 cases on); above that, every"
                " case goes to people."
            ),
        ),
        (
            LimitKind.UNSUPPORTED,
            LimitAct.NARROW,
            (
                "At most 12.5 of 100 statements of the AI in 4 weeks are unsupported (from 30 statements on); above"
                " that, every case goes to people."
            ),
        ),
    ],
)
def test_a_share_that_acts_is_said(kind, then, said):
    assert str(rules.limit_in_words(rules.Limit(kind, Decimal("0.125"), then))) == said


def test_a_number_that_acts_is_said():
    limit = rules.Limit(LimitKind.OVERDUE, Decimal(20), LimitAct.PAUSE)

    assert str(rules.limit_in_words(limit)) == (
        "At most 20 deliveries may be unconfirmed past their time; above that, the AI is paused by itself."
    )


def test_the_clauses_that_not_every_posture_has_are_said():
    posture = rules.read_posture(
        LEAST
        | {
            "first_view_share": 0.2,
            "fallback": "hold",
            "tell": ["admin", "supervisor"],
            "machine": {"outcomes": ["pay"], "segments": ["back"]},
        }
    )
    said = {clause: str(words) for clause, words in rules.sentences(posture, rules.Named("USD")).items()}

    assert list(said) == [
        *(
            "/statement",
            "/machine/outcomes",
            "/machine/max_amount_minor",
            "/machine/segments",
            "/audit_share",
        ),
        *("/first_view_share", "/fallback", "/expires_on", "/tell"),
    ]
    assert said["/statement"] == "Nothing alone."
    assert said["/machine/outcomes"] == "The AI may decide alone only: pay."
    assert said["/machine/segments"] == "It may do so only in: back."
    assert (
        said["/first_view_share"] == "In 20 of 100 cases an officer is to judge before seeing the suggestion."
    )
    assert said["/fallback"].startswith("When it ends or a limit pauses the AI, new cases are held")
    assert said["/expires_on"] == "It counts for 180 days from the signature, and no longer."
    assert (
        said["/tell"] == "When a limit acts, or this ends soon, the owner is told, and admins, supervisors."
    )
    alone = rules.sentences(rules.read_posture(LEAST), rules.Named("USD"))
    assert str(alone["/tell"]) == "When a limit acts, or this ends soon, the owner is told."
