"""`bin/prove replay`: a policy tried on very many past cases: time, memory, progress.

A few thousand cases arrive through the batch address; the rest are copies of their rows with other ids.
`--n 10000` is the short form.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml

from bench import cpu
from bench.__main__ import served
from bench.million import send
from bench.systems import ROOT, ReviewHub
from reviewhub.supervisor.pair import Pair

ARRIVED = 5_000
PER_100_000_SECONDS = 20.0
MEMORY_MB = 300
PROGRESS_SECONDS = 1.0
MILLION = 1_000_000
BY_A_MILLION = 11 / 10  # times the time of 100,000, for ten times as many
COPY = """
WITH old AS (SELECT * FROM intake_recommendation WHERE number = 1),
new AS (
  INSERT INTO intake_recommendation (id, case_id, system_id, snapshot_id, by_id, external_id, number, state,
    outcome_code_id, stake_minor, currency, confidence, model_version, prompt_version, segment, made_at,
    received_at, body_digest)
  SELECT gen_random_uuid(), case_id, system_id, snapshot_id, by_id, external_id || '-' || n, n + 1, state,
    outcome_code_id, stake_minor, currency, confidence, model_version, prompt_version, segment, made_at,
    received_at - n * interval '1 minute', body_digest
  FROM old CROSS JOIN generate_series(1, %(times)s) AS n
  RETURNING id, snapshot_id
)
INSERT INTO policy_verdict ({columns})
SELECT {values} FROM new JOIN old ON old.snapshot_id = new.snapshot_id
  JOIN policy_verdict v ON v.recommendation_id = old.id
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the command: seconds from first to last line, the longest wait for a line, memory in MB.

    cpu: seconds of the command's own processor time, which a busy machine does not lengthen.
    """

    seconds: float
    cpu: float
    longest: float
    memory_mb: int
    said: str


def main() -> int:
    """Fill, try, print the figure, and say by the exit code whether it holds."""
    parser = argparse.ArgumentParser(prog="bin/prove replay", description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=8740)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            system = ReviewHub(pair, given.port)
            system.prepare()
            with served(system):
                numbers = itertools.count(1)
                for _ in range(min(given.n, ARRIVED) // 1_000):
                    send(system, numbers, 1_000)
            multiply(system, given.n)
            return measured(system, Path(folder) / "draft.yaml", given.n)


def multiply(system: ReviewHub, n: int) -> None:
    """Copy the arrived rows until there are `n`."""
    times = n // ARRIVED - 1
    if times < 1:
        return
    with psycopg.connect(system.pair.superuser_url, dbname=system.database, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'policy_verdict'"
        )
        names = [row[0] for row in rows]
        values = [
            {"id": "gen_random_uuid()", "recommendation_id": "new.id"}.get(one, f"v.{one}") for one in names
        ]
        statement = COPY.format(columns=", ".join(names), values=", ".join(values))
        connection.execute(statement, {"times": times})  # type: ignore[call-overload] # made of our own names
        connection.execute("VACUUM ANALYZE")


def measured(system: ReviewHub, draft: Path, n: int) -> int:
    """Try a draft of two changes, and one case for what the command takes by itself."""
    draft.write_text(yaml.safe_dump(a_draft()))
    alone = run(system, draft, 1)
    ran = run(system, draft, n)
    memory = ran.memory_mb - alone.memory_mb
    most = PER_100_000_SECONDS * n / 100_000 * (BY_A_MILLION if n >= MILLION else 1)
    holds = ran.seconds <= most and memory <= MEMORY_MB and ran.longest <= PROGRESS_SECONDS
    print(ran.said)
    print(
        f"replay: {n} cases in {ran.seconds:.1f} s ({ran.cpu - alone.cpu:.1f} s of its own CPU), {memory} MB"
        f" above idle, progress at least every {ran.longest:.2f} s; load {cpu.machine()['load']}"
    )
    return 0 if holds else 1


def a_draft() -> dict[str, Any]:
    """The bench policy with one rule gone and another one's limit lower."""
    tree: dict[str, Any] = yaml.safe_load((ROOT / "bench/packs/bench/policy.yaml").read_text())["tree"]
    tree["rules"] = [lowered(rule) for rule in tree["rules"][1:]]
    return tree


def lowered(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """Halve a limit on the stake, where the rule is one."""
    when = rule["when"]
    if when.get("fact") != "stake_minor":
        return rule
    return {**rule, "when": {**when, "value": when["value"] // 2}}


def run(system: ReviewHub, draft: Path, last: int) -> Ran:
    """Run the command over the last so many, listening to its progress."""
    argv = [
        sys.executable,
        "-u",
        "manage.py",
        "replay_policy",
        "property-claims",
        "--by",
        "owner@bench.example",
    ]
    argv += ["--file", str(draft), "--last", str(last)]
    process = subprocess.Popen(argv, env=system.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines, heard = [], []
    for line in process.stdout:
        lines.append(line.strip())
        heard.append(time.monotonic())
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"replay_policy failed: {lines[-3:]}")
    waits = [after - before for before, after in itertools.pairwise(heard)]
    return Ran(
        heard[-1] - heard[0],
        usage.ru_utime + usage.ru_stime,
        max(waits, default=0.0),
        usage.ru_maxrss // 1024,
        "; ".join(lines[-6:]),
    )


if __name__ == "__main__":
    sys.exit(main())
