"""Builds the template database: migrated by its owner, then set up by the app's role as the demonstration is."""

import copy
import datetime as dt
import json
import sys
from functools import cache
from pathlib import Path
from string import Template

import yaml
from django.core.management import call_command
from django.db import connection

from tests import ground  # isort: skip - first of all, it loads Django

from apps.accounts.models import ApiKey
from apps.core import partitions
from apps.flow import services as flow
from apps.registry.models import Posture
from reviewhub import env
from tests import migrated

SET_UP_AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
NEVER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
DOCUMENTS = ("pack", "contract", "reasons", "posture", "policy")


@cache
def read(path: Path) -> dict:
    return yaml.load(Template(path.read_text()).substitute(DEMO_PORT="8100"), Loader=yaml.CSafeLoader)


def connect(url: str) -> None:
    connection.close()
    address = env.parse_database(url)
    connection.settings_dict.update(NAME=address.name, USER=address.user, PASSWORD=address.password)


def pack() -> dict[str, dict]:
    """The demonstration's pack, whose policy draws nothing by chance and has no ladder of its own.

    Cases ask for a view before advice, are looked at again, and climb a policy's own ladder in tests that say so
    (tests/viewing.py, tests/seconding.py, tests/flow/test_triggers.py).
    """
    found = {
        name: copy.deepcopy(read(ground.ROOT / f"packs/injury_triage/{name}.yaml")) for name in DOCUMENTS
    }
    found["posture"]["first_view_share"] = 0
    for rule in found["policy"]["tree"]["rules"]:
        rule["then"].pop("first_view", None)
    for name in ("second_reviews", "ladder"):
        found["policy"]["tree"].pop(name, None)
    return found


def migrate(url: str, *, remember: bool) -> None:
    """Migrate as the database's owner, or load what an earlier run remembered."""
    if remember and migrated.load(url):
        return
    connect(url)
    call_command("migrate", verbosity=0, skip_checks=True)
    connection.close()
    if remember:
        migrated.keep(url)


def build() -> None:
    state = ground.STATE_NOW
    migrate(ground.named(state["owner"], state["template"]), remember=bool(state["embedded"]))
    connect(ground.named(state["app"], state["template"]))
    plan = read(ground.ROOT / "demo/setup.yaml")
    for one in plan["organisations"]:
        for person in one["people"]:
            person.pop("second_factor", None)  # tests of the second factor give it themselves
        for system in one["systems"]:
            system.pop("models", None)  # tests of several models line them up themselves
    made = flow.set_up(plan=plan, packs={"injury_triage": pack()}, now=SET_UP_AT)
    ApiKey.objects.update(expires_at=NEVER)
    Posture.objects.update(expires_at=NEVER)  # it does not run out under a test that does not ask for it
    partitions.ensure()
    Path(state["keys"]).write_text(json.dumps(made.secrets))
    connection.close()


if __name__ == "__main__":
    sys.exit(build())
