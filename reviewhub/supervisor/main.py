import os
import sys

from reviewhub.supervisor import options, run
from reviewhub.supervisor.problems import CannotStart, StopAsked, from_os


def main(arguments: list[str]) -> int:
    """Run `manage.py up`; every failure is one sentence on stderr and exit code 1."""
    try:
        os.umask(0o022)
        run.live(options.read(arguments))
    except StopAsked:
        return 0
    except CannotStart as problem:
        return _tell(problem)
    except OSError as error:
        return _tell(from_os(error))
    return 0


def _tell(problem: CannotStart) -> int:
    print(problem.sentence, file=sys.stderr, flush=True)
    return 1
