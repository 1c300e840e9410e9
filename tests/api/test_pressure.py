"""Overload sheds intake first, and never a decision (promise P28)."""

import threading
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core import pressure
from apps.intake.models import Recommendation
from tests.api.speaking import error, other_session


def test_sessions_that_wait_for_a_lock_are_seen_and_those_that_wait_for_their_own_retry_are_not(db):
    row = "SELECT 1 FROM django_content_type WHERE id = (SELECT min(id) FROM django_content_type) FOR SHARE"
    with other_session() as eye, other_session() as holder, other_session() as one, other_session() as two:
        holder.execute("BEGIN")
        holder.execute("SELECT pg_advisory_xact_lock(1)")
        holder.execute(row.replace("FOR SHARE", "FOR UPDATE"))
        waits = [(one, row), (two, "SELECT pg_advisory_xact_lock(1)")]
        threads = [threading.Thread(target=session.execute, args=(what,)) for session, what in waits]
        for thread in threads:
            thread.start()
        try:
            until, seen = time.monotonic() + 20, 0
            while not seen and time.monotonic() < until:
                time.sleep(0.2)
                seen = eye.execute(pressure.LOOK).fetchone()[1]
        finally:
            holder.execute("ROLLBACK")
            for thread in threads:
                thread.join()

    assert seen == 1


def test_while_the_database_is_pressed_arrivals_are_refused_and_decisions_go_on(
    model, olga, held, recommendation, settings, monkeypatch
):
    settings.INTAKE_MOST_WAITING = 2
    monkeypatch.setattr(pressure.GAUGE, "busy", lambda *, at: (0, 3))  # noqa: ARG005
    one = model.post("recommendations/", recommendation(7), key="k1")
    many = model.post("recommendations/batch/", {"lines": [recommendation(8)]}, key="k2")
    decided = olga.post(
        f"items/{held.id}/decide/",
        {"outcome": held.recommended, "token": held.token},
        version=held.version,
    )
    monkeypatch.undo()

    assert error(one)[:2] == error(many)[:2] == (503, "intake_overloaded")
    assert one["Retry-After"] == many["Retry-After"] == "5"
    assert decided.status_code == 201
    assert Recommendation.objects.count() == 1
    assert model.post("recommendations/", recommendation(7), key="k1").status_code == 201


def test_too_many_sessions_at_work_are_a_sign_too(model, recommendation, settings, monkeypatch):
    settings.INTAKE_MOST_ACTIVE = 4
    monkeypatch.setattr(pressure.GAUGE, "busy", lambda *, at: (5, 0))  # noqa: ARG005

    assert error(model.post("recommendations/", recommendation(1)))[:2] == (503, "intake_overloaded")


def test_a_batch_that_is_overtaken_by_pressure_ends_with_the_line_to_go_on_from(
    model, recommendation, monkeypatch
):
    monkeypatch.setattr("apps.api.views.batch.PIECE", 1)
    looks = iter([(0, 0), (0, 0), (99, 0)])
    monkeypatch.setattr(pressure.GAUGE, "busy", lambda *, at: next(looks))  # noqa: ARG005

    said = model.post("recommendations/batch/", {"lines": [recommendation(n) for n in (1, 2, 3)]}).json()

    assert [(line["line"], line["status"]) for line in said["lines"]] == [(1, 201), (2, 201), (3, 503)]


@pytest.mark.django_db
def test_the_database_is_looked_at_once_a_second():
    gauge = pressure.Gauge()
    with CaptureQueriesContext(connection) as asked:
        for at in (1.0, 1.2, 1.9, 2.1, 2.2):
            gauge.busy(at=at)

    assert len(asked.captured_queries) == 2
