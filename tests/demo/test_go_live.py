import dataclasses
import json
import subprocess

import pytest

from demo import api, live, past


@pytest.fixture
def place(tmp_path):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"triage-model": "rhk_a_b"}), encoding="utf-8")
    return api.Place(base_url="http://127.0.0.1:9", keys=keys, data=tmp_path, port=0)


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "demo"
    found.mkdir()
    lines = [{"recommendation": {"external_id": f"t-{n}"}, "meta": {"fault": None}} for n in range(150)]
    past.save(lines, found / "open.jsonl")
    return found


@pytest.fixture
def sent(monkeypatch):
    calls = []

    def post(base_url, path, body, *, key, idempotency_key):
        calls.append((path, body, idempotency_key))
        return api.Answer(201, {})

    monkeypatch.setattr(api, "post", post)
    return calls


def test_todays_claims_go_in_batches_and_only_once(place, folder, sent):
    assert live.post_open(place, folder) == 150
    assert live.post_open(place, folder) == 150

    assert [path for path, _, _ in sent] == ["/api/v1/recommendations/batch/?all_or_nothing=true"] * 3
    assert len({key for _, _, key in sent}) == 3
    assert all(set(line) == {"external_id"} for _, body, _ in sent for line in body["lines"])


def test_what_other_models_say_of_todays_claims_goes_afterwards_and_only_once(place, folder, sent):
    first = {"external_id": "t-1", "facts": [1], "protected": [2]}
    other = {"external_id": "logistic-t-1", "model_version": "triage-logistic-1", "protected": []}
    past.save([{"recommendation": first, "challengers": [other]}], folder / "open.jsonl")

    live.send_challengers(place, folder)
    live.send_challengers(place, folder)

    assert [body["lines"] for _, body, _ in sent] == [[{**other, "facts": [1]}]]


def test_a_past_written_before_there_were_other_models_sends_none(place, folder, sent):
    live.send_challengers(place, folder)

    assert sent == []


def test_one_bad_claim_does_not_keep_the_others_out(place, folder, monkeypatch, capsys):
    def post(base_url, path, body, *, key, idempotency_key):
        bad = "/batch/" in path or body["external_id"] == "t-7"
        return api.Answer(422 if bad else 201, {"error": {"code": "bad"}})

    monkeypatch.setattr(api, "post", post)

    assert live.post_open(place, folder) == 149
    assert not (folder / "open.done").exists()
    assert "t-7: 422" in capsys.readouterr().out


def test_what_may_succeed_later_is_tried_again_with_the_same_key(place, monkeypatch):
    answers = iter([api.Answer(0, {}), api.Answer(503, {}), api.Answer(201, {})])
    keys = []

    def post(base_url, path, body, *, key, idempotency_key):
        keys.append(idempotency_key)
        return next(answers)

    monkeypatch.setattr(api, "post", post)
    monkeypatch.setattr(live.time, "sleep", lambda _seconds: None)

    assert live._send(place, "/api/v1/recommendations/", {"a": 1}).ok
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_the_past_is_worked_through_by_the_command_first_part_first(place, folder, sent, monkeypatch):
    commands = []

    def run(argv, *, cwd, check):
        commands.append(argv[2:])
        return subprocess.CompletedProcess(argv, 0)

    monkeypatch.setattr(live.subprocess, "run", run)
    monkeypatch.setattr(api, "wait_until_up", lambda _url, **_: True)
    monkeypatch.setattr(live, "send_challengers", lambda *_: None)
    monkeypatch.setattr(live, "send_late", lambda *_: None)
    monkeypatch.setattr(live, "send_documents", lambda *_: None)

    assert live.run(place) == 0
    first, rest = (
        ["import_history", str(folder / f"{name}.jsonl"), "--state", str(folder / f"{name}.state")]
        for name in ("first", "rest")
    )
    assert commands == [[*first, "--then", str(folder / "rest.jsonl")], rest]


def test_a_command_that_stops_is_started_again(folder, monkeypatch):
    codes = iter([1, 0])
    monkeypatch.setattr(
        live.subprocess, "run", lambda argv, **_: subprocess.CompletedProcess(argv, next(codes))
    )
    monkeypatch.setattr(live.time, "sleep", lambda _seconds: None)

    assert live.import_history(folder, "rest")


def test_nobody_at_the_address_is_one_sentence(place, folder, monkeypatch, capsys):
    monkeypatch.setattr(live, "UP_SECONDS", 0.0)

    assert live.run(place) == 1
    assert "nobody answers at http://127.0.0.1:9" in capsys.readouterr().out


def test_an_address_without_a_listener_is_an_answer_not_an_exception(place):
    nowhere = dataclasses.replace(place, base_url="http://127.0.0.1:9")

    answer = api.post(nowhere.base_url, "/x", {}, key="k", idempotency_key="i")

    assert answer.status == 0
    assert answer.worth_retrying
