"""`manage.py export_dataset SYSTEM --by EMAIL --to FOLDER`: a copy of the decisions that may leave."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import clock, refusals
from apps.measures import selectors
from apps.measures import services as measures

_OPTIONS = {"since": "--from", "until": "--until"}


class Command(BaseCommand):
    help = "Write the decisions of an AI system as Parquet into a new folder, without personal facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", help="slug of the AI system")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="its owner, analyst or auditor")
        parser.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="a new or empty folder")
        parser.add_argument("--from", dest="since", default="", metavar="MONTH", help="as in 2026-01")
        parser.add_argument("--until", default="", metavar="MONTH", help="the last month, as in 2026-06")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            done = self._export(options)
        except refusals.Refusal as refusal:
            raise CommandError(_said(refusal)) from refusal
        except Actor.DoesNotExist as error:
            raise CommandError(f"Nobody active signs in as {options['by']}.") from error
        self.stdout.write(f"{done.n_decisions:,} decisions in {done.n_files} files: {done.folder}")

    def _export(self, options: dict[str, Any]) -> measures.Exported:
        by = accounts.actor_of_email(options["by"])
        systems = {one.slug: one for one in selectors.analysed(to=by)}
        if options["system"] not in systems:
            raise CommandError(f"{options['by']} has no figures of an AI system called {options['system']}.")
        return measures.export_dataset(
            system=systems[options["system"]],
            folder=options["to"],
            since=options["since"],
            until=options["until"],
            by=by,
            now=clock.now(),
        )


def _said(refusal: refusals.Refusal) -> str:
    where = _OPTIONS.get(str(refusal.details.get("field", "")), "")
    reason = refusal.details.get("reason", "")
    words = f"{where}: {refusal.sentence}" if where else refusal.sentence
    return f"{words} ({reason})" if reason else words
