"""`manage.py mine SYSTEM --by EMAIL [--target WHAT] [--facts N] [--again RUN]`: search here and now."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import clock, refusals
from apps.learning import selectors, services
from apps.learning.models import MiningRun
from apps.learning.states import MiningRunState, Target

PAUSE = 0.5  # seconds; what a killed worker had taken is free again after five minutes


def _line(*, at: str, code: str, **figures: object) -> str:
    said = ", ".join(f"{name.removeprefix('n_')} {value}" for name, value in figures.items())
    return f"{at[11:19]} {code.replace('_', ' ')}" + (f": {said}" if said else "")


class Command(BaseCommand):
    help = "Search an AI system's decisions for groups in which something happens more often."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", help="slug of the AI system")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="its analyst or owner, who asks")
        parser.add_argument(
            "--target",
            choices=[*(target.value for target in Target), "all"],
            default=Target.OVERRIDDEN.value,
            help="what to ask",
        )
        parser.add_argument("--facts", type=int, help="facts together, at most 3")
        parser.add_argument("--again", type=UUID, metavar="RUN", help="once more, as that one was")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            by = accounts.actor_of_email(options["by"])
            run = self._ask(by, options)
            self._work(run)
            for target, run_id in selectors.run(run_id=run.id, to=by).together:
                self.stdout.write(f"-- {target} --")
                self._tell(run_id, by)
        except refusals.Refusal as refusal:
            where = refusal.details.get("field", "")
            raise CommandError(f"{where}: {refusal.sentence}" if where else refusal.sentence) from refusal
        except Actor.DoesNotExist as error:
            raise CommandError(f"Nobody active signs in as {options['by']}.") from error

    def _ask(self, by: Actor, options: dict[str, Any]) -> MiningRun:
        system = selectors.system_of_slug(options["system"], to=by)
        if options["again"]:
            return services.repeat_run(run_id=options["again"], by=by, now=clock.now())
        target = options["target"]
        return services.ask_run(
            system_id=system.id,
            max_facts=options["facts"],
            targets=tuple(Target) if target == "all" else (Target(target),),
            by=by,
            now=clock.now(),
        )

    def _work(self, run: MiningRun) -> None:
        n_told, waits = 0, False
        while MiningRunState(run.state).is_open:
            moved = services.lead_mining(now=clock.now()) + services.mine_parts(now=clock.now)
            run.refresh_from_db()
            for line in run.happened[n_told:]:
                self.stdout.write(_line(**line))
            n_told = len(run.happened)
            if moved or not MiningRunState(run.state).is_open:
                continue
            if not waits:
                self.stderr.write("A worker has a part of it: this waits for it, and shows what it finds.")
            waits = True
            time.sleep(PAUSE)
        services.mine(now=clock.now())

    def _tell(self, run_id: UUID, by: Actor) -> None:
        found = selectors.run(run_id=run_id, to=by)
        run = found.run
        if run.state != MiningRunState.DONE:
            raise CommandError(run.failure or "The search was stopped.")
        self.stdout.write(
            f"{run.n_decisions:,} decisions, {run.n_overrides:,} {run.target}, {run.n_tests:,} groups tested"
        )
        for note in run.notes:
            self.stdout.write(f"note: {note['code']} {', '.join(note['facts'])}".rstrip())
        for one in found.found:
            pattern = one.pattern
            self.stdout.write(
                f"{one.words}: {pattern.n_overridden} of {pattern.n} ({pattern.rate:.0%}, "
                f"{pattern.low:.0%} to {pattern.high:.0%}; the rest {pattern.rest_rate:.0%})"
            )
        self.stdout.write(f"search {run.id}, digest {bytes(run.digest or b'').hex()}")
