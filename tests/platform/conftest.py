import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import memory

ROOT = Path(__file__).resolve().parents[2]


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(folder: Path) -> list[str]:
    """Name every process that mentions the folder in its command line, environment or working folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and entry.name != str(os.getpid()):
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                if str(folder).encode() in words + bytes((entry / "cwd").readlink()):
                    found.append(f"{entry.name} {(entry / 'cmdline').read_bytes()[:900]!r}")
    return found


def eventually(what, seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


class Supervisor:
    """A supervisor of dummies in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = unused_port()
        self.out = folder / f"out-{self.port}"  # two supervisors of one folder write two files
        self.process = None

    def start(self, *, ready: bool = True) -> "Supervisor":
        given = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT"}
        kept = {name: value for name, value in os.environ.items() if name not in given}
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "tests/platform/dummies.py"), str(self.data), str(self.port)],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=kept | {"PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        if ready:
            assert eventually(
                lambda: "ReviewHub is at" in self.output() or self.process.poll() is not None
            ), self.output()
            assert self.process.poll() is None, self.output()
        return self

    def output(self) -> str:
        return self.out.read_text()

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def pid_of(self, words: str) -> int:
        return next(int(line.split()[0]) for line in processes_of(self.data) if words in line)


@pytest.fixture
def short_folder():
    """A folder that the database's own user can reach, as root's pytest folders are not, with a short name."""
    folder = memory.new_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def supervisor(short_folder):
    supervisor = Supervisor(short_folder)
    yield supervisor
    if supervisor.process and supervisor.process.poll() is None:
        supervisor.end(signal.SIGTERM)
