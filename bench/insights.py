"""`bin/prove insights`: the pages of insights with very many decisions, and what keeping their figures costs.

The newest decisions of the demonstration's past are copied, a week further back each time, until there are
`--n`. The sweeps run until nothing is left to count, one search runs, then each page is asked `--each` times,
one after the other. Exits 1 when a page's p95 is above 200 ms. `--n 20000` is the short form.
"""

import argparse
import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import psycopg

from bench import copying, cpu
from bench.__main__ import served
from bench.systems import SECRET, VAULT, ReviewHub
from reviewhub.supervisor.pair import Pair

MOST_MS = 200.0
SYSTEM, ANALYST = "injury-triage", "ana@bluegrass.example"
WARM = 2
SLOW_MS = 5_000.0  # a page that takes so long is asked no more often than that
OK = 200
PART = "rules/"  # what the page of a pattern asks for by itself
PARTS = ("", "reasons/", "notes/")  # pages of insights that are asked for a kind of case as well
COPIES = """
CREATE TEMP TABLE copies AS
SELECT d.id AS decision, d.case_id AS "case", d.item_id AS item, d.recommendation_id AS recommendation,
  uuidv7() AS new_decision, uuidv7() AS new_case, uuidv7() AS new_item, uuidv7() AS new_recommendation,
  n %% 52 * interval '7 days' AS back
FROM reviews_decision d JOIN measures_decisionfacts f ON f.decision_id = d.id
  JOIN registry_aisystem s ON s.id = f.system_id AND s.slug = 'injury-triage'
  CROSS JOIN generate_series(1, %s) AS n
WHERE d.reverses_id IS NULL
"""
NEW = {"id": "uuidv7()"}
OF_DECISION = {**NEW, "decision_id": "c.new_decision"}
# Each table: how an old row is found, and which columns differ in its copy.
TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "intake_case": (
        'o.id = c."case"',
        {
            "id": "c.new_case",
            "case_ref": "left(o.case_ref, 14) || '-' || c.new_case",
            "opened_at": "o.opened_at - c.back",
        },
    ),
    "intake_recommendation": (
        "o.id = c.recommendation",
        {
            "id": "c.new_recommendation",
            "case_id": "c.new_case",
            "external_id": "left(o.external_id, 12) || '-' || c.new_case",
            "made_at": "o.made_at - c.back",
            "received_at": "o.received_at - c.back",
        },
    ),
    "reviews_decision": (
        "o.id = c.decision",
        {
            "id": "c.new_decision",
            "case_id": "c.new_case",
            "item_id": "c.new_item",
            "recommendation_id": "c.new_recommendation",
            "decided_at": "o.decided_at - c.back",
        },
    ),
    "reviews_overridereason": ("o.decision_id = c.decision", OF_DECISION),
    "reviews_release": ("o.decision_id = c.decision", {**OF_DECISION, "at": "o.at - c.back"}),
    "reviews_secondreview": ("o.decision_id = c.decision", {**OF_DECISION, "item_id": "uuidv7()"}),
    "delivery_delivery": ("o.decision_id = c.decision", {**OF_DECISION, "case_id": "c.new_case"}),
    "measures_decisionfacts": (
        "o.decision_id = c.decision",
        {
            **OF_DECISION,
            "case_id": "c.new_case",
            "item_id": "c.new_item",
            "decided_at": "o.decided_at - c.back",
        },
    ),
    "measures_outcome": ('o.case_id = c."case"', {**NEW, "case_id": "c.new_case"}),
    "measures_worksignal": (
        "o.item_id = c.item",
        {**NEW, "item_id": "c.new_item", "at": "o.at - c.back"},
    ),
}
SWEEPS = (
    "from apps.core import clock; from apps.flow import services as flow; "
    "print(flow.compute_measures(now=clock.now()))"
)


class Learned(ReviewHub):
    """The demonstration's organisations with the newest part of its past."""

    name = "learned"

    def prepare(self) -> None:
        """Migrate, set up, and bring the newest part of the past in."""
        told = {"REDIS_URL": self.pair.redis_url, "SECRET_KEY": SECRET, "VAULT_KEY": VAULT}
        told |= {"DJANGO_SETTINGS_MODULE": "reviewhub.settings", "BASE_URL": f"http://127.0.0.1:{self.port}"}
        folder = self.pair.places.base
        told |= {"DATASET_FOLDER": str(folder / "dataset")}
        self.env |= told | {"DATABASE_URL": self.pair.url("reviewhub_owner", self.database)}
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        self.env["DATABASE_URL"] = self.pair.url("reviewhub_app", self.database)
        self.manage("setup", "demo/setup.yaml")
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.run(sys.executable, "-m", "demo.past", str(folder / "past"), now)
        self.manage("import_history", str(folder / "past" / "first.jsonl"))

    def manage(self, *words: str) -> str:
        """Run a command of the product."""
        return self.run(sys.executable, "manage.py", *words)

    def shell(self, words: str) -> str:
        """Run words inside the product's settings."""
        return self.manage("shell", "--verbosity=0", "-c", words)

    def multiply(self, n: int) -> int:
        """Copy what was decided until n facts of decisions are there; says how many are."""
        with self.connected() as connection:
            there = facts(connection)
            if (times := -(-n // there)) > 1:
                connection.execute("SET session_replication_role = replica")
                connection.execute(COPIES, [times])  # type: ignore[call-overload] # a text of this module
                connection.execute("ANALYZE copies")
                for table, (found, differs) in TABLES.items():
                    connection.execute(copying.copy(connection, table, found, differs))
            connection.execute("VACUUM ANALYZE")
            return facts(connection)

    def cookie(self) -> str:
        """Return the cookie of a session of the analyst."""
        return self.shell(
            "from django.conf import settings; from django.test import Client; "
            "from apps.accounts.models import User; browser = Client(); "
            f"browser.force_login(User.objects.get(email='{ANALYST}'), "
            "backend=settings.AUTHENTICATION_BACKENDS[0]); "
            "print(browser.cookies[settings.SESSION_COOKIE_NAME].value)"
        ).strip()


def facts(connection: psycopg.Connection) -> int:
    """Count the facts of decisions of the AI system."""
    row = connection.execute(
        "SELECT count(*) FROM measures_decisionfacts f JOIN registry_aisystem s ON s.id = f.system_id"
        " WHERE s.slug = %s",
        [SYSTEM],
    ).fetchone()
    return int(row[0]) if row else 0


def main() -> int:
    """Fill, count, ask, print the figures, and say by the exit code whether they hold."""
    parser = argparse.ArgumentParser(prog="bin/prove insights", description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=40, help="how often each page is asked")
    parser.add_argument("--port", type=int, default=8770)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            system = Learned(pair, given.port)
            system.prepare()
            print(f"{system.multiply(given.n):,} decisions", flush=True)
            kept = swept(system)
            print(f"search: {timed(system, lambda: searched(system))}", flush=True)
            kept_too = swept(system)
            with served(system) as server:
                figures = {path: asked(system, server, path, given.each) for path in pages(system)}
    slowest = max(figures.values(), key=lambda one: one[1])
    print(
        f"insights: {given.n} decisions, {len(figures)} pages, slowest p95 {slowest[1]:.0f} ms (aim: at most"
        f" {MOST_MS:.0f}), dearest {max(one[2] for one in figures.values()):.0f} ms of CPU;"
        f" counting {kept} the first time, {kept_too} again; load {cpu.machine()['load']}"
    )
    return 0 if slowest[1] <= MOST_MS else 1


def timed(system: Learned, act: Callable[[], object]) -> str:
    """Say how long something took, and how much of the database's processor."""
    database = system.pair.postgres.pid
    before, begun = cpu.seconds(database), time.monotonic()
    act()
    return f"{time.monotonic() - begun:.1f} s ({cpu.seconds(database) - before:.1f} s of the database's CPU)"


def swept(system: Learned) -> str:
    """Bring the figures up to date."""
    said = timed(system, lambda: system.shell(SWEEPS))
    print(f"counted: {said}", flush=True)
    return said


def searched(system: Learned) -> None:
    """Search for patterns once."""
    print(system.manage("mine", SYSTEM, "--by", ANALYST)[-300:], flush=True)


def pages(system: Learned) -> list[str]:
    """Name the pages: the ones that stand in the navigation, a pattern, and what it asks for by itself."""
    with system.connected() as connection:
        row = connection.execute("SELECT id FROM learning_finding LIMIT 1").fetchone()
        segment = connection.execute(
            "SELECT segment FROM measures_decisionfacts WHERE segment <> '' LIMIT 1"
        ).fetchone()
    of = f"system={SYSTEM}"
    return [
        *(f"/insights/?{of}&weeks={weeks}" for weeks in ("13", "26", "all")),
        *(f"/insights/reasons/?{of}&weeks={weeks}" for weeks in ("26", "all")),
        *([f"/insights/{page}?{of}&weeks=26&segment={segment[0]}" for page in PARTS] if segment else []),
        *(f"/insights/notes/?{of}&weeks={weeks}" for weeks in ("recent", "26")),
        "/patterns/",
        *([f"/patterns/{row[0]}/", f"/patterns/{row[0]}/{PART}"] if row else []),
        "/fixes/",
        "/patterns/searches/",
        f"/systems/{SYSTEM}/segments/",
    ]


def asked(system: Learned, server: int, path: str, n: int) -> tuple[float, float, float]:
    """Ask a page n times over one connection: p50, p95 in ms, and ms of CPU of server and database."""
    headers = {"Cookie": f"sessionid={system.cookie()}"}
    if path.endswith(PART):
        headers["HX-Request"] = "true"
    with closing(http.client.HTTPConnection("127.0.0.1", system.port, timeout=300)) as line:
        warm = [once(line, path, headers) for _ in range(WARM)]
        times = n if max(warm) < SLOW_MS else WARM
        before = cpu.seconds(server, system.pair.postgres.pid)
        took = sorted(once(line, path, headers) for _ in range(times))
    used = (cpu.seconds(server, system.pair.postgres.pid) - before) / times * 1000
    p50, p95 = statistics.median(took), took[min(times - 1, round(0.95 * times))]
    print(f"{path}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {used:.0f} ms of CPU", flush=True)
    return p50, p95, used


def once(line: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> float:
    """Ask for a page; says how many ms that took."""
    begun = time.perf_counter()
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != OK:
        raise SystemExit(f"{path} answered {answer.status}: {said[:300]!r}")
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
