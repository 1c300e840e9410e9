"""A business system for tests: takes deliveries over real HTTP on the loopback, well or badly."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Taken(NamedTuple):
    at: float
    headers: dict
    body: bytes

    @property
    def data(self):
        return json.loads(self.body)["data"]


class Receiver:
    """Keeps what came in. `behave(taken)` answers with a status, with seconds to wait, or with "cut"."""

    def __init__(self) -> None:
        self.taken = []
        self.behave = lambda _taken: 202
        self.url = ""
        self.port = 0

    @property
    def ids(self):
        return [one.headers["webhook-id"] for one in self.taken]


def handler(receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken = Taken(time.monotonic(), headers, body)
            receiver.taken.append(taken)
            answer = receiver.behave(taken)
            if isinstance(answer, float):
                time.sleep(answer)
                answer = 202
            if answer == "cut":
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(answer)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def handle_error(self, *_):
        pass


@contextmanager
def running():
    receiver = Receiver()
    server = Server(("127.0.0.1", 0), handler(receiver))
    receiver.port = server.server_port
    receiver.url = f"http://127.0.0.1:{receiver.port}/decisions"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
