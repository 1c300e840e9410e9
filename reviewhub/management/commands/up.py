"""`manage.py up`: everything ReviewHub needs, in one terminal.

manage.py hands `up` to reviewhub.supervisor.main before Django is loaded, because the supervisor makes the
very environment (database, keys) that Django's settings need. This command is the same door for `help`.
"""

import sys
from argparse import REMAINDER, ArgumentParser

from django.core.management.base import BaseCommand

from reviewhub.supervisor import main


class Command(BaseCommand):
    help = (
        "Start the database, the broker, the pages, the worker and the demonstration, and keep them running."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rest", nargs=REMAINDER, help="see bin/up --help")

    def handle(self, *_args: object, **options: list[str]) -> None:
        sys.exit(main.main(options["rest"]))
