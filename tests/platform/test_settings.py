"""What settings say of the environment they read; each in a process of its own."""

import os
import subprocess
import sys

import pytest

from tests.platform.conftest import ROOT

ASK = "from reviewhub import settings as s; print({})"
NAMES = "s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ALLAUTH_TRUSTED_PROXY_COUNT"


def settings(**env):
    given = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "x" * 50,
        "VAULT_KEY": "A" * 43 + "=",
        "PATH": os.environ["PATH"],
    }
    asked = subprocess.run(
        [sys.executable, "-c", ASK.format(NAMES)], cwd=ROOT, env=given | env, capture_output=True, text=True, check=False
    )  # fmt: skip
    return asked.stdout.strip() or asked.stderr.strip()


def test_over_http_nothing_insists_on_https():
    assert settings() == "0 False False 0"


def test_over_https_everything_does():
    told = settings(BASE_URL="https://review.example", TRUSTED_PROXIES="1")

    assert told == f"{365 * 24 * 3600} True True 1"


@pytest.mark.parametrize("count", ["many", "-1", "1.5", "²"])
def test_a_wrong_number_of_proxies_stops_the_start(count):
    assert "TRUSTED_PROXIES must be a whole number" in settings(TRUSTED_PROXIES=count)
