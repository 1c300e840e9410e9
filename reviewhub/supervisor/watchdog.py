import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from reviewhub.supervisor import sessions

STOP_SECONDS = 5.0


class Watchdog:
    """A process of its own that ends all recorded sessions when the supervisor is gone.

    lock: open file descriptor that it keeps, so that the data folder stays taken until nothing is left.
    """

    def __init__(self, lock: int) -> None:
        self.lock = lock
        self.watched: dict[int, int] = {}
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            (sys.executable, "-I", "-S", str(Path(sessions.__file__))),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            cwd="/",
            start_new_session=True,
            pass_fds=(self.lock,),
        )

    def add(self, session: int, number: int) -> None:
        """Remember a session and the signal that ends it well."""
        self.watched[session] = number
        self._tell(f"+ {session} {number}")

    def drop(self, session: int) -> None:
        """Forget a session of which nothing remains."""
        self.watched.pop(session, None)
        self._tell(f"- {session}")

    def keep(self) -> bool:
        """Replace a watchdog that was killed; False when that was needed."""
        if self.process.poll() is None:
            return True
        self.process = self._start()
        for session, number in self.watched.items():
            self._tell(f"+ {session} {number}")
        return False

    def stop(self) -> None:
        """End it after everything else."""
        with suppress(OSError):
            if self.process.stdin:
                self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS + sessions.GENTLE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _tell(self, line: str) -> None:
        with suppress(OSError):  # a dead watchdog is replaced and told everything by keep()
            if self.process.stdin:
                self.process.stdin.write(line + "\n")
