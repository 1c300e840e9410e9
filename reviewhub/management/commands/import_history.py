"""`manage.py import_history FILE.jsonl`: work a simulated past through the same verbs as API and pages."""

import json
import sys
import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core import clock, refusals
from reviewhub.history import run

_TOLD_EVERY_SECONDS = 10.0


class Command(BaseCommand):
    help = "Work through a simulated past, from where the last run of the same file stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--then", type=Path, nargs="*", default=[], help="files to be worked after it")
        parser.add_argument("--state", type=Path, help="where to tell other programs (JSON) how far it is")
        parser.add_argument("--limit", type=int, help="work so many lines now, and to the end of that case")
        parser.add_argument("--now", type=datetime.fromisoformat, help="lines after this instant are refused")

    def handle(self, *_args: Any, **options: Any) -> None:
        text, *then = (_survey(file) for file in (options["file"], *options["then"]))
        now = (options["now"] or clock.now()).astimezone(UTC)
        reporter = _Reporter(text, options["state"])
        tally = run.run(text, then=then, now=now, limit=options["limit"], tell=_tell, note=reporter.note)
        reporter.end(tally)
        self.stdout.write(
            f"{text.file.name}: line {tally.place} of {text.n_lines}; {tally.n_done} done, "
            f"{tally.n_repeated} nothing to do, {tally.n_refused} refused"
        )


def _survey(file: Path) -> run.Text:
    try:
        return run.survey(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _tell(number: int, refusal: refusals.Refusal) -> None:
    named = f" ({refusal.details['field']})" if refusal.details.get("field") else ""
    print(f"line {number}: {refusal.code}{named}: {refusal.sentence}", file=sys.stderr, flush=True)


class _Reporter:
    """Tells of the progress every ten seconds; the place itself is kept in the database."""

    def __init__(self, text: run.Text, state: Path | None) -> None:
        self.text, self.state = text, state
        self.next_at = time.monotonic() + _TOLD_EVERY_SECONDS

    def note(self, tally: run.Tally) -> None:
        if time.monotonic() >= self.next_at:
            self.next_at = time.monotonic() + _TOLD_EVERY_SECONDS
            print(f"{self.text.file.name}: line {tally.place} of {self.text.n_lines}", flush=True)
            self.end(tally)

    def end(self, tally: run.Tally) -> None:
        if self.state is None:
            return
        part = self.state.with_name(self.state.name + ".part")
        told = {"file": self.text.digest, "line": tally.place, "lines": self.text.n_lines}
        part.write_text(json.dumps(told), encoding="utf-8")
        part.replace(self.state)
