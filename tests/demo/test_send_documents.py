"""Some of today's claims get a first report of injury: written from the facts, marked, drawn by the product."""

import json

import pytest

from apps.core import clock, vault
from apps.intake import selectors
from apps.intake import services as intake
from apps.intake.models import Evidence
from apps.intake.states import EvidenceState
from demo import api, documents, live
from reviewhub import env
from tests import world as worlds


def line(number, **changes):
    return {"recommendation": worlds.recommendation(number=number, **changes)}


def test_about_one_in_eight_gets_one_and_always_the_same():
    lines = [line(number) for number in range(1, 401)]
    found = documents.first_reports(lines)

    assert 0.08 * len(lines) < len(found) < 0.17 * len(lines)
    assert found == documents.first_reports(lines), "the same claims, and the same bytes each time"


def test_it_says_the_facts_of_the_claim_and_which_are_simulated(cases):
    story = cases[0].story
    body = {"facts": list(story.entries)}
    written = {label: (value, simulated) for label, value, simulated in documents.rows(body)}

    assert written["Age at injury"] == (f"{story.claim.age} years", False)
    assert written["Date of injury"] == (story.injured_on.isoformat(), True)
    assert "Weekly benefit" not in written


def test_a_missing_fact_is_left_out_and_a_disputed_one_is_as_first_reported():
    body = worlds.recommendation(facts_changed={"hospital_stay": None})
    wage = next(one for one in body["facts"] if one["fact"] == "weekly_wage")
    body["facts"].append(wage | {"value": 21000, "source": "first_report", "origin": "simulated"})
    written = {label: (value, simulated) for label, value, simulated in documents.rows(body)}

    assert written["Average weekly wage"] == ("210.00 (1982 USD per week)", True)
    assert not [label for label in written if label.startswith("Hospital")]


@pytest.fixture
def place(tmp_path, settings):
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({documents.MACHINE: "rhk_a_b"}), encoding="utf-8")
    return api.Place(base_url="http://127.0.0.1:9", keys=keys, data=tmp_path, port=0)


def test_the_product_takes_it_and_draws_its_page(world, place):
    body = worlds.recommendation()
    worlds.arrive(world, body)
    ref = body["case"]["ref"]
    label = intake.Label("first_report", documents.NAME, "application/pdf", is_simulated=True)
    content = documents.first_report(body)
    intake.attach(case_ref=ref, label=label, content=content, by=world.claims, now=worlds.noon)
    intake.draw_due(now=clock.now)

    row = Evidence.objects.get()
    assert (row.state, row.n_pages, row.is_simulated) == (EvidenceState.READY, 1, True)
    (page,) = row.pages.all()
    subject_id = row.case.subject_id
    key = vault.open_keys([subject_id])[subject_id]
    text = selectors.page_text(page, subject_id=subject_id, key=key)
    assert ref in text
    assert "298.00 (1982 USD per week)" in text
    assert documents.FOOTER in text


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(documents.time, "sleep", lambda _seconds: None)


def test_each_is_sent_once_as_simulated_also_after_a_stop(place, quick, monkeypatch):
    lines = [line(number) for number in range(1, 31)]
    live.past.save(lines, place.data / "open.jsonl")
    n_documents, asked = len(documents.first_reports(lines)), []

    def post_bytes(base_url, path, content, *, headers, key, idempotency_key):
        asked.append((path, idempotency_key))
        assert headers["Content-Type"] == "application/pdf"
        assert content.startswith(b"%PDF-")
        return api.Answer(0 if len(asked) <= live.N_TRIES else 201, {})

    monkeypatch.setattr(api, "post_bytes", post_bytes)
    for _start in range(3):
        live.send_documents(place, place.data)

    assert len(asked) == live.N_TRIES + n_documents, "the first was given up, and sent at the next start"
    assert len(set(asked)) == n_documents
    assert all("external_ref=first_report&origin=simulated" in path for path, _ in asked)
