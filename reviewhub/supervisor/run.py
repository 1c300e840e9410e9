"""One life of the supervisor: start everything, say where, watch, stop everything."""

import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reviewhub.supervisor import folder, given, places, stopping, table, web
from reviewhub.supervisor.child import Child, Program, tail, until
from reviewhub.supervisor.crew import Crew
from reviewhub.supervisor.options import Options
from reviewhub.supervisor.pair import Pair
from reviewhub.supervisor.problems import from_output
from reviewhub.supervisor.watchdog import Watchdog

STEP_SECONDS = 600.0  # a migration of a large database may take minutes
WEB_SECONDS = 60.0
TEND_SECONDS = 0.2
LOGS_EVERY_SECONDS = 60.0


class Run:
    """What is running now, so that whatever happens it can be stopped in order."""

    def __init__(self, options: Options, lock: int) -> None:
        self.options = options
        self.began = time.monotonic()
        self.watchdog = Watchdog(lock)
        self.crew = Crew(self.watchdog, self.say)
        self.pair: Pair | None = None

    def say(self, line: str) -> None:
        """Print one progress line; a closed terminal is no reason to fail."""
        with suppress(OSError, ValueError):
            print(f"[{time.monotonic() - self.began:5.1f} s] {line}", flush=True)

    def start(self) -> None:
        """Start everything and wait until the pages answer.

        Raises: CannotStart, StopAsked, OSError.
        """
        options = self.options
        addresses = given.environment()
        self._check(addresses)
        self.pair = self._make_pair(addresses)
        has_data = (self.pair.places.postgres / "PG_VERSION").exists()
        keys = folder.keys(options.data, has_data=has_data)
        addresses = {**addresses, **self._start_pair(self.pair)}
        env = table.environment(options, {**os.environ, **addresses}, keys)
        owner = {**env, "DATABASE_URL": addresses["DATABASE_OWNER_URL"]}
        log = options.data / "log"
        self._prepare(table.PREPARATIONS, owner, log)
        folder.tell(options.data, env)
        first, *others = table.programs(options, env, log)
        web_child = self.crew.start(first)
        self._prepare(table.seeds(options), env, log)
        self._open(web_child, others)

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop.

        Raises: StopAsked, CannotStart.
        """
        logs_at = time.monotonic() + LOGS_EVERY_SECONDS
        while True:
            stopping.pause(TEND_SECONDS)
            self.crew.tend()
            if not self.watchdog.keep():
                self.say("the watchdog was killed and started again")
            if time.monotonic() > logs_at:
                self.crew.cap_logs()
                logs_at = time.monotonic() + LOGS_EVERY_SECONDS

    def stop(self) -> None:
        """Stop everything in order; nothing interrupts this and every step has a bound."""
        stopping.ignore()
        anything = bool(self.crew.members or self.pair)
        self.crew.stop()
        if self.pair:
            self.pair.stop()  # what a failed start left
        folder.leave(self.options.data)
        self.watchdog.stop()
        if anything:
            self.say("everything is stopped")

    def _check(self, addresses: Mapping[str, str]) -> None:
        web.require_port(self.options.port, setting="PORT")
        if self.options.demo:
            web.require_port(self.options.demo_port, setting="DEMO_PORT")
        places.require_space(self.options.data)
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            if name in addresses:
                given.require_fit(addresses[name], name=name)
        folder.announce(self.options.data, self.options.address)

    def _make_pair(self, addresses: Mapping[str, str]) -> Pair:
        return Pair(
            self.options.data,
            watch=self.watchdog,
            with_postgres="DATABASE_URL" not in addresses,
            with_valkey="REDIS_URL" not in addresses,
        )

    def _start_pair(self, pair: Pair) -> Mapping[str, str]:
        chosen = pair.places
        if chosen.other and any(pair.wanted):
            self.say(f"database files and sockets are in {chosen.other}, because {chosen.because}")
        if chosen.ident and pair.wanted[0]:
            self.say(f"the database runs as the user {chosen.ident.name}, not as root")
        pair.start()
        urls = pair.urls()
        for child, vital in ((pair.postgres, True), (pair.valkey, False)):
            if child:
                self.crew.adopt(child, vital=vital)
                self.say(f"{child.program.name} answers")
        self.pair = None  # the crew stops it from here on
        return urls

    def _prepare(self, steps: Mapping[str, tuple[str, ...]], env: Mapping[str, str], log: Path) -> None:
        """Run these side by side to their ends."""
        running: dict[str, Child] = {}
        try:
            for words, arguments in steps.items():
                running[words] = Child(table.manage(arguments[0], arguments, env, log), self.watchdog)
            for words, child in running.items():
                until(lambda: False, child, STEP_SECONDS, step=0.05)
                self._finished(words, child)
        finally:
            for child in running.values():
                child.stop()

    def _finished(self, words: str, child: Child) -> None:
        program = child.program
        if child.exit_code() != 0:
            raise from_output(f"Preparing the {words} (manage.py {program.name})", tail(program.log))
        self.say(f"{words}: ready")

    def _open(self, child: Child, others: list[Program]) -> None:
        if not until(lambda: web.healthy(self.options.port), child, WEB_SECONDS, step=0.1):
            raise from_output("The web process", tail(child.program.log))
        self.say("pages answer")
        for program in others:
            self.crew.start(program)
        self.say(", ".join(program.name for program in others) + ": started")


def welcome(options: Options) -> str:
    """Say where ReviewHub is and who can sign in."""
    lines = ["", f"ReviewHub is at {options.address}   (Ctrl-C stops it)"]
    if not options.demo:
        return "\n".join(lines)
    with suppress(OSError, ValueError, KeyError, TypeError):
        people = json.loads((options.data / "sign-ins.json").read_text())
        widths = [max(len(person[key]) for person in people) for key in ("role", "email", "password")]
        lines += ["", "Sign in as"]
        for person in people:
            cells = zip((person["role"], person["email"], person["password"]), widths, strict=True)
            row = [cell.ljust(width) for cell, width in cells]
            lines.append("  ".join(["", *row, person.get("note", "")]).rstrip())
    return "\n".join(lines)


def live(options: Options) -> None:
    """Start, watch and stop.

    Raises: CannotStart, OSError; StopAsked is the ordinary end.
    """
    stopping.listen()
    run = Run(options, folder.take(options.data))
    try:
        run.start()
        print(welcome(options), flush=True)
        run.watch()
    finally:
        run.stop()
        sys.stdout.flush()
