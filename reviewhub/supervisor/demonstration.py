"""`manage.py demo`: how far the demonstration is, and back to its beginning.

Nothing in it is deleted row by row, because the record only grows: the database as a whole is dropped, by the
superuser of the embedded pair, and `bin/up` makes everything anew.
"""

import argparse
import json
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import psycopg

from reviewhub.supervisor import folder, options, stopping
from reviewhub.supervisor.pair import Pair
from reviewhub.supervisor.problems import CannotStart, StopAsked, from_os

FILES = ("demo-keys.json", "sign-ins.json", "claims-system.sqlite3", "beat")
FOLDERS = ("demo", "valkey", "dataset")
PARTS = {"first": "the latest decisions", "rest": "the decisions before them"}


def main(arguments: list[str]) -> int:
    """Run `manage.py demo`; every failure is one sentence on stderr and exit code 1."""
    try:
        given = _read(arguments)
        data = given.data.resolve()
        if given.what == "status":
            print("\n".join(status(data)))
        else:
            reset(data, sure=given.yes)
            print("The demonstration is back at its beginning. Start it with bin/up.")
    except StopAsked:
        return 1
    except (CannotStart, OSError) as error:
        problem = error if isinstance(error, CannotStart) else from_os(error)
        print(problem.sentence, file=sys.stderr, flush=True)
        return 1
    return 0


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="The demonstration as a whole.")
    parser.add_argument("what", choices=("status", "reset"), help="say how far it is, or start it anew")
    data = os.environ.get("REVIEWHUB_DATA") or options.ROOT / ".data"
    parser.add_argument("--data", type=Path, default=data, help="data folder")
    parser.add_argument("--yes", action="store_true", help="reset: yes, all its decisions may go")
    return parser.parse_args(arguments)


def status(data: Path) -> list[str]:
    """Say where the demonstration is and how much of its past is worked through."""
    if not (data / "sign-ins.json").exists():
        return [f"There is no demonstration in {data}. Start one with bin/up."]
    address = folder.running_at(data)
    running = f"It is running at {address}." if address else "It is not running."
    found = [f"The demonstration is in {data}. {running}"]
    for part, words in PARTS.items():
        told = _json(data / "demo" / f"{part}.state")
        far = f"{told['line']:,} of {told['lines']:,} lines" if told else "not begun"
        found.append(f"{words}: {far}")
    return found


def reset(data: Path, *, sure: bool) -> None:
    """Remove everything that happened in the demonstration.

    Raises: CannotStart when that could lose anything else, or ReviewHub is running; OSError, StopAsked.
    """
    if any(os.environ.get(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")):
        raise CannotStart(
            "DATABASE_URL or REDIS_URL names something that is not ReviewHub's own: empty it there."
        )
    if not (data / "secrets.json").exists():
        raise CannotStart(f"There is no demonstration in {data}: nothing was changed.")
    if address := folder.running_at(data):
        raise CannotStart(
            f"ReviewHub is running at {address}: stop it with Ctrl-C where it runs, then reset."
        )
    if not sure:
        raise CannotStart(f"This removes every decision made in {data}: add --yes to do it.")
    stopping.listen()
    lock = folder.take(data)
    try:
        with Pair(data, with_valkey=False) as pair:
            _require_demonstration(pair.url("postgres"))
            _drop(pair.superuser_url)
        _remove_files(data)
    finally:
        os.close(lock)


def _require_demonstration(product: str) -> None:
    with psycopg.connect(product) as connection:
        if connection.execute("SELECT to_regclass('accounts_organisation')").fetchone() == (None,):
            return  # a start that did not come far
        row = connection.execute(
            "SELECT name FROM accounts_organisation WHERE NOT is_demonstration ORDER BY name LIMIT 1"
        ).fetchone()
    if row:
        raise CannotStart(f"{row[0]} is not a demonstration and would be lost with it: nothing was changed.")


def _drop(maintenance: str) -> None:
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute("DROP DATABASE reviewhub WITH (FORCE)")


def _remove_files(data: Path) -> None:
    for name in FOLDERS:
        shutil.rmtree(data / name, ignore_errors=True)
    for name in FILES:
        (data / name).unlink(missing_ok=True)


def _json(path: Path) -> dict[str, int] | None:
    with suppress(OSError, ValueError, TypeError):
        told = json.loads(path.read_text())
        return {name: int(told[name]) for name in ("line", "lines")}
    return None
