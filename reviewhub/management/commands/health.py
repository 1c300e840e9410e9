"""`manage.py health`: the page of health in a terminal. Exit code 1 when a part fails or is not seen."""

import sys
from datetime import UTC

from django.core.management.base import BaseCommand
from django.db import Error

from apps.accounts.models import Actor
from apps.console.edge import Reader
from apps.console.pages import health as pages
from apps.core import clock
from apps.flow import selectors as flow


class Command(BaseCommand):
    help = "Say whether every part of the product is well; exit 1 when one fails or is not seen."
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        try:
            now = clock.now()
            found = flow.health(organisation_id=None, now=now)
        except Error as error:
            self.stdout.write(f"Failing   Database: it does not answer ({type(error).__name__}).")
            self.stdout.write("          Next: start PostgreSQL, and see DATABASE_URL.")
            sys.exit(1)
        shown = pages.build(found, reader=Reader(Actor(), now, UTC))
        for group in shown.groups:
            self.stdout.write(f"\n{group.title}")
            for check in group.checks:
                self.stdout.write(f"  {check.word:9} {check.name}: {check.says}")
                if check.then:
                    self.stdout.write(f"            Next: {check.then}")
        self.stdout.write(f"\n{shown.worst.word}: {shown.worst.says}")
        sys.exit(1 if shown.is_failing else 0)
