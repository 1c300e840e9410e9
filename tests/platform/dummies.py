"""A supervisor whose product is made of dummies: run as `python dummies.py FOLDER PORT` by the tests of its life.

The database and the broker are real. The dummies behave as badly as programs do: they leave children in process
groups of their own, ignore SIGTERM, crash.
"""

import sys
from pathlib import Path

from reviewhub.supervisor import main, table
from reviewhub.supervisor.child import Program

WEB = """
import http.server, os, subprocess, sys
subprocess.Popen(["sleep", "600"])
class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Pages).serve_forever()
"""
WORKER = """
import os, signal, subprocess, time
subprocess.Popen(["sleep", "600"], process_group=0)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""
ONCE = "print('done')"
FAILS = "import sys; print('Something small broke.'); sys.exit(3)"


def programs(options, env, log):
    def dummy(name, code, **more):
        return Program(name=name, argv=(sys.executable, "-c", code), log=log / f"{name}.log", env=env, **more)

    return [
        dummy("web", WEB, stop_seconds=5),
        dummy("worker", WORKER, stop_seconds=0.5),
        dummy("dispatcher", "import time; time.sleep(600)"),
        dummy("demonstration", ONCE, may_end=True),
    ]


def manage(name, arguments, env, log):
    code = FAILS if (Path(env["REVIEWHUB_DATA"]) / "migrate-fails").exists() and name == "migrate" else ONCE
    return Program(name=name, argv=(sys.executable, "-c", code), log=log / f"{name}.log", env=env)


if __name__ == "__main__":
    table.programs = programs
    table.manage = manage
    sys.exit(main.main(["--data", sys.argv[1], "--port", sys.argv[2], "--no-demo"]))
