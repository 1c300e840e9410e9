"""The product itself, as `bin/up` starts it, in a folder of its own."""

import http.client
import os
import subprocess
import sys
from contextlib import closing

from tests import memory, thrift
from tests.ground import ROOT
from tests.platform.conftest import processes_of
from tests.way.house import eventually, unused_port

START_SECONDS = 180.0  # patience for a busy machine; no promise of speed
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
        self.folder = memory.new_folder()
        self.data = self.folder / "data"
        self.port, self.receiver = unused_port(), unused_port()  # the other one is for deliveries
        self.process = None

    def start(self):
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        kept["OUTGOING_LOOPBACK_PORTS"] = str(self.receiver)
        kept |= thrift.quick()
        kept["SPT_NOENV"] = "1"  # a process that titles itself must keep the environment it is found by
        argv = ("manage.py", "up", "--no-demo", f"--data={self.data}", f"--port={self.port}")
        with (self.folder / "out").open("w") as out:
            self.process = subprocess.Popen(
                (sys.executable, *argv), cwd=ROOT, env=kept, stdout=out, stderr=out, start_new_session=True
            )
        eventually(self.is_up, START_SECONDS, "the product is up")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

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
