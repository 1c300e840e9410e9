from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.world import arrive, automatic

POLICY = """
rules: []
otherwise: {lane: OFFICER, inbox: triage-officers, due_hours: 48}
"""


@pytest.fixture
def run(world, tmp_path):
    arrive(world)
    arrive(world, automatic())
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY)

    def call(*args, by="ana@bluegrass.example"):
        told = StringIO()
        call_command("replay_policy", "injury-triage", "--by", by, *args, stdout=told)
        return told.getvalue()

    call.file = str(file)
    return call


def test_it_tells_what_a_policy_would_have_done(run):
    told = run("--file", run.file, "--last", "10")

    assert told.startswith("0 of 2 cases replayed\n2 of 2 cases put in order\n2 of 2 cases replayed\n")
    assert "version 1 gives 2 of 2 verdicts again" in told
    assert "automatic: 1 -> 0" in told


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--policy", "9", "--last", "1"), "There is no version 9."),
        (("--policy", "1", "--days", "0"), "days: Choose from 1 to 3,650 days."),
        (("--file", "/nowhere.yaml", "--last", "1"), "cannot be read"),
    ],
)
def test_what_cannot_be_tried_is_one_sentence(run, args, says):
    with pytest.raises(CommandError, match=says):
        run(*args)


def test_nobody_else_tries(run):
    with pytest.raises(CommandError, match="analyst or the owner"):
        run("--policy", "1", "--last", "1", by="audrey@bluegrass.example")
