"""`manage.py demo status|reset`: the demonstration as a whole, from outside of its database.

manage.py hands `demo` to reviewhub.supervisor.demonstration before Django is loaded, as it does with `up`.
"""

import sys
from argparse import REMAINDER, ArgumentParser

from django.core.management.base import BaseCommand

from reviewhub.supervisor import demonstration


class Command(BaseCommand):
    help = "Say how far the demonstration is, or put it back to its beginning."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rest", nargs=REMAINDER, help="see manage.py demo --help")

    def handle(self, *_args: object, **options: list[str]) -> None:
        sys.exit(demonstration.main(options["rest"]))
