"""The ground that tests stand on: one PostgreSQL and one Valkey per run, and databases made from a template.

Imported first of all by tests/conftest.py: it sets the environment and then loads Django. Nothing is started
until the first test asks for a database, so tests of pure rules pay nothing. Under pytest-xdist the controller
starts everything, while its workers still read the tests. DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL
are used when they are given; the databases themselves are always our own.
"""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from psycopg import sql

from reviewhub import env
from reviewhub.supervisor.pair import Pair
from tests import memory

ROOT = Path(__file__).resolve().parents[1]
STATE = "REVIEWHUB_TEST_GROUND"  # what the controller tells its workers and child processes, as JSON


class Ground:
    """The controller's side: starts the pair and builds the template once, when somebody asks."""

    def __init__(self) -> None:
        self.folder = memory.new_folder()
        self.answer = ""
        given = {
            name: os.environ.get(name, "") for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
        }
        with_postgres = not (given["DATABASE_URL"] and given["DATABASE_OWNER_URL"])
        with_valkey = not given["REDIS_URL"]
        self.pair = Pair(
            self.folder / "data", fsync=False, with_postgres=with_postgres, with_valkey=with_valkey
        )
        self.state = {
            "pid": str(os.getpid()),
            "app": self.pair.database_url if with_postgres else given["DATABASE_URL"],
            "owner": self.pair.owner_url if with_postgres else given["DATABASE_OWNER_URL"],
            "superuser": self.pair.superuser_url if with_postgres else os.environ.get("SUPERUSER_URL", ""),
            "redis": self.pair.redis_url if with_valkey else given["REDIS_URL"],
            "bell": str(self.folder / "bell"),
            "keys": str(self.folder / "keys.json"),
            "embedded": "yes" if with_postgres else "",
            "template": f"reviewhub_template_{os.getpid()}",
        }
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(self.state["bell"])
        self.door.listen(16)
        threading.Thread(target=self.serve, daemon=True).start()
        atexit.register(self.close)

    def serve(self) -> None:
        with suppress(OSError):  # the door is closed at the end
            while True:
                caller, _ = self.door.accept()
                with caller:
                    caller.sendall((self.start() or "ok").encode())

    def start(self) -> str:
        """Start everything once; returns what went wrong, empty when nothing did."""
        if not self.answer:
            try:
                self.pair.start()
                if self.pair.postgres:
                    plan_quickly(self.state)
                build_template(self.state)
                self.answer = "ok"
            except BaseException as error:  # noqa: BLE001 - whoever rang is told
                self.answer = f"{type(error).__name__}: {error}"
        return "" if self.answer == "ok" else self.answer

    def close(self) -> None:
        """Stop everything; a child that was forked from this process (mutmut forks one per mutant) stops nothing."""
        if str(os.getpid()) != self.state["pid"]:
            return
        atexit.unregister(self.close)
        self.door.close()
        if self.answer and not self.pair.postgres:
            drop_database(self.state["template"])
        self.pair.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def plan_quickly(state: dict[str, str]) -> None:
    """Let our own server join tables as a statement names them: to weigh every order costs more than to join a few rows."""
    with psycopg.connect(state["superuser"], autocommit=True) as connection:
        for name in ("join_collapse_limit", "from_collapse_limit"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = 1").format(sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")


def named(url: str, database: str) -> str:
    """Return the address with another database's name in it."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def build_template(state: dict[str, str]) -> None:
    """Make the migrated database with the demonstration's organisations set up, in a process of its own."""
    create_database(state["template"], template="template0", state=state)
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.template"],
        cwd=ROOT, env=os.environ | {STATE: json.dumps(state)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"the template database could not be made:\n{made.stderr[-4000:]}")


def create_database(name: str, *, template: str, state: dict[str, str]) -> None:
    # Our own server has no disk to wait for: to copy the files costs it less than to read them and log every page.
    strategy = "file_copy" if state["embedded"] else "wal_log"
    with psycopg.connect(named(state["owner"], "postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(strategy)
            )
        )


def make_database(name: str) -> None:
    """Make a fresh database from the template."""
    create_database(name, template=STATE_NOW["template"], state=STATE_NOW)


def drop_database(name: str) -> None:
    """Drop a database, and whoever is still connected to it; autovacuum may be, and only a superuser ends it."""
    address = named(STATE_NOW["superuser"] or STATE_NOW["owner"], "postgres")
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(address, autocommit=True) as connection:
        for _ in range(50):
            try:
                connection.execute(drop)
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(0.2)
            else:
                return


def ring() -> None:
    """Make sure that the pair runs and the template is built; the first caller waits some seconds."""
    with socket.socket(socket.AF_UNIX) as bell:
        bell.settimeout(600)  # patience for a busy machine
        bell.connect(STATE_NOW["bell"])
        answer = bell.recv(8000).decode()
    if answer != "ok":
        raise RuntimeError(answer)


def begin() -> None:
    """Ring ahead of everybody; whoever rings later hears the same answer, and sooner."""

    def ahead() -> None:
        with suppress(OSError, RuntimeError):
            ring()

    threading.Thread(target=ahead, daemon=True).start()


@cache
def keys() -> dict[str, str]:
    """Return the secrets of the set-up organisation by name: raw API keys, `webhook:claims`."""
    found: dict[str, str] = json.loads(Path(STATE_NOW["keys"]).read_text())
    return found


def point_environment(database: str) -> None:
    """Let this process, once it loads Django, and its children use that database."""
    os.environ["DATABASE_URL"] = named(STATE_NOW["app"], database)
    os.environ["DATABASE_OWNER_URL"] = named(STATE_NOW["owner"], database)


def load_django() -> None:
    """Load Django with what tests need: a fast hasher, and static files without collectstatic."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewhub.settings")
    # pytest-django may have read the settings before, with somebody else's environment.
    address = env.parse_database(os.environ["DATABASE_URL"])
    settings.DATABASES["default"].update(
        NAME=address.name, USER=address.user, PASSWORD=address.password, HOST=address.host, PORT=address.port
    )
    settings.VAULT_KEY = os.environ["VAULT_KEY"]
    settings.EVIDENCE_STORE = env.parse_store(os.environ["EVIDENCE_STORE"])
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    django.setup()


GROUND = None if STATE in os.environ else Ground()
if GROUND:
    os.environ[STATE] = json.dumps(GROUND.state)
STATE_NOW: dict[str, str] = json.loads(os.environ[STATE])
DATABASE = f"reviewhub_test_{STATE_NOW['pid']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
point_environment(DATABASE)
os.environ["REDIS_URL"] = STATE_NOW["redis"]
for _name, _value in {
    "SECRET_KEY": "tests-only-never-served-by-anything-at-all-0123456789",
    "VAULT_KEY": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "OUTGOING_LOOPBACK_PORTS": "8100",
    "EVIDENCE_STORE": str(Path(STATE_NOW["bell"]).with_name("evidence")),
    "OMP_NUM_THREADS": "1",  # the model's threads wait busily: beside other work they cost three times the time
}.items():
    os.environ[_name] = _value
load_django()
