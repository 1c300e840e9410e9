"""`manage.py write_docs`: write the documents that say the same as pages do."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.console.pages import real, tour

PAGES = {"docs/tour.md": tour.document, "docs/what-is-simulated.md": real.document}


class Command(BaseCommand):
    help = "Write the documents that say the same as pages of the demonstration."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        for path, document in PAGES.items():
            (settings.ROOT / path).write_text(document(), encoding="utf-8")
            self.stdout.write(path)
