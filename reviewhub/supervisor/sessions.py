"""Processes by session: the one bond that pool workers and web workers keep with the program that made them.

Run by path this is the watchdog: it reads `+ session signal` and `- session` lines from the supervisor and,
when the supervisor is gone (even by SIGKILL the pipe ends), lets nothing of those sessions live on.
Standard library only.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
GENTLE_SECONDS = 10.0  # for the database's fast shutdown; killed after that, it recovers by itself
STATE_GONE = frozenset("ZX")


def members(wanted: AbstractSet[int]) -> list[int]:
    """Return the pids that live in one of these sessions (Linux; elsewhere none are known)."""
    if not wanted or not PROC.is_dir():
        return []
    return [pid for pid in _pids() if _session(pid) in wanted]


def kill(wanted: AbstractSet[int], seconds: float = 5.0) -> None:
    """Kill every process of these sessions and wait until none is left."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for session in wanted:
            send(-session, signal.SIGKILL)
        left = members(wanted)
        for pid in left:
            send(pid, signal.SIGKILL)
        if not left:
            return
        time.sleep(0.02)


def send(pid: int, number: int) -> None:
    """Send a signal to a process, or to a group when negative; gone is fine."""
    with suppress(ProcessLookupError, PermissionError):
        if pid < 0:
            os.killpg(-pid, number)
        else:
            os.kill(pid, number)


def _pids() -> Iterable[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _session(pid: int) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        state, _parent, _group, session = (
            (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[:4]
        )
        return int(session) if state not in STATE_GONE else None
    return None


def _end(watched: dict[int, int]) -> None:
    at_once = {session for session, number in watched.items() if number == signal.SIGKILL}
    kill(at_once)
    gently = watched.keys() - at_once
    for session in gently:
        send(session, watched[session])
    end = time.monotonic() + GENTLE_SECONDS
    while members(gently) and time.monotonic() < end:
        time.sleep(0.05)
    kill(gently)


def main() -> None:
    """Remember the sessions that the supervisor names and end them when it is gone."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched: dict[int, int] = {}
    for line in sys.stdin:
        sign, session, *rest = line.split()
        if sign == "+":
            watched[int(session)] = int(rest[0])
        else:
            watched.pop(int(session), None)
    _end(watched)


if __name__ == "__main__":
    main()
