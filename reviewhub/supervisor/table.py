"""Which programs make up ReviewHub, in the order of their start; the stop goes backwards."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from reviewhub.supervisor.child import Program
from reviewhub.supervisor.options import ROOT, Options

PYTHON = sys.executable
WORKER_STOP_SECONDS = 30.0  # a warm stop lets running tasks end; what is killed is found again by its row


def environment(options: Options, given: Mapping[str, str], keys: Mapping[str, str]) -> Mapping[str, str]:
    """Return what every program of the product is told, besides the databases.

    given: the supervisor's own environment.
    """
    ours = {
        "PORT": str(options.port),
        "DEMO_PORT": str(options.demo_port),
        "DEMO_KEYS": str(options.data / "demo-keys.json"),
        "REVIEWHUB_DATA": str(options.data),
        "DEMONSTRATION": str(options.data) if options.demo else "",
        "PYTHONUNBUFFERED": "1",
    }
    defaults = {
        "BASE_URL": options.address,
        "OUTGOING_LOOPBACK_PORTS": str(options.demo_port) if options.demo else "",
        "DJANGO_SETTINGS_MODULE": "reviewhub.settings",
        "EVIDENCE_STORE": str(options.data / "evidence"),
        "DATASET_FOLDER": str(options.data / "dataset"),
        "OMP_NUM_THREADS": "1",  # its threads busy-wait: on two busy cores the model took three times as long
    }
    found = {**defaults, **given, **ours, **keys}
    found.pop("DATABASE_OWNER_URL", None)  # only migrations may be the owner
    return found


# What runs to its end before the pages start: words for the terminal -> arguments of manage.py, side by side.
PREPARATIONS = {
    "tables": ("migrate", "--no-input", "--verbosity=1"),
    "static files": ("collectstatic", "--no-input", "--verbosity=0"),
}


def seeds(options: Options) -> Mapping[str, tuple[str, ...]]:
    """Say what runs to its end while the pages start."""
    if not options.demo:
        return {}
    sign_ins = ("--sign-ins", str(options.data / "sign-ins.json"))
    return {"organisations, people and pack": ("setup", "demo/setup.yaml", *sign_ins, "--past-follows")}


def manage(name: str, arguments: tuple[str, ...], env: Mapping[str, str], log: Path) -> Program:
    """Say how one manage.py command runs."""
    argv = (PYTHON, "manage.py", *arguments)
    return Program(name=name, argv=argv, log=log / f"{name}.log", env=env, cwd=ROOT, may_end=True)


def programs(options: Options, env: Mapping[str, str], log: Path) -> list[Program]:
    """Say how the lasting programs run, the pages first."""

    def program(name: str, *argv: str, stop_seconds: float = 5.0, may_end: bool = False) -> Program:
        return Program(
            name=name,
            argv=(PYTHON, *argv),
            log=log / f"{name}.log",
            env=env,
            cwd=ROOT,
            stop_signal=signal.SIGTERM,
            stop_seconds=stop_seconds,
            may_end=may_end,
        )

    found = [
        program("web", *_granian(options), stop_seconds=10),
        program("worker", *_celery("worker", "--concurrency=2", *_QUIET), stop_seconds=WORKER_STOP_SECONDS),
        program("dispatcher", "manage.py", "dispatch"),
        program("beat", *_celery("beat", f"--schedule={options.data / 'beat'}", "--pidfile=")),
    ]
    if options.demo:
        found += [
            program("claims-system", "-m", "demo.claims_system"),
            program("demonstration", "-m", "demo.live", may_end=True),
        ]
    return found


_QUIET = ("--without-gossip", "--without-mingle")  # one worker needs no talk with others


def _celery(*arguments: str) -> tuple[str, ...]:
    return ("-m", "celery", "--app=reviewhub", *arguments, "--loglevel=INFO")


def _granian(options: Options) -> tuple[str, ...]:
    return (
        *("-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={options.port}", "--workers=2"),
        *("--blocking-threads=4", "--respawn-failed-workers", "--workers-kill-timeout=8", "--no-ws"),
        "reviewhub.wsgi:application",
    )
