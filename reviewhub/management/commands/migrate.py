from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from reviewhub.database import structure


class Command(migrate.Command):
    help = "Bring the tables up to date; in an empty database they are loaded as they were written down last."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--each", action="store_true", help="run every migration, also in an empty database"
        )

    def handle(self, *args: Any, **options: Any) -> str | None:
        if not (options["each"] or options["app_label"] or options["plan"] or options["check_unapplied"]):
            structure.load()
        return super().handle(*args, **options)
