"""The explanation on its page: reached from the case, edited, refused with what was typed, and on paper."""

import pytest

from apps.core import ids
from apps.reviews.models import Explanation
from apps.reviews.rules import EXPLAINED
from tests.world import decided, release


@pytest.fixture
def made(world):
    decision = decided(world, world.olga)
    release(world)
    return decision


def test_it_is_read_on_the_case_edited_kept_and_refused_with_what_was_typed(visit, made):
    client, path = visit("olga"), f"/decisions/{made.id}/explanation/"
    assert f'href="{path}"' in client.get(f"/cases/{made.case.case_ref}/").content.decode()
    shown = client.get(path).content.decode()
    assert "What was decided" in shown
    assert "no version is kept yet" in shown
    assert 'name="decided"' in client.get(f"{path}?edit=1").content.decode()

    typed = dict.fromkeys(EXPLAINED, "We decided so.") | {"language": "en", "version": "0"}
    empty = client.post(path, typed | {"who": "", "idempotency_key": str(ids.new())})
    assert (empty.status_code, "We decided so." in empty.content.decode()) == (422, True)
    assert Explanation.objects.count() == 0
    kept = client.post(path, typed | {"idempotency_key": str(ids.new())})
    assert (kept.status_code, kept["Location"]) == (303, f"{path}?language=en")
    stale = client.post(path, typed | {"idempotency_key": str(ids.new())})
    assert (stale.status_code, "another version" in stale.content.decode()) == (409, True)
    assert "We decided so." in client.get(path).content.decode()
    german = client.get(f"{path}?language=de").content.decode()
    assert 'lang="de"' in german


def test_the_letter_is_a_pdf_in_its_language(visit, made, monkeypatch):
    drawn = []
    monkeypatch.setattr("apps.console.pages.paper.pdf", lambda html: drawn.append(html) or b"%PDF-1.7")
    answer = visit("olga").get(f"/decisions/{made.id}/explanation.pdf?language=de")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert '<html lang="de"' in drawn[0]
