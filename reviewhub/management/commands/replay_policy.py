"""`manage.py replay_policy SYSTEM --by EMAIL (--policy N | --file POLICY.yaml) (--last N | --days N)`."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.core.management.base import BaseCommand, CommandError

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import clock, money, refusals
from apps.flow import selectors
from apps.flow import services as flow
from apps.measures import services as measures
from apps.measures.models import Replay
from apps.measures.rules import Part, Tally
from apps.measures.states import ReplayState

SECONDS = 100.0  # of work before it is taken anew


class Command(BaseCommand):
    help = "Try a policy on what arrived: what it would have done, beside the version in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", help="slug of the AI system")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="its analyst or owner, who asks")
        policy = parser.add_mutually_exclusive_group(required=True)
        policy.add_argument("--policy", dest="number", metavar="N", type=int, help="number of a version")
        policy.add_argument("--file", type=Path, help="a policy as YAML or JSON: rules and otherwise")
        window = parser.add_mutually_exclusive_group(required=True)
        window.add_argument("--last", type=int, help="the last so many cases")
        window.add_argument("--days", type=int, help="the cases of the last so many days")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            replay = self._ask(options)
            self._work(replay)
        except refusals.Refusal as refusal:
            where = refusal.details.get("field", "")
            raise CommandError(f"{where}: {refusal.sentence}" if where else refusal.sentence) from refusal
        except Actor.DoesNotExist as error:
            raise CommandError(f"Nobody active signs in as {options['by']}.") from error

    def _ask(self, options: dict[str, Any]) -> Replay:
        by = accounts.actor_of_email(options["by"])
        found = selectors.tries(slug=options["system"], to=by, after=None, limit=1)
        draft = next((one for one in found.versions if one.number == options["number"]), None)
        if options["number"] is not None and draft is None:
            raise CommandError(f"There is no version {options['number']}.")
        return flow.ask_replay(
            system=found.system,
            draft=draft,
            tree=_read(options["file"]) if options["file"] else None,
            last=options["last"],
            days=options["days"],
            by=by,
            now=clock.now(),
        )

    def _work(self, replay: Replay) -> None:
        def told(what: str, replay_id: UUID, n: int) -> None:
            if replay_id == replay.id:
                self.stdout.write(f"{n:,} of {replay.n_total:,} cases {what}")

        heard = measures.Heard(sorting=partial(told, "put in order"), done=partial(told, "replayed"))
        heard.done(replay.id, replay.n_done)
        while ReplayState(replay.state).is_open:
            flow.replay_policies(now=clock.now, seconds=SECONDS, heard=heard)
            replay.refresh_from_db()
        found = selectors.replay_of(replay_id=replay.id, to=replay.by)
        for line in _told(found):
            self.stdout.write(line)
        if replay.state != ReplayState.DONE:
            raise CommandError(replay.failure or "The replay was stopped.")


def _read(file: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(file.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    found = raw.get("tree", raw) if isinstance(raw, dict) else None
    if not isinstance(found, dict):
        raise CommandError(f"{file} is no policy: it needs rules and otherwise.")
    return found


def _part(one: Part, tally: Tally, currency: str) -> str:
    title = tally.prices.labels.get(one.outcome, one.outcome) or "reviews"
    price = "no price" if one.each_minor is None else f"at {money.words(one.each_minor, currency)}"
    return f"  {title}, {price}: {one.before:,} -> {one.after:,}"


def _told(found: selectors.Tried) -> list[str]:
    tally = found.tally
    base, draft = tally.base, tally.draft
    gain = tally.money_minor(draft)
    currency = found.replay.system.currency
    return [
        f"version {found.replay.base.number} gives {tally.n_same:,} of {tally.n_checked:,} verdicts again",
        f"cases that go elsewhere: {tally.n_changed:,} of {tally.n:,}",
        f"reviews: {base.reviews():,} -> {draft.reviews():,}",
        f"automatic: {base.machine:,} -> {draft.machine:,}",
        f"known-bad that pass: {base.bad:,} -> {draft.bad:,}",
        f"known-good that pass: {base.good:,} -> {draft.good:,}",
        *(_part(one, tally, currency) for one in tally.parts(draft)),
        f"outcome not known: {tally.n - tally.n_known:,} of {tally.n:,}",
        f"money: {'-' if gain < 0 else '+'}{money.words(abs(gain), currency)}",
    ]
