"""A new database that is loaded from what was written down is the one that every migration makes.

The file says of what it was made; the long form, `bin/prove structure`, runs every migration beside it.
"""

import os
import re
import subprocess
import sys

import psycopg
import pytest

from reviewhub.database import structure
from reviewhub.supervisor import postgres
from tests import ground, template
from tests.effort import LONG

ROWS = (
    "SELECT app, name FROM django_migrations ORDER BY 1, 2",
    "SELECT app_label, model FROM django_content_type ORDER BY 1, 2",
    "SELECT app_label, codename FROM auth_permission JOIN django_content_type t ON t.id = content_type_id ORDER BY 1, 2",
    "SELECT name FROM core_partitioned ORDER BY 1",
)
CASTS = re.compile(
    r"::[a-z ]+(\[\])?|[()]"
)  # PostgreSQL writes a list of texts otherwise when it reads it again
TEXT = structure.FILE.read_text()


def test_what_was_written_down_is_of_the_migrations_there_are():
    assert structure.changed(TEXT, structure.sources()) == []
    assert TEXT.count("INSERT INTO public.django_migrations") > 100


@pytest.mark.parametrize("name", ["reviews.0001_initial", "guardian.0001_initial", "migration_operations"])
def test_a_migration_that_was_edited_or_renumbered_afterwards_is_found(name):
    now = structure.sources()
    assert structure.changed(TEXT, now | {name: "0" * 32}) == [name]
    now["reviews.9999_renumbered"] = now.pop(name)
    assert structure.changed(TEXT, now) == [name]


def test_a_file_that_was_written_by_hand_is_found():
    by_hand = TEXT.replace("CREATE TABLE public.reviews_decision (", "CREATE TABLE public.reviews_verdict (")
    unsaid = re.sub("-- of reviews.0001_initial .*\n", "", TEXT)
    for one in (by_hand, unsaid, TEXT.replace("-- itself", "-- it"), TEXT + "SELECT 1;\n"):
        assert one != TEXT
        assert structure.changed(one, structure.sources()) == ["structure.sql"]


@pytest.fixture
def new_database(django_db_setup):
    """Return a function that makes an empty database and gives its owner's address."""
    if not ground.STATE_NOW["embedded"]:
        pytest.skip("What is written down is of the embedded PostgreSQL; elsewhere every migration runs.")
    names = []

    def make():
        names.append(f"{ground.DATABASE}_{len(names)}")
        ground.create_database(names[-1], template="template0", state=ground.STATE_NOW)
        return ground.named(ground.STATE_NOW["owner"], names[-1])

    yield make
    for name in names:
        ground.drop_database(name)


def test_what_is_loaded_is_what_was_written_down(new_database, django_db_blocker):
    url = new_database()
    with django_db_blocker.unblock():
        template.connect(url)
        try:
            assert structure.load() is True
            assert structure.load() is False, "only an empty database is filled"
            told = structure.written(postgres.dump(url, *structure.DUMPED))
        finally:
            template.connect(ground.named(ground.STATE_NOW["app"], ground.DATABASE))

    assert bare(told) == bare(TEXT)


def bare(text):
    """Leave out what the file says of itself, and how PostgreSQL writes casts."""
    return [CASTS.sub("", line) for line in text.splitlines() if not line.startswith("--")]


@pytest.mark.skipif(not LONG, reason="bin/prove structure")
@pytest.mark.timeout(300)
def test_what_was_written_down_and_newer_migrations_make_what_every_migration_makes(new_database):
    loaded, each = migrated(new_database()), migrated(new_database(), "--each")

    assert loaded[0] == each[0]
    assert loaded[1] == each[1]


def migrated(url, *words):
    """Migrate and give the structure, and the rows that lie in it."""
    env = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url}
    argv = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity=0", *words]
    subprocess.run(argv, cwd=ground.ROOT, env=env, check=True)
    with psycopg.connect(url) as reading:
        rows = [reading.execute(one).fetchall() for one in ROWS]
    told = postgres.dump(url, "--schema-only", structure.NO_PARTITIONS)
    return bare("\n".join(line for line in told.splitlines() if not line.startswith("\\"))), rows
