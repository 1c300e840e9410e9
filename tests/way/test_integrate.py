"""docs/integrate.md, typed word for word: only the ports and the names of temporary files are of this test."""

import json
import os
import re
import subprocess

import pytest

from tests.ground import ROOT
from tests.way.up import NOT_INHERITED

SECTIONS = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def script(up):
    """All commands of the guide as one script; its places lie below the test's own folder."""
    setup = up.folder / "setup.yaml"
    setup.write_text((ROOT / "docs/integrate/setup.yaml").read_text().replace(":9099", f":{up.receiver}"))
    text = "\n".join(SECTIONS.findall((ROOT / "docs/integrate.md").read_text()))
    for ours, theirs in (
        ("docs/integrate/setup.yaml", str(setup)),
        ("$(mktemp -d)", str(up.folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{up.port}"),
        ("9099", str(up.receiver)),
    ):
        assert ours in text
        text = text.replace(ours, theirs)
    return "set -eu\ntrap 'kill $RECEIVER' EXIT\n" + text.replace("\nkill $RECEIVER\n", "\n")


@pytest.mark.timeout(300)
@pytest.mark.processes
def test_the_guide_leads_from_nothing_to_an_applied_decision(up):
    env = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    env["REVIEWHUB_DATA"] = str(up.data)
    done = subprocess.run(
        ["sh", "-c", script(up)], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=150
    )

    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads((up.folder / "answer.json").read_text())
    assert (answer["lane"], answer["context_state"], answer["inbox"]) == (
        "OFFICER",
        "INCOMPLETE",
        "triage-officers",
    )
    delivered = json.loads((up.folder / "received.jsonl").read_text())
    assert (delivered["case_ref"], delivered["outcome"], delivered["overrides_ai"]) == (
        "WC-1",
        "standard",
        True,
    )
    assert '"fate": "applied"' in done.stdout.replace('":"', '": "')
    taken, refused = (up.folder / "lines.ndjson").read_text().splitlines()
    assert (json.loads(taken)["status"], json.loads(refused)["status"]) == (201, 422)  # as the guide says
    assert "error" not in done.stdout.replace(refused, "")
