"""Every address of the product x every kind of caller (promise P16). An address without a row fails.

404: may not know that it exists. 403: sees it and may not do it. 302: sign in first (303: go where work is).
The API answers nobody with 401; the machine's key means nothing to pages. The rows: access_api.py, access_pages.py.
"""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import get_resolver

from apps.api.serializers.items import VIEWS
from apps.console import errors
from apps.console.pages import paper
from apps.reviews.models import ReviewItem
from tests.edges import people_figures
from tests.edges.access import Row, everybody, signed
from tests.edges.access_api import API
from tests.edges.access_pages import PAGES
from tests.edges.stage import WHO, Stage

OK = 200
SEE_MORE_THAN_LISTS = {"auditor"}  # reads every item of the audited AI system, and works in no inbox
ACCESS = (
    API
    | PAGES
    | {
        "healthz": everybody(200),
        "account_login": signed(200, 302),
        "account_logout": signed(302, 200),
        "account_inactive": everybody(200),
        "account_reauthenticate": signed(302, 200),
        "account_change_password": signed(302, 200),
        "mfa_index": signed(302, 200),
        "mfa_authenticate": everybody(302),
        "mfa_reauthenticate": everybody(302),
        "mfa_activate_totp": everybody(302),
        "mfa_deactivate_totp": signed(302, 404),
        "mfa_view_recovery_codes": signed(302, 404),
        "mfa_generate_recovery_codes": everybody(302),
        "mfa_download_recovery_codes": signed(302, 404),
    }
)


def names(patterns, space=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


NAMES = sorted(set(names(get_resolver().url_patterns)))


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One stage for all rows; every request is undone."""
    with django_db_blocker.unblock():
        with undone():
            yield Stage()
        connection.close()


DRAWN = set()


def draw_refusals_once(monkeypatch):
    """Draw the page that refuses once for each person, status and code; its status is known before it is drawn."""
    draw = errors.render

    def drawn(request, template, context=None, *, status):
        kind = (request.user.pk, template, status, getattr((context or {}).get("note"), "code", ""))
        if kind in DRAWN:
            return HttpResponse(status=status)
        DRAWN.add(kind)
        return draw(request, template, context, status=status)

    monkeypatch.setattr(errors, "render", drawn)


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    """Who may have a PDF does not depend on how it is drawn (tests/console/test_paper.py draws)."""
    monkeypatch.setattr(paper, "pdf", lambda _: b"%PDF-1.7")
    draw_refusals_once(monkeypatch)


@contextmanager
def undone():
    """Open a block that a verb takes for the outermost, and that leaves nothing behind."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def test_every_address_has_its_row():
    assert sorted(ACCESS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_who_may_do_what(stage, name):
    row = ACCESS[name]
    found, told = {}, []
    for who in WHO:
        with undone(), people_figures.watched(stage, who) as about_people:
            found[who] = stage.ask(who, row, name)
        if row.method == "GET" and found[who] == OK and (name, who) not in people_figures.MAY:
            told += [(who, one) for one in about_people]

    assert found == row.expected
    assert told == [], "a figure about a named person, for somebody who does not supervise them"


def listed(stage, who):
    """Give the ids of the items in every list that the caller may open."""
    client, headers = stage.clients[who], stage.headers[who]
    found = set()
    for inbox in client.get("/api/v1/inboxes/", headers=headers).json().get("inboxes", []):
        for view in VIEWS:
            path = f"/api/v1/inboxes/{inbox['slug']}/items/"
            answer = client.get(path, {"view": view}, headers=headers)
            found |= {item["id"] for item in answer.json()["items"]}
    return found


@pytest.mark.parametrize("who", [who for who in WHO if who not in SEE_MORE_THAN_LISTS])
def test_lists_and_details_agree(stage, who):
    item_ids = {str(item_id) for item_id in ReviewItem.objects.values_list("id", flat=True)}

    seen = {
        item_id
        for item_id in item_ids
        if stage.ask(who, Row("GET", "", {"item_id": item_id}), "api:item") == 200
    }

    assert listed(stage, who) == seen
