"""A claims system of forty lines: takes signed decisions, checks the signature, prints what it would do.

Use: WEBHOOK_SECRET=whsec_... python3 receiver.py 9099. Standard library only; the signature is that of the
Standard Webhooks specification (https://www.standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body".
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
TOLERANCE_SECONDS = 300
LARGEST = 256_000


class Decisions(BaseHTTPRequestHandler):
    """Answers 2xx only for what is genuine and kept; everything else is sent again by ReviewHub."""

    def do_POST(self) -> None:
        """Take a decision, or how an appeal was answered. One webhook-id may come twice and counts once."""
        body = self.rfile.read(min(int(self.headers["Content-Length"]), LARGEST))
        delivery, sent_at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        signed = f"{delivery}.{sent_at}.".encode() + body
        right = "v1," + base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
        fresh = abs(time.time() - int(sent_at)) <= TOLERANCE_SECONDS
        genuine = any(hmac.compare_digest(right, one) for one in self.headers["webhook-signature"].split())
        self.send_response(202 if fresh and genuine else 401)
        self.end_headers()
        if fresh and genuine:
            told = json.loads(body)
            print(json.dumps({"type": told["type"], "delivery": delivery, **told["data"]}), flush=True)


HTTPServer(("127.0.0.1", int(sys.argv[1])), Decisions).serve_forever()
