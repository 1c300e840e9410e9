"""Every answer says what a page may load, whatever it is an answer to; machines are shown no messages."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/api/v1/inboxes/", "/api/v1/nowhere/"])
def test_every_answer_has_the_content_policy(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
