"""The systems under measurement: how each is made ready and started, and how it takes a batch.

Each runs one web process on its own fresh database of the same PostgreSQL cluster.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench import copying, items, policy
from reviewhub.supervisor.pair import Pair

ROOT = Path(__file__).resolve().parent.parent
TOKENS = tuple(f"benchtoken{place}" for place in range(8))
INBOX = "officers"
SECRET = "bench-" * 9
VAULT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class System:
    """One system: `prepare` once, then `argv` serves it on a port."""

    name = ""
    path = "/items"
    headers: Mapping[str, str] = {}
    queue = "/queue"
    table = "item"

    def __init__(self, pair: Pair, port: int) -> None:
        self.pair, self.port = pair, port
        self.env = {**os.environ, "OMP_NUM_THREADS": "1"}
        self.database = f"bench_{self.name}"
        make_database(pair, self.database)

    def prepare(self) -> None:
        """Make tables and whoever speaks."""

    def argv(self) -> tuple[str, ...]:
        """Say what serves it."""
        raise NotImplementedError

    def body(self, numbers: Sequence[int]) -> bytes:
        """Put items into the form this system takes; the client's work is not counted."""
        return json.dumps([items.item(number) for number in numbers]).encode()

    def one(self, number: int) -> tuple[str, bytes]:
        """Name the path and the body of a single item."""
        return self.path, self.body([number])

    def kind(self, path: str) -> str:  # noqa: ARG002 - another system tells by it
        """Name the content type of a body."""
        return "application/json"

    def reviewers(self) -> list[dict[str, str]]:
        """Return the headers of each reviewer."""
        return [{"Authorization": f"Token {token}"} for token in TOKENS]

    def claim(self, place: int) -> str:
        """Name the address at which a reviewer takes the next item."""
        return f"/next?user={place}"

    def decision(self, place: int, taken: Mapping[str, Any]) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Say how a reviewer decides what they took: address, headers more, body."""
        return f"/items/{taken['id']}/decision?user={place}", {}, items.decision(taken["id"])

    def multiply(self, n: int) -> int:
        """Make copies in the database until n items wait; says how many do."""
        with self.connected() as connection:
            table = sql.Identifier(self.table)
            waiting = sql.SQL("SELECT count(*) FROM {} WHERE status = 0").format(table)
            if (there := count(connection, waiting)) < n:
                connection.execute(COPY_FLOOR.format(table=table), [n - there])
            connection.execute("VACUUM ANALYZE")
            return count(connection, waiting)

    def connected(self) -> psycopg.Connection:
        """Connect to this system's database as its superuser."""
        return psycopg.connect(self.pair.superuser_url, dbname=self.database, autocommit=True)

    def run(self, *argv: str) -> str:
        """Run a command to its end in this system's environment."""
        done = subprocess.run(argv, env=self.env, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{self.name}: {argv[-1]} failed: {done.stderr[-800:]}")
        return done.stdout


COPY_FLOOR = sql.SQL("""
INSERT INTO {table} (external_id, payload, conf, rec, status, created)
SELECT external_id || '-' || n, payload, conf, rec, 0, created FROM {table}, generate_series(1, 1000) AS n
WHERE status = 0 ORDER BY n LIMIT %s
""")


def count(connection: psycopg.Connection, statement: sql.Composed) -> int:
    """Ask for one number."""
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0


def make_database(pair: Pair, name: str) -> None:
    """Make an empty database of the cluster."""
    make = sql.SQL("CREATE DATABASE {} OWNER reviewhub_owner").format(sql.Identifier(name))
    with psycopg.connect(pair.superuser_url, autocommit=True) as connection:
        connection.execute(make)


class FloorRaw(System):
    name = "floor_raw"

    def prepare(self) -> None:
        """Nothing stands before its start."""
        self.env["BENCH_DATABASE_URL"] = self.pair.url("reviewhub_owner", self.database)

    def argv(self) -> tuple[str, ...]:
        """One uvicorn process."""
        return (
            sys.executable,
            "-m",
            "uvicorn",
            "bench.floor_raw:app",
            f"--port={self.port}",
            "--no-access-log",
        )


def granian(port: int, target: str) -> tuple[str, ...]:
    """One web process with four threads, as both Django applications have it."""
    return (
        *(sys.executable, "-m", "granian", "--interface=wsgi", f"--port={port}", "--workers=1"),
        *("--blocking-threads=4", "--no-ws", target),
    )


class FloorDrf(System):
    name = "floor_drf"
    headers = {"Authorization": f"Token {TOKENS[0]}"}
    table = "floor_drf_item"

    def prepare(self) -> None:
        """Tables, one user, one token."""
        self.env["BENCH_DATABASE_URL"] = self.pair.url("reviewhub_owner", self.database)
        self.env["DJANGO_SETTINGS_MODULE"] = "bench.floor_drf.settings"
        self.run(sys.executable, "-m", "django", "migrate", "--run-syncdb", "--verbosity=0")
        ready = f"from bench.floor_drf.models import ready; ready({TOKENS!r})"
        self.run(sys.executable, "-m", "django", "shell", "--verbosity=0", "-c", ready)

    def argv(self) -> tuple[str, ...]:
        """As Django applications run."""
        return granian(self.port, "bench.floor_drf.wsgi:application")


class ReviewHub(System):
    name = "reviewhub"
    path = "/api/v1/recommendations/batch/"
    queue = f"/api/v1/inboxes/{INBOX}/items/?with=facts"
    page = f"/inboxes/{INBOX}/"
    people: list[dict[str, str]]

    def prepare(self) -> None:
        """Migrate as the owner, set up as the application's own role."""
        told = {"REDIS_URL": self.pair.redis_url, "SECRET_KEY": SECRET, "VAULT_KEY": VAULT}
        told |= {"DJANGO_SETTINGS_MODULE": "reviewhub.settings", "BASE_URL": f"http://127.0.0.1:{self.port}"}
        self.env |= told | {"DATABASE_URL": self.pair.url("reviewhub_owner", self.database)}
        self.run(sys.executable, "manage.py", "migrate", "--verbosity=0")
        self.run(sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
        self.env["DATABASE_URL"] = self.pair.url("reviewhub_app", self.database)
        keys = self.pair.places.base / "bench-keys.json"
        keys.unlink(missing_ok=True)
        self.env |= {"API_LINES_PER_MINUTE": str(10**9)}
        self.run(
            *(sys.executable, "manage.py", "setup", "bench/setup.yaml"),
            *("--packs", str(self.packs()), "--keys", str(keys)),
        )
        self.headers = {"Authorization": f"Bearer {json.loads(keys.read_text())['model']}"}
        ready = "from bench.reviewers import ready; ready()"
        self.people = json.loads(self.run(sys.executable, "manage.py", "shell", "--verbosity=0", "-c", ready))

    def reviewers(self) -> list[dict[str, str]]:
        """Return the headers of each reviewer."""
        return [{"Authorization": f"Bearer {one['key']}"} for one in self.people]

    def browsers(self) -> list[dict[str, str]]:
        """Return the headers of each reviewer's browser."""
        return [{"Cookie": f"sessionid={one['cookie']}"} for one in self.people]

    def claim(self, place: int) -> str:  # noqa: ARG002 - who asks stands in the key
        """Name the address at which a reviewer takes the next item."""
        return f"/api/v1/inboxes/{INBOX}/claim-next/"

    def decision(self, place: int, taken: Mapping[str, Any]) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Decide as the floors do; an outcome that differs from the suggestion is an override."""
        said = items.decision(place + taken["token"] + int(taken["item"][-4:], 16))
        outcome = {"approve": "approve", "override": "deny", "escalate": "refer"}[said["decision"]]
        body = {"outcome": outcome, "reason": "amount_wrong", "note": said["note"], "token": taken["token"]}
        path = f"/api/v1/items/{taken['item']}/decide/"
        return path, {"If-Match": f'"{taken["version"]}"'}, body

    def multiply(self, n: int) -> int:
        """Make copies in the database until n items wait in the inbox; says how many do."""
        with self.connected() as connection:
            return copying.multiply(connection, inbox=INBOX, n=n)

    def packs(self) -> Path:
        """Name the folder of packs that it is set up from."""
        return policy.PACKS

    def argv(self) -> tuple[str, ...]:
        """As Django applications run."""
        return granian(self.port, "reviewhub.wsgi:application")

    def body(self, numbers: Sequence[int]) -> bytes:
        """The same content in the API's form for many: a line each."""
        return b"".join(json.dumps(items.as_recommendation(number)).encode() + b"\n" for number in numbers)

    def kind(self, path: str) -> str:
        """Lines go as NDJSON, one goes as JSON."""
        return "application/x-ndjson" if path == self.path else super().kind(path)

    def one(self, number: int) -> tuple[str, bytes]:
        """The endpoint for one recommendation."""
        return "/api/v1/recommendations/", json.dumps(items.as_recommendation(number)).encode()


class GrownPolicy(ReviewHub):
    """ReviewHub with a policy of 20 rules live and another version in shadow."""

    name = "reviewhub_policy"

    def prepare(self) -> None:
        """Set up as ever, then put the other version in shadow."""
        super().prepare()
        begin = "from bench.shadow import begin_shadow; begin_shadow()"
        self.run(sys.executable, "manage.py", "shell", "--verbosity=0", "-c", begin)

    def packs(self) -> Path:
        """The same pack with the grown policy."""
        return policy.packs(self.pair.places.base)


SYSTEMS = (FloorRaw, FloorDrf, ReviewHub)
