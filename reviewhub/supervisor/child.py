import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reviewhub.supervisor import sessions, stopping

LAUNCHER = Path(__file__).with_name("launch.py")
LOG_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Ident:
    """An unprivileged user that a program runs as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, kw_only=True)
class Program:
    """How one program is started and stopped.

    stop_seconds: how long it may take after stop_signal before it is killed.
    may_end: ending with code 0 is success, not a failure to repair.
    """

    name: str
    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    death_signal: signal.Signals = signal.SIGKILL
    ident: Ident | None = None
    may_end: bool = False


class Watch(Protocol):
    """Who remembers the sessions that must not outlive the supervisor."""

    def add(self, session: int, number: int) -> None: ...

    def drop(self, session: int) -> None: ...


class Child:
    """One running program, leader of a session of its own."""

    def __init__(self, program: Program, watch: Watch | None = None) -> None:
        self.program = program
        self.watch = watch
        self.started = time.monotonic()
        self.process = _spawn(program)
        if watch:
            watch.add(self.process.pid, program.death_signal)

    @property
    def pid(self) -> int:
        return self.process.pid

    def exit_code(self) -> int | None:
        """Return the code it ended with (negative: the signal), or None while it runs."""
        return self.process.poll()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; False when it still runs."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
            return True
        return False

    def stop(self) -> bool:
        """Ask it to end and see to it that nothing of its session remains; False when it had to be killed."""
        if self.exit_code() is None:
            self.process.send_signal(self.program.stop_signal)
        in_time = self.wait(self.program.stop_seconds)
        self.clear()
        return in_time

    def clear(self) -> None:
        """Kill what remains of its session: pool workers outlive a leader that was killed."""
        sessions.kill({self.pid})
        self.process.wait()  # killed: this is the kernel's moment, not the program's
        if self.watch:
            self.watch.drop(self.pid)


def _spawn(program: Program) -> subprocess.Popen[bytes]:
    cap_log(program.log)
    ident = program.ident
    user = (str(ident.uid), str(ident.gid)) if ident else ("-", "-")
    python = (sys.executable, "-I", "-S", str(LAUNCHER))
    launcher = (*python, str(os.getpid()), str(int(program.death_signal)), *user)
    with program.log.open("ab") as log:
        return subprocess.Popen(
            (*launcher, *program.argv),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=program.cwd,
            env=dict(program.env),
            start_new_session=True,
        )


def cap_log(log: Path, limit: int = LOG_BYTES) -> None:
    """Empty a log that has grown past the limit, keeping one older part beside it."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > limit:
            log.with_suffix(".1.log").write_bytes(log.read_bytes()[-limit:])
            os.truncate(log, 0)  # in place: the running program appends to this very file


def tail(log: Path, n_bytes: int = 2000) -> str:
    """Return the end of a log as text."""
    with suppress(OSError), log.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - n_bytes))
        return file.read().decode(errors="replace")
    return ""


def until(ready: Callable[[], bool], child: Child, seconds: float, step: float = 0.01) -> bool:
    """Wait until ready; False when the child ended or the time is over.

    Raises: StopAsked.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        if child.exit_code() is not None:
            return False
        stopping.pause(step)
    return False
