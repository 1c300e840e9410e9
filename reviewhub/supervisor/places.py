import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reviewhub.supervisor.child import Ident
from reviewhub.supervisor.problems import CannotStart

SOCKET_PATH_BYTES = 100  # the kernel's limit is 107, some systems stop at 103
LOWEST_FREE_BYTES = 300 * 1024 * 1024
USERS = ("reviewhub", "nobody")


@dataclass(frozen=True)
class Places:
    """Where the embedded pair keeps what.

    base: the data folder. other: the one folder outside it that had to be used, and why, or None.
    ident: the user the database runs as when the supervisor is root.
    """

    base: Path
    postgres: Path
    valkey: Path
    run: Path
    log: Path
    ident: Ident | None
    other: Path | None = None
    because: str = ""


def prepare(base: Path, *, embedded: bool) -> Places:
    """Choose and make the folders of the pair below the data folder.

    embedded: False when nothing of the pair runs here, so that only logs need a place.
    Raises: CannotStart, OSError.
    """
    base = base.resolve()
    ident = unprivileged() if os.geteuid() == 0 else None
    _folder(base, 0o711 if ident else 0o700)
    if not embedded:
        _folder(base / "log", 0o700)
        return Places(base, base / "postgres", base / "valkey", base / "run", base / "log", None)
    if ident and base.stat().st_uid == 0:
        base.chmod(base.stat().st_mode | 0o011)
    places = _choose(base, ident)
    for folder in (base / "log", places.valkey):
        _folder(folder, 0o700)
    if places.other:
        _folder(places.other, 0o711 if ident else 0o700)
        _own(places.other, os.geteuid())
    for folder in (places.run, places.postgres):
        _folder(folder, 0o700)
        if ident:
            _give(folder, ident)
        _own(folder, ident.uid if ident else os.geteuid())
    return places


def _choose(base: Path, ident: Ident | None) -> Places:
    name = f"reviewhub-{hashlib.sha256(str(base).encode()).hexdigest()[:10]}"
    log, valkey = base / "log", base / "valkey"
    if ident and not reachable(base):
        other = Path("/var/lib") / name
        why = f"the user {ident.name}, who runs the database, cannot reach {base}"
        return Places(base, other / "postgres", valkey, other / "run", log, ident, other, why)
    if len(os.fsencode(base / "run" / ".s.PGSQL.5432")) > SOCKET_PATH_BYTES:
        other = Path(tempfile.gettempdir()) / f"{name}-{os.geteuid()}"
        return Places(
            base,
            base / "postgres",
            valkey,
            other / "run",
            log,
            ident,
            other,
            "socket paths there are too long",
        )
    return Places(base, base / "postgres", valkey, base / "run", log, ident)


def unprivileged() -> Ident:
    """Return the user that runs the database for root.

    Raises: CannotStart.
    """
    for name in USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Ident(name, entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL does not run as root: add a user named reviewhub, or start as an ordinary user."
    )


def reachable(path: Path) -> bool:
    """Tell whether any user may walk down to the path."""
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def readable_copy(folder: Path, places: Places) -> Path:
    """Return PostgreSQL's installation, copied once to where the database's user can read it if need be."""
    if not places.ident or reachable(folder / "bin"):
        return folder
    stamp = (folder / "bin/postgres").stat()
    target = places.postgres.parent / f"postgres-{stamp.st_size}-{int(stamp.st_mtime)}"
    if not target.exists():
        half = target.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(folder, half / folder.parent.name / folder.name, symlinks=True)
        for libraries in folder.parent.parent.glob("*postgres.libs"):
            shutil.copytree(libraries, half / libraries.name)
        subprocess.run(["chmod", "-R", "a+rX", str(half)], check=True)
        half.rename(target)
    return target / folder.parent.name / folder.name


def require_space(base: Path) -> None:
    """Refuse to start on a disk that would be full in a minute.

    Raises: CannotStart.
    """
    free = shutil.disk_usage(base).free
    if free < LOWEST_FREE_BYTES:
        raise CannotStart(
            f"The disk of {base} is full: {free // 1024**2} MB are free and ReviewHub needs "
            f"{LOWEST_FREE_BYTES // 1024**2} MB; free some space and start again."
        )


def _folder(path: Path, mode: int) -> None:
    if not path.exists():
        path.mkdir(parents=True)
        path.chmod(mode)


def _give(path: Path, ident: Ident) -> None:
    if path.stat().st_uid == 0 and not any(path.iterdir()):
        os.chown(path, ident.uid, ident.gid)


def _own(path: Path, uid: int) -> None:
    owner = path.lstat().st_uid
    if owner != uid or path.is_symlink():
        raise CannotStart(
            f"{path} belongs to another user (id {owner}): start ReviewHub as that user, or move it away."
        )
