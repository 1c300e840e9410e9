"""`bin/manage COMMAND ...`: run a command of manage.py beside the ReviewHub that `bin/up` keeps running."""

import os
import subprocess
import sys
from pathlib import Path

from reviewhub.supervisor import demonstration, folder, table
from reviewhub.supervisor.options import ROOT


def main(arguments: list[str]) -> int:
    """Run that command, told what the running programs were told; the given environment has the last word.

    With DATABASE_URL given nothing is added: then it is the environment of real servers.
    """
    if arguments[:1] == ["demo"]:
        return demonstration.main(arguments[1:])
    data = Path(os.environ.get("REVIEWHUB_DATA") or ROOT / ".data").resolve()
    told = {} if os.environ.get("DATABASE_URL") else folder.environment(data)
    if not told and not os.environ.get("DATABASE_URL"):
        sentence = f"Nothing is running with the data in {data}: start bin/up first, or set DATABASE_URL."
        print(sentence, file=sys.stderr)
        return 1
    return subprocess.call([table.PYTHON, str(ROOT / "manage.py"), *arguments], env={**told, **os.environ})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
