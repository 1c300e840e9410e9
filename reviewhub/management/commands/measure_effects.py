"""`manage.py measure_effects`: measure now what live fixes did, where a planned look is due."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.core import clock
from apps.flow.selectors import fixes as selectors
from apps.learning import services as learning


class Command(BaseCommand):
    help = "Measure what live fixes did, where a planned look is due, and say what was found of each."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = clock.now()
        n = learning.measure_effects(now=now)
        for one in selectors.effects_at(now):
            self.stdout.write(
                f"{one.fix.system.slug} fix {one.fix.number}, look {one.look}: {one.verdict}, "
                f"{one.k_after} of {one.n_after} against {one.expected:.1%} expected, "
                f"{one.difference:+.1%} ({one.low:+.1%} to {one.high:+.1%} at {one.level:.2%})"
            )
        self.stdout.write(f"{n} measured.")
