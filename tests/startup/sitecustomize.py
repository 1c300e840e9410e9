"""What `dataclasses` writes and compiles for each of a thousand classes, compiled once for all processes of a run.

Python keeps what it compiles of a file, and not of this: a quarter of what a program of the product needs to start.
The same text gives the same code. Programs that tests start have this folder in PYTHONPATH, and so import it first.
"""

import dataclasses
import marshal
import os
from contextlib import suppress
from pathlib import Path

KEPT = "REVIEWHUB_TEST_COMPILED"  # the file's name, for whoever may read it
compiled: dict[str, object] = {}


def run(text, *spaces):
    """Do as `exec` does with a text."""
    code = compiled.get(text)
    if code is None:
        code = compiled[text] = compile(text, "<string>", "exec", dont_inherit=True)
    exec(code, *spaces)  # noqa: S102 - as `dataclasses` does


def keep(file: Path) -> None:
    """Keep what was compiled so far, and tell the processes that are started from now on."""
    file.write_bytes(marshal.dumps(compiled))
    os.environ[KEPT] = str(file)


if KEPT in os.environ:
    with suppress(OSError, ValueError, EOFError, TypeError):
        compiled.update(marshal.loads(Path(os.environ[KEPT]).read_bytes()))  # noqa: S302 - of this very run
dataclasses.exec = run
