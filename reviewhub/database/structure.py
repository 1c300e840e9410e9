"""The tables of a new database, written down: to load them takes a twentieth of the time of all migrations.

`structure.sql` is what the migrations made of an empty database at some time; what is newer is migrated after
it was loaded, as in any other database (docs/adr/0054-*). Month partitions are not in it: they are made for
the months that come. It says of what it was made: who edits a migration that is in it, or the file itself,
is found without running every migration (docs/adr/0058-*).
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from sys import modules

import django
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from apps.core import migration_operations

FILE = Path(__file__).with_name("structure.sql")
NO_PARTITIONS = "--exclude-table=*_20[0-9][0-9]_[0-9][0-9]"
DUMPED = ("--inserts", "--no-owner", NO_PARTITIONS)
_SERVER = re.compile(r"-- PostgreSQL (\d+)\n")
_APPLIED = re.compile(r"^(.* public\.django_migrations VALUES .*, )'[^']+'\);$")
_MADE_OF = re.compile(r"^-- of (\S+) (\S+)\n", re.MULTILINE)
_ITSELF = re.compile(r"^-- itself (\S+)\n", re.MULTILINE)
_OF_A_SESSION = ("SET ", "SELECT pg_catalog.set_config(", "\\", "--")


def load() -> bool:
    """Fill an empty database; False where it holds something already, or runs on another PostgreSQL."""
    text = FILE.read_text(encoding="utf-8")
    if not _is_empty() or _major() != _server_of(text):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(text)
        cursor.execute("SELECT reviewhub_ensure_partitions(3)")
    return True


def written(told: str) -> str:
    """Turn what pg_dump said (`DUMPED`) into the file: without whose it is, and when it was migrated."""
    made_of = "".join(f"-- of {name} {digest}\n" for name, digest in sources().items())
    text = f"-- PostgreSQL {_major()}\n{made_of}" + "\n".join(_kept(told)) + "\n"
    return f"{text}-- itself {_digest(text.encode())}\n"


def sources() -> dict[str, str]:
    """Give the digest of each migration there is, and of what draws tables for them."""
    found = MigrationLoader(None).disk_migrations
    files = {f"{app}.{name}": modules[one.__module__].__file__ for (app, name), one in sorted(found.items())}
    files["migration_operations"] = migration_operations.__file__
    told = {name: _digest(Path(file).read_bytes()) for name, file in files.items() if file}
    return told | {"Django": django.__version__}


def changed(text: str, now: dict[str, str]) -> list[str]:
    """Name what is no longer as it was when the file was written; what is newer than it is no change."""
    made_of, itself = dict(_MADE_OF.findall(text)), _ITSELF.findall(text)
    names = [name for name, digest in made_of.items() if now.get(name) != digest]
    is_whole = itself == [_digest(_ITSELF.sub("", text).encode())]
    return names if is_whole else [*names, FILE.name]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _kept(told: str) -> Iterator[str]:
    """Leave out what pg_dump says to its own session, its comments, and blank lines outside of a function."""
    is_body = False
    for line in told.splitlines():
        if is_body or not (line.startswith(_OF_A_SESSION) or not line):
            yield _APPLIED.sub(r"\1now());", line).replace(" FOR ROLE reviewhub_owner", "")
        if line.count("$$") % 2 or line.count("$_$") % 2:
            is_body = not is_body


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        return bool(cursor.fetchone() == (True,))


def _major() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _server_of(text: str) -> int:
    found = _SERVER.match(text)
    return int(found[1]) if found else 0
