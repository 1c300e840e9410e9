import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.accounts.models import Organisation, User
from apps.audit.models import Entry
from apps.console.pages.navigation import past_words
from apps.core import clock, progress, transactions
from apps.core.models import Progress
from apps.delivery.models import Delivery
from apps.measures.models import DecisionFacts, Outcome
from apps.notify.models import Notification
from apps.policy import rules as policy
from apps.registry.models import AuthorityLimit
from apps.reviews.models import Claim, Decision, Escalation, LearningNote, Release, ReviewItem
from reviewhub.history import acts, run
from tests import world as worlds
from tests.platform.conftest import ROOT
from tests.world import iso, later

OLGA, BEN, SAM = (f"{name}@bluegrass.example" for name in ("olga", "ben", "sam"))
SECONDS = 90


def line(at, do, who, **more):
    return {"at": iso(at), "do": do, "who": who, "simulated": True} | more


def arrival(at, number, **changes):
    body = worlds.recommendation(now=at, number=number, **changes)
    return line(at, "arrive", "triage-model", recommendation=body)


def approval(at, number, who=OLGA, **more):
    return line(
        at, "decide", who,
        **{"case_ref": f"WC-{number}", "outcome": "fast_track", "reason": None, "input": {}, "note": None,
           "sure": "sure", "seconds": SECONDS} | more,
    )  # fmt: skip


def override(at, number, who=OLGA, **more):
    said = {
        "outcome": "standard",
        "reason": "it_weeks",
        "input": {"expected_weeks": "9"},
        "note": "Longer.",
    }
    return approval(at, number, who, **said | more)


def outcome(at, number):
    return line(
        at, "outcome", "claims-system", case_ref=f"WC-{number}", measure="long_claim", value=False, number=4.5,
        known_at=iso(at - dt.timedelta(hours=1)),
    )  # fmt: skip


def ago(**by):
    return worlds.noon - dt.timedelta(**by)


def story():
    """Thirty lines of ten cases: approved, overridden, escalated and decided above, one line refused."""
    lines = [arrival(ago(days=9, minutes=-number), number) for number in range(1, 11)]
    lines += [approval(ago(days=8, minutes=-5 * number), number, BEN) for number in range(1, 5)]
    lines += [override(ago(days=7, minutes=-5 * number), number) for number in range(5, 8)]
    lines += [override(ago(days=7, minutes=-40), 8, reason="no_such_reason")]
    lines += [
        line(ago(days=6, minutes=-n), "escalate", OLGA, case_ref=f"WC-{n}", why="unsure", note="Look, please.", seconds=30)
        for n in (9, 10)
    ]  # fmt: skip
    lines += [
        override(ago(days=5, minutes=-20 * n), n, SAM) | {"do": "resolve", "learning": "Ask."}
        for n in (9, 10)
    ]
    return lines + [outcome(ago(days=2, minutes=-n), n) for n in range(3, 11)]


def write(to, lines):
    to.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return to


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "past.jsonl", story())


def bring_in(file, **options):
    call_command("import_history", file, **{"now": worlds.noon} | options)


def happened():
    """Everything that the past left behind, without the ids."""
    return {
        "decisions": Counter(
            Decision.objects.values_list("case__case_ref", "by__name", "kind", "decided_at", "claimed_at")
        ),
        "releases": Counter(Release.objects.values_list("decision__case__case_ref", "at")),
        "items": Counter(ReviewItem.objects.values_list("case__case_ref", "state", "token", "version")),
        "claims": Counter(Claim.objects.values_list("item__case__case_ref", "taken_at", "ended_why")),
        "learned": Counter(LearningNote.objects.values_list("decision__case__case_ref", "to__name")),
        "escalations": Counter(Escalation.objects.values_list("item__case__case_ref", "raised_at", "result")),
        "deliveries": Counter(Delivery.objects.values_list("case_id", "state").values_list("state")),
        "facts": Counter(DecisionFacts.objects.values_list("decided_at", "is_override")),
        "outcomes": Counter(Outcome.objects.values_list("case__case_ref", "known_at")),
        "record": Counter(Entry.objects.values_list("verb", "said_at")),
        "progress": list(Progress.objects.values_list("place", "done", "total")),
    }


def test_each_line_happens_at_its_own_time(world, file, capsys):
    bring_in(file)

    decision = Decision.objects.get(case__case_ref="WC-5")
    decided_at = ago(days=7, minutes=-25)
    assert (decision.by, decision.kind, decision.decided_at) == (world.olga, "OVERRIDDEN", decided_at)
    assert decision.claimed_at == decided_at - dt.timedelta(seconds=SECONDS)
    assert decision.release.at == decided_at + dt.timedelta(seconds=world.system.undo_seconds)
    assert DecisionFacts.objects.get(decision_id=decision.id).seconds_to_decide == SECONDS
    assert Delivery.objects.get(decision=decision).state == "PENDING"
    assert Decision.objects.get(case__case_ref="WC-9").by == world.sam
    assert Outcome.objects.count() == 8
    assert (LearningNote.objects.count(), Notification.objects.filter(kind="escalation_decided").count()) == (
        2,
        0,
    )
    assert "line 30 of 30; 29 done, 0 nothing to do, 1 refused" in capsys.readouterr().out


def test_a_refused_line_is_named_and_leaves_nothing_while_the_rest_goes_on(world, file, capsys):
    bring_in(file)

    assert "line 18: reason_missing (reason): Choose" in capsys.readouterr().err
    refused = ReviewItem.objects.get(case__case_ref="WC-8")
    assert (refused.state, refused.token, refused.claims.count()) == ("OPEN", 0, 0)


def test_a_second_run_changes_nothing_also_from_a_file_of_other_content(world, file, tmp_path, capsys):
    bring_in(file)
    before = happened()

    bring_in(file)
    assert happened() == before

    bring_in(write(tmp_path / "other.jsonl", [*story(), outcome(ago(hours=1), 10) | {"simulated": False}]))
    after = happened()
    assert after.pop("progress") != before.pop("progress")
    assert after == before
    assert "0 done, 29 nothing to do, 2 refused" in capsys.readouterr().out


class KilledError(BaseException):
    pass


class Killer:
    """Ends the run at its n-th statement, as a process that is killed there."""

    def __init__(self, n) -> None:
        self.left = n

    def __call__(self, execute, sql, params, many, context) -> object:
        self.left -= 1
        if self.left == 0:
            raise KilledError
        return execute(sql, params, many, context)


def test_killed_at_any_statement_it_goes_on_without_doing_anything_twice(world, file):
    unbroken = transaction.savepoint()
    bring_in(file)
    expected = happened()
    transaction.savepoint_rollback(unbroken)
    assert Decision.objects.count() == 0

    n_kills = 0
    for n in (3, 40, 71, 97, 113, 131, 138, 149, 157, 163, 171, 40):
        with connection.execute_wrapper(Killer(n)):
            try:
                bring_in(file)
            except KilledError:
                n_kills += 1
    bring_in(file)

    assert n_kills >= 8
    assert happened() == expected


def told_case_after_case():
    """An approval, one sent up and decided there, one drawn for a second look, one whose answer is refused."""
    drawn = worlds.automatic(now=ago(days=170), number=3)
    return [
        arrival(ago(days=173), 1),
        approval(ago(days=172), 1),
        outcome(ago(days=100), 1),
        arrival(ago(days=171), 2),
        line(ago(days=170, minutes=-1), "escalate", OLGA, case_ref="WC-2", why="unsure", note="Look.", seconds=30),
        override(ago(days=169), 2, SAM) | {"do": "resolve"},
        line(ago(days=170), "arrive", "triage-model", recommendation=drawn),
        approval(ago(days=168), 3, if_open=True),
        arrival(ago(days=167), 4),
        override(ago(days=166), 4, reason="no_such_reason"),
        approval(ago(days=165), 4, BEN),
    ]  # fmt: skip


def test_nobody_meets_a_case_of_the_past_before_it_is_told_whole(committed, world, tmp_path, monkeypatch):
    """Looks with another connection, as a page would, before every single line."""
    AuthorityLimit.objects.update(from_at=ago(days=365))
    monkeypatch.setattr(policy, "draw", lambda *_: 0.0)
    file, seen, work = write(tmp_path / "past.jsonl", told_case_after_case()), [], acts.work
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as page:

        def watched(one, *, by):
            row = page.execute("SELECT count(*) FROM reviews_reviewitem WHERE closed_at IS NULL").fetchone()
            seen.append(row[0])
            return work(one, by=by)

        monkeypatch.setattr(acts, "work", watched)
        bring_in(file)

    assert seen == [0] * 11
    assert Decision.objects.exclude(kind="AUTOMATIC").count() == 4
    assert Decision.objects.get(case__case_ref="WC-4").by == world.ben


def test_a_limit_ends_with_a_case_not_inside_it(world, tmp_path):
    bring_in(write(tmp_path / "past.jsonl", told_case_after_case()), limit=4)

    assert Progress.objects.get().place == 6


@pytest.mark.processes
def test_a_process_killed_hard_goes_on_where_it_stopped(committed, world, tmp_path):
    file = write(tmp_path / "past.jsonl", story() + [arrival(ago(days=1), n) for n in range(100, 200)])
    command = [sys.executable, "-W", "ignore", "manage.py", "import_history", str(file), "--now", iso(worlds.noon)]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    while process.poll() is None and not Progress.objects.filter(place__gte=12).exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(30)

    stopped_at = Progress.objects.get().place
    assert 12 <= stopped_at < 130
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert Progress.objects.get().place == 130
    assert (Decision.objects.count(), Release.objects.count()) == (9, 9)
    assert ReviewItem.objects.count() == 110
    assert Entry.objects.filter(verb="recommendation.received").count() == 110
    assert set(Claim.objects.exclude(ended_why="").values_list("token", flat=True)) == {1, 2}


def test_nothing_is_written_under_the_name_of_a_real_person_or_machine(world, file, capsys):
    User.objects.update(is_simulated=False)
    Organisation.objects.update(is_demonstration=False)

    bring_in(file)

    said = capsys.readouterr()
    assert "30 refused" in said.out
    assert said.err.count("real_person") == 30


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"simulated": False}, "not_simulated"),
        ({"at": iso(later(days=1))}, "not_past_yet (at)"),
        ({"at": "2026-11-01T08:00:00"}, "bad_line (at)"),
        ({"at": "yesterday"}, "bad_line (at)"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "bad_line (at)"),
        ({"do": "dream"}, "bad_line (do)"),
        ({"who": "nobody@bluegrass.example"}, "unknown_actor"),
        ({"who": "no-such-machine"}, "unknown_actor"),
        ({"who": None}, "bad_line (who)"),
        ({"who": "\x00@bluegrass.example"}, "bad_line (who)"),
        ({"who": "\ud800"}, "bad_line (who)"),
        ({"who": "sam@bluegrass.example"}, "only_machines_submit"),
        ({"recommendation": []}, "bad_line (recommendation)"),
        ({"recommendation": {}}, "bad_line (external_id)"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_reason(world, tmp_path, capsys, change, code):
    bring_in(write(tmp_path / "past.jsonl", [arrival(ago(days=1), 1) | change]))

    assert f"line 1: {code}: " in capsys.readouterr().err
    assert ReviewItem.objects.count() == 0


@pytest.mark.parametrize("text", ["", "\n", "[1]", '{"at": ', "\ud800", "[" * 100_000])
def test_what_is_no_json_object_is_refused(world, tmp_path, capsys, text):
    file = tmp_path / "past.jsonl"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    bring_in(file)

    assert ("line 1: bad_line" in capsys.readouterr().err) == bool(text)


@pytest.mark.parametrize(
    "change",
    [{"seconds": -1}, {"seconds": True}, {"seconds": 10**6}, {"input": [1]}, {"outcome": 3}, {"note": 3}],
)
def test_an_answer_of_the_wrong_form_is_refused(world, tmp_path, capsys, change):
    lines = [arrival(ago(days=1), 1), approval(ago(hours=20), 1) | change]

    bring_in(write(tmp_path / "past.jsonl", lines))

    assert "line 2: bad_line" in capsys.readouterr().err
    assert Decision.objects.count() == 0


def test_a_file_that_is_not_there_ends_the_command(world, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        bring_in(tmp_path / "none.jsonl")


def test_a_limit_stops_early_and_the_state_file_and_the_pages_say_how_far_it_is(world, file, tmp_path):
    state = tmp_path / "past.state"

    bring_in(file, limit=15, state=state)

    told = json.loads(state.read_text(encoding="utf-8"))
    assert (told["line"], told["lines"]) == (15, 30)
    assert progress.unfinished(kind=run.KEY) == progress.Far(5, 10)
    bring_in(file, state=state)
    assert progress.unfinished(kind=run.KEY) is None


def test_a_past_is_announced_before_it_is_written_and_then_counted_whole(world, file, tmp_path):
    more = write(tmp_path / "more.jsonl", [arrival(ago(days=1), 70), approval(ago(hours=20), 70)])
    with transactions.verb():
        progress.announce(kind=run.KEY, now=clock.now())
    assert past_words() == "The past is still being filled in"

    bring_in(file, limit=15, then=[more])
    assert past_words() == "The past is still being filled in: 5 of 11 decisions"
    bring_in(file)
    assert past_words() == "The past is still being filled in: 10 of 11 decisions"
    bring_in(more)
    assert past_words() == ""


def test_a_past_that_is_in_is_not_announced_again(world, file):
    bring_in(file)
    with transactions.verb():
        progress.announce(kind=run.KEY, now=clock.now())

    assert progress.unfinished(kind=run.KEY) is None


def test_a_long_look_keeps_the_lease_as_an_open_page_does(world, tmp_path):
    lines = [arrival(ago(days=1), 1), approval(ago(hours=20), 1, seconds=3000)]

    bring_in(write(tmp_path / "past.jsonl", lines))

    assert DecisionFacts.objects.get().seconds_to_decide == 3000
    assert Claim.objects.get().ended_why == "decided"


@pytest.mark.parametrize(("drawn", "kinds"), [(0.0, ["APPROVED", "AUTOMATIC"]), (0.99, ["AUTOMATIC"])])
def test_a_case_that_the_machine_decides_is_looked_at_only_when_it_is_drawn(
    world, tmp_path, monkeypatch, drawn, kinds
):
    monkeypatch.setattr(policy, "draw", lambda *_: drawn)
    body = worlds.automatic(now=ago(days=1), number=1)
    lines = [
        line(ago(days=1), "arrive", "triage-model", recommendation=body),
        approval(ago(hours=20), 1, if_open=True),
    ]

    bring_in(write(tmp_path / "past.jsonl", lines))

    assert sorted(Decision.objects.values_list("kind", flat=True)) == kinds
    assert not ReviewItem.objects.exclude(state="DECIDED").exists()
    assert list(Progress.objects.values_list("done", "total")) == [(0, 0)]
