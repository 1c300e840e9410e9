"""Made-up requests to every operation of docs/openapi.yaml; only `bin/prove schemathesis` runs this."""

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest

from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.core import transactions
from tests.effort import LONG
from tests.serving import served

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not LONG, reason="a long form: bin/prove schemathesis")
def test_made_up_requests_break_nothing(committed, world, settings, tmp_path):
    with transactions.verb():
        key = accounts.issue_key(
            actor=world.model,
            scopes=accounts.SCOPES,
            expires_at=world.now + dt.timedelta(days=1),
            by=accounts_selectors.system_actor(world.organisation.id),
            now=world.now,
        )
    with served(settings) as address:
        run = subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"), "run", ROOT / "docs" / "openapi.yaml",
                "--url", address, "--header", f"Authorization: Bearer {key}", "--max-examples", "10",
                "--checks", "not_a_server_error,response_schema_conformance", "--seed", "1",
                "--phases", "examples,coverage,fuzzing", "--max-time", "150",
            ],
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
    sys.stdout.write(run.stdout)
    counts = " ".join(
        line.strip(" ✅❌⏭")
        for line in run.stdout.splitlines()
        if re.match(r"\W*(Selected|Tested|\d+ generated)", line)
    )
    sys.stdout.write(f"\nschemathesis: exit {run.returncode}; {counts}\n")
    assert run.returncode == 0
