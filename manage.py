"""The command line of ReviewHub."""

import os
import sys

from django.core import management

from reviewhub.supervisor import demonstration
from reviewhub.supervisor import main as supervisor


def main(argv: list[str]) -> None:
    """Run a command; `up` and `demo` start before Django's settings are read: they make what those need."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewhub.settings")
    if argv[1:2] == ["up"]:
        sys.exit(supervisor.main(argv[2:]))
    if argv[1:2] == ["demo"]:
        sys.exit(demonstration.main(argv[2:]))
    management.execute_from_command_line(argv)


if __name__ == "__main__":
    main(sys.argv)
