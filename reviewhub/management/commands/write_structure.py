"""`manage.py write_structure`: migrate an empty database and write its tables down for the next new one."""

import os
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reviewhub.database import structure
from reviewhub.supervisor import postgres


class Command(BaseCommand):
    help = (
        "Write down the tables that all migrations make; DATABASE_URL names an empty database of their owner."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if connection.introspection.table_names():
            raise CommandError("The database must be empty: give a new one as DATABASE_URL.")
        call_command("migrate", each=True, verbosity=0)
        found = structure.written(postgres.dump(os.environ["DATABASE_URL"], *structure.DUMPED))
        structure.FILE.write_text(found, encoding="utf-8")
        self.stdout.write(f"{structure.FILE.relative_to(Path.cwd())}: {len(found.splitlines()):,} lines")
