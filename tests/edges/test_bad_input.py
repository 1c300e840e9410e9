"""What issue 5 calls bad input, at both doors: refused in words that name the clause, and nothing is kept."""

import copy
import json

import pytest

from apps.flow import services as flow
from apps.measures.models import Replay
from apps.policy.models import PolicyVersion, SegmentSet
from apps.registry.models import PauseSpan
from tests.api.speaking import Api
from tests.console.test_pages import text_of
from tests.template import pack

SYSTEM = "injury-triage"
TO_OFFICERS = {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 4}
OVER_60 = {"fact": "age", "op": "gt", "value": 60}


def nested(n):
    when = OVER_60
    for _ in range(n):
        when = {"not": when}
    return when


# what it is -> condition and result of the first rule, the clause, what the sentence says
POLICIES = {
    "unknown fact": ({"fact": "shoe_size", "op": "gt", "value": 43}, {}, "/rules/0/when/fact", "no fact shoe_size"),
    "inverted threshold": (
        {"fact": "age", "op": "between", "value": [60, 18]}, {}, "/rules/0/when/value/1", "must not be lower than the first",
    ),
    "looser than the posture": (
        OVER_60, {"lane": "AUTOMATIC", "sample_share": 0.1}, "/rules/0/then/lane", "machine.max_amount_minor",
    ),
    "too deep": (nested(8), {}, "/rules/0/when" + "/not" * 8, "at most 8 deep"),
    "unknown inbox": (OVER_60, {"inbox": "nobodys"}, "/rules/0/then/inbox", "There is no inbox nobodys"),
}  # fmt: skip


def with_rule(when, then):
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"].insert(0, {"code": "mine", "say": "Mine.", "when": when, "then": TO_OFFICERS | then})
    return tree


@pytest.fixture
def doors(world, client):
    """The page's client and the API's, both as the same person."""

    def of(name):
        client.force_login(world.user(name))
        return client, Api(user=world.user(name))

    return of


def test_a_policy_that_is_none_is_refused_with_its_clause_on_the_page_and_over_the_api(world, doors):
    page, api = doors("ana")
    draft = flow.begin_policy(system=world.system, by=world.ana, now=world.now)

    for what, (when, then, pointer, said) in POLICIES.items():
        tree = with_rule(when, then)
        body = {"text": json.dumps(tree), "version": draft.version}
        shown = page.post(f"/systems/{SYSTEM}/policy/edit/text/", body)
        answer = api.post(f"ai-systems/{SYSTEM}/policies/open/save/", {"tree": tree}, version=draft.version)

        told, words = answer.json()["error"], text_of(shown)
        assert (shown.status_code, answer.status_code, told["field"]) == (422, 422, pointer), what
        assert (said in words, said in told["sentence"], pointer in words) == (True, True, True), what

    assert PolicyVersion.objects.get(number=2).version == draft.version


def test_segments_that_overlap_are_refused_with_both_named_at_both_doors(world, doors):
    page, api = doors("ana")
    young = {"key": "young", "label": "Young", "when": {"fact": "age", "op": "lt", "value": 30}}
    form = {"fact_0": "age", "op_0": "lt", "value_0": "30", "join": "all", "code": "young", "say": "Young"}

    shown = page.post(
        f"/systems/{SYSTEM}/segments/edit/", form | {"rule": "new", "act": "save", "version": 0}
    )
    body = {"segments": [*world.system.segments, young]}
    answer = api.post(f"ai-systems/{SYSTEM}/segments/open/save/", body, version=0)

    told = answer.json()["error"]
    assert (shown.status_code, answer.status_code, told["field"]) == (422, 422, "/segments/5/when")
    assert "minor_surface and young overlap" in text_of(shown)
    assert "minor_surface (/segments/0/when) and young (/segments/5/when) overlap" in told["sentence"]
    assert not SegmentSet.objects.exists()


def test_a_replay_of_an_empty_period_is_refused_in_words_at_both_doors(world, doors):
    page, api = doors("ana")

    shown = page.post(f"/systems/{SYSTEM}/tries/", {"version": "1", "last": "50", "idempotency_key": "k"})
    answer = api.post(f"ai-systems/{SYSTEM}/replays/", {"policy_version": 1, "days": 7})

    told = answer.json()["error"]
    assert (shown.status_code, answer.status_code) == (422, 422)
    assert (told["code"], told["field"]) == ("nothing_to_replay", "days")
    assert told["sentence"] == "No case arrived in that time, so there is nothing to try the policy on."
    assert "No case has arrived yet. Once the first one is here, a policy can be tried on it." in text_of(
        shown
    )
    assert not Replay.objects.exists()


def test_who_is_neither_owner_nor_deputy_is_told_so_at_both_doors(world, doors):
    page, api = doors("ana")
    page.post("/account/reauthenticate/", {"password": "bluegrass-ana-1982"})

    shown = page.post(f"/systems/{SYSTEM}/pause/", {"why": "Wait.", "idempotency_key": "k"})
    page.force_login(world.user("ana"))
    api.client.post("/account/reauthenticate/", {"password": "bluegrass-ana-1982"})
    answer = api.post(f"ai-systems/{SYSTEM}/pause/", {"why": "Wait."})

    assert (shown.status_code, answer.status_code) == (403, 403)
    for words in (text_of(shown), answer.json()["error"]["sentence"]):
        assert "Only the accountable owner of this AI system may pause it" in words
    assert not PauseSpan.objects.exists()
