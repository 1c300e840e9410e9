"""`manage.py setup FILE.yaml`: make organisations, people, inboxes, systems and keys from one file."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from string import Template
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.core import clock, partitions, progress, refusals, transactions
from apps.flow import services as flow
from reviewhub.history import run as history

_DOCUMENTS = ("pack", "contract", "reasons", "posture", "policy")


class Command(BaseCommand):
    help = "Set up organisations from a YAML file. Running it again changes nothing that exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--packs", type=Path, default=settings.ROOT / "packs", help="folder of the packs")
        parser.add_argument("--keys", type=Path, help="where to add the secrets (JSON, mode 0600)")
        parser.add_argument(
            "--past-follows",
            action="store_true",
            help="pages say that a past is filled in, until it is",
        )
        parser.add_argument("--sign-ins", type=Path, help="where to write the sign-ins (JSON, mode 0600)")

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = _read(options["file"], os.environ)
        names = {row["pack"] for one in plan["organisations"] for row in one.get("systems", [])}
        try:
            packs = {name: _pack(options["packs"] / name) for name in names}
            if options["past_follows"]:
                _announce_past()
            made = flow.set_up(plan=plan, packs=packs, now=clock.now())
        except refusals.Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        partitions.ensure()
        keys = options["keys"] or _path("DEMO_KEYS")
        if keys:
            _add_secrets(keys, made.secrets)
        elif made.secrets:
            self.stdout.write(json.dumps(made.secrets, indent=2))
        if options["sign_ins"]:
            _write_private(options["sign_ins"], _sign_ins(plan))
        for line in made.lines:
            self.stdout.write(line)


def _announce_past() -> None:
    with transactions.verb():
        progress.announce(kind=history.KEY, now=clock.now())


def _path(name: str) -> Path | None:
    return Path(os.environ[name]) if os.environ.get(name) else None


def _read(file: Path, names: Any) -> Any:
    try:
        return yaml.safe_load(Template(file.read_text()).substitute({"DEMO_PORT": "8100", **names}))
    except (OSError, yaml.YAMLError, KeyError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error


def _pack(folder: Path) -> dict[str, Any]:
    return {document: _read(folder / f"{document}.yaml", {}) for document in _DOCUMENTS}


def _add_secrets(path: Path, made: dict[str, str]) -> None:
    known = json.loads(path.read_text()) if path.exists() else {}
    _write_private(path, {**known, **made})


def _write_private(path: Path, content: Any) -> None:
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps(content, indent=2))


def _sign_ins(plan: Any) -> list[dict[str, str]]:
    return [
        {
            "role": ", ".join(person["roles"]),
            "email": person["email"],
            "password": person["password"],
            "note": f"{person['name']}, {organisation['name']}",
            "second_factor": person.get("second_factor", ""),
        }
        for organisation in plan["organisations"]
        if organisation.get("is_demonstration")
        for person in organisation.get("people", [])
        if person.get("password") and person.get("is_simulated")
    ]
