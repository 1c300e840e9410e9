"""The product itself, as `bin/up` starts it: everything comes up, and nothing stays behind."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.ground import ROOT
from tests.platform.conftest import processes_of
from tests.way.house import eventually, unused_port

START_SECONDS = 90.0
NOT_INHERITED = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SUPERUSER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "VAULT_KEY",
}
NOT_INHERITED |= {"OUTGOING_LOOPBACK_PORTS", "PORT", "BASE_URL", "REVIEWHUB_DATA"}


class Up:
    """One folder in which the product is started, perhaps several times."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rh-"))
        self.folder.chmod(0o711)
        self.data = self.folder / "data"
        self.port = unused_port()
        self.process = None

    def start(self, *, inherit=frozenset()):
        dropped = NOT_INHERITED - inherit
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        kept["SPT_NOENV"] = "1"  # a process that titles itself must keep the environment it is found by
        argv = ("manage.py", "up", "--no-demo", f"--data={self.data}", f"--port={self.port}")
        with (self.folder / "out").open("w") as out:
            self.process = subprocess.Popen(
                (sys.executable, *argv), cwd=ROOT, env=kept, stdout=out, stderr=out, start_new_session=True
            )
        eventually(self.is_up, START_SECONDS, "the product is up")

    def is_up(self):
        assert self.process.poll() is None, self.output()
        return "ReviewHub is at" in self.output()

    def output(self):
        return (self.folder / "out").read_text()

    def get(self, path):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(45)

    def left(self):
        return [one for one in processes_of(self.data) if str(self.process.pid) != one.split()[0]]


@pytest.fixture
def up():
    up = Up()
    yield up
    with suppress(AttributeError, subprocess.TimeoutExpired):
        up.end(signal.SIGTERM)
    shutil.rmtree(up.folder, ignore_errors=True)


@pytest.mark.processes
def test_it_comes_up_empty_again_after_a_kill_and_leaves_nothing_behind(up):
    up.start()
    names = " ".join(up.left())
    for program in ("postgres", "valkey-server", "granian", "worker", "beat", "dispatch"):
        assert program in names, program
    assert up.get("/healthz")[0] == 200
    status, page = up.get("/account/login/")
    assert (status, 'name="login"' in page) == (200, True)
    keys = (up.data / "secrets.json").read_text()

    up.end(signal.SIGKILL)
    eventually(lambda: not up.left(), 20, "everything is gone after SIGKILL")
    up.start()

    assert up.get("/healthz")[0] == 200
    assert (up.data / "secrets.json").read_text() == keys
    assert up.end(signal.SIGTERM) == 0, up.output()
    assert up.left() == []
