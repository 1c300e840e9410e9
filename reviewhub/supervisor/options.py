import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from reviewhub.supervisor.problems import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
HIGHEST_PORT = 65535


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person who typed `up` chose; the environment gives the defaults."""

    data: Path
    port: int
    demo_port: int
    demo: bool

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def read(arguments: list[str]) -> Options:
    """Read the command line and PORT, DEMO_PORT, REVIEWHUB_DATA.

    Raises: CannotStart, SystemExit (for --help and unknown options).
    """
    parser = argparse.ArgumentParser(prog="bin/up", description="Start ReviewHub with everything it needs.")
    parser.add_argument(
        "--port", default=os.environ.get("PORT") or "8000", help="port of the pages and the API"
    )
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("REVIEWHUB_DATA") or ROOT / ".data", help="data folder"
    )
    parser.add_argument("--no-demo", action="store_true", help="start empty, without the demonstration")
    given = parser.parse_args(arguments)
    return Options(
        data=given.data.resolve(),
        port=_port("PORT", given.port),
        demo_port=_port("DEMO_PORT", os.environ.get("DEMO_PORT") or "8100"),
        demo=not given.no_demo,
    )


def _port(name: str, value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) <= HIGHEST_PORT:
        raise CannotStart(f"{name} is {value!r}: it must be a number from 1 to {HIGHEST_PORT}.")
    return int(value)
