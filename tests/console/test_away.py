"""The database is away: pages say so, nothing is recorded, and nothing else is read from it."""

import pytest
from django.db import OperationalError

from apps.console.views import home


@pytest.mark.parametrize("path", ["/", "/decisions/"])
def test_a_page_without_its_database_answers_503_and_when_to_come_back(client, world, monkeypatch, path):
    def gone(*_args, **_kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    client.force_login(world.user("olga"))
    monkeypatch.setattr("apps.core.clock.now", gone)
    monkeypatch.setattr(home, "_work_of", gone, raising=False)
    monkeypatch.setattr("apps.accounts.access.roles", gone)

    answer = client.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing was recorded" in answer.content.decode()
    assert "closed the connection" not in answer.content.decode()
