"""The tests as pytest rewrites them, so that an assert says what it compared: made before the workers read them.

In a fresh clone each worker would rewrite every file for itself, all at the same time.
"""

import os
import subprocess
import sys
from pathlib import Path

from _pytest.assertion import rewrite

FOLDER = Path(__file__).resolve().parent


def ahead() -> None:
    """Rewrite what is not rewritten yet, in as many processes as there are processors."""
    if sys.dont_write_bytecode:
        return
    n = os.cpu_count() or 1
    for running in [subprocess.Popen([sys.executable, "-I", __file__, str(i), str(n)]) for i in range(n)]:
        running.wait()


def rewrite_share(i: int, n: int) -> None:
    """Rewrite every n-th file; a failure is left to the worker, who says it."""
    files = sorted([*FOLDER.glob("**/test_*.py"), *FOLDER.glob("**/conftest.py")])
    for file in files[i::n]:
        folder = rewrite.get_cache_dir(file)
        kept = folder / (file.stem + rewrite.PYC_TAIL)
        if rewrite._read_pyc(file, kept) is None and rewrite.try_makedirs(folder):
            stat, code = rewrite._rewrite_test(file, None)
            rewrite._write_pyc(None, code, stat, kept)


if __name__ == "__main__":
    rewrite_share(int(sys.argv[1]), int(sys.argv[2]))
