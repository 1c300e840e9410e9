"""`manage.py write_docs`: write the documents that say the same as pages do."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.console.pages import real, tour

PAGES = {"docs/tour.md": tour.document, "docs/what-is-simulated.md": real.document}
README, BEGIN, END = (
    "README.md",
    "<!-- tours: written by manage.py write_docs -->\n",
    "<!-- end of the tours -->\n",
)


def readme(text: str) -> str:
    """Give the README with the tours of today between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{tour.folded()}{END}{after}"


class Command(BaseCommand):
    help = "Write the documents that say the same as pages of the demonstration."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        for path, document in PAGES.items():
            (settings.ROOT / path).write_text(document(), encoding="utf-8")
            self.stdout.write(path)
        page = settings.ROOT / README
        page.write_text(readme(page.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(README)
