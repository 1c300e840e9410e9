"""A new database that is loaded from what was written down is the one that every migration makes."""

import os
import re
import subprocess
import sys

import psycopg
import pytest

from reviewhub.database import structure
from reviewhub.supervisor import postgres
from tests import ground

ROWS = (
    "SELECT app, name FROM django_migrations ORDER BY 1, 2",
    "SELECT app_label, model FROM django_content_type ORDER BY 1, 2",
    "SELECT app_label, codename FROM auth_permission JOIN django_content_type t ON t.id = content_type_id ORDER BY 1, 2",
    "SELECT name FROM core_partitioned ORDER BY 1",
)
CASTS = re.compile(
    r"::[a-z ]+(\[\])?|[()]"
)  # PostgreSQL writes a list of texts otherwise when it reads it again


@pytest.fixture
def made(django_db_setup):
    """Return a function that migrates a new database and gives its structure and the rows that lie in it."""
    names = []

    def make(*words):
        name = f"{ground.DATABASE}_{len(names)}"
        names.append(name)
        ground.create_database(name, template="template0", state=ground.STATE_NOW)
        url = ground.named(ground.STATE_NOW["owner"], name)
        env = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url}
        argv = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity=0", *words]
        subprocess.run(argv, cwd=ground.ROOT, env=env, check=True)
        with psycopg.connect(url) as connection:
            rows = [connection.execute(one).fetchall() for one in ROWS]
        return schema(url), rows

    yield make
    for name in names:
        ground.drop_database(name)


def schema(url):
    told = postgres.dump(url, "--schema-only", structure.NO_PARTITIONS)
    lines = (one for one in told.splitlines() if not one.startswith("\\"))  # a random word of this dump alone
    return [CASTS.sub("", one) for one in lines]


@pytest.mark.timeout(300)
@pytest.mark.processes
def test_what_was_written_down_and_newer_migrations_make_what_every_migration_makes(made):
    if not ground.STATE_NOW["embedded"]:
        pytest.skip("What is written down is of the embedded PostgreSQL; elsewhere every migration runs.")
    loaded, each = made(), made("--each")

    assert loaded[0] == each[0]
    assert loaded[1] == each[1]
    assert structure.FILE.read_text().count("INSERT INTO public.django_migrations") > 100


def test_only_an_empty_database_is_filled(db):
    assert structure.load() is False
