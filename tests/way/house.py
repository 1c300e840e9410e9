"""The product's own programs on a database of a test: real processes, real ports, a broker of their own."""

import dataclasses
import datetime as dt
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import time
from collections import Counter
from contextlib import closing, contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection

from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.core import clock, ids, transactions
from apps.core.wake import wake
from apps.registry.models import AISystem, SourceSystem
from reviewhub.supervisor import sessions, table
from reviewhub.supervisor.child import Child, tail
from reviewhub.supervisor.options import Options
from reviewhub.supervisor.pair import Pair
from tests import ground, memory, thrift

READY_SECONDS = 45.0
NOT_INHERITED = ("OUTGOING_LOOPBACK_PORTS", "BASE_URL", "ALLOWED_HOSTS", "PORT", "DEMO_PORT", "DEMO_KEYS")
OF_A_PERSON = ("items:read", "items:write", "findings:read")
SAYS_READY = {"worker": " ready.", "dispatcher": "Listening on", "beat": "beat"}


class Answer(NamedTuple):
    """What the API said; header names are lower case, `seconds` is how long it took."""

    status: int
    body: dict
    headers: dict
    seconds: float


class Api:
    """Speaks to the web process over HTTP as the holder of a key; a connection per request, as strangers do."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key

    def get(self, path: str, **query) -> Answer:
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, {})

    def post(self, path: str, body=None, *, version=None, key=None) -> Answer:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(ids.new())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._ask("POST", path, json.dumps(body or {}).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict) -> Answer:
        begun = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as line:
            line.request(method, f"/api/v1/{path}", body, {"Authorization": f"Bearer {self.key}", **headers})
            said = line.getresponse()
            raw = said.read()
        parsed = json.loads(raw) if raw else {}
        names = {name.lower(): value for name, value in said.getheaders()}
        return Answer(said.status, parsed, names, time.monotonic() - begun)


class House:
    """Starts programs exactly as `manage.py up` does. Its folder holds their logs and the claims system's file."""

    def __init__(self, *, open_ports: tuple[int, ...] = (), web_workers: int = 1) -> None:
        self.folder = memory.new_folder()
        data = self.folder / "data"
        self.options = Options(data=data, port=unused_port(), demo_port=unused_port(), demo=True)
        self.pair = Pair(data, with_postgres=False)
        self.pair.start()
        (data / "demo-keys.json").write_text(json.dumps(ground.keys()))
        self.children: dict[str, Child] = {}
        self.programs = self._programs(open_ports, web_workers)
        self.deliver_to(self.options.demo_port)

    def _programs(self, open_ports: tuple[int, ...], web_workers: int) -> dict:
        given = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        ports = ",".join(map(str, (self.options.demo_port, *open_ports)))
        told = {"REDIS_URL": self.pair.redis_url, "OUTGOING_LOOPBACK_PORTS": ports} | thrift.quick()
        env = table.environment(self.options, given, told)
        found = {one.name: one for one in table.programs(self.options, env, self.pair.places.log)}
        argv = tuple(f"--workers={web_workers}" if one == "--workers=2" else one for one in found["web"].argv)
        return found | {"web": dataclasses.replace(found["web"], argv=argv)}

    def deliver_to(self, port: int) -> None:
        """Say where the claims system is, and let decisions come into force after a second."""
        SourceSystem.objects.filter(slug="claims").update(
            delivery_url=f"http://127.0.0.1:{port}/decisions", max_per_second=100
        )
        AISystem.objects.filter(slug="injury-triage").update(undo_seconds=1)

    def start(self, *names: str) -> None:
        """Start programs side by side and wait until each of them is ready."""
        for name in names:
            self.children[name] = Child(self.programs[name])
        for name in names:
            eventually(lambda name=name: self.is_ready(name), READY_SECONDS, f"{name} is ready")

    def is_ready(self, name: str) -> bool:
        child = self.children[name]
        assert child.exit_code() is None, f"{name} ended with {child.exit_code()}"
        if name in SAYS_READY:
            return SAYS_READY[name] in tail(child.program.log, 20_000)
        return is_well(self.options.port if name == "web" else self.options.demo_port)

    def kill(self, name: str) -> None:
        """As `kill -9` of the program and its pool."""
        child = self.children.pop(name)
        sessions.kill({child.pid})
        child.clear()
        child.program.log.rename(child.program.log.with_suffix(".killed.log"))

    @contextmanager
    def frozen(self, name: str):
        """Let every process of a program stand still inside the block: neither dead nor answering."""
        child = self.pair.valkey if name == "valkey" else self.children[name]
        pids = sessions.members({child.pid})
        for pid in pids:
            sessions.send(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                sessions.send(pid, signal.SIGCONT)

    def close(self) -> None:
        for child in reversed(self.children.values()):
            child.clear()
        if self.pair.valkey:
            self.pair.valkey.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def logs(self) -> dict[str, str]:
        """The end of what each program said."""
        return {one.stem: tail(one, 6000) for one in sorted(self.pair.places.log.glob("*.log"))}

    def api(self, who) -> Api:
        """Speak as a person (an actor, with a personal key) or as a machine (the name of its key)."""
        if isinstance(who, str):
            return Api(self.options.port, ground.keys()[who])
        now, by = clock.now(), accounts_selectors.system_actor(who.organisation_id)
        with transactions.verb():
            until = now + dt.timedelta(days=1)
            key = accounts.issue_key(actor=who, scopes=OF_A_PERSON, expires_at=until, by=by, now=now)
        return Api(self.options.port, key)

    def applied(self) -> list[tuple[str, str, int, str, int]]:
        """What the claims system holds: (delivery, claim, number, state, receipt accepted), oldest first."""
        file = self.options.data / "claims-system.sqlite3"
        sql = "select delivery_id, case_ref, sequence, status, receipt_accepted from decision order by rowid"
        with closing(sqlite3.connect(file)) as reading:
            return reading.execute(sql).fetchall()

    def n_applied(self) -> Counter:
        """Decisions that the claims system applied, by claim."""
        return Counter(row[1] for row in self.applied() if row[3] == "APPLIED")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_well(port: int) -> bool:
    """Tell whether the program at this port answers 200 to /healthz."""
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
            line.request("GET", "/healthz")
            return line.getresponse().status == http.client.OK
    except OSError:
        return False


def eventually(what, seconds: float = 20.0, words: str = ""):
    """Return the first true answer of `what`, asked again and again; the last answer is shown if none came."""
    end = time.monotonic() + seconds
    while True:
        answer = what()
        if answer:
            return answer
        assert time.monotonic() < end, f"not within {seconds} s: {words or what}; last answer {answer!r}"
        time.sleep(0.1)


def ring(name: str) -> None:
    """Wake a task as the product does: a word of the database to the dispatcher."""
    with transactions.verb():
        wake(name)
    connection.close()  # the next question to the database is a new one, as another program's would be
