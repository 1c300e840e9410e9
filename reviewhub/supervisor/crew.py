"""The running programs: started in order, repaired while running, stopped in the opposite order."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from signal import Signals

from reviewhub.supervisor.child import Child, Program, Watch, cap_log, tail
from reviewhub.supervisor.problems import CannotStart, from_output

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a program that ran this long starts again without a delay


@dataclass
class Member:
    """One program and what became of it."""

    program: Program
    child: Child | None
    vital: bool = False
    failures: int = 0
    again_at: float = 0.0


class Crew:
    """All programs of one supervisor.

    say: takes one line for the terminal.
    """

    def __init__(self, watch: Watch | None, say: Callable[[str], None]) -> None:
        self.watch = watch
        self.say = say
        self.members: list[Member] = []

    def adopt(self, child: Child, *, vital: bool = False) -> None:
        """Take over a program that runs already; nothing goes on without a vital one."""
        self.members.append(Member(child.program, child, vital=vital))

    def start(self, program: Program) -> Child:
        """Start a program and keep it running."""
        child = Child(program, self.watch)
        self.members.append(Member(program, child))
        return child

    def tend(self) -> None:
        """Look at every program once and repair what ended.

        Raises: CannotStart when a vital program ended.
        """
        for member in list(self.members):
            if member.child is None:
                self._start_again(member)
            elif member.child.exit_code() is not None:
                self._ended(member, member.child)

    def cap_logs(self) -> None:
        """Keep every log below its limit."""
        for member in self.members:
            cap_log(member.program.log)

    def stop(self) -> None:
        """Stop everything, the last started first; each has its own bound."""
        for member in reversed(self.members):
            if member.child is not None:
                self.say(f"stopping {member.program.name}")
                if not member.child.stop():
                    self.say(f"{member.program.name} did not stop in time and was killed")
        self.members.clear()

    def _ended(self, member: Member, child: Child) -> None:
        code, name = child.exit_code() or 0, member.program.name
        child.clear()  # pool workers of a killed leader must not work on beside the next one
        member.child = None
        if member.vital:
            raise _vital(member.program, code)
        if member.program.may_end and code == 0:
            self.members.remove(member)
            self.say(f"{name} has done its work")
            return
        steady = time.monotonic() - child.started > STEADY_SECONDS
        member.failures = 1 if steady else member.failures + 1
        delay = (
            0.0 if steady else min(FIRST_DELAY_SECONDS * 2 ** (member.failures - 1), LONGEST_DELAY_SECONDS)
        )
        member.again_at = time.monotonic() + delay
        log = member.program.log
        self.say(f"{name} {_how(code)}; it starts again in {delay:.0f} s (its words: {log})")

    def _start_again(self, member: Member) -> None:
        if time.monotonic() >= member.again_at:
            member.child = Child(member.program, self.watch)
            self.say(f"{member.program.name} started again")


def _how(code: int) -> str:
    return f"was ended by {Signals(-code).name}" if code < 0 else f"ended with code {code}"


def _vital(program: Program, code: int) -> CannotStart:
    words = tail(program.log)
    if "No space left on device" in words:
        return from_output(program.name, words)
    return CannotStart(
        f"The {program.name} process {_how(code)} and ReviewHub cannot work without it, so everything was "
        f"stopped: read {program.log}, then start again."
    )
