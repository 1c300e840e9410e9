"""The data folder: taken by one supervisor at a time, with the keys of what lies in it."""

import base64
import fcntl
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewhub.supervisor import stopping
from reviewhub.supervisor.problems import CannotStart

TOLD = (
    "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "VAULT_KEY", "BASE_URL", "ALLOWED_HOSTS",
    "OUTGOING_LOOPBACK_PORTS", "EVIDENCE_STORE", "DATASET_FOLDER",
    "DEMO_PORT", "REVIEWHUB_DATA", "DJANGO_SETTINGS_MODULE",
)  # fmt: skip
PATIENCE_SECONDS = 15.0  # a killed supervisor's watchdog needs this long at most


def take(data: Path) -> int:
    """Take the data folder for this supervisor; returns the open lock.

    Raises: CannotStart when another supervisor has it, OSError, StopAsked.
    """
    data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    end = time.monotonic() + PATIENCE_SECONDS
    while not _locked(lock):
        running = _running(data)
        if running.alive or time.monotonic() > end:
            raise CannotStart(f"ReviewHub is already running{running.where} with the data in {data}.")
        stopping.pause(0.1)
    return lock


def announce(data: Path, address: str) -> None:
    """Leave word of where this supervisor's ReviewHub is."""
    write_private(data / "run.json", {"pid": os.getpid(), "address": address})


def tell(data: Path, env: Mapping[str, str]) -> None:
    """Leave for `bin/manage` what the running programs were told."""
    write_private(data / "environment.json", {name: env[name] for name in TOLD if name in env})


def environment(data: Path) -> Mapping[str, str]:
    """Read what the running programs were told; empty when nothing runs with this folder.

    Raises: OSError.
    """
    path = data / "environment.json"
    return dict(json.loads(path.read_text())) if _running(data).alive and path.exists() else {}


def leave(data: Path) -> None:
    """Take that word back."""
    for name in ("run.json", "environment.json"):
        (data / name).unlink(missing_ok=True)


def running_at(data: Path) -> str:
    """Say where the ReviewHub of this folder answers; empty when none runs."""
    running = _running(data)
    return running.where.removeprefix(" at ") or "an address of another user" if running.alive else ""


def keys(data: Path, *, has_data: bool) -> Mapping[str, str]:
    """Read the keys of this data folder, made at the first start.

    has_data: a database is there already; new keys could never open what lies in it.
    Raises: CannotStart, OSError.
    """
    path = data / "secrets.json"
    given = {name: os.environ[name] for name in ("SECRET_KEY", "VAULT_KEY") if os.environ.get(name)}
    if not path.exists():
        if has_data and "VAULT_KEY" not in given:
            raise CannotStart(
                f"{path} is missing though there is a database: put it back (nothing else opens the stored "
                f"facts), or move {data} away to start afresh."
            )
        vault = base64.b64encode(secrets.token_bytes(32)).decode()
        write_private(path, {"SECRET_KEY": secrets.token_urlsafe(48), "VAULT_KEY": vault})
    return _text(path) | given


def write_private(path: Path, content: Mapping[str, object]) -> None:
    """Write JSON that only this user can read, whole or not at all."""
    half = path.with_name(path.name + ".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


@dataclass(frozen=True)
class _Running:
    alive: bool
    where: str


def _running(data: Path) -> _Running:
    try:
        told = json.loads((data / "run.json").read_text())
        os.kill(int(told["pid"]), 0)
    except PermissionError:
        return _Running(alive=True, where="")
    except (OSError, ValueError, KeyError, TypeError):
        return _Running(alive=False, where="")
    return _Running(alive=True, where=f" at {told['address']}")


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _text(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text())
        return {name: str(found[name]) for name in ("SECRET_KEY", "VAULT_KEY")}
    except (ValueError, KeyError, TypeError):
        raise CannotStart(f"{path} cannot be read: put the right file back.") from None
