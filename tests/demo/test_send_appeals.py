"""Two of the latest claims are contested: decided as short ones by people, long in the data; each once."""

import json
import time
from types import SimpleNamespace

import pytest

from demo import api, appealing, claims

LONG = next(one for one in claims.read() if one.weeks > claims.LONG_WEEKS)
SHORT = next(one for one in claims.read() if one.weeks < claims.LONG_WEEKS)


REPORTED = {"fact": "injured_on", "value": "2026-11-01"}


def decision(number, ref, *, outcome="fast_track", kind="person", reverses=None):
    data = {
        "decision_id": f"d-{number}",
        "outcome": outcome,
        "decided_by": {"kind": kind},
        "reverses": reverses,
    }
    return SimpleNamespace(case_ref=ref, data=data)


@pytest.fixture
def folder(tmp_path):
    rows = {"WC-1": LONG, "WC-2": LONG, "WC-3": SHORT}
    lines = [
        {"do": "arrive", "recommendation": {"case": {"ref": ref}, "facts": [REPORTED]}, "meta": {"row": claim.row}}
        for ref, claim in rows.items()
    ]  # fmt: skip
    (tmp_path / "first.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return tmp_path


def send(folder, decisions, status=201):
    sent = []
    store = SimpleNamespace(latest=lambda _n: decisions)

    def post(body):
        sent.append(body)
        return api.Answer(status, {})

    appealing.send(folder, store, done=folder / "appeals.done", post=post)
    return sent


def test_what_people_decided_as_short_and_ran_long_is_contested(folder):
    decisions = [
        decision(1, "WC-3"),
        decision(2, "WC-1", outcome="standard"),
        decision(3, "WC-1", kind="machine"),
        decision(4, "WC-1"),
        decision(5, "WC-2"),
    ]
    assert send(folder, decisions[:4]) == []  # not enough yet
    sent = send(folder, decisions)
    assert [(one["decision"], one["kind"]) for one in sent] == [("d-4", "APPEAL"), ("d-5", "COMPLAINT")]
    assert (folder / "appeals.done").exists()
    place = SimpleNamespace(data=folder.parent)
    (folder.parent / "demo").mkdir(exist_ok=True)
    (folder.parent / "demo" / "appeals.done").write_text("[]")
    (folder.parent / "demo" / "letter.json").write_text("{}")
    started = time.monotonic()
    appealing.keep_appealing(place, None, lambda _s: pytest.fail("it is done"))
    assert time.monotonic() - started < 1


def test_while_the_product_is_away_they_are_sent_again(folder):
    send(folder, [decision(4, "WC-1"), decision(5, "WC-2")], status=503)
    assert not (folder / "appeals.done").exists()


def test_a_third_claim_gets_a_letter_whose_link_lies_beside_what_it_asks_for(folder):
    store = SimpleNamespace(latest=lambda _n: [decision(n, "WC-1") for n in (4, 5, 6)])
    asked = []

    def issue(decision_id):
        asked.append(decision_id)
        return api.Answer(201, {"url": "http://here/contest/token/"})

    assert appealing.write_letter(folder, store, done=folder / "letter.json", issue=issue)

    assert asked == ["d-6"], "not what is contested already"
    assert json.loads((folder / "letter.json").read_text()) == {
        "url": "http://here/contest/token/",
        "case_ref": "WC-1",
        "injured_on": "2026-11-01",
    }
